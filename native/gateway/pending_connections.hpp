// Connections that are no WebSockets, or not yet: so many, and no more. Who connects and asks nothing, or asks slowly,
// keeps nobody out: beyond the bound the one is closed that has waited longest.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <utility>

namespace samesock::gateway {

class pending_connections {
public:
    /// One of them, as long as this lives.
    class place;

    /// `most` 0: no limit. False: one was closed for it.
    [[nodiscard]] bool make_room(std::size_t most);
    [[nodiscard]] std::shared_ptr<place> enter();
    [[nodiscard]] std::size_t size() const noexcept { return waiting_->size(); }

private:
    using list = std::list<place*>;

    /// The longest-waiting first. Of the places as well, which may outlive this.
    std::shared_ptr<list> waiting_ = std::make_shared<list>();
};

class pending_connections::place {
public:
    explicit place(std::shared_ptr<list> among);
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    ~place() { leave(); }

    void close_by(std::function<void()> close) { close_ = std::move(close); }
    /// It has got on: the others have waited longer now.
    void renew() noexcept;

private:
    friend class pending_connections;

    void close();
    void leave() noexcept;

    std::shared_ptr<list> among_;
    list::iterator at_;
    bool is_waiting_ = true;
    std::function<void()> close_;
};

} // namespace samesock::gateway

// What an id of a session stands for: a real socket, or what keeps one from being made. Requests on it are carried out
// in their order. What streams and datagram sockets have in common is here.
#pragma once

#include "descriptor.hpp"
#include "loop.hpp"
#include "message_spacing.hpp"
#include "option_list.hpp"
#include "tunnel/event.hpp"

#include <samesock/endpoint.hpp>
#include <samesock/result.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace samesock::gateway {

class tenant;

class held_socket : public watcher {
public:
    /// `id` 0: not known yet. `family` 0: whichever its destination has (stock clients).
    held_socket(tenant& owner, std::uint32_t id, int family);
    ~held_socket() override;

    [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
    void set_id(std::uint32_t id) noexcept { id_ = id; }
    /// Every request fails with it.
    void refuse(std::error_code why) noexcept { refusal_ = why; }

    void take(const tunnel::wire::request& request);
    virtual void on_data(tunnel::bytes_view bytes) = 0;
    virtual void on_datagram(const endpoint& /*to*/, tunnel::bytes_view /*bytes*/) {}
    virtual void on_credit() {}
    /// There may be room in the session again, for which it had asked.
    virtual void on_room() {}
    virtual void on_accepts(std::uint32_t /*credit*/) {}
    /// `is_over`: its id means nothing any more.
    virtual void on_finished(bool /*is_over*/) {}
    /// The client is through with it. Not empty: the target shall see a reset.
    virtual void on_reset(std::error_code error) = 0;

    /// The session is over: nothing more is said of it.
    void abandon() { leave(); }

    // -- the tenant's own
    std::size_t place = 0;
    bool is_counted = true; ///< by its limits

protected:
    virtual void connect(const tunnel::wire::connect& request) = 0;
    virtual void listen(const tunnel::wire::listen& request);
    [[nodiscard]] virtual option_kind kind() const noexcept = 0;
    virtual void on_leave() {}
    virtual void on_open() {}
    virtual void on_close() {}

    [[nodiscard]] status ensure_open(int family);
    void close();
    [[nodiscard]] int fd() const noexcept { return fd_.number(); }
    [[nodiscard]] bool is_gone() const noexcept { return is_gone_; }
    /// By BIND, under a rule.
    [[nodiscard]] bool is_bound() const noexcept { return is_bound_; }
    /// The tenant has no such socket any more, and it is destroyed soon.
    void leave();

    // -- answers
    void succeed(const tunnel::wire::answer& answer);
    void fail(std::error_code why);
    void fail(int number);
    /// A request whose answer comes later: those behind it wait.
    void begin_waiting() noexcept { is_waiting_ = true; }
    void end_waiting();

    [[nodiscard]] status bind_to(const endpoint& local);
    /// What needs no look-up: an address of this socket's family.
    [[nodiscard]] std::optional<endpoint> numeric(std::string_view host, std::uint16_t port) const;
    /// The addresses of a name, later, unless this is gone by then. EAI_AGAIN at once, if too many wait.
    void look_up_host(const std::string& host, std::uint16_t port, int family, int type,
                      std::function<void(std::error_code, std::vector<endpoint>)> then);

    tenant& tenant_;
    std::uint32_t id_;
    int family_;
    descriptor fd_;
    message_spacing::mark spacing_mark_ = 0;

private:
    void carry_out(const tunnel::wire::request& request);
    void bind(const endpoint& local);
    void set_option(const tunnel::wire::set_option& option);
    void get_option(const tunnel::wire::get_option& option);
    [[nodiscard]] status bind_as_sending();
    void end_lingering() noexcept;
    [[nodiscard]] std::error_code check_membership(const tunnel::wire::set_option& option) const;

    std::error_code refusal_;
    std::unique_ptr<std::deque<std::vector<std::byte>>> queued_; ///< requests, as packets
    std::shared_ptr<held_socket*> looking_up_;                   ///< this, as long as it is there
    bool is_waiting_ = false;
    bool is_gone_ = false;
    bool lingers_ = false;
    bool is_bound_ = false;
};

} // namespace samesock::gateway

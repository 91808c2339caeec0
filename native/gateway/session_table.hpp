// Where the session is that a client comes back for: by its secret, and only for who had it. For all workers; a session
// stays on the one that it began on.
#pragma once

#include "tunnel/packet.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace samesock::gateway {

struct worker;
class tenant;

class session_table {
public:
    /// Whose it is: a session goes on only for the same principal and Origin.
    struct owner {
        std::optional<std::string> principal;
        std::string origin;
        friend bool operator==(const owner&, const owner&) = default;
    };
    struct place {
        worker* on = nullptr;
        std::weak_ptr<tenant> session; ///< for the thread of `on` alone
    };

    void add(const tunnel::wire::secret& secret, owner whose, place where);
    void remove(const tunnel::wire::secret& secret);
    [[nodiscard]] std::optional<place> find(const tunnel::wire::secret& secret, const owner& whose) const;
    [[nodiscard]] std::size_t size() const;

private:
    struct entry {
        owner whose;
        place where;
    };

    mutable std::mutex mutex_;
    std::map<tunnel::wire::secret, entry> entries_;
};

/// The secrets of one session: the one that the client has, and the one that it was just sent, until it says so.
class session_secrets {
public:
    session_secrets(session_table& table, session_table::owner whose) : table_(table), whose_(std::move(whose)) {}
    session_secrets(const session_secrets&) = delete;
    session_secrets& operator=(const session_secrets&) = delete;
    ~session_secrets();

    [[nodiscard]] static tunnel::wire::secret random();
    /// It goes out with a WELCOME.
    void sent(const tunnel::wire::secret& fresh, const session_table::place& where);
    /// The client has that one; the one before is good for nothing now.
    void confirmed();

private:
    void forget(std::optional<tunnel::wire::secret>& which);

    session_table& table_;
    session_table::owner whose_;
    std::optional<tunnel::wire::secret> known_;
    std::optional<tunnel::wire::secret> sent_;
};

} // namespace samesock::gateway

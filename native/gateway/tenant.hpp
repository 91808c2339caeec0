// One client's session with the sockets that it holds. A WebSocket may be lost and another take its place
// (connection.hpp); the tenant stays as long as the session may be resumed.
#pragma once

#include "held_socket.hpp"
#include "limits.hpp"
#include "lookups.hpp"
#include "message_spacing.hpp"
#include "policy.hpp"
#include "session_table.hpp"
#include "tunnel/gateway_session.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <system_error>
#include <vector>

namespace samesock::gateway {

struct worker;

/// What a tenant's WebSocket does for it.
class outlet {
public:
    /// There may be something to send after this round.
    virtual void touch() = 0;
    /// Another WebSocket takes its place.
    virtual void displace() = 0;

protected:
    ~outlet() = default;
};

/// What is counted of a tenant.
struct tenant_figures {
    std::uint64_t streams = 0;
    std::uint64_t listeners = 0;
    std::uint64_t denied = 0;
    std::uint64_t from_client = 0;
    std::uint64_t to_client = 0;
    std::uint64_t datagrams_dropped = 0;
};

class tenant : public std::enable_shared_from_this<tenant> {
public:
    tenant(worker& on, const tunnel::agreement& agreed, const tunnel::settings& settings,
           const tunnel::resume_ticket& ticket, gateway::lease allowance);
    tenant(const tenant&) = delete;
    tenant& operator=(const tenant&) = delete;
    ~tenant();

    // -- for the WebSocket

    /// Who has this secret of its ticket may resume it, if it is the same one.
    void may_be_resumed(session_table::owner whose, const tunnel::wire::secret& secret);
    void feed(tunnel::bytes_view message);
    /// After its WebSocket was lost: for another one, or for the end of its patience.
    void wait_for_client();
    /// The client is back, and has received so many packets. False: that cannot be.
    [[nodiscard]] bool resume(std::uint64_t received);
    /// Nobody comes back for it.
    void give_up();
    /// What the session has to tell, after output has gone or a tick.
    void take_events();
    void plug_in(outlet* to) noexcept { outlet_ = to; }
    [[nodiscard]] outlet* plugged_in() const noexcept { return outlet_; }
    /// Nothing is read from the client, or for it, before then: its limit of bytes. 0: go on.
    [[nodiscard]] std::int64_t paused_until() const noexcept { return paused_until_; }
    /// All sockets are closed.
    void close_sockets();
    /// Nothing is open, and nothing looked up.
    [[nodiscard]] bool is_idle() const noexcept { return sockets_.empty() && lookups_ == 0; }

    /// The client is not heard any more: its WebSocket is to be given up.
    [[nodiscard]] bool is_silent() const noexcept { return is_silent_; }

    [[nodiscard]] const tenant_figures& figures() const noexcept { return figures_; }
    [[nodiscard]] message_spacing& spacing() noexcept { return spacing_; }

    // -- for its sockets

    [[nodiscard]] tunnel::gateway_session& session() noexcept { return session_; }
    [[nodiscard]] worker& on() noexcept { return worker_; }
    [[nodiscard]] const policy& rules() const noexcept;
    [[nodiscard]] bool is_stock() const noexcept { return !session_.agreement().is_extended; }
    /// EACCES, counted.
    [[nodiscard]] std::error_code denied() noexcept;
    /// What was done may be something to send.
    void touch() {
        if (outlet_ != nullptr) outlet_->touch();
    }
    [[nodiscard]] bool has_room() const noexcept;
    /// Room, and nobody who has waited for it longer.
    [[nodiscard]] bool has_turn() const noexcept { return has_room() && (is_serving_ || waiting_for_room_.empty()); }
    /// on_room() when there is.
    void wait_for_room(held_socket& who);
    /// A new socket, as an ACCEPTED makes one. Null: a limit forbids it.
    held_socket* add(std::unique_ptr<held_socket> one);
    [[nodiscard]] bool open_stream() noexcept;
    void close_stream() noexcept;
    [[nodiscard]] bool open_listener() noexcept;
    void close_listener() noexcept;
    void release(held_socket& one);
    void ask(host_question question, std::function<void(const host_answer&)> then);
    void drop_datagram() noexcept;
    void count_from_client(std::size_t bytes) noexcept { carried_in_ += bytes; }
    /// `mark`: the socket's own.
    void count_to_client(message_spacing::mark& mark, std::size_t bytes) noexcept;
    /// Bytes for targets that a stock client has closed, and that still go out: true if so many more may be kept.
    [[nodiscard]] bool keep_orphan(std::size_t bytes) noexcept;
    void drop_orphan(std::size_t bytes) noexcept { orphaned_ -= bytes; }

private:
    struct dispatch;

    void on_opened(std::uint32_t id, int family, bool is_stream);
    void on_query(std::uint32_t id, const tunnel::wire::request& request);
    void resolve(std::uint32_t id, const tunnel::wire::resolve& question);
    void reverse(std::uint32_t id, const tunnel::wire::reverse& question);
    void list_interfaces(std::uint32_t id);
    void answer(std::uint32_t id, const tunnel::wire::answer& answer);
    void refuse(std::uint32_t id, std::error_code why);
    void serve_waiting();
    void settle_figures() noexcept;
    void forget(held_socket& who);

    worker& worker_;
    const std::size_t most_queued_;
    tunnel::gateway_session session_;
    std::optional<session_secrets> secrets_; ///< none: it cannot be resumed
    std::optional<timer> patience_;          ///< while there is no WebSocket
    gateway::lease lease_;
    held_socket* just_opened_ = nullptr; ///< by the packet that is dealt with
    outlet* outlet_ = nullptr;
    std::vector<std::unique_ptr<held_socket>> sockets_;
    std::deque<held_socket*> waiting_for_room_;
    bool is_serving_ = false; ///< those who wait
    std::size_t lookups_ = 0;
    std::size_t orphaned_ = 0;
    std::uint64_t carried_in_ = 0; ///< since the figures were settled
    std::uint64_t carried_out_ = 0;
    std::int64_t paused_until_ = 0;
    std::unique_ptr<timer> pause_;
    bool is_silent_ = false;
    message_spacing spacing_;
    tenant_figures figures_;
};

} // namespace samesock::gateway

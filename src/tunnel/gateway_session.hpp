// The gateway's end of a session: it answers, and sends connections. To a stock client it is a stock Wisp server, with
// the same events and calls: a CONNECT is events::opened and events::requested, done() confirms it, fail() closes it.
#pragma once

#include "tunnel/session.hpp"

#include <cstdint>
#include <system_error>

namespace samesock::tunnel {

/// What a client may resume its session with, and what a load balancer finds the session by.
struct resume_ticket {
    wire::secret secret{};
    std::uint32_t route = 0;
};

class gateway_session final : public session {
public:
    gateway_session(const tunnel::agreement& agreed, const settings& s, const resume_ticket& ticket, std::int64_t now);

    // -- answers: to the oldest request on the id. True: the id means nothing any more.

    /// EINVAL: no request waits for such an answer. EMSGSIZE: a list or value is too long; nothing was sent.
    [[nodiscard]] result<bool> done(std::uint32_t id, const wire::answer& answer);
    /// With an errno or an EAI code. After a CONNECT that failed, early data is dropped: of what came before, nothing
    /// is consumed() or handed_on() any more.
    [[nodiscard]] result<bool> fail(std::uint32_t id, std::error_code code);

    /// A connection for a listener. Returns its id. EAGAIN: the client takes no more now; leave it in the backlog.
    [[nodiscard]] result<std::uint32_t> accepted(std::uint32_t listener, const endpoint& local, const endpoint& peer,
                                                 std::uint64_t user = 0);
    /// Of the ids that this end chooses: the client serves one more.
    [[nodiscard]] bool has_free_id() const noexcept { return streams_.gateways() < agreement_.theirs.maximum_streams; }
    /// The next call on a datagram socket shall fail with it.
    status pending_error(std::uint32_t id, int error);
    /// No new ids from now on, and the end in so many milliseconds.
    void go_away(std::uint32_t milliseconds);

    /// After transport_lost(): a client of the same principal and origin came back with this session's secret, has
    /// received so many packets, and was sent CONTINUE(0). False: its count cannot be right; it begins anew.
    [[nodiscard]] bool resume(std::uint64_t received, const resume_ticket& ticket, std::int64_t now);

private:
    void on_role_packet(const wire::packet& p) override;
    void on_message() override;

    void on_open(std::uint32_t id, const wire::open& p);
    void on_request(std::uint32_t id, const wire::request& request);
    void on_query(std::uint32_t id, const wire::request& request);
    void on_accept(std::uint32_t id, std::uint32_t count);
    [[nodiscard]] reason check_new_id(std::uint32_t id) noexcept;
    [[nodiscard]] bool is_allowed(wire::type request) const noexcept;
    void welcome(bool resumed);
    /// The oldest request is answered: what becomes of the socket.
    bool finish_request(std::uint32_t id, stream& s, bool succeeded);

    void on_stock_packet(const wire::packet& p);
    void on_stock_connect(std::uint32_t id, const wire::wisp_connect& p);
    void on_stock_close(std::uint32_t id, close_reason reason);
    result<bool> done_stock(std::uint32_t id, stream& s);

    resume_ticket ticket_;
    bool is_confirmed_ = false; ///< the client has the secret
};

} // namespace samesock::tunnel

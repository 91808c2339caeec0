// The client's end of a session: it opens sockets, asks, and takes connections. With a stock server what Wisp lacks is
// EOPNOTSUPP.
#pragma once

#include "tunnel/session.hpp"

#include <cstddef>
#include <cstdint>

namespace samesock::tunnel {

class client_session final : public session {
public:
    client_session(const tunnel::agreement& agreed, const settings& s, std::int64_t now);

    /// A new socket. EMFILE: the gateway serves no more; ENETDOWN: it is leaving; EAFNOSUPPORT, EOPNOTSUPP.
    [[nodiscard]] result<std::uint32_t> open(std::uint16_t family, wire::stream_type type, std::uint64_t user = 0);
    /// BIND, CONNECT, LISTEN, SETOPT or GETOPT, answered by events::answered. EAGAIN: too many are unanswered.
    [[nodiscard]] status ask(std::uint32_t id, const wire::request& request);
    /// RESOLVE, REVERSE or INTERFACES. Returns an id, which means nothing any more with its answer.
    [[nodiscard]] result<std::uint32_t> query(const wire::request& request, std::uint64_t user = 0);
    /// A listener may be sent so many more connections: `backlog` of them after LISTEN, then one for each that was
    /// taken.
    status grant_accepts(std::uint32_t id, std::uint32_t count);
    /// What a program's close() is: the end of its data, which is still delivered. Nothing more is heard of the id. A
    /// query cannot be taken back: its answer is dropped.
    status close(std::uint32_t id);

    // -- resumption

    /// For the INFO on the next WebSocket. nullopt: there is nothing to resume.
    [[nodiscard]] std::optional<resumption> resumable() const noexcept;
    /// After transport_lost(): the next WebSocket's handshake came to this. events::welcomed, perhaps after
    /// events::restarted, tells how it goes on; with a stock server events::restarted alone.
    void reconnected(const tunnel::agreement& agreed, std::int64_t now);

private:
    void on_role_packet(const wire::packet& p) override;

    [[nodiscard]] result<std::uint32_t> new_id(phase begin, std::uint64_t user);
    void queue_connect(std::uint32_t id, stream& s, const wire::connect& connect);

    // -- the extension
    void on_answer(std::uint32_t id, wire::type request, std::error_code error, const wire::answer& answer);
    void note_answer(std::uint32_t id, stream& s, wire::type request, bool succeeded);
    void on_accepted(std::uint32_t id, const wire::accepted& p);
    [[nodiscard]] reason check_accepted(std::uint32_t id, const wire::accepted& p) noexcept;
    void on_pending_error(std::uint32_t id, std::uint16_t error);
    void on_welcome(const wire::welcome& p);
    [[nodiscard]] bool is_supported(const wire::request& request) const noexcept;

    // -- a stock server
    [[nodiscard]] status connect_stock(std::uint32_t id, stream& s, const wire::destination& to);
    void confirm_stock(std::uint32_t id, stream& s);
    void on_stock_packet(const wire::packet& p);
    void on_continue(std::uint32_t id, std::uint32_t remaining);
    void on_close(std::uint32_t id, close_reason reason);

    wire::secret secret_{};
    bool is_leaving_ = false;
    bool is_resuming_ = false;         ///< there is a session that the WELCOME to come may go on with
    tunnel::agreement next_agreement_; ///< of the WebSocket that has not brought its WELCOME yet
};

} // namespace samesock::tunnel

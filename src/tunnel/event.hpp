// What a session tells its caller. Events borrow from the message that was fed; errors are this build's.
#pragma once

#include "tunnel/packet.hpp"
#include "tunnel/reason.hpp"

#include <samesock/endpoint.hpp>

#include <cstdint>
#include <system_error>
#include <variant>

namespace samesock::tunnel::events {

// `user` is what the caller attached to the id, 0 before. `is_over`: the id means nothing any more, and may soon mean
// another socket: the caller forgets it.

// -- at the gateway

/// A socket shall be made. What stands in the way is the answer to every request on it.
struct opened {
    std::uint32_t id = 0;
    std::uint16_t family = 0; ///< 0: whichever the destination has (a stock client, whose CONNECT follows)
    wire::stream_type type = wire::stream_type::stream;
};
/// To be carried out after the earlier ones of the same id, and answered by done() or fail(). RESOLVE, REVERSE and
/// INTERFACES come with an id of their own, which opened nothing.
struct requested {
    std::uint32_t id = 0;
    std::uint64_t user = 0;
    wire::request request;
};
/// The client takes more connections of this listener: accepted() may be called so often by now.
struct accepts_granted {
    std::uint32_t id = 0;
    std::uint64_t user = 0;
    std::uint32_t credit = 0;
};
/// The client has the new resume secret: the old one is good for nothing now.
struct secret_confirmed {};

// -- at the client

/// `error` is empty if the request was done; then `answer` is the alternative that belongs to it.
struct answered {
    std::uint32_t id = 0;
    std::uint64_t user = 0;
    wire::type request = wire::type::bind;
    std::error_code error;
    wire::answer answer;
    bool is_over = false; ///< of a query; of a stock stream that could not be connected
};
struct accepted {
    std::uint32_t listener = 0;
    std::uint64_t listener_user = 0;
    std::uint32_t id = 0;
    endpoint local;
    endpoint peer;
};
/// The next call on a datagram socket fails with it, as after ICMP's port unreachable; the socket goes on.
struct pending_error {
    std::uint32_t id = 0;
    std::uint64_t user = 0;
    std::error_code error;
};
/// The session has begun, or goes on if `resumed`. Only where the extension is in force.
struct welcomed {
    bool resumed = false;
    std::uint32_t route = 0;
};
/// The session that was to be resumed is not known any more: every id means nothing now (ECONNRESET). welcomed follows.
struct restarted {};
/// The gateway serves no new ids, and closes in so many milliseconds.
struct leaving {
    std::uint32_t milliseconds = 0;
};

// -- at both

/// Bytes of a stream, or one datagram of a connected socket. consumed() tells when they are taken, of streams.
struct received {
    std::uint32_t id = 0;
    std::uint64_t user = 0;
    bytes_view bytes;
};
/// One datagram: from the address at the client, to it at the gateway.
struct received_datagram {
    std::uint32_t id = 0;
    std::uint64_t user = 0;
    endpoint address;
    bytes_view bytes;
};
/// More may be sent: credit has come.
struct credited {
    std::uint32_t id = 0;
    std::uint64_t user = 0;
};
/// Nothing more will be received (FIN, or a stock CLOSE 0x02). When all that came before is handed on, handed_on()
/// answers, unless `is_over`.
struct finished {
    std::uint32_t id = 0;
    std::uint64_t user = 0;
    bool is_over = false;
};
/// The other side is through with the socket in both directions; `is_over` always. Empty: it had nothing to say.
struct was_reset {
    std::uint32_t id = 0;
    std::uint64_t user = 0;
    std::error_code error;
};
/// All that was sent before finish() has been handed on at the other end.
struct delivered {
    std::uint32_t id = 0;
    std::uint64_t user = 0;
    bool is_over = false;
};
/// send() was refused for want of room in the session, and there is room now.
struct room {};
/// The other end is silent: the transport is to be given up, and transport_lost() to be called.
struct silent {};
/// The last event. Every id means nothing now. `close` is what the other end said, if why is reason::closed.
struct over {
    reason why = reason::none;
    close_reason close = close_reason::unspecified;
};

} // namespace samesock::tunnel::events

namespace samesock::tunnel {

using event =
    std::variant<events::received, events::received_datagram, events::credited, events::opened, events::requested,
                 events::accepts_granted, events::secret_confirmed, events::answered, events::accepted,
                 events::pending_error, events::welcomed, events::restarted, events::leaving, events::finished,
                 events::was_reset, events::delivered, events::room, events::silent, events::over>;

} // namespace samesock::tunnel

// One session over one WebSocket at a time, as both ends see it: bytes in, events and bytes out. client_session and
// gateway_session add what only one of them may do. No clock, no thread, no socket; nothing is thrown but bad_alloc,
// after which a session is good for nothing but its destructor.
//
// Input: feed() a message, then take next_event() until there is none; the message stays until then.
// Output: after each round of calls, next_message() until there is none, each followed by message_sent() once the
// transport is through with its bytes.
#pragma once

#include "tunnel/credit.hpp"
#include "tunnel/event.hpp"
#include "tunnel/handshake.hpp"
#include "tunnel/keep_alive.hpp"
#include "tunnel/packet_log.hpp"
#include "tunnel/session_packets.hpp"
#include "tunnel/stream_table.hpp"

#include <samesock/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace samesock::tunnel {

/// Bounds of this end alone; bytes unless they say otherwise.
struct settings {
    static constexpr std::uint32_t mebibyte = 1024 * 1024;

    std::uint32_t window = mebibyte;               ///< the most that one stream is granted
    std::uint32_t budget = 6 * mebibyte;           ///< what all streams are granted beyond their first grants
    std::size_t queue = std::size_t{2} * mebibyte; ///< queued and unacknowledged, at which no more DATA is taken
    std::uint32_t stock_held = 8 * mebibyte; ///< received in a stock session and not consumed: may_read(), flooded
    std::uint32_t stock_window = 128;        ///< packets that a stock client may send at a time
    bool unconfirmed_connect = false;        ///< CONNECT to a stock server that confirms nothing succeeds at once
    std::int64_t grace = 30'000'000'000;     ///< nanoseconds that a session waits for its resumption
    std::uint64_t seed = 0;                  ///< random, where the other end is not trusted
};

class session {
public:
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    // -- the transport. `now` is in nanoseconds of a steady clock.

    void feed(bytes_view message, std::int64_t now);
    [[nodiscard]] std::optional<event> next_event();
    /// False: the other end makes more than it takes; leave its next message unread until this is true again.
    [[nodiscard]] bool may_read() const noexcept;
    /// The pieces of the next message, as one; none: there is nothing to send now.
    [[nodiscard]] std::span<const bytes_view> next_message();
    void message_sent();
    /// The WebSocket is gone, and nobody holds pieces of a message. Without resumption the session is over.
    void transport_lost(std::int64_t now);
    /// At deadline(), or later.
    void tick(std::int64_t now);
    [[nodiscard]] std::int64_t deadline() const noexcept;
    /// This end's wish: reason::abandoned, or what its transport found malformed. CLOSE(0) is the last message.
    void end(reason why);

    [[nodiscard]] bool is_over() const noexcept { return state_ == state::over; }
    [[nodiscard]] bool is_offline() const noexcept { return state_ == state::offline; }
    [[nodiscard]] reason why() const noexcept { return why_; }
    [[nodiscard]] const tunnel::agreement& agreement() const noexcept { return agreement_; }

    // -- sockets. EBADF: an id that means nothing. An error of the session once it is over.

    /// What the events of this id carry from now on.
    void attach(std::uint32_t id, std::uint64_t user) noexcept;
    /// Room for the bytes of one DATA of a stream, at most `wanted`, to be filled before any other call; empty: neither
    /// credit (events::credited) nor queue (events::room) allow it now. ENOTCONN, EPIPE after finish().
    [[nodiscard]] result<std::span<std::byte>> room(std::uint32_t id, std::size_t wanted);
    /// So many bytes of that room are sent. 0: none after all.
    void filled(std::size_t size);
    /// How many bytes were taken; 0 as an empty room.
    [[nodiscard]] result<std::size_t> send(std::uint32_t id, bytes_view bytes);
    /// One datagram, to the peer of a connected socket or to an address. EAGAIN: there is no room, and it may be
    /// dropped; EMSGSIZE.
    [[nodiscard]] status send_datagram(std::uint32_t id, const endpoint* to, bytes_view bytes);
    /// The reader has taken so many received bytes of a stream.
    void consumed(std::uint32_t id, std::size_t size);
    /// No more DATA from this side. Of the three, true: the id means nothing any more.
    [[nodiscard]] result<bool> finish(std::uint32_t id);
    /// All that came before events::finished was handed on.
    [[nodiscard]] result<bool> handed_on(std::uint32_t id);
    /// Through with the socket in both directions; its id means nothing any more to the caller. 0: nothing to say.
    status reset(std::uint32_t id, int error = 0);

    // -- figures

    /// What may go over a stream just now. Bytes; what may be sent of a stock client is packets. 0 for other ids.
    struct credit_of_stream {
        std::uint32_t to_send = 0;
        std::uint32_t to_receive = 0;
    };
    [[nodiscard]] credit_of_stream credit(std::uint32_t id) noexcept;
    [[nodiscard]] std::size_t streams() const noexcept { return streams_.size(); }
    [[nodiscard]] std::size_t queued() const noexcept { return log_.size(); }
    [[nodiscard]] std::size_t unsent() const noexcept { return log_.unsent_size(); }
    [[nodiscard]] std::uint64_t strays() const noexcept { return strays_; }
    [[nodiscard]] std::uint32_t free_budget() const noexcept { return budget_.free; }

protected:
    enum class state : std::uint8_t { greeting, running, offline, over };
    using phase = stream::phase;

    session(const tunnel::agreement& agreed, const settings& s, bool is_gateway, std::int64_t now);
    ~session() = default;

    /// A packet that only one of the two ends takes.
    virtual void on_role_packet(const wire::packet& p) = 0;
    virtual void on_message() {}

    [[nodiscard]] bool is_stock() const noexcept { return !agreement_.is_extended; }
    [[nodiscard]] bool has(feature f) const noexcept { return agreement_.has(f); }
    void tell(event e) { events_.push_back(std::move(e)); }
    /// False: the packet is too long for any message, and was not queued. Most cannot be.
    bool queue(std::uint32_t id, const wire::body& body);
    void end(reason why, close_reason said);
    void stray() noexcept;
    /// The stream, if one of this id takes a packet of this kind; else the packet was dealt with.
    [[nodiscard]] stream* take(std::uint32_t id);
    /// The stream of a call by the caller.
    [[nodiscard]] result<stream*> known(std::uint32_t id);
    stream& add_stream(std::uint32_t id, phase begin);
    void remove(std::uint32_t id, stream& s);
    /// Removes it if its id is free. True if so.
    bool settle(std::uint32_t id, stream& s);
    /// Received bytes that nobody wants any more.
    void drop(std::uint32_t id, stream& s, std::size_t size);
    void send_fin(std::uint32_t id, stream& s);
    void send_reset(std::uint32_t id, stream& s, int error);
    void send_ended(std::uint32_t id, stream& s);
    void close_stock(std::uint32_t id, stream& s, close_reason reason);
    /// Another WebSocket is there, whose first packet tells what becomes of the session.
    void begin_greeting(std::int64_t now) noexcept;
    /// What the other end has not acknowledged goes out again.
    void resume_output();
    /// The session begins anew.
    void restart(const tunnel::agreement& agreed);

    tunnel::agreement agreement_;
    const settings settings_;
    const bool is_gateway_;
    state state_ = state::running;
    stream_table streams_;
    packet_log log_;
    session_packets packets_;
    receipts receipts_;
    credit_budget budget_;
    std::size_t stock_held_ = 0;

private:
    struct dispatch;

    void handle_packet();
    [[nodiscard]] std::optional<bytes_view> next_packet();
    [[nodiscard]] reason check_order(const wire::packet& p) const noexcept;
    /// As far as the connection goes, DATA and FIN may come.
    [[nodiscard]] bool takes_data(const stream& s) const noexcept;
    void on_data(std::uint32_t id, bytes_view bytes);
    void on_stock_data(std::uint32_t id, stream& s, bytes_view bytes);
    [[nodiscard]] reason check_data(const stream& s, bytes_view bytes) const noexcept;
    void on_datagram(std::uint32_t id, const wire::datagram& d);
    void on_credit(std::uint32_t id, std::uint32_t bytes);
    void on_fin(std::uint32_t id);
    void on_reset(std::uint32_t id, std::uint16_t error);
    void on_ended(std::uint32_t id);
    void abandon(std::uint32_t id, stream& s, int error);
    void on_ack(std::uint64_t count);
    [[nodiscard]] bool may_acknowledge() const noexcept;
    [[nodiscard]] packet_log::settings log_settings() const noexcept;
    [[nodiscard]] credit_budget whole_budget() const noexcept;

    keep_alive alive_;
    bytes_view input_;
    std::vector<event> events_;
    std::size_t next_event_ = 0;
    message_pieces out_;
    std::vector<std::byte> session_bytes_; ///< of the message in flight
    std::vector<std::byte> scratch_;
    std::uint64_t strays_ = 0;
    std::uint64_t freed_ = 0; ///< ids that were in use
    std::uint64_t pings_ = 0;
    std::int64_t grace_until_ = never;
    std::uint32_t reserved_id_ = 0;
    bool in_flight_ = false;
    bool wants_room_ = false;
    reason why_ = reason::none;
};

} // namespace samesock::tunnel

// Data of TCP sockets.
#include "streams.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace samesock::platform {
namespace {

// What the host gives and takes at most in one call; wasmtime's own limit. What it takes it may hold back from the
// system, so this is also what can be on its way when the program ends.
constexpr std::size_t most_at_once = 64 * 1024;

using host_read = decltype(streams_method_input_stream_read);

// What the host has; nothing where it has nothing yet, and where the stream has ended (`no_more_in`).
result<byte_list> read_some(socket_record& s, std::size_t size,
                            host_read& read = streams_method_input_stream_read) noexcept {
    wasip2_list_u8_t list;
    streams_stream_error_t error;
    if (read(borrow(s.in), size, &list, &error)) [[likely]]
        return byte_list(list);
    s.no_more_in = true;
    if (error.tag == STREAMS_STREAM_ERROR_CLOSED) return byte_list();
    const int reason = errno_of(error, ECONNRESET);
    if (std::exchange(s.broken, true)) return byte_list();
    return failed_with(reason);
}

// Success: connected, or was; the streams are there. The errors are Linux's, for each state.
status ready_to_receive(socket_record& s) noexcept {
    advance(s);
    switch (s.now) {
    case phase::tcp_connected:
        if (s.pending_error != 0) return failed_with(s.take_error());
        return {};
    case phase::tcp_connecting: return failed_with(EAGAIN);
    default:
        if (s.pending_error != 0) return failed_with(s.take_error());
        return failed_with(ENOTCONN);
    }
}

status ready_to_send(socket_record& s) noexcept {
    advance(s);
    if (s.now == phase::tcp_connecting) return failed_with(EAGAIN);
    if (s.pending_error != 0) return failed_with(s.take_error());
    if (s.now != phase::tcp_connected || s.write_shut || s.no_more_out) return failed_with(EPIPE);
    return {};
}

// Appends to `ahead`: MSG_PEEK for more than is held must see what has come since.
status top_up(socket_record& s, std::size_t wanted) noexcept {
    const auto held = s.ahead.rest();
    if (s.no_more_in || held.size() >= wanted) return {};
    auto more = read_some(s, std::min(wanted - held.size(), most_at_once));
    if (!more) {
        if (held.empty()) return failure(more.error());
        s.pending_error = more.error().value();
        return {};
    }
    if (more->size() == 0) return {};
    if (held.empty()) {
        s.ahead.bytes = *std::move(more);
        s.ahead.taken = 0;
        return {};
    }
    auto* both = static_cast<std::uint8_t*>(std::malloc(held.size() + more->size()));
    if (both == nullptr) return failed_with(ENOMEM);
    std::memcpy(both, held.data(), held.size());
    std::memcpy(both + held.size(), more->data(), more->size());
    s.ahead.bytes = byte_list({both, held.size() + more->size()});
    s.ahead.taken = 0;
    return {};
}

std::size_t copy_out(std::span<const std::byte> from, std::span<std::byte> into, message_flags flags) noexcept {
    const std::size_t n = std::min(from.size(), into.size());
    // On a stream MSG_TRUNC throws the bytes away. (tcp(7))
    if (n != 0 && !(flags & MSG_TRUNC)) std::memcpy(into.data(), from.data(), n);
    return n;
}

result<std::size_t> receive_held(socket_record& s, std::span<std::byte> into, message_flags flags) noexcept {
    if (flags & MSG_PEEK) {
        if (auto more = top_up(s, into.size()); !more) return failure(more.error());
        return copy_out(s.ahead.rest(), into, flags);
    }
    const std::size_t n = copy_out(s.ahead.rest(), into, flags);
    s.ahead.taken += n;
    if (!s.ahead.rest().empty()) return n;
    const bool was_full = s.ahead.bytes.size() >= s.last_asked;
    s.ahead.clear();
    // A wait() asked for no more than the receive before it; this one wants more, and there may be more.
    if (!was_full || n == into.size() || s.no_more_in || s.pending_error != 0) return n;
    auto more = read_some(s, std::min(into.size() - n, most_at_once));
    if (!more) s.pending_error = more.error().value();
    return n + (more ? copy_out(std::as_bytes(std::span(more->data(), more->size())), into.subspan(n), flags) : 0);
}

} // namespace

result<std::size_t> receive_stream(socket_record& s, std::span<std::byte> into, message_flags flags) noexcept {
    if (!s.ahead.rest().empty()) {
        const auto got = receive_held(s, into, flags);
        s.last_asked = into.size();
        return got;
    }
    if (s.now != phase::tcp_connected || s.pending_error != 0) [[unlikely]] {
        if (s.now == phase::tcp_idle && s.failed && s.pending_error == 0) return 0; // shut down by the failure
        if (auto ready = ready_to_receive(s); !ready) return failure(ready.error());
    }
    if (into.empty() || s.no_more_in) return 0;
    s.last_asked = into.size();
    if (s.expects_wait && s.blocking && !(flags & (MSG_PEEK | MSG_DONTWAIT)) && !s.read_shut) {
        // The caller waits anyway: the attempt before would be in vain, as it was the last time.
        s.expects_wait = false;
        return failed_with(EAGAIN);
    }
    if (flags & MSG_PEEK) {
        if (auto more = top_up(s, into.size()); !more) return failure(more.error());
        if (const auto held = s.ahead.rest(); !held.empty()) return copy_out(held, into, flags);
    } else {
        const auto got = read_some(s, std::min(into.size(), most_at_once));
        if (!got) return failure(got.error());
        if (got->size() != 0) [[likely]]
            return copy_out(std::as_bytes(std::span(got->data(), got->size())), into, flags);
    }
    if (s.no_more_in || s.read_shut) return 0;
    s.expects_wait = true;
    return failed_with(EAGAIN);
}

namespace {

bool read_ahead(socket_record& s, host_read& read) noexcept {
    if (!s.ahead.rest().empty() || s.pending_error != 0 || s.no_more_in || s.read_shut) return true;
    if (s.last_asked == 0) s.last_asked = most_at_once;
    auto got = read_some(s, std::min(s.last_asked, most_at_once), read);
    if (!got) {
        s.pending_error = got.error().value();
        return true;
    }
    if (got->size() == 0) return s.no_more_in;
    s.expects_wait = got->size() < most_at_once; // a stream that comes faster than it is read needs no waiting
    s.ahead.bytes = *std::move(got);
    s.ahead.taken = 0;
    return true;
}

} // namespace

bool look_at_stream(socket_record& s) noexcept { return read_ahead(s, streams_method_input_stream_read); }

void await_stream(socket_record& s) noexcept {
    while (!read_ahead(s, streams_method_input_stream_blocking_read)) {}
}

// -- sending ----------------------------------------------------------------------------------------------------------

namespace {

std::unexpected<std::error_code> broken_by(socket_record& s, streams_stream_error_t& error) noexcept {
    s.no_more_out = true;
    const int reason = errno_of(error, EPIPE);
    return failed_with(std::exchange(s.broken, true) ? EPIPE : reason);
}

// `room` is what the host permits now. The error: why it never will again.
status ask_for_room(socket_record& s) noexcept {
    streams_stream_error_t error;
    if (streams_method_output_stream_check_write(borrow(s.out), &s.room, &error)) [[likely]] {
        s.most_room = std::max(s.most_room, s.room);
        return {};
    }
    s.room = 0;
    return broken_by(s, error);
}

} // namespace

result<std::size_t> send_stream(socket_record& s, std::span<const std::byte> data) noexcept {
    if (s.now != phase::tcp_connected || s.write_shut || s.no_more_out || s.pending_error != 0) [[unlikely]] {
        if (auto ready = ready_to_send(s); !ready) return failure(ready.error());
    }
    if (data.empty()) return 0;
    if (s.room == 0) {
        if (auto asked = ask_for_room(s); !asked) return failure(asked.error());
        if (s.room == 0) return failed_with(EAGAIN);
    }
    const std::size_t n = std::min({data.size(), most_at_once, static_cast<std::size_t>(s.room)});
    // The binding takes a pointer to what it only reads.
    auto* bytes = const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(data.data()));
    wasip2_list_u8_t list{bytes, n};
    streams_stream_error_t error;
    s.room = 0; // a permit is for one write
    if (streams_method_output_stream_write(borrow(s.out), &list, &error)) [[likely]] {
        s.unflushed = true;
        return n;
    }
    return broken_by(s, error);
}

bool stream_has_room(socket_record& s) noexcept {
    if (s.room != 0 || s.write_shut || s.no_more_out || s.pending_error != 0) return true;
    if (auto asked = ask_for_room(s); !asked) {
        s.pending_error = asked.error().value() == EPIPE ? 0 : asked.error().value();
        return true;
    }
    return s.room != 0;
}

} // namespace samesock::platform

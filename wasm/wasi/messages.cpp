// The seam's receives and sends, over streams.cpp and datagrams.cpp.
#include "platform/allocation.hpp"
#include "streams.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <new>

namespace samesock::platform {
namespace {

// MSG_DONTWAIT: every attempt is. MSG_WAITALL: the core gathers. MSG_NOSIGNAL: there are no signals.
constexpr message_flags receive_flags =
    MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT | MSG_WAITALL | MSG_NOSIGNAL | MSG_CMSG_CLOEXEC;
// MSG_EOR and MSG_CONFIRM change nothing for TCP and UDP on Linux either.
constexpr message_flags send_flags = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_EOR | MSG_CONFIRM;

bool may_receive(message_flags f) noexcept { return !(f & ~receive_flags); }
// MSG_MORE may delay a part of a stream, and would join datagrams.
bool may_send(const socket_record& s, message_flags f) noexcept {
    return !(f & ~(s.is_stream() ? send_flags | MSG_MORE : send_flags));
}

// A datagram's size as Linux returns it; the rest of a long one is lost.
std::size_t deliver(socket_record& s, mutable_buffers into, message_flags flags, message_flags& told) noexcept {
    auto rest = s.ahead.rest();
    const std::size_t whole = rest.size();
    for (const mutable_buffer& b : into) {
        const std::size_t n = std::min(b.size(), rest.size());
        if (n != 0) std::memcpy(b.data(), rest.data(), n);
        rest = rest.subspan(n);
    }
    if (!rest.empty()) told |= MSG_TRUNC;
    if (!(flags & MSG_PEEK)) s.ahead.clear();
    return (flags & MSG_TRUNC) ? whole : whole - rest.size();
}

result<received_from> receive_datagram(socket_record& s, mutable_buffers into, message_flags flags,
                                       message_flags& told) noexcept {
    if (auto there = next_datagram(s); !there) return failure(there.error());
    received_from got;
    got.peer = s.ahead.from;
    got.size = deliver(s, into, flags, told);
    return got;
}

// Buffers of a stream are filled in order, as far as there is something.
result<std::size_t> scatter(socket_record& s, mutable_buffers into, message_flags flags) noexcept {
    std::size_t total = 0;
    for (const mutable_buffer& b : into) {
        if (b.empty()) continue;
        const auto got = receive_stream(s, {b.data(), b.size()}, flags);
        if (!got && total == 0) return got;
        if (!got && got.error().value() != EAGAIN) s.pending_error = got.error().value();
        total += got.value_or(0);
        // MSG_PEEK stays at the same place: what fits into the first buffer is what it can show.
        if (!got || *got < b.size() || (flags & MSG_PEEK)) return total;
    }
    if (total == 0) return receive_stream(s, {}, flags);
    return total;
}

result<std::size_t> send_bytes(socket_record& s, std::span<const std::byte> data, const endpoint* to) noexcept {
    if (s.is_stream()) [[likely]]
        return send_stream(s, data); // Linux ignores the address
    return send_datagram(s, data, to);
}

} // namespace

result<std::size_t> receive(handle h, std::span<std::byte> into, message_flags flags) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) [[unlikely]]
        return no_handle();
    if (!may_receive(flags)) [[unlikely]]
        return failed_with(EOPNOTSUPP);
    if (s->is_stream()) [[likely]]
        return receive_stream(*s, into, flags);
    const mutable_buffer one(into.data(), into.size());
    message_flags told;
    const auto got = receive_datagram(*s, {&one, 1}, flags, told);
    if (!got) return failure(got.error());
    return got->size;
}

result<received_from> receive_from(handle h, std::span<std::byte> into, message_flags flags) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    if (!may_receive(flags)) return failed_with(EOPNOTSUPP);
    if (s->is_stream()) {
        const auto got = receive_stream(*s, into, flags);
        if (!got) return failure(got.error());
        return received_from{*got, {}};
    }
    const mutable_buffer one(into.data(), into.size());
    message_flags told;
    return receive_datagram(*s, {&one, 1}, flags, told);
}

result<received_message> receive_message(handle h, mutable_buffers into, message_flags flags, std::size_t) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    if (!may_receive(flags)) return failed_with(EOPNOTSUPP);
    received_message message;
    if (s->is_stream()) {
        const auto got = scatter(*s, into, flags);
        if (!got) return failure(got.error());
        message.size = *got;
        return message;
    }
    const auto got = receive_datagram(*s, into, flags, message.flags);
    if (!got) return failure(got.error());
    message.size = got->size;
    message.peer = got->peer;
    return message;
}

result<std::size_t> send(handle h, std::span<const std::byte> data, message_flags flags) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) [[unlikely]]
        return no_handle();
    if (!may_send(*s, flags)) [[unlikely]]
        return failed_with(EOPNOTSUPP);
    return send_bytes(*s, data, nullptr);
}

result<std::size_t> send_to(handle h, std::span<const std::byte> data, message_flags flags,
                            const endpoint& to) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    if (!may_send(*s, flags)) return failed_with(EOPNOTSUPP);
    return send_bytes(*s, data, &to);
}

result<std::size_t> send_message(handle h, const_buffers buffers, message_flags flags, const endpoint* to,
                                 std::span<const control> ancillary) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    if (!ancillary.empty() || !may_send(*s, flags)) return failed_with(EOPNOTSUPP);
    if (buffers.empty()) return send_bytes(*s, {}, to);
    if (buffers.size() == 1) return send_bytes(*s, {buffers[0].data(), buffers[0].size()}, to);
    // One write for all: the host takes one piece, and a datagram is one.
    constexpr std::size_t most = 64 * 1024;
    std::size_t total = 0;
    for (const const_buffer& b : buffers) total += b.size();
    if (total > most && !s->is_stream()) return failed_with(EMSGSIZE);
    total = std::min(total, most);
    const std::unique_ptr<std::byte[]> whole(new (std::nothrow) std::byte[total]);
    if (whole == nullptr) return failed_with(ENOMEM);
    std::size_t filled = 0;
    for (const const_buffer& b : buffers) {
        const std::size_t n = std::min(b.size(), total - filled);
        if (n != 0) std::memcpy(whole.get() + filled, b.data(), n);
        filled += n;
    }
    return send_bytes(*s, {whole.get(), total}, to);
}

// -- what wasi:sockets 0.2 lacks --------------------------------------------------------------------------------------

result<std::size_t> ancillary_length(std::size_t) noexcept { return failed_with(EOPNOTSUPP); }
result<std::size_t> ancillary_space(std::size_t) noexcept { return failed_with(EOPNOTSUPP); }

result<std::size_t> send_file(handle h, std::FILE*, std::int64_t, std::size_t) noexcept {
    return find(h) == nullptr ? no_handle() : failed_with(EOPNOTSUPP);
}

} // namespace samesock::platform

// The seam's receives and sends, over streams.cpp and datagrams.cpp.
#include "data.hpp"

#include "platform/allocation.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

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

// Buffers of a stream are filled in order, as far as there is something.
result<std::size_t> scatter(network& net, socket_record& s, mutable_buffers into, message_flags flags) {
    std::size_t total = 0;
    for (const mutable_buffer& b : into) {
        if (b.empty()) continue;
        const std::span<std::byte> room{b.data(), b.size()};
        if (total != 0 && s.in.empty()) return total;
        const auto got = receive_stream(net, s, room, flags);
        if (!got) return got;
        total += *got;
        // MSG_PEEK stays at the same place: what fits into the first buffer is what it can show.
        if (*got < b.size() || (flags & MSG_PEEK)) return total;
    }
    if (total == 0) return receive_stream(net, s, {}, flags);
    return total;
}

// Linux ignores the address of a stream.
result<std::size_t> send_bytes(network& net, socket_record& s, std::span<const std::byte> data, const endpoint* to) {
    return s.is_stream() ? send_stream(net, s, data) : send_datagram(net, s, data, to);
}

} // namespace

result<std::size_t> receive(handle h, std::span<std::byte> into, message_flags flags) noexcept {
    const auto got = receive_from(h, into, flags);
    if (!got) return failure(got.error());
    return got->size;
}

result<received_from> receive_from(handle h, std::span<std::byte> into, message_flags flags) noexcept {
    return guard_allocation([&]() -> result<received_from> {
        locked_network net;
        socket_record* const s = net.socket(h);
        if (s == nullptr) return no_handle();
        if (!may_receive(flags)) return failed_with(EOPNOTSUPP);
        if (s->is_stream()) {
            const auto got = receive_stream(*net, *s, into, flags);
            if (!got) return failure(got.error());
            return received_from{*got, {}};
        }
        const mutable_buffer one(into.data(), into.size());
        message_flags told;
        return receive_datagram(*net, *s, {&one, 1}, flags, told);
    });
}

result<received_message> receive_message(handle h, mutable_buffers into, message_flags flags, std::size_t) noexcept {
    return guard_allocation([&]() -> result<received_message> {
        locked_network net;
        socket_record* const s = net.socket(h);
        if (s == nullptr) return no_handle();
        if (!may_receive(flags)) return failed_with(EOPNOTSUPP);
        received_message message;
        if (s->is_stream()) {
            const auto got = scatter(*net, *s, into, flags);
            if (!got) return failure(got.error());
            message.size = *got;
            return message;
        }
        const auto got = receive_datagram(*net, *s, into, flags, message.flags);
        if (!got) return failure(got.error());
        message.size = got->size;
        message.peer = got->peer;
        return message;
    });
}

namespace {

result<std::size_t> send_one(handle h, std::span<const std::byte> data, message_flags flags,
                             const endpoint* to) noexcept {
    return guard_allocation([&]() -> result<std::size_t> {
        locked_network net;
        socket_record* const s = net.socket(h);
        if (s == nullptr) return no_handle();
        if (!may_send(*s, flags)) return failed_with(EOPNOTSUPP);
        return send_bytes(*net, *s, data, to);
    });
}

} // namespace

result<std::size_t> send(handle h, std::span<const std::byte> data, message_flags flags) noexcept {
    return send_one(h, data, flags, nullptr);
}

result<std::size_t> send_to(handle h, std::span<const std::byte> data, message_flags flags,
                            const endpoint& to) noexcept {
    return send_one(h, data, flags, &to);
}

result<std::size_t> send_message(handle h, const_buffers buffers, message_flags flags, const endpoint* to,
                                 std::span<const control> ancillary) noexcept {
    if (!ancillary.empty()) return describe(h) ? failed_with(EOPNOTSUPP) : no_handle();
    if (buffers.empty()) return send_one(h, {}, flags, to);
    if (buffers.size() == 1) return send_one(h, {buffers[0].data(), buffers[0].size()}, flags, to);
    return guard_allocation([&]() -> result<std::size_t> {
        // One attempt for all of it. A datagram is one piece, and longer ones are refused; of a stream it is a part.
        constexpr std::size_t most = std::size_t{256} * 1024;
        std::size_t total = 0;
        for (const const_buffer& b : buffers) total += b.size();
        total = std::min(total, most);
        const std::unique_ptr<std::byte[]> whole(new std::byte[total]);
        std::size_t filled = 0;
        for (const const_buffer& b : buffers) {
            const std::size_t n = std::min(b.size(), total - filled);
            if (n != 0) std::memcpy(whole.get() + filled, b.data(), n);
            filled += n;
        }
        return send_one(h, {whole.get(), total}, flags, to);
    });
}

// -- what the protocol does not carry ---------------------------------------------------------------------------------

result<std::size_t> ancillary_length(std::size_t) noexcept { return failed_with(EOPNOTSUPP); }
result<std::size_t> ancillary_space(std::size_t) noexcept { return failed_with(EOPNOTSUPP); }

result<std::size_t> send_file(handle h, std::FILE*, std::int64_t, std::size_t) noexcept {
    return describe(h) ? failed_with(EOPNOTSUPP) : no_handle();
}

} // namespace samesock::platform

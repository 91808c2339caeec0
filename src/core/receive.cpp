// Receiving: recv and its kin.
#include "core/call.hpp"
#include "core/socket_state.hpp"
#include "platform/allocation.hpp"
#include "platform/platform.hpp"

#include <limits>

namespace samesock {
namespace {

using platform::readiness;

// MSG_WAITALL on a blocking stream: where the kernel does not sleep, it does not gather either.
bool gathers_here(const socket_state& s, message_flags flags) noexcept {
    return !(flags & (MSG_PEEK | MSG_DONTWAIT)) && !platform::sleeps_in_kernel() &&
           s.timeout.load(std::memory_order_relaxed) == timeout_value::none && s.kind.type == SOCK_STREAM;
}

[[gnu::noinline, gnu::cold]] result<std::size_t> receive_all(const socket_state& s, std::span<std::byte> into,
                                                             message_flags flags) noexcept {
    std::size_t filled = 0;
    while (filled < into.size()) {
        const auto got = attempt(s, readiness::readable, flags,
                                 [&]() noexcept { return platform::receive(s.handle, into.subspan(filled), flags); });
        if (!got && filled == 0) return got;
        if (!got || *got == 0) break; // an error comes again with the next call
        filled += *got;
    }
    return filled;
}

inline result<std::size_t> receive(const socket_state& s, std::span<std::byte> into, message_flags flags) noexcept {
    if ((flags & MSG_WAITALL) && gathers_here(s, flags)) [[unlikely]]
        return receive_all(s, into, flags);
    // Captured is what is in registers anyway: each value more is one to save around the first attempt.
    return attempt(s, readiness::readable, flags, [into, state = &s, flags]() noexcept {
        return platform::receive(state->handle, into, flags_of_attempt(*state, flags));
    });
}

inline result<platform::received_from> receive_from(const socket_state& s, std::span<std::byte> into,
                                                    message_flags flags) noexcept {
    return attempt(s, readiness::readable, flags, [&, each = flags_of_attempt(s, flags)]() noexcept {
        return platform::receive_from(s.handle, into, each);
    });
}

// recv_into's size: nbytes, or all of the buffer for 0.
inline result<std::span<std::byte>> part(mutable_buffer buffer, std::ptrdiff_t nbytes) noexcept {
    if (nbytes < 0) [[unlikely]]
        return failure(misuse::negative_size);
    const auto size = static_cast<std::size_t>(nbytes);
    if (size > buffer.size()) [[unlikely]]
        return failure(misuse::size_beyond_buffer);
    return std::span<std::byte>(buffer.data(), size == 0 ? buffer.size() : size);
}

// Memory for `bufsize` bytes; empty for 0.
result<bytes> room(std::ptrdiff_t bufsize) noexcept {
    if (bufsize < 0) return failure(misuse::negative_size);
    bytes data = bytes::uninitialized(static_cast<std::size_t>(bufsize));
    if (data.empty() && bufsize != 0) return failure(errno_code(ENOMEM));
    return data;
}

address sender(const endpoint& peer) noexcept { return peer.family == AF_UNSPEC ? address() : address(peer); }

} // namespace

result<std::size_t> socket::try_recv_into(mutable_buffer buffer, std::ptrdiff_t nbytes, message_flags flags) noexcept {
    std::span<std::byte> into(buffer.data(), buffer.size());
    if (nbytes != 0) [[unlikely]] { // mostly all of the buffer is meant, and nothing is to be checked
        const auto limited = part(buffer, nbytes);
        if (!limited) return failure(limited.error());
        into = *limited;
    }
    if (into.empty()) [[unlikely]]
        return 0; // without a call, even of a closed socket
    const call in_flight(state_);
    if (!in_flight) [[unlikely]]
        return failure(closed_error());
    return receive(*in_flight, into, flags);
}

result<bytes> socket::try_recv(std::ptrdiff_t bufsize, message_flags flags) noexcept {
    auto data = room(bufsize);
    if (!data) return data;
    if (bufsize == 0) return data;
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    const auto got = receive(*in_flight, {data->data(), data->size()}, flags);
    if (!got) return failure(got.error());
    data->truncate(*got);
    return data;
}

result<std::pair<bytes, address>> socket::try_recvfrom(std::ptrdiff_t bufsize, message_flags flags) noexcept {
    auto data = room(bufsize);
    if (!data) return failure(data.error());
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    const auto got = receive_from(*in_flight, {data->data(), data->size()}, flags);
    if (!got) return failure(got.error());
    data->truncate(got->size);
    return std::pair<bytes, address>(*std::move(data), sender(got->peer));
}

result<std::pair<std::size_t, address>> socket::try_recvfrom_into(mutable_buffer buffer, std::ptrdiff_t nbytes,
                                                                  message_flags flags) noexcept {
    const auto into = part(buffer, nbytes);
    if (!into) return failure(into.error());
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    const auto got = receive_from(*in_flight, *into, flags);
    if (!got) return failure(got.error());
    return std::pair<std::size_t, address>(got->size, sender(got->peer));
}

result<received_message_into> socket::try_recvmsg_into(mutable_buffers buffers, std::ptrdiff_t ancbufsize,
                                                       message_flags flags) noexcept {
    if (ancbufsize < 0 || ancbufsize > std::numeric_limits<int>::max()) return failure(misuse::ancillary_size);
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    auto got =
        attempt(*in_flight, readiness::readable, flags, [&, each = flags_of_attempt(*in_flight, flags)]() noexcept {
            return platform::receive_message(in_flight->handle, buffers, each, static_cast<std::size_t>(ancbufsize));
        });
    if (!got) return failure(got.error());
    return received_message_into{got->size, std::move(got->ancillary), got->flags, sender(got->peer)};
}

result<received_message> socket::try_recvmsg(std::ptrdiff_t bufsize, std::ptrdiff_t ancbufsize,
                                             message_flags flags) noexcept {
    auto data = room(bufsize);
    if (!data) return failure(data.error());
    const mutable_buffer whole(data->data(), data->size());
    auto got = try_recvmsg_into({&whole, 1}, ancbufsize, flags);
    if (!got) return failure(got.error());
    data->truncate(got->nbytes);
    return received_message{*std::move(data), std::move(got->ancdata), got->msg_flags, std::move(got->address)};
}

} // namespace samesock

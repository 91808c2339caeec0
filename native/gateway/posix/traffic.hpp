// What moves bytes, for sockets.hpp: the system's calls as they stand, inline. One that a signal has interrupted is
// made again.
#pragma once

#include "moved.hpp"
#include "native_address.hpp"

#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <span>

namespace samesock::gateway::sockets {

/// What scatters and gathers.
using piece = iovec;
[[nodiscard]] inline piece piece_of(std::span<const std::byte> bytes) noexcept {
    return {const_cast<std::byte*>(bytes.data()), bytes.size()}; // sending only reads
}

/// 0 bytes: the end.
[[nodiscard]] inline moved receive(int fd, std::span<std::byte> to) noexcept {
    ssize_t size = 0;
    do size = ::recv(fd, to.data(), to.size(), 0);
    while (size < 0 && errno == EINTR);
    return size < 0 ? moved{0, errno} : moved{static_cast<std::size_t>(size), 0};
}

[[nodiscard]] inline moved receive(int fd, std::span<piece> to) noexcept {
    msghdr message{};
    message.msg_iov = to.data();
    message.msg_iovlen = to.size();
    ssize_t size = 0;
    do size = ::recvmsg(fd, &message, MSG_DONTWAIT);
    while (size < 0 && errno == EINTR);
    return size < 0 ? moved{0, errno} : moved{static_cast<std::size_t>(size), 0};
}

[[nodiscard]] inline moved send(int fd, std::span<const std::byte> from) noexcept {
    ssize_t size = 0;
    do size = ::send(fd, from.data(), from.size(), MSG_NOSIGNAL);
    while (size < 0 && errno == EINTR);
    return size < 0 ? moved{0, errno} : moved{static_cast<std::size_t>(size), 0};
}

[[nodiscard]] inline moved send(int fd, std::span<piece> from) noexcept {
    msghdr message{};
    message.msg_iov = from.data();
    message.msg_iovlen = from.size();
    ssize_t size = 0;
    do size = ::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (size < 0 && errno == EINTR);
    return size < 0 ? moved{0, errno} : moved{static_cast<std::size_t>(size), 0};
}

/// `to` null: where the socket is connected to. 0, or errno.
[[nodiscard]] inline int send_datagram(int fd, std::span<const std::byte> bytes, const endpoint* to) noexcept {
    std::optional<native_address> address;
    if (to != nullptr) address.emplace(*to);
    const sockaddr* const where = address ? address->get() : nullptr;
    const socklen_t length = address ? address->length : 0;
    ssize_t size = 0;
    do size = ::sendto(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL, where, length);
    while (size < 0 && errno == EINTR);
    return size < 0 ? errno : 0;
}

/// Gives each to `take(bytes, from)`. `room` is for most_datagrams of the longest. How many there were: fewer than
/// most_datagrams are all that there was, but for an error, which the next call tells.
template <class Take>
[[nodiscard]] moved receive_datagrams(int fd, std::span<std::byte> room, Take take) {
    std::array<native_address, most_datagrams> from;
    std::array<iovec, most_datagrams> pieces;
    std::array<mmsghdr, most_datagrams> messages{};
    for (std::size_t i = 0; i != most_datagrams; ++i) {
        pieces[i] = {room.data() + i * longest_datagram, longest_datagram};
        messages[i].msg_hdr.msg_name = from[i].get();
        messages[i].msg_hdr.msg_namelen = from[i].length;
        messages[i].msg_hdr.msg_iov = &pieces[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int count = 0;
    do count = ::recvmmsg(fd, messages.data(), most_datagrams, 0, nullptr);
    while (count < 0 && errno == EINTR);
    if (count < 0) return {0, errno};
    for (std::size_t i = 0; i != static_cast<std::size_t>(count); ++i) {
        from[i].length = messages[i].msg_hdr.msg_namelen;
        take(std::span<const std::byte>(room).subspan(i * longest_datagram, messages[i].msg_len),
             from[i].to_endpoint());
    }
    return {static_cast<std::size_t>(count), 0};
}

} // namespace samesock::gateway::sockets

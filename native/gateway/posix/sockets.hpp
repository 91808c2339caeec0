// The system's calls on sockets, one each; one that a signal has interrupted is made again. What is made is
// non-blocking. Errors are values of errno; numbers of families, types and options are Linux's, which are the system's.
#pragma once

#include "descriptor.hpp"
#include "native_address.hpp"

#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <system_error>

namespace samesock::gateway::sockets {

/// How much was moved, or why nothing was.
struct moved {
    std::size_t size = 0;
    int error = 0;
};
/// The error of what may be tried again once the loop tells of it.
inline constexpr int would_block = EAGAIN;

// -- the hot path: inline, and the calls as they stand

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

inline constexpr std::size_t longest_datagram = std::size_t{64} * 1024;
inline constexpr std::size_t most_datagrams = 4; ///< that one call takes

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

// -- what a socket does once

[[nodiscard]] std::expected<descriptor, int> open(address_family family, socket_type type) noexcept;
[[nodiscard]] int bind(int fd, const endpoint& at) noexcept;
[[nodiscard]] int listen(int fd, int backlog) noexcept;
/// 0: it is done, or under way: the loop tells of its end.
[[nodiscard]] int connect(int fd, const endpoint& to) noexcept;
/// Ends an attempt to connect, or a datagram socket's association.
[[nodiscard]] int dissolve(int fd) noexcept;
/// What an attempt that has ended has come to.
[[nodiscard]] int outcome_of_connect(int fd) noexcept;

struct accepted {
    descriptor connection;
    endpoint peer;
};
[[nodiscard]] std::expected<accepted, int> accept(int fd) noexcept;
/// An error of accept() that says something of one connection, which is gone.
[[nodiscard]] bool is_of_one_connection(int error) noexcept;

/// The peer sees the end of the stream.
void finish_sending(int fd) noexcept;
/// Bytes that the system still holds for the peer.
[[nodiscard]] int unsent(int fd) noexcept;

[[nodiscard]] int set_option(int fd, int level, int name, std::span<const std::byte> value) noexcept;
/// How many bytes it has.
[[nodiscard]] std::expected<std::size_t, int> get_option(int fd, int level, int name,
                                                         std::span<std::byte> value) noexcept;
/// Small pieces go out at once (TCP_NODELAY).
void send_without_delay(int fd) noexcept;
[[nodiscard]] int keep_to_ipv6(int fd) noexcept;
/// Closing it resets the connection.
void reset_when_closed(int fd) noexcept;
/// Closing it never waits, whatever SO_LINGER said.
void close_at_once(int fd) noexcept;

[[nodiscard]] std::expected<endpoint, std::error_code> local_endpoint(int fd) noexcept;
[[nodiscard]] std::expected<endpoint, std::error_code> peer_endpoint(int fd) noexcept;

} // namespace samesock::gateway::sockets

// The system's calls on sockets, through the library's seam, whose numbers are Linux's and whose errors are errno's.
// What is made is non-blocking. Whatever could not go on, or may go on by now, is watched for again: see readiness.hpp.
#pragma once

#include "descriptor.hpp"

#include "platform/platform.hpp"

#include <samesock/endpoint.hpp>

#include <cerrno>
#include <cstddef>
#include <expected>
#include <span>
#include <system_error>

namespace samesock::gateway::sockets {

/// How much was moved, or why nothing was.
struct moved {
    std::size_t size = 0;
    int error = 0;
};
/// The error of what may be tried again once the loop tells of it.
inline constexpr int would_block = EWOULDBLOCK;

[[nodiscard]] constexpr platform::handle handle_of(int fd) noexcept { return static_cast<platform::handle>(fd); }

/// What scatters and gathers.
using piece = std::span<std::byte>;
[[nodiscard]] inline piece piece_of(std::span<const std::byte> bytes) noexcept {
    return {const_cast<std::byte*>(bytes.data()), bytes.size()}; // sending only reads
}

/// 0 bytes: the end.
[[nodiscard]] moved receive(int fd, std::span<std::byte> to) noexcept;
[[nodiscard]] moved receive(int fd, std::span<piece> to) noexcept;
[[nodiscard]] moved send(int fd, std::span<const std::byte> from) noexcept;
[[nodiscard]] moved send(int fd, std::span<piece> from) noexcept;
/// `to` null: where the socket is connected to. 0, or errno.
[[nodiscard]] int send_datagram(int fd, std::span<const std::byte> bytes, const endpoint* to) noexcept;

inline constexpr std::size_t longest_datagram = std::size_t{64} * 1024;
inline constexpr std::size_t most_datagrams = 4; ///< that one call takes

struct datagram {
    moved outcome;
    endpoint from;
};
[[nodiscard]] datagram receive_datagram(int fd, std::span<std::byte> room) noexcept;

/// Gives each to `take(bytes, from)`. `room` is for most_datagrams of the longest. How many there were: fewer than
/// most_datagrams are all that there was.
template <class Take>
[[nodiscard]] moved receive_datagrams(int fd, std::span<std::byte> room, Take take) {
    for (std::size_t count = 0; count != most_datagrams; ++count) {
        const auto one = receive_datagram(fd, room.first(longest_datagram));
        if (one.outcome.error != 0) return count != 0 ? moved{count, 0} : moved{0, one.outcome.error};
        take(std::span<const std::byte>(room).first(one.outcome.size), one.from);
    }
    return {most_datagrams, 0};
}

[[nodiscard]] std::expected<descriptor, int> open(address_family family, socket_type type) noexcept;
[[nodiscard]] int bind(int fd, const endpoint& at) noexcept;
[[nodiscard]] int listen(int fd, int backlog) noexcept;
/// 0: it is done, or under way: the loop tells of its end.
[[nodiscard]] int connect(int fd, const endpoint& to) noexcept;
/// Ends a datagram socket's association. An attempt to connect goes on: Windows has no way to end one.
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
/// Bytes that the system still holds for the peer: Windows does not say, so 0.
[[nodiscard]] int unsent(int fd) noexcept;

[[nodiscard]] int set_option(int fd, int level, int name, std::span<const std::byte> value) noexcept;
/// How many bytes it has. SO_ERROR in Linux's numbers.
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

// The system's calls on sockets, one each. What is made is non-blocking. Errors are values of errno; numbers of
// families, types and options are Linux's. What moves bytes is in each room's traffic.hpp: it is the hot path.
#pragma once

#include "descriptor.hpp"
#include "traffic.hpp"

#include <samesock/endpoint.hpp>

#include <cstddef>
#include <expected>
#include <span>
#include <system_error>

namespace samesock::gateway::sockets {

[[nodiscard]] std::expected<descriptor, int> open(address_family family, socket_type type) noexcept;
[[nodiscard]] int bind(int fd, const endpoint& at) noexcept;
[[nodiscard]] int listen(int fd, int backlog) noexcept;
/// 0: it is done, or under way: the loop tells of its end.
[[nodiscard]] int connect(int fd, const endpoint& to) noexcept;
/// Ends an attempt to connect, or a datagram socket's association. On Windows, which has no way to end one, an attempt
/// goes on.
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
/// Bytes that the system still holds for the peer. Windows does not say: 0.
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

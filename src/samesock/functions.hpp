// The module's functions that make sockets or act on handles, and the default timeout.
// Source: https://docs.python.org/3/library/socket.html#module-contents
#pragma once

#include <samesock/address.hpp>
#include <samesock/constants.hpp>
#include <samesock/number.hpp>
#include <samesock/raise.hpp>
#include <samesock/result.hpp>
#include <samesock/socket.hpp>
#include <samesock/timeout_value.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <samesock/names_begin.hpp>

namespace samesock {

/// IPv6 is compiled in, as in Python; whether this host has it, only opening a socket tells.
inline constexpr bool has_ipv6 = true;
/// hasattr(socket, "AF_UNIX"), asked of the system: can such a socket be opened?
[[nodiscard]] bool supports(address_family family, socket_type type = SOCK_STREAM) noexcept;

/// The timeout of sockets made from now on, by any thread; std::nullopt at first. Errors as settimeout's.
inline void setdefaulttimeout(timeout_value timeout);
[[nodiscard]] status try_setdefaulttimeout(timeout_value timeout) noexcept;
[[nodiscard]] std::optional<double> getdefaulttimeout() noexcept;

/// Two connected sockets. AF_UNIX where there is one, else AF_INET over loopback, both ends compared.
[[nodiscard]] result<std::pair<socket, socket>>
try_socketpair(std::optional<address_family> family = {}, socket_type type = SOCK_STREAM, protocol proto = 0) noexcept;
[[nodiscard]] inline std::pair<socket, socket> socketpair(std::optional<address_family> family = {},
                                                          socket_type type = SOCK_STREAM, protocol proto = 0) {
    return unwrap(try_socketpair(family, type, proto), "socketpair");
}

/// A socket on a duplicate of the handle.
[[nodiscard]] result<socket> try_fromfd(fileno_type fd, address_family family, socket_type type,
                                        protocol proto = 0) noexcept;
[[nodiscard]] inline socket fromfd(fileno_type fd, address_family family, socket_type type, protocol proto = 0) {
    return unwrap(try_fromfd(fd, family, type, proto), "fromfd");
}
/// From socket.share() of another process (Windows; EOPNOTSUPP elsewhere).
[[nodiscard]] result<socket> try_fromshare(const_buffer information) noexcept;
[[nodiscard]] inline socket fromshare(const_buffer information) {
    return unwrap(try_fromshare(information), "fromshare");
}

/// Closes, or duplicates, a handle that no socket object owns.
[[nodiscard]] status try_close(fileno_type fd) noexcept;
inline void close(fileno_type fd) { unwrap(try_close(fd), "close"); }
[[nodiscard]] result<fileno_type> try_dup(fileno_type fd) noexcept;
[[nodiscard]] inline fileno_type dup(fileno_type fd) { return unwrap(try_dup(fd), "dup"); }

/// create_connection's keywords.
struct connection_arguments {
    std::optional<timeout_value> timeout; ///< of each attempt, and of the socket returned; absent: the default timeout
    address source_address;               ///< bound before connecting, unless empty()
    bool all_errors = false;              ///< raise an error_group of what each address answered
};
/// Connects to the first address of the host that answers. Raises the last address's error.
[[nodiscard]] result<socket> try_create_connection(const address& to,
                                                   const connection_arguments& arguments = {}) noexcept;
/// Likewise; what each address answered is appended to `errors`.
[[nodiscard]] result<socket> try_create_connection(const address& to, const connection_arguments& arguments,
                                                   std::vector<std::error_code>& errors) noexcept;
[[nodiscard]] socket create_connection(const address& to, const connection_arguments& arguments = {});

/// create_server's keywords.
struct server_arguments {
    address_family family = AF_INET;
    std::optional<int> backlog;
    bool reuse_port = false;
    bool dualstack_ipv6 = false; ///< AF_INET6 that takes IPv4 as well; fault::no_dual_stack where there is none
};
/// Bound and listening, with SO_REUSEADDR where that is safe. An error of bind names the address.
[[nodiscard]] result<socket> try_create_server(const address& where, const server_arguments& arguments = {}) noexcept;
[[nodiscard]] socket create_server(const address& where, const server_arguments& arguments = {});
[[nodiscard]] bool has_dualstack_ipv6() noexcept;

/// Bytes of a cmsghdr with `length` bytes of data: without, and with, the padding after it. std::out_of_range when too
/// large; EOPNOTSUPP without ancillary data.
[[nodiscard]] result<std::size_t> try_cmsg_len(std::ptrdiff_t length) noexcept;
[[nodiscard]] result<std::size_t> try_cmsg_space(std::ptrdiff_t length) noexcept;
[[nodiscard]] inline std::size_t cmsg_len(std::ptrdiff_t length) { return unwrap(try_cmsg_len(length), "CMSG_LEN"); }
[[nodiscard]] inline std::size_t cmsg_space(std::ptrdiff_t length) {
    return unwrap(try_cmsg_space(length), "CMSG_SPACE");
}
[[nodiscard]] inline std::size_t CMSG_LEN(std::ptrdiff_t length) { return cmsg_len(length); }
[[nodiscard]] inline std::size_t CMSG_SPACE(std::ptrdiff_t length) { return cmsg_space(length); }

/// Sends descriptors over AF_UNIX; returns the bytes of data sent.
[[nodiscard]] result<std::size_t> try_send_fds(socket& sock, const_buffers buffers, std::span<const int> fds,
                                               message_flags flags = 0, const address& to = {}) noexcept;
inline std::size_t send_fds(socket& sock, const_buffers buffers, std::span<const int> fds, message_flags flags = 0,
                            const address& to = {}) {
    return unwrap(try_send_fds(sock, buffers, fds, flags, to), "send_fds");
}
/// What recv_fds returns. Python: (msg, fds, msg_flags, address).
struct received_fds {
    bytes msg;
    std::vector<int> fds;
    message_flags msg_flags{};
    samesock::address address;
};
[[nodiscard]] result<received_fds> try_recv_fds(socket& sock, std::ptrdiff_t bufsize, std::size_t maxfds,
                                                message_flags flags = 0) noexcept;
[[nodiscard]] inline received_fds recv_fds(socket& sock, std::ptrdiff_t bufsize, std::size_t maxfds,
                                           message_flags flags = 0) {
    return unwrap(try_recv_fds(sock, bufsize, maxfds, flags), "recv_fds");
}

inline void setdefaulttimeout(timeout_value timeout) { unwrap(try_setdefaulttimeout(timeout), "setdefaulttimeout"); }

} // namespace samesock

#include <samesock/names_end.hpp>

// What a socket does once: see sockets.hpp.
#include "sockets.hpp"

#include <samesock/error_code.hpp>

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

namespace samesock::gateway::sockets {
namespace {

int errno_of(int outcome) noexcept { return outcome == 0 ? 0 : errno; }

template <class Value>
int set(int fd, int level, int name, const Value& value) noexcept {
    return errno_of(::setsockopt(fd, level, name, &value, sizeof value));
}

} // namespace

std::expected<descriptor, int> open(address_family family, socket_type type) noexcept {
    descriptor opened(::socket(family.value(), type.value() | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!opened) return std::unexpected(errno);
    return opened;
}

int bind(int fd, const endpoint& at) noexcept {
    const native_address native(at);
    return errno_of(::bind(fd, native.get(), native.length));
}

int listen(int fd, int backlog) noexcept { return errno_of(::listen(fd, backlog)); }

int connect(int fd, const endpoint& to) noexcept {
    const native_address native(to);
    const int error = errno_of(::connect(fd, native.get(), native.length));
    return error == EINPROGRESS ? 0 : error;
}

int dissolve(int fd) noexcept { return connect(fd, {}); }

int outcome_of_connect(int fd) noexcept {
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

std::expected<accepted, int> accept(int fd) noexcept {
    native_address peer;
    descriptor taken(::accept4(fd, peer.get(), &peer.length, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!taken) return std::unexpected(errno);
    return accepted{std::move(taken), peer.to_endpoint()};
}

bool is_of_one_connection(int error) noexcept {
    switch (error) { // accept(2)
    case EINTR:
    case ECONNABORTED:
    case ENETDOWN:
    case EPROTO:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case EOPNOTSUPP:
    case ENETUNREACH: return true;
    default: return false;
    }
}

void finish_sending(int fd) noexcept { ::shutdown(fd, SHUT_WR); }

int unsent(int fd) noexcept {
    int size = 0;
    (void)::ioctl(fd, SIOCOUTQ, &size);
    return size;
}

int set_option(int fd, int level, int name, std::span<const std::byte> value) noexcept {
    return errno_of(::setsockopt(fd, level, name, value.data(), static_cast<socklen_t>(value.size())));
}

std::expected<std::size_t, int> get_option(int fd, int level, int name, std::span<std::byte> value) noexcept {
    auto length = static_cast<socklen_t>(value.size());
    if (::getsockopt(fd, level, name, value.data(), &length) != 0) return std::unexpected(errno);
    return std::size_t{length};
}

void send_without_delay(int fd) noexcept { (void)set(fd, IPPROTO_TCP, TCP_NODELAY, 1); }
int keep_to_ipv6(int fd) noexcept { return set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1); }
void reset_when_closed(int fd) noexcept { (void)set(fd, SOL_SOCKET, SO_LINGER, linger{1, 0}); }
void close_at_once(int fd) noexcept { (void)set(fd, SOL_SOCKET, SO_LINGER, linger{}); }

std::expected<endpoint, std::error_code> local_endpoint(int fd) noexcept {
    native_address local;
    if (::getsockname(fd, local.get(), &local.length) != 0) return std::unexpected(errno_code(errno));
    return local.to_endpoint();
}

std::expected<endpoint, std::error_code> peer_endpoint(int fd) noexcept {
    native_address peer;
    if (::getpeername(fd, peer.get(), &peer.length) != 0) return std::unexpected(errno_code(errno));
    return peer.to_endpoint();
}

} // namespace samesock::gateway::sockets

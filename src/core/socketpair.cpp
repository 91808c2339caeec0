// socketpair: the platform's, or two ends of a connection over loopback (_fallback_socketpair of Lib/socket.py).
#include "core/connect.hpp"
#include "core/resolve_address.hpp"
#include "core/socket_state.hpp"
#include "core/start.hpp"
#include "platform/platform.hpp"

#include <samesock/error_code.hpp>
#include <samesock/functions.hpp>

#include <cerrno>
#include <chrono>
#include <utility>

namespace samesock {
namespace {

using socket_pair = std::pair<socket, socket>;

bool is_missing(std::error_code code) noexcept {
    return code == errno_code(EOPNOTSUPP) || code == errno_code(EAFNOSUPPORT);
}

timeout_value timeout_of(std::int64_t timeout_ns) noexcept {
    if (timeout_ns == timeout_value::none) return std::nullopt;
    return std::chrono::nanoseconds(timeout_ns);
}

result<socket_pair> pair_of_platform(address_family family, socket_type type, protocol proto) noexcept {
    const platform::kind kind{family, type & ~(sock_nonblock | sock_cloexec), proto};
    const std::int64_t timeout_ns = type & sock_nonblock ? 0 : default_timeout();
    const auto handles = platform::open_pair(kind);
    if (!handles) return failure(handles.error());
    auto first = socket_access::make((*handles)[0], kind, timeout_ns);
    auto second = socket_access::make((*handles)[1], kind, timeout_ns);
    if (!first) return failure(first.error());
    if (!second) return failure(second.error());
    if (timeout_ns != timeout_value::none) {
        for (const platform::handle h : *handles)
            if (auto set = platform::set_blocking(h, false); !set) return failure(set.error());
    }
    return socket_pair(*std::move(first), *std::move(second));
}

// On Windows and in a sandbox any local process may connect to the listener first (CVE-2024-3219).
status check_ends(const socket& one, const socket& other) noexcept {
    const auto local = one.try_getsockname();
    const auto peer = other.try_getpeername();
    if (!local) return failure(local.error());
    if (!peer) return failure(peer.error());
    if (*local != *peer) return failure(errno_code(ECONNABORTED));
    return {};
}

result<socket> listen_on_loopback(address_family family) noexcept {
    auto listener = socket::try_open(family, sock_stream);
    if (!listener) return listener;
    const auto where = resolve_host(family == af_inet ? "127.0.0.1" : "::1", family);
    if (!where) return failure(where.error());
    if (auto bound = listener->try_bind(address(*where)); !bound) return failure(bound.error());
    if (auto listening = listener->try_listen(); !listening) return failure(listening.error());
    return listener;
}

/// Connected, or connecting by itself: one thread cannot sleep in connect() and accept() at once.
result<socket> begin_connection(const address& where) noexcept {
    auto client = socket::try_open(where.family(), sock_stream);
    if (!client) return client;
    if (auto set = client->try_settimeout(0); !set) return failure(set.error());
    const auto begun = client->try_connect(where);
    if (!begun && begun.error() != errno_code(EINPROGRESS) && begun.error() != errno_code(EINTR))
        return failure(begun.error());
    if (auto set = client->try_settimeout(std::nullopt); !set) return failure(set.error());
    return client;
}

result<socket_pair> pair_over_loopback(address_family family, std::int64_t timeout_ns) noexcept {
    auto listener = listen_on_loopback(family);
    if (!listener) return failure(listener.error());
    const auto where = listener->try_getsockname();
    if (!where) return failure(where.error());
    auto client = begin_connection(*where);
    if (!client) return failure(client.error());
    auto accepted = listener->try_accept();
    if (!accepted) return failure(accepted.error());
    socket& server = accepted->first;
    if (auto connected = wait_for_connection(*socket_access::state(*client)); !connected)
        return failure(connected.error());
    if (auto same = check_ends(server, *client); !same) return failure(same.error());
    if (auto same = check_ends(*client, server); !same) return failure(same.error());
    for (socket* const end : {&server, &*client})
        if (auto set = end->try_settimeout(timeout_of(timeout_ns)); !set) return failure(set.error());
    return socket_pair(std::move(server), *std::move(client));
}

} // namespace

result<socket_pair> try_socketpair(std::optional<address_family> family, socket_type type, protocol proto) noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    auto made = pair_of_platform(family.value_or(af_unix), type, proto);
    if (made || !is_missing(made.error())) return made;
    if (!family) return try_socketpair(af_inet, type, proto);
    const bool is_internet = *family == af_inet || *family == af_inet6;
    if (!is_internet || (type & ~(sock_nonblock | sock_cloexec)) != sock_stream || proto.value() != 0) return made;
    return pair_over_loopback(*family, type & sock_nonblock ? 0 : default_timeout());
}

} // namespace samesock

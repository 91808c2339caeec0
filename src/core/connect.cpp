// Connections: bind, listen, accept, connect, shutdown.
#include "core/call.hpp"
#include "core/connect.hpp"
#include "core/resolve_address.hpp"
#include "core/socket_state.hpp"
#include "platform/platform.hpp"

#include <algorithm>

namespace samesock {
namespace {

constexpr platform::readiness connect_outcome = platform::readiness::writable | platform::readiness::exceptional;

} // namespace

// The connection goes on by itself: after an interruption connect() is not called again, which would give EALREADY or
// EISCONN. (PEP 475; CPython, internal_connect.)
status wait_for_connection(const socket_state& s) noexcept {
    patience waiting(s, connect_outcome);
    for (;;) {
        if (auto ready = waiting.until_ready(); !ready) return ready;
        const auto outcome = platform::finish_connect(s.handle);
        if (outcome || is_errno(outcome.error(), EISCONN)) return {};
        if (!is_errno(outcome.error(), EINPROGRESS)) return outcome;
    }
}

namespace {

status connect_to(const socket_state& s, const endpoint& to) noexcept {
    const auto begun = platform::connect(s.handle, to);
    if (begun) return {};
    const bool interrupted = is_errno(begun.error(), EINTR);
    if (!interrupted && !is_errno(begun.error(), EINPROGRESS)) return begun;
    if (interrupted) {
        if (auto go_on = after_interruption(s); !go_on) return go_on;
    }
    const std::int64_t timeout_ns = s.timeout.load(std::memory_order_relaxed);
    if (timeout_ns == 0) return begun;
    // Blocking mode where the kernel sleeps: it did not, because another user of the descriptor made it non-blocking.
    if (timeout_ns == timeout_value::none && platform::sleeps_in_kernel() && !interrupted) return begun;
    return wait_for_connection(s);
}

} // namespace

status socket::try_bind(const address& where) noexcept {
    if (state_ == nullptr) return failure(closed_error());
    const resolved_address to(where, state_->kind.family); // the arguments first, as CPython
    if (!to) return failure(to.error());
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    return platform::bind(in_flight->handle, *to);
}

status socket::try_listen(int backlog) noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    return platform::listen(in_flight->handle, std::max(backlog, 0));
}

result<std::pair<socket, address>> socket::try_accept() noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    // The new socket has the default timeout; without one it blocks, whatever the listener does. (Lib/socket.py,
    // accept.)
    const std::int64_t timeout_ns = default_timeout();
    auto taken = attempt_when_ready(*in_flight, platform::readiness::readable, [&]() noexcept {
        return platform::accept(in_flight->handle, timeout_ns == timeout_value::none);
    });
    if (!taken) return failure(taken.error());
    auto connection = socket_access::make(taken->connection, in_flight->kind, timeout_ns);
    if (!connection) return failure(connection.error());
    // A family without addresses, as AF_ALG.
    const bool is_named = taken->peer.family != AF_UNSPEC;
    return std::pair<socket, address>(*std::move(connection), is_named ? address(taken->peer) : address());
}

status socket::try_connect(const address& to) noexcept {
    if (state_ == nullptr) return failure(closed_error());
    const resolved_address where(to, state_->kind.family);
    if (!where) return failure(where.error());
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    return connect_to(*in_flight, *where);
}

result<int> socket::try_connect_ex(const address& to) noexcept {
    if (state_ == nullptr) return closed_error().value();
    const resolved_address where(to, state_->kind.family);
    if (!where) return failure(where.error());
    const call in_flight(state_);
    if (!in_flight) return closed_error().value();
    const auto outcome = connect_to(*in_flight, *where);
    if (outcome) return 0;
    if (outcome.error() == fault::timed_out) return EWOULDBLOCK;
    if (outcome.error().category() == errno_category()) return outcome.error().value();
    return failure(outcome.error());
}

status socket::try_shutdown(shutdown_how how) noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    return platform::shutdown(in_flight->handle, how);
}

} // namespace samesock

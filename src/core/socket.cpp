// The socket object itself: making, closing, what it is, its timeout and its addresses. Operations that move data,
// connect or set options have files of their own.
#include <samesock/functions.hpp>
#include <samesock/socket.hpp>

#include "core/call.hpp"
#include "core/socket_state.hpp"
#include "core/start.hpp"
#include "platform/platform.hpp"

#include <new>

namespace samesock {
namespace {

constexpr socket_type creation_flags = SOCK_NONBLOCK | SOCK_CLOEXEC;

std::optional<double> seconds(std::int64_t timeout_ns) noexcept {
    if (timeout_ns == timeout_value::none) return std::nullopt;
    return static_cast<double>(timeout_ns) / 1e9;
}

/// A handle of which everything is told has still to be one. Only these two errors say that it is not: AF_ALG has no
/// addresses. (CPython, sock_initobj.)
status expect_socket(platform::handle handle) noexcept {
    const auto where = platform::local_endpoint(handle);
    if (!where && (is_errno(where.error(), EBADF) || is_errno(where.error(), ENOTSOCK))) return failure(where.error());
    return {};
}

} // namespace

result<socket> socket::try_open(address_family family, socket_type type, protocol proto) noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    const bool asked_non_blocking = bool(type & SOCK_NONBLOCK);
    const std::int64_t timeout_ns = asked_non_blocking ? 0 : default_timeout();
    const platform::kind kind{family, type & ~creation_flags, proto};
    const auto handle = platform::open(kind, timeout_ns == timeout_value::none);
    if (!handle) return failure(handle.error());
    return socket_access::make(*handle, kind, timeout_ns);
}

result<socket> socket::try_adopt(fileno_type fileno, std::optional<address_family> family,
                                 std::optional<socket_type> type, std::optional<protocol> proto) noexcept {
    if (fileno < 0) return failure(misuse::negative_fileno);
    if (auto started = ensure_started(); !started) return failure(started.error());
    const auto handle = static_cast<platform::handle>(fileno);
    platform::kind kind{family.value_or(address_family{}), type.value_or(socket_type{}) & ~creation_flags,
                        proto.value_or(protocol{})};
    if (!family || !type || !proto) {
        const auto described = platform::describe(handle);
        if (!described) return failure(described.error());
        if (!family) kind.family = described->family;
        if (!type) kind.type = described->type;
        if (!proto) kind.proto = described->proto;
    } else if (auto is_socket = expect_socket(handle); !is_socket) {
        return failure(is_socket.error());
    }
    const std::int64_t timeout_ns = type && bool(*type & SOCK_NONBLOCK) ? 0 : default_timeout();
    if (timeout_ns != timeout_value::none) {
        if (auto set = platform::set_blocking(handle, false); !set) return failure(set.error());
    }
    // On failure the handle stays the caller's, so socket_access::make, which would release it, does not serve.
    auto* const state = new (std::nothrow) socket_state(handle, kind, timeout_ns);
    if (state == nullptr) return failure(errno_code(ENOMEM));
    return socket(state);
}

socket::~socket() {
    if (state_ == nullptr) return;
    // A file of makefile() keeps the connection; without one, what close() would do happens in drop().
    state_->close_wanted.store(true);
    socket_state::drop(state_);
}

address_family socket::family() const noexcept { return state_ == nullptr ? address_family{} : state_->kind.family; }
socket_type socket::type() const noexcept { return state_ == nullptr ? socket_type{} : state_->kind.type; }
protocol socket::proto() const noexcept { return state_ == nullptr ? protocol{} : state_->kind.proto; }

fileno_type socket::fileno() const noexcept {
    return state_ == nullptr || state_->is_closed() ? -1 : static_cast<fileno_type>(state_->handle);
}

status socket::try_close() noexcept {
    if (state_ == nullptr) return {};
    state_->close_wanted.store(true);
    if (state_->files.load() != 0) return {};
    return state_->close_handle();
}

fileno_type socket::detach() noexcept {
    if (state_ == nullptr) return -1;
    const fileno_type number = static_cast<fileno_type>(state_->handle);
    state_->close_wanted.store(true);
    return state_->detach_handle() ? number : -1;
}

result<socket> socket::try_dup() const noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    const auto copy = platform::duplicate(in_flight->handle);
    if (!copy) return failure(copy.error());
    return socket_access::make(*copy, in_flight->kind, in_flight->timeout.load(std::memory_order_relaxed));
}

result<address> socket::try_getsockname() const noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    const auto where = platform::local_endpoint(in_flight->handle);
    if (!where) return failure(where.error());
    return address(*where);
}

result<address> socket::try_getpeername() const noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    const auto where = platform::peer_endpoint(in_flight->handle);
    if (!where) return failure(where.error());
    return address(*where);
}

status socket::try_settimeout(timeout_value timeout) noexcept {
    const auto timeout_ns = timeout.nanoseconds();
    if (!timeout_ns) return failure(timeout_ns.error());
    if (state_ == nullptr) return failure(closed_error());
    // As CPython's, a closed socket keeps the value and then fails.
    state_->set_timeout(*timeout_ns);
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    return platform::set_blocking(in_flight->handle, *timeout_ns == timeout_value::none);
}

std::optional<double> socket::gettimeout() const noexcept {
    return state_ == nullptr ? std::nullopt : seconds(state_->timeout.load(std::memory_order_relaxed));
}

status socket::try_setblocking(bool blocking) noexcept {
    return try_settimeout(blocking ? timeout_value(std::nullopt) : timeout_value(0));
}

bool socket::getblocking() const noexcept {
    return state_ != nullptr && state_->timeout.load(std::memory_order_relaxed) != 0;
}

result<bool> socket::try_get_inheritable() const noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    return platform::get_inheritable(in_flight->handle);
}

status socket::try_set_inheritable(bool inheritable) noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    return platform::set_inheritable(in_flight->handle, inheritable);
}

status socket::try_ioctl(std::uint32_t control, const_buffer option) noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    return platform::control_io(in_flight->handle, control, option);
}

result<bytes> socket::try_share(std::uint32_t process_id) const noexcept {
    const call in_flight(state_);
    if (!in_flight) return failure(closed_error());
    return platform::share(in_flight->handle, process_id);
}

} // namespace samesock

// The life of a handle: who may still use its number, and who closes it.
#include "core/socket_state.hpp"

#include <cerrno>
#include <new>

namespace samesock {

void socket_state::release() noexcept {
    if ((calls.load(std::memory_order_acquire) & detached) != 0) return;
    // Never retried on EINTR: the number is gone. (CPython, sock_close.)
    if (const auto outcome = platform::close(handle); !outcome) release_error_ = outcome.error();
}

status socket_state::close_handle() noexcept {
    // The closer counts as a call, so that the handle is not released, and its number not reused, before cancel().
    calls.fetch_add(1, std::memory_order_acq_rel);
    const std::uint32_t before = calls.fetch_or(closed, std::memory_order_acq_rel);
    if ((before & closed) != 0) {
        leave();
        return {};
    }
    if (before > 1) {
        platform::cancel(handle);
        leave();
        return {}; // the last call out closes; what that reports is lost with it
    }
    leave();
    if (release_error_ && release_error_ != errno_code(ECONNRESET)) return failure(release_error_);
    return {};
}

bool socket_state::detach_handle() noexcept {
    return (calls.fetch_or(closed | detached, std::memory_order_acq_rel) & closed) == 0;
}

void socket_state::drop(socket_state* state) noexcept {
    if (state->owners.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    (void)state->close_handle(); // a destructor swallows errors
    delete state;
}

result<socket> socket_access::make(platform::handle handle, const platform::kind& kind, std::int64_t timeout_ns) noexcept {
    auto* const state = new (std::nothrow) socket_state(handle, kind, timeout_ns);
    if (state == nullptr) {
        (void)platform::close(handle);
        return failure(errno_code(ENOMEM));
    }
    return wrap(state);
}

} // namespace samesock

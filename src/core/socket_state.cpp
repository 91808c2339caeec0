// The life of a handle: who may still use its number, and who closes it.
#include "core/socket_state.hpp"

#include <cerrno>
#include <new>

namespace samesock {

status socket_state::release() noexcept {
    if (released_.exchange(true, std::memory_order_acq_rel) || detached_) return {};
    // Never retried on EINTR: the number is gone. (CPython, sock_close.)
    return platform::close(handle);
}

status socket_state::close_handle() noexcept {
    // The closer counts as a call, so that the handle is not released, and its number not reused, before cancel().
    calls.fetch_add(one_call, std::memory_order_acq_rel);
    const std::uint32_t before = calls.fetch_and(~open, std::memory_order_acq_rel);
    if ((before & open) != 0 && before >= open + 2 * one_call) platform::cancel(handle);
    // With others in flight the last one out closes, and what that reports is lost with it.
    if (calls.fetch_sub(one_call, std::memory_order_acq_rel) != one_call) return {};
    const status outcome = release();
    if (!outcome && outcome.error() == errno_code(ECONNRESET)) return {};
    return outcome;
}

bool socket_state::detach_handle() noexcept {
    calls.fetch_add(one_call, std::memory_order_acq_rel);
    const bool was_open = (calls.fetch_and(~open, std::memory_order_acq_rel) & open) != 0;
    if (was_open) detached_ = true;
    leave();
    return was_open;
}

void socket_state::drop(socket_state* state) noexcept {
    if (state->owners.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    (void)state->close_handle(); // a destructor swallows errors
    delete state;
}

result<socket> socket_access::make(platform::handle handle, const platform::kind& kind,
                                   std::int64_t timeout_ns) noexcept {
    auto* const state = new (std::nothrow) socket_state(handle, kind, timeout_ns);
    if (state == nullptr) {
        (void)platform::close(handle);
        return failure(errno_code(ENOMEM));
    }
    return wrap(state);
}

} // namespace samesock

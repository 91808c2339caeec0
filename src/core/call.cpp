// The waits between attempts, and the interruption hook.
#include "core/call.hpp"

#include <samesock/interruption.hpp>

#include <array>
#include <utility>

namespace samesock {
namespace {

thread_local interruption this_thread;

/// The hooks that run on this thread, the innermost first: a hook may make calls, under a hook of their own.
struct running_hook {
    interruption hook;
    const running_hook* outer;
};
thread_local const running_hook* running_hooks = nullptr;

bool is_running(const interruption& hook) noexcept {
    for (const running_hook* one = running_hooks; one != nullptr; one = one->outer)
        if (one->hook.hook == hook.hook && one->hook.context == hook.context) return true;
    return false;
}

} // namespace

interruption set_interruption_hook(interruption next) noexcept { return std::exchange(this_thread, next); }

bool is_errno(std::error_code code, int number) noexcept {
    return code.value() == number && code.category() == errno_category();
}

bool would_block(std::error_code code) noexcept { return is_errno(code, EAGAIN) || is_errno(code, EWOULDBLOCK); }

status after_interruption() noexcept {
    const interruption current = this_thread;
    if (current.hook == nullptr || is_running(current)) return {};
    const running_hook now{current, running_hooks};
    running_hooks = &now;
    const status outcome = current.hook(current.context);
    running_hooks = now.outer;
    return outcome;
}

status after_interruption(const socket_state& s) noexcept {
    if (auto go_on = after_interruption(); !go_on) return go_on;
    if (s.is_closed()) return failure(closed_error());
    return {};
}

platform::deadline deadline_after(std::int64_t timeout_ns) noexcept {
    if (timeout_ns == timeout_value::none) return platform::deadline::never();
    const std::int64_t now = platform::now();
    // A timeout of three hundred years overflows the clock: it is none.
    if (timeout_ns >= platform::deadline::never().at - now) return platform::deadline::never();
    return {now + timeout_ns};
}

platform::deadline patience::deadline() noexcept {
    if (deadline_ == platform::deadline::never()) deadline_ = deadline_after(timeout_);
    return deadline_;
}

status patience::after(std::error_code failed) noexcept {
    if (is_errno(failed, EINTR)) return after_interruption(state_);
    if (state_.is_closed()) return failure(closed_error());
    if (!would_block(failed) || non_blocking()) return failure(failed);
    // The kernel has slept already (an expired SO_RCVTIMEO, a descriptor that another made non-blocking), or the caller
    // asked it not to.
    if (blocking() && (platform::sleeps_in_kernel() || (flags_ & MSG_DONTWAIT))) return failure(failed);
    return until_ready();
}

status patience::after_instant(std::error_code failed, platform::readiness want) noexcept {
    want_ = want;
    if (is_errno(failed, EINTR)) return after_interruption(state_);
    if (state_.is_closed()) return failure(closed_error());
    if (!would_block(failed) || non_blocking()) return failure(failed);
    return until_ready();
}

status patience::after_part() noexcept {
    if (auto go_on = after_interruption(state_); !go_on) return go_on;
    if (timeout_ > 0 && platform::now() >= deadline().at) return failure(fault::timed_out);
    return {};
}

status patience::until_ready() noexcept {
    // A wait after a readiness that was false. The next one may be false too, and come at once, again and again: a full
    // AF_UNIX datagram queue shows itself so to who is not connected.
    const bool has_waited = deadline_ != platform::deadline::never();
    if (has_waited && platform::now() > deadline_.at) return failure(fault::timed_out);
    std::array<platform::interest, 1> one{{{state_.handle, want_}}};
    const auto ready = sleep_through([&]() noexcept { return platform::wait(one, deadline()); });
    if (state_.is_closed()) return failure(closed_error());
    if (!ready) return failure(ready.error());
    if (*ready == 0) return failure(fault::timed_out);
    return {};
}

} // namespace samesock

// The one place that retries: the loop that turns a backend's attempts into Python's blocking, non-blocking and timeout
// modes. The model is sock_call_ex of CPython's socketmodule.c. It sleeps by platform::wait alone.
#pragma once

#include "core/socket_state.hpp"
#include "platform/platform.hpp"

#include <cerrno>
#include <cstdint>

namespace samesock {

/// A call in flight on a socket. False if the socket is closed, or moved from.
class call {
public:
    explicit call(socket_state* state) noexcept : state_(state != nullptr && state->enter() ? state : nullptr) {}
    ~call() {
        if (state_ != nullptr) [[likely]]
            state_->leave();
    }
    call(const call&) = delete;
    call& operator=(const call&) = delete;

    explicit operator bool() const noexcept { return state_ != nullptr; }
    socket_state* operator->() const noexcept { return state_; }
    socket_state& operator*() const noexcept { return *state_; }

private:
    socket_state* state_;
};

[[nodiscard]] inline std::error_code closed_error() noexcept { return errno_code(EBADF); }

/// Would-block, whichever of its two names this build's errno has.
[[nodiscard]] bool would_block(std::error_code code) noexcept;
[[nodiscard]] bool is_errno(std::error_code code, int number) noexcept;

/// Runs the interruption hook of this thread; its error ends the call.
[[nodiscard]] status after_interruption() noexcept;
/// Likewise, for a call on one socket: which may have been closed meanwhile.
[[nodiscard]] status after_interruption(const socket_state& s) noexcept;

/// The moment that lies so far ahead; never for timeout_value::none.
[[nodiscard]] platform::deadline deadline_after(std::int64_t timeout_ns) noexcept;

/// Sleeps, and sleeps again after each interruption that the hook lets pass. `once` is one wait() until a deadline,
/// which so holds however often signals arrive.
template <class Sleep>
[[nodiscard]] result<std::size_t> sleep_through(Sleep once) noexcept {
    for (;;) {
        const result<std::size_t> ready = once();
        if (ready || !is_errno(ready.error(), EINTR)) return ready;
        if (auto go_on = after_interruption(); !go_on) return failure(go_on.error());
    }
}

/// What lies between a failed attempt and the next. One object spans all attempts of an operation: they share a
/// deadline, which is set when the operation first has to wait.
class patience {
public:
    patience(const socket_state& s, platform::readiness want, message_flags flags = 0) noexcept
        : state_(s), want_(want), flags_(flags), timeout_(s.timeout.load(std::memory_order_relaxed)) {}

    /// Success: try again. The error: what the operation fails with.
    [[nodiscard]] status after(std::error_code failed) noexcept;
    /// Likewise for attempts that sleep in no mode, neither in the kernel, and that do not want the same each time:
    /// TLS's.
    [[nodiscard]] status after_instant(std::error_code failed, platform::readiness want) noexcept;
    /// Sleeps until ready, whatever the mode was when the attempt failed; for connects in progress too.
    [[nodiscard]] status until_ready() noexcept;
    /// Python's three modes.
    [[nodiscard]] bool blocking() const noexcept { return timeout_ == timeout_value::none; }
    [[nodiscard]] bool non_blocking() const noexcept { return timeout_ == 0; }
    /// Between the parts of one transfer, as sendall's: a signal may have cut the part short, and the deadline of the
    /// whole holds even if every part succeeds.
    [[nodiscard]] status after_part() noexcept;

private:
    platform::deadline deadline() noexcept;

    const socket_state& state_;
    platform::readiness want_;
    message_flags flags_;
    std::int64_t timeout_;
    platform::deadline deadline_ = platform::deadline::never();
};

/// The flags of each attempt.
[[nodiscard]] inline message_flags flags_of_attempt(const socket_state& s, message_flags flags) noexcept {
    return flags | s.attempt_flags.load(std::memory_order_relaxed);
}

/// The attempts after a first one that failed. Apart and cold, so that an operation that succeeds at once saves no
/// registers for it; `once` comes by value, so that its captures need no memory before.
template <class Attempt>
[[nodiscard, gnu::noinline, gnu::cold]] auto attempt_again(const socket_state& s, platform::readiness want,
                                                           message_flags flags, std::error_code failed,
                                                           Attempt once) noexcept -> decltype(once()) {
    patience more(s, want, flags);
    for (;;) {
        if (auto again = more.after(failed); !again) return failure(again.error());
        auto got = once();
        if (got) return got;
        failed = got.error();
    }
}

/// For attempts that take no flag against sleeping: with a timeout, wait() comes first.
template <class Attempt>
[[nodiscard]] auto attempt_when_ready(const socket_state& s, platform::readiness want, Attempt once) noexcept
    -> decltype(once()) {
    patience more(s, want);
    if (s.attempt_flags.load(std::memory_order_relaxed)) {
        if (auto ready = more.until_ready(); !ready) return failure(ready.error());
    }
    for (;;) {
        auto got = once();
        if (got) return got;
        if (auto again = more.after(got.error()); !again) return failure(again.error());
    }
}

/// Attempts until one succeeds or the mode says otherwise.
template <class Attempt>
[[nodiscard]] inline auto attempt(const socket_state& s, platform::readiness want, message_flags flags,
                                  Attempt once) noexcept -> decltype(once()) {
    auto got = once();
    if (!got) [[unlikely]]
        got = attempt_again(s, want, flags, got.error(), once);
    return got; // one object on every path: it is made where the caller wants it
}

} // namespace samesock

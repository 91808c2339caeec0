// What a socket object, its files and the calls in flight share. No system header; no platform call but close and
// cancel.
#pragma once

#include "platform/platform.hpp"

#include <samesock/socket.hpp>
#include <samesock/timeout_value.hpp>

#include <atomic>
#include <cstdint>

namespace samesock {

struct socket_state {
    socket_state(platform::handle h, const platform::kind& k, std::int64_t timeout_ns) noexcept : handle(h), kind(k) {
        set_timeout(timeout_ns);
    }

    /// Twice the calls in flight, and the mark `open`. The handle is released when this becomes 0, by the last call out
    /// after closing, so that its number is never reused under a caller. First member, and these values: entering and
    /// leaving are two instructions each.
    std::atomic<std::uint32_t> calls{open};
    static constexpr std::uint32_t open = 1;
    static constexpr std::uint32_t one_call = 2;

    const platform::handle handle;
    const platform::kind kind;
    /// Nanoseconds, or timeout_value::none.
    std::atomic<std::int64_t> timeout;
    /// What each attempt adds to the flags of its call. With a timeout only wait() sleeps, until the deadline: never
    /// the kernel, whatever another socket on the same description, as of dup() or of a child process, has made of the
    /// mode. (CPython polls before.)
    std::atomic<message_flags> attempt_flags;
    /// The socket object and its files: the last one frees this.
    std::atomic<std::uint32_t> owners{1};
    /// Open files of makefile(): while there is one, close() only asks for it (Python's _io_refs and _closed).
    std::atomic<std::uint32_t> files{0};
    std::atomic<bool> close_wanted{false};

    [[nodiscard]] bool is_closed() const noexcept { return (calls.load(std::memory_order_acquire) & open) == 0; }
    /// False, and nothing to leave, if closed.
    [[nodiscard]] bool enter() noexcept {
        if ((calls.fetch_add(one_call, std::memory_order_acq_rel) & open) != 0) [[likely]]
            return true;
        leave();
        return false;
    }
    void leave() noexcept {
        if (calls.fetch_sub(one_call, std::memory_order_acq_rel) == one_call) [[unlikely]]
            (void)release();
    }

    void set_timeout(std::int64_t timeout_ns) noexcept {
        timeout.store(timeout_ns, std::memory_order_relaxed);
        const bool may_sleep_in_kernel = timeout_ns > 0 && platform::sleeps_in_kernel();
        attempt_flags.store(may_sleep_in_kernel ? MSG_DONTWAIT : message_flags(), std::memory_order_relaxed);
    }

    /// Closes the handle, or leaves that to the calls in flight, which it wakes where it can.
    status close_handle() noexcept;
    /// Marks closed and leaves the handle alone. False if it was closed already.
    bool detach_handle() noexcept;

    void retain() noexcept { owners.fetch_add(1, std::memory_order_relaxed); }
    /// An owner has gone: the last one closes and frees.
    static void drop(socket_state* state) noexcept;

private:
    /// The last one out: closes the handle, once.
    [[nodiscard]] status release() noexcept;

    std::atomic<bool> released_{false}; ///< a caller that finds the socket closed may be the last one out once more
    bool detached_ = false;             ///< nobody releases the handle
};

/// How the core's other files reach a socket's state, and make sockets.
class socket_access {
public:
    [[nodiscard]] static socket_state* state(const socket& s) noexcept { return s.state_; }
    [[nodiscard]] static socket wrap(socket_state* state) noexcept { return socket(state); }
    /// A socket of a handle that is released if there is no memory for it. `timeout_ns` as socket_state::timeout.
    [[nodiscard]] static result<socket> make(platform::handle, const platform::kind&, std::int64_t timeout_ns) noexcept;
};

/// The default timeout in nanoseconds, or timeout_value::none.
[[nodiscard]] std::int64_t default_timeout() noexcept;

} // namespace samesock

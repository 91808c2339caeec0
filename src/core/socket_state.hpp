// What a socket object, its files and the calls in flight share. No system header; no platform call but close and cancel.
#pragma once

#include "platform/platform.hpp"

#include <samesock/socket.hpp>
#include <samesock/timeout_value.hpp>

#include <atomic>
#include <cstdint>

namespace samesock {

struct socket_state {
    socket_state(platform::handle h, const platform::kind& k, std::int64_t timeout_ns) noexcept : handle(h), kind(k), timeout(timeout_ns) {}

    const platform::handle handle;
    const platform::kind kind;
    /// Nanoseconds, or timeout_value::none.
    std::atomic<std::int64_t> timeout;
    /// Calls in flight, and two marks. The handle is released by the last call out after `closed`, so that its number is
    /// never reused under a caller.
    std::atomic<std::uint32_t> calls{0};
    static constexpr std::uint32_t closed = 1u << 31;
    static constexpr std::uint32_t detached = 1u << 30; ///< with closed: nobody releases the handle
    /// The socket object and its files: the last one frees this.
    std::atomic<std::uint32_t> owners{1};
    /// Open files of makefile(): while there is one, close() only asks for it (Python's _io_refs and _closed).
    std::atomic<std::uint32_t> files{0};
    std::atomic<bool> close_wanted{false};

    [[nodiscard]] bool is_closed() const noexcept { return (calls.load(std::memory_order_acquire) & closed) != 0; }
    /// False, and nothing to leave, if closed.
    [[nodiscard]] bool enter() noexcept {
        if ((calls.fetch_add(1, std::memory_order_acq_rel) & closed) == 0) [[likely]]
            return true;
        leave();
        return false;
    }
    void leave() noexcept {
        if (calls.fetch_sub(1, std::memory_order_acq_rel) == (closed | 1)) [[unlikely]]
            release();
    }

    /// Closes the handle, or leaves that to the calls in flight, which it wakes where it can.
    status close_handle() noexcept;
    /// Marks closed and leaves the handle alone. False if it was closed already.
    bool detach_handle() noexcept;

    void retain() noexcept { owners.fetch_add(1, std::memory_order_relaxed); }
    /// An owner has gone: the last one closes and frees.
    static void drop(socket_state* state) noexcept;

private:
    void release() noexcept;
    std::error_code release_error_{};
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

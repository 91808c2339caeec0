// Where one thread sleeps until it is woken, or a deadline: the one thing beside the transport that differs from place
// to place. Each transport brings its own: a pipe natively, in the browser whatever lets messages come meanwhile.
#pragma once

#include "platform/platform.hpp"

#include <cstdint>
#include <memory>
#include <mutex>

namespace samesock::platform {

enum class awakening : std::uint8_t {
    woken,       ///< or for no reason: the caller looks again
    deadline,    ///< it has passed
    interrupted, ///< by a signal
};

class sleeper {
public:
    /// Check is_usable(): it may need something of the system.
    sleeper() noexcept;
    ~sleeper();
    sleeper(const sleeper&) = delete;
    sleeper& operator=(const sleeper&) = delete;

    [[nodiscard]] bool is_usable() const noexcept;
    /// True: nothing comes in but while somebody sleeps. So who only wants to look has to sleep for no time.
    [[nodiscard]] static bool lets_events_in() noexcept;
    /// False: another one sleeps, and two cannot.
    [[nodiscard]] static bool can_sleep() noexcept;
    /// From any thread, with or without the lock, and from a signal handler. Before sleep(), that will not sleep.
    void wake() noexcept;
    /// Lets go of the lock meanwhile.
    [[nodiscard]] awakening sleep(std::unique_lock<std::mutex>& lock, deadline until) noexcept;

private:
    struct place;
    std::unique_ptr<place> place_;
};

} // namespace samesock::platform

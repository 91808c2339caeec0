// The threads that sleep on a handle, in wait() or in a receive, and the handles that nobody may sleep on any more: how
// cancel() reaches a sleeper.
#pragma once

#include "platform/platform.hpp"

#include "winsock.hpp"

#include <atomic>
#include <span>

namespace samesock::platform {

/// A thread asleep, for as long as the object lives. Where its handles are cancelled already, it may not sleep.
class sleeper {
public:
    enum class place {
        in_wait,   ///< select() on its handles and on socket()
        in_receive ///< an overlapped receive, and event()
    };

    sleeper(std::span<const interest> on, place where) noexcept;
    sleeper(const sleeper&) = delete;
    sleeper& operator=(const sleeper&) = delete;
    ~sleeper();

    [[nodiscard]] bool cancelled() const noexcept { return cancelled_.load(std::memory_order_acquire); }
    /// Readable once cancelled, and after a nudge: drain() it then. INVALID_SOCKET where the process has none left,
    /// and in a receive: in wait() the sleeper then looks from time to time.
    [[nodiscard]] SOCKET socket() const noexcept { return socket_; }
    void drain() const noexcept;
    /// Signalled once cancelled, and after a nudge; it resets itself. In a receive only; null where there is no memory.
    [[nodiscard]] HANDLE event() const noexcept { return event_; }

private:
    friend class sleepers;
    std::span<const interest> on_;
    SOCKET socket_ = INVALID_SOCKET;
    HANDLE event_ = nullptr;
    std::atomic<bool> woken_ = false;
    std::atomic<bool> cancelled_ = false;
    sleeper* previous_ = nullptr;
    sleeper* next_ = nullptr;
};

/// An event of Windows', made with the object.
class own_event {
public:
    explicit own_event(bool resets_itself) noexcept
        : event_(::CreateEventW(nullptr, resets_itself ? FALSE : TRUE, FALSE, nullptr)) {}
    own_event(const own_event&) = delete;
    own_event& operator=(const own_event&) = delete;
    ~own_event() {
        if (event_ != nullptr) ::CloseHandle(event_);
    }
    [[nodiscard]] HANDLE get() const noexcept { return event_; }

private:
    HANDLE event_;
};

/// Every thread that sleeps on the handle looks again. shutdown() by itself wakes nobody here.
void nudge(handle h) noexcept;

[[nodiscard]] bool any_cancelled(std::span<const interest> on) noexcept;
/// close() ends what cancel() began.
void forget_cancelled(handle h) noexcept;

} // namespace samesock::platform

// The threads that sleep in wait(), and the handles that nobody may sleep on any more: how cancel() reaches a sleeper.
#pragma once

#include "platform/platform.hpp"

#include <atomic>
#include <span>

namespace samesock::platform {

/// A thread asleep in wait(), for as long as the object lives. Where its handles are cancelled already, it may not
/// sleep.
class sleeper {
public:
    explicit sleeper(std::span<const interest> on) noexcept;
    sleeper(const sleeper&) = delete;
    sleeper& operator=(const sleeper&) = delete;
    ~sleeper();

    [[nodiscard]] bool cancelled() const noexcept { return cancelled_.load(std::memory_order_acquire); }
    /// Readable once cancelled. -1 where the process has no descriptor left: the sleeper then looks from time to time.
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

private:
    friend class sleepers;
    std::span<const interest> on_;
    int descriptor_ = -1;
    int sender_ = -1;
    unsigned process_ = 0; ///< how many forks ago it fell asleep
    std::atomic<bool> cancelled_ = false;
    sleeper* previous_ = nullptr;
    sleeper* next_ = nullptr;
};

[[nodiscard]] bool any_cancelled(std::span<const interest> on) noexcept;
/// close() ends what cancel() began.
void forget_cancelled(handle h) noexcept;

} // namespace samesock::platform

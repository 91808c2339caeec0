// The handles that nobody may sleep on any more, from cancel() to close(): for backends whose sleepers are the
// system's.
#pragma once

#include "platform/platform.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <span>

namespace samesock::platform {

/// The owner's lock is held for every call but is_empty(). There are never more of them than threads. No destructor,
/// since threads may outlive main().
class cancelled_handles {
public:
    [[nodiscard]] bool is_empty() const noexcept { return count_.load(std::memory_order_acquire) == 0; }

    [[nodiscard]] bool has_any_of(std::span<const interest> on) const noexcept {
        const std::span all(handles_, count_.load(std::memory_order_relaxed));
        return std::ranges::any_of(all, [&](handle h) { return std::ranges::find(on, h, &interest::on) != on.end(); });
    }

    /// Without memory for one more it is not remembered: those asleep are woken all the same.
    void add(handle h) noexcept {
        const std::size_t count = count_.load(std::memory_order_relaxed);
        if (std::find(handles_, handles_ + count, h) != handles_ + count) return;
        if (count == room_) {
            void* const larger = std::realloc(handles_, (room_ + 16) * sizeof(handle));
            if (larger == nullptr) return;
            handles_ = static_cast<handle*>(larger);
            room_ += 16;
        }
        handles_[count] = h;
        count_.store(count + 1, std::memory_order_release);
    }

    void remove(handle h) noexcept {
        const std::size_t count = count_.load(std::memory_order_relaxed);
        handle* const end = std::remove(handles_, handles_ + count, h);
        count_.store(static_cast<std::size_t>(end - handles_), std::memory_order_release);
    }

    void clear() noexcept { count_.store(0, std::memory_order_release); }

private:
    handle* handles_ = nullptr;
    std::size_t room_ = 0;
    std::atomic<std::size_t> count_ = 0;
};

} // namespace samesock::platform

// A thread sleeps on a word of the shared memory; the event loop's thread wakes it.
#include "wasm/tunnel/sleeper.hpp"

#include <emscripten/threading.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cmath>
#include <new>

namespace samesock::platform {
namespace {

double milliseconds_until(deadline until) noexcept {
    if (until == deadline::never()) return INFINITY;
    return static_cast<double>(std::max<std::int64_t>(until.at - now(), 0)) / 1e6;
}

// Who wakes a sleeper holds the lock for a moment longer: to sleep for that moment costs two changes of threads.
void lock_soon(std::unique_lock<std::mutex>& lock) {
    constexpr std::int64_t moment = 100'000; // ns
    const std::int64_t end = now() + moment;
    while (!lock.try_lock())
        if (now() >= end) return lock.lock();
}

} // namespace

struct sleeper::place {
    std::atomic<std::uint32_t> signaled = 0;
};

sleeper::sleeper() noexcept : place_(new(std::nothrow) place) {}
sleeper::~sleeper() = default;

bool sleeper::is_usable() const noexcept { return place_ != nullptr; }
bool sleeper::lets_events_in() noexcept { return false; }
bool sleeper::can_sleep() noexcept { return true; }

void sleeper::wake() noexcept {
    if (place_->signaled.exchange(1) == 0) emscripten_futex_wake(&place_->signaled, INT_MAX);
}

awakening sleeper::sleep(std::unique_lock<std::mutex>& lock, deadline until) noexcept {
    lock.unlock();
    const int outcome = emscripten_futex_wait(&place_->signaled, 0, milliseconds_until(until));
    lock_soon(lock);
    if (place_->signaled.exchange(0) != 0) return awakening::woken;
    return outcome == -ETIMEDOUT ? awakening::deadline : awakening::woken;
}

} // namespace samesock::platform

// A thread sleeps on a word of the shared memory; the event loop's thread wakes it.
#include "event_loop.hpp"
#include "held_wakes.hpp"

#include "wasm/tunnel/sleeper.hpp"

#include <emscripten/threading.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cmath>
#include <new>
#include <span>
#include <utility>

namespace samesock::platform {
namespace {

double milliseconds_until(deadline until) noexcept {
    if (until == deadline::never()) return INFINITY;
    return static_cast<double>(std::max<std::int64_t>(until.at - now(), 0)) / 1e6;
}

using word = std::atomic<std::uint32_t>;

void wake_all(word* one) noexcept { emscripten_futex_wake(one, INT_MAX); }

thread_local bool holds = false;
// Of the only thread that holds any. A word whose sleeper is gone by then is no more than a number.
std::array<word*, 16> held;
std::size_t held_count = 0;

} // namespace

held_wakes::held_wakes() noexcept { holds = true; }
held_wakes::~held_wakes() {
    holds = false;
    for (word* const one : std::span(held).first(std::exchange(held_count, 0))) wake_all(one);
}

struct sleeper::place {
    word signaled = 0;
};

sleeper::sleeper() noexcept : place_(new(std::nothrow) place) {}
sleeper::~sleeper() = default;

bool sleeper::is_usable() const noexcept { return place_ != nullptr; }
bool sleeper::lets_events_in() noexcept { return false; }
bool sleeper::can_sleep() noexcept { return true; }

void sleeper::wake() noexcept {
    if (place_->signaled.exchange(1) != 0) return;
    if (holds && held_count != held.size())
        held[held_count++] = &place_->signaled;
    else
        wake_all(&place_->signaled);
}

awakening sleeper::sleep(std::unique_lock<std::mutex>& lock, deadline until) noexcept {
    lock.unlock();
    program_sleeps();
    const int outcome = emscripten_futex_wait(&place_->signaled, 0, milliseconds_until(until));
    lock.lock();
    if (place_->signaled.exchange(0) != 0) return awakening::woken;
    return outcome == -ETIMEDOUT ? awakening::deadline : awakening::woken;
}

} // namespace samesock::platform

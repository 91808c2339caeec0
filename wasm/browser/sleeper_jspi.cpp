// The engine suspends the program, and the event loop runs meanwhile. There is one stack, so one sleeps at a time.
#include "wasm/tunnel/sleeper.hpp"

#include <emscripten/em_js.h>
#include <emscripten/emscripten.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <ctime>
#include <new>
#include <utility>

// A timer is precise where the page can post tasks; setTimeout is clamped to 4 ms there, and not on Node. A posted task
// that nobody waits for any more finds nothing to do: to take it back would cost each short wait more.
// clang-format off
EM_ASYNC_JS(void, samesock_sleep, (double milliseconds), {
  await (Module["samesock_sleep"] ||= (() => {
    const scheduler = globalThis.scheduler?.postTask ? globalThis.scheduler : undefined;
    let resume, timer, until = Infinity, next = Infinity, turn = 0;
    const begin = (resolve) => { resume = resolve; };
    const wake = () => {
      if (!resume) return;
      const woken = resume;
      resume = undefined;
      until = Infinity;
      if (timer !== undefined) clearTimeout(timer);
      timer = undefined;
      woken();
    };
    const ring = (at) => {
      if (at !== next) return;
      next = Infinity;
      if (!resume) return;
      if (performance.now() >= until) wake();
      else arm();
    };
    const arm = () => {
      const at = until;
      if (at >= next) return;
      next = at;
      scheduler.postTask(() => ring(at), {delay: Math.max(0, Math.ceil(at - performance.now()))});
    };
    const wake_after = (milliseconds) => {
      const mine = turn;
      if (!milliseconds && globalThis.setImmediate) return void setImmediate(() => mine === turn && wake());
      until = performance.now() + milliseconds;
      if (scheduler) arm();
      else timer = setTimeout(wake, Math.min(Math.ceil(milliseconds), 0x7fffffff));
    };
    const sleep = (milliseconds) => {
      ++turn;
      const woken = new Promise(begin);
      if (milliseconds >= 0) wake_after(milliseconds);
      return woken;
    };
    return {sleep, wake};
  })()).sleep(milliseconds);
});

EM_JS(void, samesock_wake, (), { Module["samesock_sleep"]?.wake(); });
// clang-format on

namespace samesock::platform {
namespace {

// There is one stack: of two that are suspended each would have its variables where the other has its own.
bool is_suspended = false;

void suspend(double milliseconds) noexcept {
    is_suspended = true;
    samesock_sleep(milliseconds);
    is_suspended = false;
}

double milliseconds_until(deadline until) noexcept {
    if (until == deadline::never()) return -1;
    return static_cast<double>(std::max<std::int64_t>(until.at - now(), 0)) / 1e6;
}

} // namespace

struct sleeper::place {
    bool signaled = false;
    bool asleep = false;
};

sleeper::sleeper() noexcept : place_(new(std::nothrow) place) {}
sleeper::~sleeper() = default;

bool sleeper::is_usable() const noexcept { return place_ != nullptr; }
bool sleeper::lets_events_in() noexcept { return true; }
bool sleeper::can_sleep() noexcept { return !is_suspended; }

void sleeper::wake() noexcept {
    place_->signaled = true;
    if (place_->asleep) samesock_wake();
}

// Also when there is nothing to wait for: what happens outside comes in only here.
awakening sleeper::sleep(std::unique_lock<std::mutex>& lock, deadline until) noexcept {
    lock.unlock();
    place_->asleep = true;
    suspend(place_->signaled ? 0 : milliseconds_until(until));
    place_->asleep = false;
    lock.lock();
    return std::exchange(place_->signaled, false) ? awakening::woken : awakening::deadline;
}

} // namespace samesock::platform

// Emscripten's spins, and nothing goes in or out meanwhile. std::this_thread::sleep_for, sleep() and usleep() call this
// one, which is found before that of the C library.
extern "C" int nanosleep(const timespec* asked, timespec* left) {
    constexpr long second = 1'000'000'000;
    if (asked->tv_sec < 0 || asked->tv_nsec < 0 || asked->tv_nsec >= second) {
        errno = EINVAL;
        return -1;
    }
    using namespace samesock::platform;
    const std::int64_t until = now() + std::int64_t{asked->tv_sec} * second + asked->tv_nsec;
    while (now() < until)
        if (!is_suspended) suspend(milliseconds_until({until}));
    if (left != nullptr) *left = {};
    return 0;
}

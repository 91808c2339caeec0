// A thread sleeps in poll(2) on a pipe of its own: so a signal interrupts it, as Python has it, and a signal handler
// may wake it.
#include "wasm/tunnel/sleeper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>

namespace samesock::platform {
namespace {

constexpr std::int64_t millisecond = 1'000'000;

// Rounded up: never early.
int milliseconds_until(deadline until) noexcept {
    if (until == deadline::never()) return -1;
    const std::int64_t left = until.at - now();
    if (left <= 0) return 0;
    return static_cast<int>(std::min<std::int64_t>((left - 1) / millisecond + 1, INT_MAX));
}

} // namespace

struct sleeper::place {
    std::array<int, 2> ends{-1, -1};
    std::atomic<bool> signaled = false; ///< there is a byte in the pipe, or about to be

    place() noexcept {
        if (::pipe(ends.data()) != 0) {
            ends = {-1, -1};
            return;
        }
        for (const int fd : ends) {
            (void)::fcntl(fd, F_SETFD, FD_CLOEXEC);
            (void)::fcntl(fd, F_SETFL, O_NONBLOCK);
        }
    }
    ~place() {
        for (const int fd : ends)
            if (fd >= 0) ::close(fd);
    }
    place(const place&) = delete;
    place& operator=(const place&) = delete;
};

sleeper::sleeper() noexcept : place_(new(std::nothrow) place) {}
sleeper::~sleeper() = default;

bool sleeper::is_usable() const noexcept { return place_ != nullptr && place_->ends[0] >= 0; }
bool sleeper::lets_events_in() noexcept { return false; }
bool sleeper::can_sleep() noexcept { return true; }

void sleeper::wake() noexcept {
    if (place_->signaled.exchange(true)) return;
    const int kept = errno; // a signal handler leaves it as it was
    const char byte = 0;
    (void)!::write(place_->ends[1], &byte, 1);
    errno = kept;
}

// Emptied before the flag falls: who raises it again in between finds it raised, and what it tells of is looked at
// afterwards.
awakening sleeper::sleep(std::unique_lock<std::mutex>& lock, deadline until) noexcept {
    lock.unlock();
    pollfd one{place_->ends[0], POLLIN, 0};
    const int ready = ::poll(&one, 1, milliseconds_until(until));
    const bool interrupted = ready < 0 && errno == EINTR;
    lock.lock();
    std::array<char, 16> bytes;
    while (::read(place_->ends[0], bytes.data(), bytes.size()) > 0) {}
    place_->signaled.store(false);
    if (interrupted) return awakening::interrupted;
    return ready == 0 ? awakening::deadline : awakening::woken;
}

} // namespace samesock::platform

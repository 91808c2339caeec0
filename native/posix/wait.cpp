// The one place that sleeps: poll for a few handles, a queue of the kernel's for many. Source: poll(2).
#include "sleepers.hpp"
#include "translate.hpp"
#if defined(__linux__)
#include "epoll.hpp"
#else
#include "kqueue.hpp"
#endif

#include <poll.h>

#include <limits>
#include <memory>
#include <new>

namespace samesock::platform {

namespace {

constexpr std::int64_t nanoseconds_per_millisecond = 1'000'000;

bool has_passed(deadline until) noexcept { return until != deadline::never() && until.at <= now(); }

// Rounded up, so that sleeping so long reaches the deadline; -1 for none. A later deadline than fits is slept for
// again.
int milliseconds_to(deadline until) noexcept {
    if (until == deadline::never()) return -1;
    const std::int64_t left = until.at - now();
    if (left <= 0) return 0;
    const std::int64_t rounded = (left - 1) / nanoseconds_per_millisecond + 1;
    return static_cast<int>(std::min<std::int64_t>(rounded, std::numeric_limits<int>::max()));
}

short poll_bits(readiness want) noexcept {
    int events = 0;
    if (any(want & readiness::readable)) events |= POLLIN;
    if (any(want & readiness::writable)) events |= POLLOUT;
    if (any(want & readiness::exceptional)) events |= POLLPRI;
    return static_cast<short>(events);
}

// A failed connect is exceptional to those who ask, and a hang-up to those who do not.
readiness readiness_of(short events, readiness want) noexcept {
    readiness got = readiness::none;
    if ((events & POLLIN) != 0) got = got | readiness::readable;
    if ((events & POLLOUT) != 0) got = got | readiness::writable;
    if ((events & (POLLPRI | POLLERR)) != 0) got = got | (want & readiness::exceptional);
    if ((events & (POLLHUP | POLLERR)) != 0) got = got | readiness::hang_up;
    if ((events & POLLNVAL) != 0) got = got | readiness::invalid;
    return got;
}

// The interests as poll() takes them, and one more place for the sleeper's own descriptor.
class poll_set {
public:
    explicit poll_set(std::span<interest> on) noexcept : on_(on) {
        if (on.size() >= few_.size()) many_.reset(new (std::nothrow) pollfd[on.size() + 1]);
        all_ = on.size() < few_.size() ? few_.data() : many_.get();
        if (all_ == nullptr) return;
        for (std::size_t i = 0; i != on.size(); ++i) {
            all_[i] = {descriptor(on[i].on), poll_bits(on[i].want), 0};
            if (all_[i].fd < 0) has_invalid_ = true;
        }
    }

    [[nodiscard]] bool failed() const noexcept { return all_ == nullptr; }
    /// poll() passes over negative descriptors, and would sleep.
    [[nodiscard]] bool has_invalid() const noexcept { return has_invalid_; }

    [[nodiscard]] int poll(int own, int milliseconds) noexcept {
        all_[on_.size()] = {own, POLLIN, 0};
        return ::poll(all_, static_cast<nfds_t>(on_.size() + 1), milliseconds);
    }

    [[nodiscard]] std::size_t report() noexcept {
        std::size_t ready = 0;
        for (std::size_t i = 0; i != on_.size(); ++i) {
            on_[i].got = all_[i].fd < 0 ? readiness::invalid : readiness_of(all_[i].revents, on_[i].want);
            if (any(on_[i].got)) ++ready;
        }
        return ready;
    }

private:
    std::span<interest> on_;
    pollfd* all_ = nullptr;
    bool has_invalid_ = false;
    std::array<pollfd, 17> few_; // not cleared: NOLINT
    std::unique_ptr<pollfd[]> many_;
};

result<std::size_t> look(poll_set& set, std::span<const interest> on) noexcept {
    if (any_cancelled(on)) return failure(errno_code(ECANCELED));
    if (set.poll(-1, 0) < 0) return last_error();
    return set.report();
}

// With no descriptor left to be woken by, a sleeper looks this often whether it was cancelled.
constexpr int nap_milliseconds = 20;

result<std::size_t> sleep_on(poll_set& set, std::span<const interest> on, deadline until) noexcept {
    const sleeper me(on);
    for (;;) {
        if (me.cancelled()) return failure(errno_code(ECANCELED));
        int time = milliseconds_to(until);
        if (me.descriptor() < 0 && (time < 0 || time > nap_milliseconds)) time = nap_milliseconds;
        if (set.poll(me.descriptor(), time) < 0) return last_error();
        if (me.cancelled()) return failure(errno_code(ECANCELED));
        const std::size_t ready = set.report();
        if (ready != 0 || has_passed(until)) return ready;
    }
}

} // namespace

result<std::size_t> wait(std::span<interest> on, deadline until) noexcept {
    poll_set set(on);
    if (set.failed()) return failure(errno_code(ENOMEM));
    if (set.has_invalid() || has_passed(until)) return look(set, on);
    return sleep_on(set, on, until);
}

// -- pollers ----------------------------------------------------------------------------------------------------------

namespace {

struct poller_state {
    ready_queue queue;
    waker alarm;
};

// The number is the address: 32-bit systems have no room in it for two descriptors.
poller_state* state_of(poller p) noexcept {
    return p == poller::none ? nullptr : reinterpret_cast<poller_state*>(static_cast<std::intptr_t>(p));
}

} // namespace

result<poller> open_poller() noexcept {
    std::unique_ptr<poller_state> state(new (std::nothrow) poller_state);
    if (!state) return failure(errno_code(ENOMEM));
    if (!state->alarm.open()) return last_error();
    if (const status opened = state->queue.open(state->alarm); !opened) return failure(opened.error());
    return static_cast<poller>(reinterpret_cast<std::intptr_t>(state.release()));
}

status watch(poller p, handle h, readiness want, std::uint64_t token) noexcept {
    poller_state* const state = state_of(p);
    if (state == nullptr) return failure(errno_code(EBADF));
    return state->queue.watch(descriptor(h), want, token);
}

result<std::size_t> wait(poller p, std::span<event> to, deadline until) noexcept {
    poller_state* const state = state_of(p);
    if (state == nullptr) return failure(errno_code(EBADF));
    for (;;) {
        const auto outcome = state->queue.collect(to, milliseconds_to(until), state->alarm);
        if (!outcome) return failure(outcome.error());
        if (outcome->count != 0 || outcome->woken || has_passed(until)) return outcome->count;
    }
}

status wake(poller p) noexcept {
    poller_state* const state = state_of(p);
    if (state == nullptr) return failure(errno_code(EBADF));
    if (!state->alarm.signal()) return last_error();
    return {};
}

void close(poller p) noexcept { delete state_of(p); }

} // namespace samesock::platform

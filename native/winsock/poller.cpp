// Many handles, registered once: a list that each wait() gives to select(). Windows has no queue of ready sockets that
// goes by levels.
#include "handle_table.hpp"
#include "selection.hpp"
#include "waker.hpp"

#include "platform/allocation.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace samesock::platform {

namespace {

class poller_state {
public:
    [[nodiscard]] bool open() noexcept { return alarm_.open(); }

    [[nodiscard]] status watch(handle h, readiness want, std::uint64_t token) noexcept {
        const std::scoped_lock lock(mutex_);
        if (is_sleeping_) (void)waker::signal(alarm_.get()); // who sleeps takes the new list
        const auto found = std::ranges::find(entries_, h, &entry::on);
        if (want == readiness::none) {
            if (found != entries_.end()) entries_.erase(found);
            return {};
        }
        if (!is_socket(h)) return last_error(h);
        const entry fresh{h, want, token, traits_of(h).generation()};
        if (found != entries_.end()) {
            *found = fresh;
            return {};
        }
        return guard_allocation([&]() -> status {
            entries_.push_back(fresh);
            return {};
        });
    }

    struct outcome {
        std::size_t count;
        bool woken;
    };
    /// Sleeps once, for at most so many milliseconds (-1: for ever).
    [[nodiscard]] result<outcome> collect(std::span<event> to, int milliseconds) noexcept {
        selection set;
        {
            const std::scoped_lock lock(mutex_);
            forget_closed();
            if (!set.reserve(entries_.size())) return failed_with(ENOMEM);
            set.clear();
            for (const entry& e : entries_) set.add(e.on, e.want);
            is_sleeping_ = milliseconds != 0;
        }
        set.add_waker(alarm_.get());
        const int ready = set.select(milliseconds);
        const int reason = ready < 0 ? ::WSAGetLastError() : 0;
        const std::scoped_lock lock(mutex_);
        is_sleeping_ = false;
        if (reason == WSAENOTSOCK) // closed meanwhile, or by somebody else
            std::erase_if(entries_, [](const entry& e) { return !is_socket(e.on); });
        else if (reason != 0)
            return failed_with(errno_of(reason));
        outcome all{0, false};
        if (ready <= 0) return all;
        all.count = report(set, to);
        if (set.waker_is_ready(alarm_.get()))
            waker::drain(alarm_.get());
        else if (all.count == 0)
            ::Sleep(1); // out-of-band data that nobody asked for stays ready
        all.woken = rung_.exchange(false, std::memory_order_acq_rel);
        return all;
    }

    [[nodiscard]] bool wake() noexcept {
        rung_.store(true, std::memory_order_release);
        return waker::signal(alarm_.get());
    }

private:
    struct entry {
        handle on;
        readiness want;
        std::uint64_t token;
        std::uint32_t generation;
    };

    // A closed socket leaves by itself; its number may be another's by now.
    void forget_closed() noexcept {
        std::erase_if(entries_, [](const entry& e) {
            const traits now = traits_of(e.on);
            return !now.has(trait::known) ? !is_socket(e.on) : now.generation() != e.generation;
        });
    }

    // More than there is room for are told the next time, in turn.
    [[nodiscard]] std::size_t report(selection& set, std::span<event> to) noexcept {
        std::size_t count = 0;
        std::size_t looked = 0;
        for (; looked != entries_.size() && count != to.size(); ++looked) {
            const entry& e = entries_[looked];
            const readiness got = set.got(e.on, e.want);
            if (any(got)) to[count++] = {e.token, got};
        }
        std::ranges::rotate(entries_, entries_.begin() + static_cast<std::ptrdiff_t>(looked));
        return count;
    }

    light_lock mutex_;
    bool is_sleeping_ = false;
    std::vector<entry> entries_;
    waker alarm_;
    std::atomic<bool> rung_ = false;
};

poller_state* state_of(poller p) noexcept {
    return p == poller::none ? nullptr : reinterpret_cast<poller_state*>(static_cast<std::intptr_t>(p));
}

} // namespace

result<poller> open_poller() noexcept {
    std::unique_ptr<poller_state> state(new (std::nothrow) poller_state);
    if (!state) return failed_with(ENOMEM);
    if (!state->open()) return last_error();
    return static_cast<poller>(reinterpret_cast<std::intptr_t>(state.release()));
}

status watch(poller p, handle h, readiness want, std::uint64_t token) noexcept {
    poller_state* const state = state_of(p);
    if (state == nullptr) return failed_with(EBADF);
    return state->watch(h, want, token);
}

result<std::size_t> wait(poller p, std::span<event> to, deadline until) noexcept {
    poller_state* const state = state_of(p);
    if (state == nullptr) return failed_with(EBADF);
    for (;;) {
        const auto outcome = state->collect(to, milliseconds_to(until));
        if (!outcome) return failure(outcome.error());
        if (outcome->count != 0 || outcome->woken || has_passed(until)) return outcome->count;
    }
}

status wake(poller p) noexcept {
    poller_state* const state = state_of(p);
    if (state == nullptr) return failed_with(EBADF);
    if (!state->wake()) return last_error();
    return {};
}

void close(poller p) noexcept { delete state_of(p); }

} // namespace samesock::platform

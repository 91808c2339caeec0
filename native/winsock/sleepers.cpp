// The threads that sleep on a handle: see sleepers.hpp.
#include "sleepers.hpp"
#include "waker.hpp"

#include <algorithm>
#include <cstdlib>
#include <mutex>

namespace samesock::platform {

namespace {

// One for each thread that ever slept in wait(), closed when the thread ends.
thread_local waker own_waker;
// And for each that ever slept in a receive.
thread_local own_event receive_disturbed(true);

} // namespace

/// One list for the process. It has no destructor that does anything, since threads may outlive main().
class sleepers {
public:
    void add(sleeper& s) noexcept {
        const std::scoped_lock lock(mutex_);
        if (is_cancelled(s.on_)) s.cancelled_.store(true, std::memory_order_release);
        s.next_ = first_;
        if (first_ != nullptr) first_->previous_ = &s;
        first_ = &s;
    }

    void remove(sleeper& s) noexcept {
        const std::scoped_lock lock(mutex_);
        (s.previous_ != nullptr ? s.previous_->next_ : first_) = s.next_;
        if (s.next_ != nullptr) s.next_->previous_ = s.previous_;
    }

    void cancel(handle h) noexcept {
        const std::scoped_lock lock(mutex_);
        remember(h);
        wake(h, true);
    }

    void nudge(handle h) noexcept {
        const std::scoped_lock lock(mutex_);
        wake(h, false);
    }

    void forget(handle h) noexcept {
        if (count_.load(std::memory_order_acquire) == 0) return;
        const std::scoped_lock lock(mutex_);
        const std::size_t count = count_.load(std::memory_order_relaxed);
        handle* const end = std::remove(cancelled_, cancelled_ + count, h);
        count_.store(static_cast<std::size_t>(end - cancelled_), std::memory_order_release);
    }

    bool any_cancelled(std::span<const interest> on) noexcept {
        if (count_.load(std::memory_order_acquire) == 0) return false;
        const std::scoped_lock lock(mutex_);
        return is_cancelled(on);
    }

private:
    void wake(handle h, bool and_cancel) noexcept {
        for (sleeper* s = first_; s != nullptr; s = s->next_) {
            if (std::ranges::find(s->on_, h, &interest::on) == s->on_.end()) continue;
            if (and_cancel) s->cancelled_.store(true, std::memory_order_release);
            s->woken_.store(true, std::memory_order_release);
            if (s->event_ != nullptr) ::SetEvent(s->event_);
            if (s->socket_ != INVALID_SOCKET) (void)waker::signal(s->socket_);
        }
    }

    bool is_cancelled(std::span<const interest> on) const noexcept {
        const std::span cancelled(cancelled_, count_.load(std::memory_order_relaxed));
        return std::ranges::any_of(cancelled,
                                   [&](handle h) { return std::ranges::find(on, h, &interest::on) != on.end(); });
    }

    // Handles stay here between cancel() and close() only: there are never more than threads. Without memory for one
    // more, those asleep are woken all the same.
    void remember(handle h) noexcept {
        const std::size_t count = count_.load(std::memory_order_relaxed);
        if (std::find(cancelled_, cancelled_ + count, h) != cancelled_ + count) return;
        if (count == room_) {
            void* const larger = std::realloc(cancelled_, (room_ + 16) * sizeof(handle));
            if (larger == nullptr) return;
            cancelled_ = static_cast<handle*>(larger);
            room_ += 16;
        }
        cancelled_[count] = h;
        count_.store(count + 1, std::memory_order_release);
    }

    light_lock mutex_;
    sleeper* first_ = nullptr;
    handle* cancelled_ = nullptr;
    std::size_t room_ = 0;
    std::atomic<std::size_t> count_ = 0;
};

namespace {
constinit sleepers everyone;
}

sleeper::sleeper(std::span<const interest> on, place where) noexcept : on_(on) {
    if (where == place::in_wait && (own_waker.get() != INVALID_SOCKET || own_waker.open())) socket_ = own_waker.get();
    if (where == place::in_receive) event_ = receive_disturbed.get();
    everyone.add(*this);
}

// Once out of the list nobody signals it any more, and what was signalled must not wake the thread's next sleep.
sleeper::~sleeper() {
    everyone.remove(*this);
    if (cancelled()) drain();
    if (event_ != nullptr && woken_.load(std::memory_order_acquire)) ::ResetEvent(event_);
}

void sleeper::drain() const noexcept {
    if (socket_ != INVALID_SOCKET) waker::drain(socket_);
}

bool any_cancelled(std::span<const interest> on) noexcept { return everyone.any_cancelled(on); }
void forget_cancelled(handle h) noexcept { everyone.forget(h); }
void cancel(handle h) noexcept { everyone.cancel(h); }
void nudge(handle h) noexcept { everyone.nudge(h); }

} // namespace samesock::platform

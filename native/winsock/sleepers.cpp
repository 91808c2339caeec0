// The threads that sleep on a handle: see sleepers.hpp.
#include "sleepers.hpp"
#include "waker.hpp"

#include "native/cancellation/cancelled_handles.hpp"

#include <algorithm>
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
        if (cancelled_.has_any_of(s.on_)) s.cancelled_.store(true, std::memory_order_release);
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
        cancelled_.add(h);
        wake(h, true);
    }

    void nudge(handle h) noexcept {
        const std::scoped_lock lock(mutex_);
        wake(h, false);
    }

    void forget(handle h) noexcept {
        if (cancelled_.is_empty()) return;
        const std::scoped_lock lock(mutex_);
        cancelled_.remove(h);
    }

    bool any_cancelled(std::span<const interest> on) noexcept {
        if (cancelled_.is_empty()) return false;
        const std::scoped_lock lock(mutex_);
        return cancelled_.has_any_of(on);
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

    light_lock mutex_;
    sleeper* first_ = nullptr;
    cancelled_handles cancelled_;
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

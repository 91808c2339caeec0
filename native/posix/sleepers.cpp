// The threads that sleep in wait(): see sleepers.hpp.
#include "sleepers.hpp"
#include "waker.hpp"

#include "native/cancellation/cancelled_handles.hpp"

#include <pthread.h>

#include <algorithm>
#include <mutex>

namespace samesock::platform {

namespace {

// One for each thread that ever slept on a handle, closed when the thread ends.
thread_local waker own_waker;

} // namespace

/// One list for the process. It has no destructor that does anything, since threads may outlive main().
class sleepers {
public:
    void add(sleeper& s) noexcept {
        std::call_once(watching_forks_, [] { ::pthread_atfork(before_fork, after_fork, after_fork_in_child); });
        const std::scoped_lock lock(mutex_);
        if (cancelled_.has_any_of(s.on_)) s.cancelled_.store(true, std::memory_order_release);
        s.process_ = process_;
        s.next_ = first_;
        if (first_ != nullptr) first_->previous_ = &s;
        first_ = &s;
    }

    // After a fork the child's list is empty, though the thread that forked may have been in it.
    void remove(sleeper& s) noexcept {
        const std::scoped_lock lock(mutex_);
        if (s.process_ != process_) return;
        (s.previous_ != nullptr ? s.previous_->next_ : first_) = s.next_;
        if (s.next_ != nullptr) s.next_->previous_ = s.previous_;
    }

    void cancel(handle h) noexcept {
        const std::scoped_lock lock(mutex_);
        cancelled_.add(h);
        for (sleeper* s = first_; s != nullptr; s = s->next_) {
            if (std::ranges::find(s->on_, h, &interest::on) == s->on_.end()) continue;
            s->cancelled_.store(true, std::memory_order_release);
            if (s->sender_ >= 0) (void)waker::signal(s->sender_);
        }
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
    // In a child the other threads are gone, while the waker, like every descriptor, is shared with the parent: a
    // signal in one would be a signal in the other.
    static void before_fork() noexcept;
    static void after_fork() noexcept;
    static void after_fork_in_child() noexcept;

    std::mutex mutex_;
    std::once_flag watching_forks_;
    sleeper* first_ = nullptr;
    unsigned process_ = 0;
    cancelled_handles cancelled_;
};

namespace {
constinit sleepers everyone;
}

void sleepers::before_fork() noexcept { everyone.mutex_.lock(); }
void sleepers::after_fork() noexcept { everyone.mutex_.unlock(); }
void sleepers::after_fork_in_child() noexcept {
    everyone.first_ = nullptr;
    everyone.cancelled_.clear(); // whoever was about to close these is not in the child
    ++everyone.process_;
    own_waker.close();
    everyone.mutex_.unlock();
}

sleeper::sleeper(std::span<const interest> on) noexcept : on_(on) {
    if (own_waker.descriptor() >= 0 || own_waker.open()) {
        descriptor_ = own_waker.descriptor();
        sender_ = own_waker.sender();
    }
    everyone.add(*this);
}

// Once out of the list nobody signals it any more, and what was signalled must not wake the thread's next sleep.
sleeper::~sleeper() {
    everyone.remove(*this);
    if (cancelled() && own_waker.descriptor() >= 0) own_waker.drain();
}

bool any_cancelled(std::span<const interest> on) noexcept { return everyone.any_cancelled(on); }
void forget_cancelled(handle h) noexcept { everyone.forget(h); }
void cancel(handle h) noexcept { everyone.cancel(h); }

} // namespace samesock::platform

// The threads that sleep in wait(): see sleepers.hpp.
#include "sleepers.hpp"
#include "waker.hpp"

#include <pthread.h>

#include <algorithm>
#include <cstdlib>
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
        if (is_cancelled(s.on_)) s.cancelled_.store(true, std::memory_order_release);
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
        remember(h);
        for (sleeper* s = first_; s != nullptr; s = s->next_) {
            if (std::ranges::find(s->on_, h, &interest::on) == s->on_.end()) continue;
            s->cancelled_.store(true, std::memory_order_release);
            if (s->sender_ >= 0) (void)waker::signal(s->sender_);
        }
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

    // In a child the other threads are gone, while the waker, like every descriptor, is shared with the parent: a
    // signal in one would be a signal in the other.
    static void before_fork() noexcept;
    static void after_fork() noexcept;
    static void after_fork_in_child() noexcept;

    std::mutex mutex_;
    std::once_flag watching_forks_;
    sleeper* first_ = nullptr;
    unsigned process_ = 0;
    handle* cancelled_ = nullptr;
    std::size_t room_ = 0;
    std::atomic<std::size_t> count_ = 0;
};

namespace {
constinit sleepers everyone;
}

void sleepers::before_fork() noexcept { everyone.mutex_.lock(); }
void sleepers::after_fork() noexcept { everyone.mutex_.unlock(); }
void sleepers::after_fork_in_child() noexcept {
    everyone.first_ = nullptr;
    everyone.count_ = 0; // whoever was about to close these is not in the child
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

// The resolver's threads: see lookups.hpp.
#include "lookups.hpp"

#include <utility>

namespace samesock::gateway {
lookups::~lookups() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
        waiting_.clear();
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

bool lookups::run(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    if (is_over_ || waiting_.size() >= most_waiting_) return false;
    waiting_.push_back(std::move(work));
    if (idle_ < waiting_.size() && threads_.size() < most_threads_) threads_.emplace_back([this] { serve(); });
    changed_.notify_one();
    return true;
}

void lookups::serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        changed_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
        --idle_;
        if (is_over_) return;
        const std::function<void()> work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

} // namespace samesock::gateway

// The network's lock: what is put off until it can be let go, sleeping without it, and what a fork makes of it. See
// network.hpp.
#include "network.hpp"
#include "pollers.hpp"

#include "platform/allocation.hpp"

#include <utility>

namespace samesock::platform {

locked_network::~locked_network() {
    if (std::uncaught_exceptions() != exceptions_) net_.abandon_session();
    net_.settle(lock_);
}

void network::settle(std::unique_lock<std::mutex>& lock) noexcept {
    const status told = guard_allocation([&]() -> status {
        take_events();
        forget_session();
        return {};
    });
    if (!told) abandon_session();
    if (session() != nullptr && !writing_ && !will_fetch_ && has_websocket_ && session_->unsent() != 0) {
        will_fetch_ = true;
        orders_.notify = true;
    }
    if (ordering_ || transport_ == nullptr) return;
    ordering_ = true;
    while (orders_.open || orders_.close || orders_.notify) {
        const orders now = std::exchange(orders_, {});
        const auto& where = session_ && way_back_ ? way_back_ : url_;
        lock.unlock();
        if (now.open) transport_->open(*where);
        if (now.close) transport_->close();
        if (now.notify) transport_->notify();
        lock.lock();
    }
    ordering_ = false;
}

void network::abandon_session() noexcept {
    if (!session_ || is_broken_) return;
    is_broken_ = true;
    lose_ids(ENOMEM);
    begin_closing();
}

awakening network::pause(std::unique_lock<std::mutex>& lock, sleeper& at, deadline until) {
    settle(lock);
    return at.sleep(lock, until);
}

std::unique_ptr<sleeper> network::borrow_sleeper() {
    if (!sleeper::can_sleep()) return nullptr;
    if (!sleepers_.empty()) {
        auto one = std::move(sleepers_.back());
        sleepers_.pop_back();
        return one;
    }
    auto made = std::make_unique<sleeper>();
    return made->is_usable() ? std::move(made) : nullptr;
}

void network::give_back(std::unique_ptr<sleeper> one) noexcept {
    constexpr std::size_t most_kept = 16;
    if (sleepers_.size() >= most_kept) return;
    (void)guard_allocation([&]() -> status {
        sleepers_.push_back(std::move(one));
        return {};
    });
}

// -- fork -----------------------------------------------------------------------------------------------------------------

// What the parent's thread held is left where it is: its destructors would wait for a thread that is not here.
void network::after_fork_in_child() noexcept {
    (void)guard_allocation([&]() -> status {
        static auto* const left_behind = new std::vector<transport*>;
        if (transport_ != nullptr) left_behind->push_back(transport_.release());
        orders_ = {};
        ordering_ = writing_ = will_fetch_ = has_websocket_ = is_broken_ = false;
        handshake_.reset();
        handshake_bytes_.clear();
        lose_ids(ECONNRESET);
        session_.reset();
        sleepers_.clear();
        renew_pollers();
        until_ = again_at_ = tunnel::never;
        if (link_ != link::ended) link_ = link::down;
        return {};
    });
    mutex_.unlock();
}

} // namespace samesock::platform

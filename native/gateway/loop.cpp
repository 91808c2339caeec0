// The rounds of a loop: see loop.hpp.
#include "loop.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace samesock::gateway {

loop::loop() : input_(std::make_unique_for_overwrite<std::byte[]>(input_size)) { take_time(); }

loop::~loop() { end_round(); }

std::span<std::byte> loop::datagram_room() {
    if (!datagrams_) datagrams_ = std::make_unique_for_overwrite<std::byte[]>(input_size);
    return {datagrams_.get(), input_size};
}

void loop::post(std::function<void()> call) {
    {
        const std::lock_guard lock(mutex_);
        posted_.push_back(std::move(call));
        if (posted_.size() != 1) return; // it was woken for the first
    }
    ready_.wake();
}

void loop::stop() {
    post([this] {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
    });
}

void loop::again(watcher& who) {
    if (std::exchange(who.has_turn_, true)) return;
    turns_.push_back(&who);
}

void loop::at_round_end(watcher& who) {
    if (std::exchange(who.has_round_end_, true)) return;
    round_ends_.push_back(&who);
}

void loop::bury(std::unique_ptr<watcher> who) {
    who->is_buried_ = true;
    buried_.push_back(std::move(who));
}

void loop::take_time() noexcept {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    now_ = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

std::int64_t loop::sleep_at_most() const noexcept {
    if (!turns_.empty() || !round_ends_.empty()) return 0;
    if (timers_.empty()) return -1;
    return std::max<std::int64_t>(timers_.begin()->first - now_, 0);
}

void loop::run() {
    for (;;) {
        const auto events = ready_.wait(sleep_at_most());
        take_time();
        run_turns();
        dispatch(events);
        run_timers();
        end_round();
        const std::lock_guard lock(mutex_);
        if (is_stopped_) return;
    }
}

void loop::dispatch(std::span<const readiness::event> events) {
    for (const readiness::event& event : events) {
        watcher* const who = readiness::who(event);
        if (who == nullptr)
            run_posted();
        else if (!who->is_buried_)
            who->on_ready(readiness::what(event));
    }
}

void loop::run_posted() {
    ready_.take_call();
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard lock(mutex_);
        calls.swap(posted_);
    }
    for (const auto& call : calls) call();
}

void loop::run_timers() {
    while (!timers_.empty() && timers_.begin()->first <= now_) {
        timer& due = *timers_.begin()->second;
        due.cancel();
        const std::function<void()> call = due.call_; // which may be the timer's end
        call();
    }
}

void loop::run_turns() {
    if (turns_.empty()) return;
    std::vector<watcher*> turns;
    turns.swap(turns_);
    for (watcher* const who : turns) {
        who->has_turn_ = false;
        if (!who->is_buried_) who->on_turn();
    }
    if (turns_.empty()) { // the memory is used again
        turns.clear();
        turns_.swap(turns);
    }
}

void loop::end_round() {
    for (std::size_t i = 0; i != round_ends_.size(); ++i) {
        watcher& who = *round_ends_[i];
        who.has_round_end_ = false;
        if (!who.is_buried_) who.on_round_end();
    }
    round_ends_.clear();
    while (!buried_.empty()) { // whose end may bury others
        std::vector<std::unique_ptr<watcher>> gone;
        gone.swap(buried_);
        std::erase_if(turns_, [](const watcher* who) { return who->is_buried_; });
        std::erase_if(round_ends_, [](const watcher* who) { return who->is_buried_; });
    }
}

void timer::set(std::int64_t when) {
    cancel();
    // Never due in the round that sets it: a call that sets itself to the past would keep all others waiting.
    at_ = loop_.timers_.emplace(std::max(when, loop_.now_ + 1), this);
    is_set_ = true;
}

void timer::cancel() noexcept {
    if (!is_set_) return;
    loop_.timers_.erase(at_);
    is_set_ = false;
}

} // namespace samesock::gateway

// The rounds of a loop: see loop.hpp.
#include "loop.hpp"

#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <system_error>
#include <utility>

namespace samesock::gateway {
namespace {

constexpr std::size_t events_at_once = 256;
constexpr std::int64_t millisecond = 1'000'000;

descriptor opened(int number, const char* what) {
    if (number < 0) throw std::system_error(errno, std::generic_category(), what);
    return descriptor(number);
}

int control(int epoll, int operation, int fd, watcher* who) noexcept {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = who;
    return ::epoll_ctl(epoll, operation, fd, &event) == 0 ? 0 : errno;
}

} // namespace

loop::loop()
    : epoll_(opened(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wake_(opened(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")),
      input_(std::make_unique_for_overwrite<std::byte[]>(input_size)) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = nullptr;
    if (::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, wake_.number(), &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    take_time();
}

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
    const std::uint64_t one = 1;
    (void)!::write(wake_.number(), &one, sizeof one);
}

void loop::stop() {
    post([this] {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
    });
}

int loop::watch(int fd, watcher& who) noexcept { return control(epoll_.number(), EPOLL_CTL_ADD, fd, &who); }
int loop::hand_over(int fd, watcher& who) noexcept { return control(epoll_.number(), EPOLL_CTL_MOD, fd, &who); }
void loop::forget(int fd) noexcept { ::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, fd, nullptr); }

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

int loop::sleep_at_most() const noexcept {
    if (!turns_.empty() || !round_ends_.empty()) return 0;
    if (timers_.empty()) return -1;
    const std::int64_t left = timers_.begin()->first - now_;
    // Rounded up: who wakes too early only goes to sleep again.
    return static_cast<int>(std::clamp<std::int64_t>((left + millisecond - 1) / millisecond, 0, INT_MAX));
}

void loop::run() {
    std::array<epoll_event, events_at_once> events;
    for (;;) {
        const int found = ::epoll_wait(epoll_.number(), events.data(), events.size(), sleep_at_most());
        take_time();
        run_turns();
        if (found > 0) dispatch(std::span(events).first(static_cast<std::size_t>(found)));
        run_timers();
        end_round();
        const std::lock_guard lock(mutex_);
        if (is_stopped_) return;
    }
}

void loop::dispatch(std::span<const epoll_event> events) {
    for (const epoll_event& event : events) {
        auto* const who = static_cast<watcher*>(event.data.ptr);
        if (who == nullptr)
            run_posted();
        else if (!who->is_buried_)
            who->on_ready(event.events);
    }
}

void loop::run_posted() {
    std::uint64_t count = 0;
    (void)!::read(wake_.number(), &count, sizeof count);
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

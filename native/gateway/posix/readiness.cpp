// epoll, and an eventfd that wakes who sleeps there: see readiness.hpp.
#include "readiness.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <system_error>

namespace samesock::gateway {
namespace {

constexpr std::int64_t second = 1'000'000'000, millisecond = 1'000'000;

descriptor opened(int number, const char* what) {
    if (number < 0) throw std::system_error(errno, std::generic_category(), what);
    return descriptor(number);
}

// Rounded up: who wakes too early only goes to sleep again.
int milliseconds_of(std::int64_t nanoseconds) noexcept {
    if (nanoseconds < 0) return -1;
    return static_cast<int>(std::min<std::int64_t>((nanoseconds + millisecond - 1) / millisecond, INT_MAX));
}

} // namespace

readiness::readiness()
    : epoll_(opened(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      call_(opened(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")) {
    const timespec at_once{};
    is_precise_ = ::epoll_pwait2(epoll_.number(), events_.data(), 1, &at_once, nullptr) == 0;
    epoll_event calls{};
    calls.events = EPOLLIN;
    calls.data.ptr = nullptr;
    if (::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, call_.number(), &calls) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

int readiness::control(int operation, int fd, watcher* who) noexcept {
    epoll_event edges{};
    edges.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    edges.data.ptr = who;
    return ::epoll_ctl(epoll_.number(), operation, fd, &edges) == 0 ? 0 : errno;
}

std::span<const readiness::event> readiness::wait(std::int64_t nanoseconds) noexcept {
    const int most = static_cast<int>(events_.size());
    const timespec limit{nanoseconds / second, nanoseconds % second};
    const int found =
        is_precise_ ? ::epoll_pwait2(epoll_.number(), events_.data(), most, nanoseconds < 0 ? nullptr : &limit, nullptr)
                    : ::epoll_wait(epoll_.number(), events_.data(), most, milliseconds_of(nanoseconds));
    return std::span(events_).first(static_cast<std::size_t>(std::max(found, 0)));
}

void readiness::wake() noexcept {
    const std::uint64_t one = 1;
    (void)!::write(call_.number(), &one, sizeof one);
}

void readiness::take_call() noexcept {
    std::uint64_t count = 0;
    (void)!::read(call_.number(), &count, sizeof count);
}

} // namespace samesock::gateway

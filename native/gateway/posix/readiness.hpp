// Which descriptors of one loop are ready: edges, by epoll. Sleeping is here.
#pragma once

#include "descriptor.hpp"

#include <sys/epoll.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace samesock::gateway {

class watcher;

class readiness {
public:
    // What is told of: bits.
    static constexpr std::uint32_t input = EPOLLIN;
    static constexpr std::uint32_t output = EPOLLOUT;
    static constexpr std::uint32_t input_ended = EPOLLRDHUP;
    static constexpr std::uint32_t hung_up = EPOLLHUP;
    static constexpr std::uint32_t failed = EPOLLERR;

    using event = epoll_event;
    /// Null: wake() was called.
    [[nodiscard]] static watcher* who(const event& e) noexcept { return static_cast<watcher*>(e.data.ptr); }
    [[nodiscard]] static std::uint32_t what(const event& e) noexcept { return e.events; }

    readiness();
    readiness(const readiness&) = delete;
    readiness& operator=(const readiness&) = delete;

    /// errno, or 0; as loop's.
    [[nodiscard]] int watch(int fd, watcher& who) noexcept { return control(EPOLL_CTL_ADD, fd, &who); }
    [[nodiscard]] int hand_over(int fd, watcher& who) noexcept { return control(EPOLL_CTL_MOD, fd, &who); }
    void forget(int fd) noexcept { (void)control(EPOLL_CTL_DEL, fd, nullptr); }

    /// Sleeps at most so many nanoseconds; -1: until there is something.
    [[nodiscard]] std::span<const event> wait(std::int64_t nanoseconds) noexcept;
    /// False: it sleeps whole milliseconds, and rather a longer time.
    [[nodiscard]] bool is_precise() const noexcept { return is_precise_; }
    /// Ends a wait(), this one or the next. From any thread.
    void wake() noexcept;
    /// The call has been heard.
    void take_call() noexcept;

private:
    [[nodiscard]] int control(int operation, int fd, watcher* who) noexcept;

    descriptor epoll_;
    descriptor call_;
    bool is_precise_;               ///< the kernel has epoll_pwait2 (Linux 5.11)
    std::array<event, 256> events_; // not cleared: NOLINT
};

} // namespace samesock::gateway

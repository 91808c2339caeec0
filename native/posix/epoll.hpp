// Linux's queue of ready descriptors. Source: epoll(7).
#pragma once

#include "translate.hpp"
#include "waker.hpp"

#include <sys/epoll.h>
#include <unistd.h>

namespace samesock::platform {

class ready_queue {
public:
    ready_queue() noexcept = default;
    ready_queue(const ready_queue&) = delete;
    ready_queue& operator=(const ready_queue&) = delete;
    ~ready_queue() {
        if (epoll_ >= 0) ::close(epoll_);
    }

    [[nodiscard]] status open(const waker& alarm) noexcept {
        if ((epoll_ = ::epoll_create1(EPOLL_CLOEXEC)) < 0) return last_error();
        return watch(alarm.descriptor(), readiness::readable, alarm_token);
    }

    // One that is there already is changed more often than one is added, so that is tried first. A descriptor that was
    // closed has left the queue by itself, unless a duplicate keeps its socket alive: take it out before closing it.
    [[nodiscard]] status watch(int fd, readiness want, std::uint64_t token) noexcept {
        epoll_event change{};
        change.data.u64 = token;
        if (want == readiness::none) {
            if (::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, &change) == 0 || errno == ENOENT || errno == EBADF) return {};
            return last_error();
        }
        change.events = bits(want);
        if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &change) == 0) return {};
        if (errno != ENOENT) return last_error();
        return status_of(::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &change));
    }

    struct outcome {
        std::size_t count;
        bool woken;
    };
    /// Sleeps once, for at most so many milliseconds (-1: for ever).
    [[nodiscard]] result<outcome> collect(std::span<event> to, int milliseconds, const waker& alarm) noexcept {
        std::array<epoll_event, 256> ready; // more are there the next time, in turn
        const auto room = static_cast<int>(std::min(to.size(), ready.size() - 1) + 1); // and one for the alarm
        const int n = ::epoll_wait(epoll_, ready.data(), room, milliseconds);
        if (n < 0) return last_error();
        outcome all{0, false};
        for (const epoll_event& e : std::span(ready).first(static_cast<std::size_t>(n))) {
            // A program's token may be the same number: the alarm is what was rung.
            if (e.data.u64 == alarm_token && !all.woken && alarm.drain())
                all.woken = true;
            else if (all.count < to.size())
                to[all.count++] = {e.data.u64, readiness_of(e.events)};
        }
        return all;
    }

private:
    static constexpr std::uint64_t alarm_token = ~std::uint64_t{0};

    static std::uint32_t bits(readiness want) noexcept {
        std::uint32_t events = 0;
        if (any(want & readiness::readable)) events |= EPOLLIN;
        if (any(want & readiness::writable)) events |= EPOLLOUT;
        if (any(want & readiness::exceptional)) events |= EPOLLPRI;
        return events;
    }
    static readiness readiness_of(std::uint32_t events) noexcept {
        readiness got = readiness::none;
        if ((events & EPOLLIN) != 0) got = got | readiness::readable;
        if ((events & EPOLLOUT) != 0) got = got | readiness::writable;
        if ((events & EPOLLPRI) != 0) got = got | readiness::exceptional;
        if ((events & (EPOLLERR | EPOLLHUP)) != 0) got = got | readiness::hang_up;
        return got;
    }

    int epoll_ = -1;
};

} // namespace samesock::platform

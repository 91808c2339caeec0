// The BSDs' and macOS's queue of ready descriptors: the same as epoll.hpp. Source: kqueue(2).
#pragma once

#include "translate.hpp"
#include "waker.hpp"

#include <sys/event.h>
#include <sys/time.h>
#include <unistd.h>

namespace samesock::platform {

class ready_queue {
public:
    ready_queue() noexcept = default;
    ready_queue(const ready_queue&) = delete;
    ready_queue& operator=(const ready_queue&) = delete;
    ~ready_queue() {
        if (queue_ >= 0) ::close(queue_);
    }

    [[nodiscard]] status open(const waker& alarm) noexcept {
        if ((queue_ = ::kqueue()) < 0) return last_error();
        ::fcntl(queue_, F_SETFD, FD_CLOEXEC);
        return watch(alarm.descriptor(), readiness::readable, 0);
    }

    [[nodiscard]] status watch(int fd, readiness want, std::uint64_t token) noexcept {
        status done = set(fd, EVFILT_READ, any(want & readiness::readable), token);
        if (done) done = set(fd, EVFILT_WRITE, any(want & readiness::writable), token);
#ifdef EVFILT_EXCEPT
        if (done) done = set(fd, EVFILT_EXCEPT, any(want & readiness::exceptional), token);
#endif
        return done;
    }

    struct outcome {
        std::size_t count;
        bool woken;
    };
    /// Sleeps once, for at most so many milliseconds (-1: for ever).
    [[nodiscard]] result<outcome> collect(std::span<event> to, int milliseconds, const waker& alarm) noexcept {
        std::array<struct kevent, 256> ready;
        const std::size_t room = std::min(to.size(), ready.size() - 1) + 1; // and one for the alarm
        const timespec time{milliseconds / 1000, milliseconds % 1000 * 1'000'000L};
        const int n =
            ::kevent(queue_, nullptr, 0, ready.data(), static_cast<int>(room), milliseconds < 0 ? nullptr : &time);
        if (n < 0) return last_error();
        outcome all{0, false};
        std::array<std::uintptr_t, 256> written;
        for (const struct kevent& e : std::span(ready).first(static_cast<std::size_t>(n))) {
            const auto ident = static_cast<std::uintptr_t>(e.ident);
            if (ident == static_cast<std::uintptr_t>(alarm.descriptor())) {
                all.woken = alarm.drain() || all.woken;
                continue;
            }
            // A handle that is readable and writable comes twice, and is one event.
            std::size_t at = 0;
            while (at < all.count && written[at] != ident) ++at;
            if (at == all.count) {
                if (all.count == to.size()) continue;
                written[at] = ident;
                to[all.count++] = {token_of(e), readiness::none};
            }
            to[at].got = to[at].got | readiness_of(e);
        }
        return all;
    }

private:
    static_assert(sizeof(void*) == sizeof(std::uint64_t), "a token must fit in a kevent");
    static std::uint64_t token_of(const struct kevent& e) noexcept {
        return static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(e.udata));
    }

    [[nodiscard]] status set(int fd, int filter, bool wanted, std::uint64_t token) noexcept {
        struct kevent change{};
        change.ident = static_cast<decltype(change.ident)>(fd);
        change.filter = static_cast<decltype(change.filter)>(filter);
        change.flags = wanted ? EV_ADD : EV_DELETE;
        change.udata = reinterpret_cast<decltype(change.udata)>(static_cast<std::uintptr_t>(token));
#ifdef NOTE_OOB
        if (filter == EVFILT_EXCEPT) change.fflags = NOTE_OOB;
#endif
        if (::kevent(queue_, &change, 1, nullptr, 0, nullptr) == 0) return {};
        if (!wanted && (errno == ENOENT || errno == EBADF)) return {};
        return last_error();
    }

    static readiness readiness_of(const struct kevent& e) noexcept {
        readiness got = readiness::exceptional;
        if (e.filter == EVFILT_READ) got = readiness::readable;
        if (e.filter == EVFILT_WRITE) got = readiness::writable;
        // The end of the peer's bytes is readiness to read; a hang-up is the end in both directions, or an error.
        if ((e.flags & EV_EOF) != 0 && (e.filter == EVFILT_WRITE || e.fflags != 0)) got = got | readiness::hang_up;
        return got;
    }

    int queue_ = -1;
};

} // namespace samesock::platform

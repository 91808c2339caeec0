// A descriptor that becomes readable when another thread, or a signal handler, says so: an eventfd, or a pipe where
// there is none. Source: eventfd(2), signal-safety(7).
#pragma once

#include <cerrno>
#include <cstdint>

#include <fcntl.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/eventfd.h>
#endif

namespace samesock::platform {

class waker {
public:
    constexpr waker() noexcept = default;
    waker(const waker&) = delete;
    waker& operator=(const waker&) = delete;
    ~waker() { close(); }

    /// False, with errno, where there is no descriptor left.
    [[nodiscard]] bool open() noexcept {
#if defined(__linux__)
        return (ends_[0] = ends_[1] = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) >= 0;
#else
        if (::pipe(ends_) < 0) return false;
        for (const int end : ends_) {
            ::fcntl(end, F_SETFD, FD_CLOEXEC);
            ::fcntl(end, F_SETFL, O_NONBLOCK);
        }
        return true;
#endif
    }

    void close() noexcept {
        if (ends_[0] >= 0) ::close(ends_[0]);
        if (ends_[1] != ends_[0]) ::close(ends_[1]);
        ends_[0] = ends_[1] = -1;
    }

    [[nodiscard]] int descriptor() const noexcept { return ends_[0]; }

    /// Never sleeps: a full pipe is readable already.
    [[nodiscard]] bool signal() const noexcept { return signal(ends_[1]); }
    [[nodiscard]] static bool signal(int sender) noexcept {
        const std::uint64_t one = 1;
        const int before = errno; // a signal handler leaves errno as it was
        const bool done = ::write(sender, &one, sizeof one) >= 0 || errno == EAGAIN;
        if (done) errno = before;
        return done;
    }
    [[nodiscard]] int sender() const noexcept { return ends_[1]; }

    /// Takes the signals back; false if there was none.
    bool drain() const noexcept {
        std::uint64_t taken[8];
        bool any = false;
        while (::read(ends_[0], taken, sizeof taken) > 0) any = true;
        return any;
    }

private:
    int ends_[2] = {-1, -1};
};

} // namespace samesock::platform

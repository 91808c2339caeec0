// Keeps SIGPIPE from the program during a system call that has no MSG_NOSIGNAL (sendfile, splice, write). The signal of
// a broken pipe goes to the thread that wrote, so blocking it there and taking it away is seen by nobody else.
// Source: signal(7), sigtimedwait(2).
#pragma once

#include <cerrno>
#include <csignal>
#include <ctime>

#include <pthread.h>

namespace samesock::platform {

class no_broken_pipe_signal {
public:
    no_broken_pipe_signal() noexcept {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        sigset_t pending;
        sigemptyset(&pending);
        ::sigpending(&pending);
        was_pending_ = sigismember(&pending, SIGPIPE) == 1;
        ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    no_broken_pipe_signal(const no_broken_pipe_signal&) = delete;
    no_broken_pipe_signal& operator=(const no_broken_pipe_signal&) = delete;

    // One that was pending before is the program's own. errno stays the call's.
    ~no_broken_pipe_signal() {
        const int reason = errno;
        if (reason == EPIPE && !was_pending_) consume();
        ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
        errno = reason;
    }

private:
    void consume() const noexcept {
#if defined(__APPLE__) || defined(__OpenBSD__) // no sigtimedwait; sigwait would sleep if there were none
        sigset_t pending;
        sigemptyset(&pending);
        ::sigpending(&pending);
        int taken = 0;
        if (sigismember(&pending, SIGPIPE) == 1) ::sigwait(&pipe_, &taken);
#else
        const timespec at_once{};
        while (::sigtimedwait(&pipe_, nullptr, &at_once) < 0 && errno == EINTR) {}
#endif
    }

    sigset_t pipe_;
    sigset_t before_;
    bool was_pending_ = false;
};

} // namespace samesock::platform

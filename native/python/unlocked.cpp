// The interpreter's lock: taken back after a call, and inside one for the handlers of signals.
#include "unlocked.hpp"

#include <samesock/error_code.hpp>

#include <cerrno>
#include <chrono>
#include <thread>

namespace samesock::python {

// Up to 3.13 a daemon thread that asks for the lock while the interpreter shuts down is ended, by unwinding its stack
// (pthread_exit). Destructors would then touch objects without the lock, and a noexcept frame would end the process. As
// from 3.14 on, such a thread sleeps until the process ends.
void unlocked::lock(PyThreadState* thread) noexcept {
    try {
        PyEval_RestoreThread(thread);
    } catch (...) {
        for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
    }
}

status unlocked::check_signals(void* self) noexcept {
    auto& now = *static_cast<unlocked*>(self);
    lock(now.thread_);
    const bool raised = PyErr_CheckSignals() != 0;
    now.thread_ = PyEval_SaveThread();
    if (raised) return failure(errno_code(EINTR)); // the exception itself waits in the thread's state
    return {};
}

} // namespace samesock::python

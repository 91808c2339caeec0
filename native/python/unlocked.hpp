// Calls of the core without the interpreter's lock; signals reach Python through the core's interruption hook.
#pragma once

#include "python.hpp"

#include <samesock/interruption.hpp>

namespace samesock::python {

/// Releases the interpreter's lock while it lives, and lets the core's interruption hook take it back for
/// PyErr_CheckSignals. A handler that raises ends the call with an error code; the exception is set when the lock is
/// held again. A handler may call a socket again: its own object stands inside this one.
class unlocked {
public:
    unlocked() noexcept : thread_(PyEval_SaveThread()), outer_(set_interruption_hook({check_signals, this})) {}
    ~unlocked() {
        set_interruption_hook(outer_);
        lock(thread_);
    }
    unlocked(const unlocked&) = delete;
    unlocked& operator=(const unlocked&) = delete;

private:
    static status check_signals(void* self) noexcept;
    static void lock(PyThreadState* thread) noexcept;

    PyThreadState* thread_;
    interruption outer_;
};

/// The result of `call`, made without the lock.
template <class Call>
auto without_lock(Call call) noexcept(noexcept(call())) {
    const unlocked now;
    return call();
}

} // namespace samesock::python

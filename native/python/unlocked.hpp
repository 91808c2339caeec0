// Calls of the core without the interpreter's lock; signals reach Python through the core's interruption hook.
#pragma once

#include "python.hpp"

namespace samesock::python {

/// Releases the interpreter's lock while it lives, and lets the core's interruption hook take it back for PyErr_CheckSignals.
/// A handler that raises ends the call with an error code; the exception is set when the lock is held again.
class unlocked {
public:
    unlocked() noexcept;
    ~unlocked();
    unlocked(const unlocked&) = delete;
    unlocked& operator=(const unlocked&) = delete;

private:
    PyThreadState* outer_; // of this thread's enclosing object: a signal handler may call a socket again
};

/// The result of `call`, made without the lock.
template <class Call>
auto without_lock(Call call) noexcept(noexcept(call())) {
    const unlocked now;
    return call();
}

} // namespace samesock::python

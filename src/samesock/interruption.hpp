// What happens when a signal arrives during a call (PEP 475): the call goes on, unless a hook says otherwise.
#pragma once

#include <samesock/result.hpp>

#include <samesock/names_begin.hpp>

namespace samesock {

/// What to call on the thread of the call, after each EINTR and each partial send of sendall, before the call goes
/// on. An error ends the call with it. It must not throw.
struct interruption {
    status (*hook)(void* context) = nullptr; ///< nullptr (the default): go on
    void* context = nullptr;
};

/// Sets this thread's hook and returns the one before. A hook is not called inside itself; one that is set inside it
/// is.
interruption set_interruption_hook(interruption next) noexcept;

} // namespace samesock

#include <samesock/names_end.hpp>

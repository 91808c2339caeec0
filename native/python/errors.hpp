// From the core's error codes to Python's exceptions.
#pragma once

#include "python.hpp"

#include <new>
#include <stdexcept>
#include <system_error>

namespace samesock::python {

/// Sets the exception that `code` stands for and returns nullptr: OSError by errno (OSError picks its subclass),
/// gaierror, herror, OSError with a text and no errno, TimeoutError("timed out"), or ValueError, TypeError,
/// OverflowError for a misuse, whose text begins with `operation` where CPython's does ("bind(): port must be
/// 0-65535."). An exception that is set already, as by a signal handler that the interruption hook ran, stays.
PyObject* raise(const module_state& state, std::error_code code, const char* operation) noexcept;

/// What `body` returns; MemoryError where C++ has no memory. Nothing that allocates by C++ may leave it out: no C++
/// exception may reach the interpreter.
template <class Body>
PyObject* guarded(Body body) noexcept {
    try {
        return body();
    } catch (const std::bad_alloc&) {
    } catch (const std::length_error&) {} // a container asked for more than can exist
    return PyErr_NoMemory();
}

} // namespace samesock::python

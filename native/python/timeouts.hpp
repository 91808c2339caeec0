// Timeouts between Python's numbers of seconds and nanoseconds.
#pragma once

#include "python.hpp"

#include <samesock/timeout_value.hpp>

#include <cstdint>

namespace samesock::python {

/// Reads None or seconds, rounding away from zero, so that the shortest time is none that does not wait. -1 for None.
/// False with an exception set: ValueError, OverflowError, TypeError.
[[nodiscard]] bool read_timeout(PyObject* seconds, std::int64_t& nanoseconds) noexcept;
/// A float, or None for a negative number. A new reference.
[[nodiscard]] PyObject* timeout_object(std::int64_t nanoseconds) noexcept;

/// The same as the core takes it.
[[nodiscard]] timeout_value timeout_of(std::int64_t nanoseconds) noexcept;
[[nodiscard]] std::int64_t nanoseconds_of(const std::optional<double>& seconds) noexcept;

} // namespace samesock::python

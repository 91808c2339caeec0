// Timeouts as CPython reads them: _PyTime_FromSecondsObject with its ROUND_TIMEOUT.
#include "timeouts.hpp"

#include <chrono>
#include <cmath>
#include <limits>

namespace samesock::python {

namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

// CPython's words change with its versions.
#if PY_VERSION_HEX >= 0x030E0000
constexpr const char* float_out_of_range = "timestamp out of range for C PyTime_t";
constexpr const char* integer_out_of_range = float_out_of_range;
#elif PY_VERSION_HEX >= 0x030D0000
constexpr const char* float_out_of_range = "timestamp out of range for platform time_t";
constexpr const char* integer_out_of_range = "timestamp too large to convert to C PyTime_t";
#else
constexpr const char* float_out_of_range = "timestamp out of range for platform time_t";
constexpr const char* integer_out_of_range = "timestamp too large to convert to C _PyTime_t";
#endif

bool overflow(const char* text) noexcept {
    PyErr_SetString(PyExc_OverflowError, text);
    return false;
}

bool read_float(double seconds, std::int64_t& nanoseconds) noexcept {
    if (std::isnan(seconds)) {
        PyErr_SetString(PyExc_ValueError, "Invalid value NaN (not a number)");
        return false;
    }
    constexpr double limit = 9223372036854775808.0; // 2^63
    const double scaled = seconds * nanoseconds_per_second;
    const double rounded = scaled >= 0 ? std::ceil(scaled) : std::floor(scaled);
    if (!(rounded >= -limit && rounded < limit)) return overflow(float_out_of_range);
    nanoseconds = static_cast<std::int64_t>(rounded);
    return true;
}

bool read_integer(PyObject* object, std::int64_t& nanoseconds) noexcept {
#if PY_VERSION_HEX >= 0x030E0000
    if (!PyIndex_Check(object)) {
        PyErr_Format(PyExc_TypeError, "'%T' object cannot be interpreted as an integer or float", object);
        return false;
    }
#endif
    const long long seconds = PyLong_AsLongLong(object);
    if (seconds == -1 && PyErr_Occurred() != nullptr)
        return PyErr_ExceptionMatches(PyExc_OverflowError) ? overflow(integer_out_of_range) : false;
    constexpr long long most = std::numeric_limits<std::int64_t>::max() / nanoseconds_per_second;
    if (seconds > most || seconds < -most) return overflow(integer_out_of_range);
    nanoseconds = seconds * nanoseconds_per_second;
    return true;
}

} // namespace

bool read_timeout(PyObject* seconds, std::int64_t& nanoseconds) noexcept {
    if (seconds == Py_None) {
        nanoseconds = timeout_value::none;
        return true;
    }
    const bool is_read = PyFloat_Check(seconds) ? read_float(PyFloat_AS_DOUBLE(seconds), nanoseconds)
                                                : read_integer(seconds, nanoseconds);
    if (!is_read) return false;
    if (nanoseconds >= 0) return true;
    PyErr_SetString(PyExc_ValueError, "Timeout value out of range");
    return false;
}

PyObject* timeout_object(std::int64_t nanoseconds) noexcept {
    if (nanoseconds < 0) Py_RETURN_NONE;
    const std::int64_t whole = nanoseconds / nanoseconds_per_second;
    if (whole * nanoseconds_per_second == nanoseconds) // whole seconds stay whole, however many
        return PyFloat_FromDouble(static_cast<double>(whole));
    return PyFloat_FromDouble(static_cast<double>(nanoseconds) / 1e9);
}

timeout_value timeout_of(std::int64_t nanoseconds) noexcept {
    if (nanoseconds < 0) return std::nullopt;
    return std::chrono::nanoseconds(nanoseconds);
}

std::int64_t nanoseconds_of(const std::optional<double>& seconds) noexcept {
    return seconds ? std::llround(*seconds * 1e9) : timeout_value::none;
}

} // namespace samesock::python

// The modes and options of a socket. Option numbers are the system's own: what Python's constants do not name works
// too.
#include "arguments.hpp"
#include "errors.hpp"
#include "methods.hpp"
#include "socket_object.hpp"
#include "timeouts.hpp"

#include <cstdint>
#include <cstring>

namespace samesock::python::methods {

namespace {

PyObject* none_or_raise(const socket_object& s, const status& outcome, const char* operation) noexcept {
    if (!outcome) return raise(*s.module, outcome.error(), operation);
    Py_RETURN_NONE;
}

/// A closed socket keeps the value and then fails.
PyObject* change_timeout(socket_object& s, std::int64_t nanoseconds, const char* operation) noexcept {
    s.sock_timeout = nanoseconds;
    return none_or_raise(s, s.core.try_settimeout(timeout_of(nanoseconds)), operation);
}

/// The options of AF_VSOCK are 64 bits wide.
bool has_wide_options(const socket_object& s) noexcept { return s.sock_family == AF_VSOCK.value(); }

PyObject* set_wide(socket_object& s, PyObject* arguments) noexcept {
    native_option option{};
    unsigned long long value = 0;
    if (!PyArg_ParseTuple(arguments, "iiK:setsockopt", &option.level, &option.name, &value)) return nullptr;
    return none_or_raise(s, s.core.try_setsockopt(option, const_buffer(&value, sizeof value)), "setsockopt");
}

PyObject* get_wide(const socket_object& s, native_option option) noexcept {
    std::uint64_t value = 0;
    const auto got = s.core.try_getsockopt(option, static_cast<std::ptrdiff_t>(sizeof value));
    if (!got) return raise(*s.module, got.error(), "getsockopt");
    std::memcpy(&value, got->data(), got->size());
    return PyLong_FromUnsignedLongLong(value);
}

PyObject* get_structure(const socket_object& s, native_option option, int size) noexcept {
    if (has_wide_options(s)) {
        PyErr_SetString(PyExc_OSError, "getsockopt string buffer not allowed");
        return nullptr;
    }
    const auto got = s.core.try_getsockopt(option, std::ptrdiff_t{size});
    if (!got) return raise(*s.module, got.error(), "getsockopt");
    return PyBytes_FromStringAndSize(reinterpret_cast<const char*>(got->data()), static_cast<Py_ssize_t>(got->size()));
}

} // namespace

// An int, or None and a length, or a buffer; if it is none of them, the buffer's parser says why.
PyObject* setsockopt(PyObject* self, PyObject* arguments) noexcept {
    socket_object& s = socket_of(self);
    if (has_wide_options(s)) return set_wide(s, arguments);
    native_option option{};
    int value = 0;
    if (PyArg_ParseTuple(arguments, "iii:setsockopt", &option.level, &option.name, &value))
        return none_or_raise(s, s.core.try_setsockopt(option, value), "setsockopt");
    PyErr_Clear();
    PyObject* none = nullptr;
    unsigned int size = 0;
    if (PyArg_ParseTuple(arguments, "iiO!I:setsockopt", &option.level, &option.name, Py_TYPE(Py_None), &none, &size))
        return none_or_raise(s, s.core.try_setsockopt(option, std::nullopt, size), "setsockopt");
    PyErr_Clear();
    lent_buffer structure;
    if (!PyArg_ParseTuple(arguments, "iiy*:setsockopt", &option.level, &option.name, structure.to_fill()))
        return nullptr;
    return none_or_raise(s, s.core.try_setsockopt(option, structure.bytes()), "setsockopt");
}

PyObject* getsockopt(PyObject* self, PyObject* arguments) noexcept {
    native_option option{};
    int size = 0;
    if (!PyArg_ParseTuple(arguments, "ii|i:getsockopt", &option.level, &option.name, &size)) return nullptr;
    const socket_object& s = socket_of(self);
    if (size != 0) return get_structure(s, option, size);
    if (has_wide_options(s)) return get_wide(s, option);
    const auto got = s.core.try_getsockopt(option);
    return got ? PyLong_FromLong(*got) : raise(*s.module, got.error(), "getsockopt");
}

PyObject* settimeout(PyObject* self, PyObject* seconds) noexcept {
    std::int64_t nanoseconds = 0;
    if (!read_timeout(seconds, nanoseconds)) return nullptr;
    return change_timeout(socket_of(self), nanoseconds, "settimeout");
}

PyObject* gettimeout(PyObject* self, PyObject*) noexcept { return timeout_object(socket_of(self).sock_timeout); }

PyObject* setblocking(PyObject* self, PyObject* flag) noexcept {
#if PY_VERSION_HEX >= 0x030C0000
    const int blocking = PyObject_IsTrue(flag);
    if (blocking < 0) return nullptr;
#else // a number
    const long blocking = PyLong_AsLong(flag);
    if (blocking == -1 && PyErr_Occurred() != nullptr) return nullptr;
#endif
    return change_timeout(socket_of(self), blocking != 0 ? timeout_value::none : 0, "setblocking");
}

PyObject* getblocking(PyObject* self, PyObject*) noexcept { return PyBool_FromLong(socket_of(self).sock_timeout != 0); }

} // namespace samesock::python::methods

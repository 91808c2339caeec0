// send and its kin.
#include "addresses.hpp"
#include "arguments.hpp"
#include "errors.hpp"
#include "methods.hpp"
#include "socket_object.hpp"
#include "unlocked.hpp"

namespace samesock::python::methods {

namespace {

/// send's arguments: data and flags. False with an exception set.
bool read_data(fast_arguments given, Py_ssize_t count, const char* format, lent_buffer& data, int& flags) noexcept {
    if (count == 1 || (count == 2 && read_plain(given[1], flags))) [[likely]]
        return data.read_from(given[0]);
    const owned arguments = tuple_of(given, count);
    return arguments && PyArg_ParseTuple(arguments.get(), format, data.to_fill(), &flags);
}

} // namespace

PyObject* send(PyObject* self, fast_arguments given, Py_ssize_t count) noexcept {
    lent_buffer data;
    int flags = 0;
    if (!read_data(given, count, "y*|i:send", data, flags)) return nullptr;
    socket_object& s = socket_of(self);
    const auto sent = without_lock(
        [&s, from = data.bytes(), flags]() noexcept { return s.core.try_send(from, message_flags(flags)); });
    if (!sent) [[unlikely]]
        return raise(*s.module, sent.error(), "send");
    return PyLong_FromSize_t(*sent);
}

PyObject* sendall(PyObject* self, fast_arguments given, Py_ssize_t count) noexcept {
    lent_buffer data;
    int flags = 0;
    if (!read_data(given, count, "y*|i:sendall", data, flags)) return nullptr;
    socket_object& s = socket_of(self);
    const auto sent = without_lock(
        [&s, from = data.bytes(), flags]() noexcept { return s.core.try_sendall(from, message_flags(flags)); });
    if (!sent) [[unlikely]]
        return raise(*s.module, sent.error(), "sendall");
    Py_RETURN_NONE;
}

PyObject* sendto(PyObject* self, fast_arguments given, Py_ssize_t count) noexcept {
    if (count != 2 && count != 3)
        return PyErr_Format(PyExc_TypeError, "sendto() takes 2 or 3 arguments (%zd given)", count);
    lent_buffer data;
    int flags = 0;
    if (!data.read_from(given[0])) return nullptr;
    if (count == 3 && !read_plain(given[1], flags) && !PyArg_Parse(given[1], "i:sendto", &flags)) return nullptr;
    PyObject* const where = given[count - 1];
    socket_object& s = socket_of(self);
    const auto to = read_address(s, where, "sendto");
    if (!to || PySys_Audit("socket.sendto", "OO", self, where) < 0) return nullptr;
    const auto sent = without_lock([&s, from = data.bytes(), flags, &to]() noexcept {
        return s.core.try_sendto(from, message_flags(flags), *to);
    });
    if (!sent) return raise(*s.module, sent.error(), "sendto");
    return PyLong_FromSize_t(*sent);
}

} // namespace samesock::python::methods

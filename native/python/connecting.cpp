// From bind and connect to close: a socket's life, and the addresses of its two ends.
#include "addresses.hpp"
#include "arguments.hpp"
#include "errors.hpp"
#include "methods.hpp"
#include "socket_object.hpp"
#include "unlocked.hpp"

#include <samesock/functions.hpp>

namespace samesock::python::methods {

namespace {

PyObject* none_or_raise(const socket_object& s, const status& outcome, const char* operation) noexcept {
    if (!outcome) return raise(*s.module, outcome.error(), operation);
    Py_RETURN_NONE;
}

PyObject* address_or_raise(const socket_object& s, const result<address>& where, const char* operation) noexcept {
    return where ? address_object(s, *where) : raise(*s.module, where.error(), operation);
}

} // namespace

PyObject* accept(PyObject* self, PyObject*) noexcept {
    socket_object& s = socket_of(self);
    auto taken = without_lock([&s]() noexcept { return s.core.try_accept(); });
    if (!taken) return raise(*s.module, taken.error(), "accept");
    auto& [connection, from] = *taken;
    const owned number(PyLong_FromLongLong(connection.fileno()));
    const owned where(number ? address_object(s, from) : nullptr);
    PyObject* const pair = where ? PyTuple_Pack(2, number.get(), where.get()) : nullptr;
    if (pair != nullptr) connection.detach(); // until then it would be closed
    return pair;
}

PyObject* bind(PyObject* self, PyObject* given) noexcept {
    socket_object& s = socket_of(self);
    const auto where = read_address(s, given, "bind");
    if (!where || PySys_Audit("socket.bind", "OO", self, given) < 0) return nullptr;
    return none_or_raise(s, without_lock([&]() noexcept { return s.core.try_bind(*where); }), "bind");
}

PyObject* listen(PyObject* self, PyObject* arguments) noexcept {
    int backlog = samesock::socket::default_backlog;
    if (!PyArg_ParseTuple(arguments, "|i:listen", &backlog)) return nullptr;
    socket_object& s = socket_of(self);
    return none_or_raise(s, without_lock([&]() noexcept { return s.core.try_listen(backlog); }), "listen");
}

PyObject* connect(PyObject* self, PyObject* given) noexcept {
    socket_object& s = socket_of(self);
    const auto to = read_address(s, given, "connect");
    if (!to || PySys_Audit("socket.connect", "OO", self, given) < 0) return nullptr;
    return none_or_raise(s, without_lock([&]() noexcept { return s.core.try_connect(*to); }), "connect");
}

PyObject* connect_ex(PyObject* self, PyObject* given) noexcept {
    socket_object& s = socket_of(self);
    const auto to = read_address(s, given, "connect_ex");
    if (!to || PySys_Audit("socket.connect", "OO", self, given) < 0) return nullptr;
    const auto outcome = without_lock([&]() noexcept { return s.core.try_connect_ex(*to); });
    if (PyErr_Occurred() != nullptr)
        return nullptr; // of a signal's handler: the outcome is only the EINTR that it left
    if (!outcome) return raise(*s.module, outcome.error(), "connect_ex");
    return PyLong_FromLong(*outcome);
}

PyObject* shutdown(PyObject* self, PyObject* given) noexcept {
    int how = 0;
    if (!read_int(given, how)) return nullptr;
    socket_object& s = socket_of(self);
    return none_or_raise(s, without_lock([&]() noexcept { return s.core.try_shutdown(shutdown_how(how)); }),
                         "shutdown");
}

PyObject* close(PyObject* self, PyObject*) noexcept {
    socket_object& s = socket_of(self);
    if (s.sock_fd == -1) Py_RETURN_NONE;
    s.sock_fd = -1; // first: no other thread shall find it open
    return none_or_raise(s, without_lock([&s]() noexcept { return s.core.try_close(); }), "close");
}

PyObject* detach(PyObject* self, PyObject*) noexcept {
    socket_object& s = socket_of(self);
    s.sock_fd = -1;
    return PyLong_FromLongLong(s.core.detach());
}

PyObject* fileno(PyObject* self, PyObject*) noexcept { return PyLong_FromLong(socket_of(self).sock_fd); }

PyObject* getsockname(PyObject* self, PyObject*) noexcept {
    socket_object& s = socket_of(self);
    return address_or_raise(s, s.core.try_getsockname(), "getsockname");
}

PyObject* getpeername(PyObject* self, PyObject*) noexcept {
    socket_object& s = socket_of(self);
    return address_or_raise(s, s.core.try_getpeername(), "getpeername");
}

} // namespace samesock::python::methods

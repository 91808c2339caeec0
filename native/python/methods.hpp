// The methods of the socket object, by the file that they stand in; methods.cpp has the table, and what help() shows.
#pragma once

#include "python.hpp"

namespace samesock::python::methods {

using fast_arguments = PyObject* const*;

// connecting.cpp
PyObject* accept(PyObject* self, PyObject*) noexcept;
PyObject* bind(PyObject* self, PyObject* address) noexcept;
PyObject* close(PyObject* self, PyObject*) noexcept;
PyObject* connect(PyObject* self, PyObject* address) noexcept;
PyObject* connect_ex(PyObject* self, PyObject* address) noexcept;
PyObject* detach(PyObject* self, PyObject*) noexcept;
PyObject* fileno(PyObject* self, PyObject*) noexcept;
PyObject* getpeername(PyObject* self, PyObject*) noexcept;
PyObject* getsockname(PyObject* self, PyObject*) noexcept;
PyObject* listen(PyObject* self, PyObject* arguments) noexcept;
PyObject* shutdown(PyObject* self, PyObject* how) noexcept;

// receiving.cpp
PyObject* recv(PyObject* self, fast_arguments, Py_ssize_t) noexcept;
PyObject* recv_into(PyObject* self, fast_arguments, Py_ssize_t, PyObject* names) noexcept;
PyObject* recvfrom(PyObject* self, fast_arguments, Py_ssize_t) noexcept;
PyObject* recvfrom_into(PyObject* self, fast_arguments, Py_ssize_t, PyObject* names) noexcept;

// sending.cpp
PyObject* send(PyObject* self, fast_arguments, Py_ssize_t) noexcept;
PyObject* sendall(PyObject* self, fast_arguments, Py_ssize_t) noexcept;
PyObject* sendto(PyObject* self, fast_arguments, Py_ssize_t) noexcept;

// receiving_messages.cpp
PyObject* recvmsg(PyObject* self, PyObject* arguments) noexcept;
PyObject* recvmsg_into(PyObject* self, PyObject* arguments) noexcept;

// sending_messages.cpp
PyObject* sendmsg(PyObject* self, PyObject* arguments) noexcept;
PyObject* sendmsg_afalg(PyObject* self, PyObject* arguments, PyObject* keywords) noexcept;

// options.cpp
PyObject* getblocking(PyObject* self, PyObject*) noexcept;
PyObject* getsockopt(PyObject* self, PyObject* arguments) noexcept;
PyObject* gettimeout(PyObject* self, PyObject*) noexcept;
PyObject* setblocking(PyObject* self, PyObject* flag) noexcept;
PyObject* setsockopt(PyObject* self, PyObject* arguments) noexcept;
PyObject* settimeout(PyObject* self, PyObject* seconds) noexcept;

/// In methods.cpp; ends with an entry of nulls.
extern PyMethodDef table[];

} // namespace samesock::python::methods

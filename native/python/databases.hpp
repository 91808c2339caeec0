// The functions of databases.cpp; names.cpp has the table that they stand in.
#pragma once

#include "python.hpp"

#include "single_argument.hpp"

namespace samesock::python {

PyObject* getservbyname(PyObject* module, PyObject* arguments) noexcept;
PyObject* getservbyport(PyObject* module, PyObject* arguments) noexcept;
PyObject* getprotobyname(PyObject* module, PyObject* arguments) noexcept;

PyObject* if_nameindex(PyObject* module, PyObject*) noexcept;
PyObject* if_nametoindex(PyObject* module, PyObject* argument) noexcept;
PyObject* if_indextoname(PyObject* module, PyObject* index) noexcept;

} // namespace samesock::python

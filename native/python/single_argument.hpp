// Functions of one argument. Up to 3.12 CPython's _socket reads it from a tuple, and as from 3.13 on without one, which
// shows in the words of its TypeErrors.
#pragma once

#include "python.hpp"

namespace samesock::python {

#if PY_VERSION_HEX >= 0x030D0000
inline constexpr int single_argument = METH_O;
inline constexpr auto parse_single = PyArg_Parse;
#else
inline constexpr int single_argument = METH_VARARGS;
inline constexpr auto parse_single = PyArg_ParseTuple;
#endif

} // namespace samesock::python

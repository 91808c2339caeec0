// The module's functions and constants, in the tables and adders that the module's definition puts together.
#pragma once

#include "python.hpp"

namespace samesock::python {

/// Each ends with an entry of nulls. In names.cpp: look-ups of hosts, services, protocols, interfaces, this host's
/// name.
extern PyMethodDef name_functions[];
/// In numbers.cpp: byte order and the text forms of addresses.
extern PyMethodDef number_functions[];
/// In handles.cpp: close, dup, socketpair, the default timeout, CMSG_LEN and CMSG_SPACE.
extern PyMethodDef handle_functions[];

/// In constants.cpp: every constant that CPython's _socket has on this platform, and has_ipv6.
[[nodiscard]] bool add_constants(PyObject* module) noexcept;

/// In capi.cpp: the capsule _socket.CAPI, through which ssl finds the socket type.
[[nodiscard]] bool add_capi(PyObject* module, module_state& state) noexcept;

} // namespace samesock::python

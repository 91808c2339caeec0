// The socket object of _socket: first what CPython's socketmodule.h lays down, which its ssl module reads, then ours.
#pragma once

#include "python.hpp"

#include <samesock/socket.hpp>

#include <cstdint>

namespace samesock::python {

struct socket_object {
    PyObject_HEAD
    int sock_fd;     ///< -1: closed
    int sock_family; ///< the system's numbers, as Python shows them
    int sock_type;
    int sock_proto;
    PyObject* (*errorhandler)();
    std::int64_t sock_timeout; ///< nanoseconds; -1: none; 0: non-blocking
    void* api_state;           ///< CPython 3.13's member of the same place; unused

    module_state* module;
    samesock::socket core; ///< made by __new__ as closed, opened by __init__

    /// Repeats what the core knows in the members that ssl reads: after opening, closing and changing the timeout.
    void mirror() noexcept;
};

/// Makes the type, and adds it to the module as `socket` and `SocketType`. False with an exception set.
[[nodiscard]] bool add_socket_type(PyObject* module, module_state& state) noexcept;

} // namespace samesock::python

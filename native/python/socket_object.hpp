// The socket object of _socket: first what CPython's socketmodule.h lays down, which its ssl module reads, then ours.
#pragma once

#include "python.hpp"

#include <samesock/socket.hpp>

#include <cstdint>
#include <forward_list>

namespace samesock::python {

struct socket_object {
    PyObject_HEAD int sock_fd; ///< -1: closed
    int sock_family;           ///< the system's numbers, as Python shows them
    int sock_type;
    int sock_proto;
    PyObject* (*errorhandler)();
    std::int64_t sock_timeout; ///< nanoseconds; -1: none; 0: non-blocking
    void* api_state;           ///< CPython 3.13's member of the same place; unused

    module_state* module;
    samesock::socket core; ///< made by __new__ as closed, opened by __init__
    bool is_used;          ///< opened once at least
    /// What a second __init__ has replaced: another thread may still be in a call on it.
    std::forward_list<samesock::socket> former;

    /// Becomes the object of `opened`. The handle that it was before is forgotten, not closed, as by CPython. Throws
    /// std::bad_alloc.
    void become(samesock::socket opened);
    /// Repeats what the core knows in the members that ssl reads: after opening, closing and changing the timeout.
    void mirror() noexcept;
};

[[nodiscard]] inline socket_object& socket_of(PyObject* self) noexcept {
    return *reinterpret_cast<socket_object*>(self);
}

/// Makes the type, and adds it to the module as `socket` and `SocketType`. False with an exception set.
[[nodiscard]] bool add_socket_type(PyObject* module, module_state& state) noexcept;

/// A new object of the module's own type.
[[nodiscard]] PyObject* socket_object_of(const module_state& state, samesock::socket opened) noexcept;

} // namespace samesock::python

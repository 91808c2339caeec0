// Address tuples: Python's form of each family's addresses, both ways.
#pragma once

#include "python.hpp"
#include "socket_object.hpp"

#include <samesock/address.hpp>

#include <optional>

namespace samesock::python {

/// Reads `arguments` as an address of the socket's family. `caller` ("bind", "connect", ...) begins the texts of
/// errors. Nothing where an exception is set. The core looks names up, without the lock.
[[nodiscard]] std::optional<address> read_address(const socket_object& s, PyObject* arguments,
                                                  const char* caller) noexcept;

/// Python's form of an address that the core returned for this socket; None for no address. A new reference.
[[nodiscard]] PyObject* address_object(const socket_object& s, const address& a) noexcept;
/// Likewise without a socket, as getaddrinfo shows addresses: `proto` tells the Bluetooth families apart.
[[nodiscard]] PyObject* address_object(const address& a, int proto) noexcept;

} // namespace samesock::python

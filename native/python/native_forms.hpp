// Addresses of the families that only one system has: Python's tuples, and the bytes of the system's own sockaddr, in
// which the core takes and gives them. Each family reads like a pair: from a tuple, to a tuple.
#pragma once

#include "python.hpp"
#include "socket_object.hpp"

#include <samesock/address.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace samesock::python {

/// An address as read; nothing where an exception is set.
using reading = std::optional<address>;

/// The families of addresses_linux.cpp. An error for a family that has no tuple.
[[nodiscard]] reading read_system_address(const socket_object& s, PyObject* arguments, const char* caller);
/// Python's (family, bytes) for a family that has no tuple.
[[nodiscard]] PyObject* system_address_object(const address& a, int proto);

[[nodiscard]] reading read_can_address(const socket_object& s, PyObject* arguments, const char* caller);
[[nodiscard]] PyObject* can_address_object(const address& a, int proto);

[[nodiscard]] reading read_bluetooth_address(const socket_object& s, PyObject* arguments, const char* caller);
[[nodiscard]] PyObject* bluetooth_address_object(const address& a, int proto);

/// Sets the exception, whose text `format` makes with the caller's name as its first argument.
template <class... Arguments>
[[nodiscard]] std::nullopt_t refuse(PyObject* exception, const char* format, Arguments... arguments) {
    PyErr_Format(exception, format, arguments...);
    return std::nullopt;
}

/// True for a tuple; else TypeError.
[[nodiscard]] bool is_tuple(PyObject* arguments, const char* family, const char* caller);

/// The index of an interface, through the core.
[[nodiscard]] std::optional<unsigned> interface_index(const socket_object& s, std::string_view name);
/// The name of an interface, "" for index 0 and for one that is gone.
[[nodiscard]] std::string interface_name(unsigned index);

inline constexpr std::size_t after_family = offsetof(sockaddr, sa_data);

/// `native`, whose family need not be set, as the core takes it.
template <class Native>
[[nodiscard]] address address_of(const socket_object& s, const Native& native) {
    const auto* bytes = reinterpret_cast<const char*>(&native) + after_family;
    return address(native_address{s.core.family(), const_buffer(bytes, sizeof native - after_family)});
}

/// What the core gave, in the system's own structure; zero where it was shorter. The family is not set.
template <class Native>
[[nodiscard]] Native native_of(const address& a) {
    Native native{};
    const std::string_view bytes = a.raw();
    auto* to = reinterpret_cast<char*>(&native) + after_family;
    std::memcpy(to, bytes.data(), std::min(bytes.size(), sizeof native - after_family));
    return native;
}

} // namespace samesock::python

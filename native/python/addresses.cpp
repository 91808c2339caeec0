// Internet and AF_UNIX addresses, as CPython's _socket takes and shows them; the other families are in files of their
// own. What a host means, the ranges and the order of their checks belong to the core.
#include "addresses.hpp"

#include "errors.hpp"
#include "native_forms.hpp"
#include "unlocked.hpp"

#include <samesock/inet.hpp>
#include <samesock/names.hpp>

#include <sys/socket.h>
#include <sys/un.h>

#include <new>

namespace samesock::python {
namespace {

// -- reading ----------------------------------------------------------------------------------------------------------

/// The host of an address, encoded: a view of the argument, or of `own`.
struct host_argument {
    std::string_view text;
    std::string own;
};

/// A str that is not plain ASCII goes through IDNA, in the core.
bool encode_host(PyObject* host, host_argument& to) {
    Py_ssize_t size = 0;
    const char* const utf8 = PyUnicode_AsUTF8AndSize(host, &size);
    auto encoded = utf8 != nullptr ? try_idna_encode({utf8, static_cast<std::size_t>(size)}) : result<std::string>();
    if (utf8 == nullptr || !encoded) {
        PyErr_SetString(PyExc_TypeError, "encoding of hostname failed");
        return false;
    }
    to.own = *std::move(encoded);
    to.text = to.own;
    return true;
}

bool take_host(PyObject* host, host_argument& to) {
    if (PyBytes_Check(host)) {
        to.text = {PyBytes_AS_STRING(host), static_cast<std::size_t>(PyBytes_GET_SIZE(host))};
    } else if (PyByteArray_Check(host)) {
        to.text = {PyByteArray_AS_STRING(host), static_cast<std::size_t>(PyByteArray_GET_SIZE(host))};
    } else if (!PyUnicode_Check(host)) {
        PyErr_Format(PyExc_TypeError, "str, bytes or bytearray expected, not %s", Py_TYPE(host)->tp_name);
        return false;
    } else if (PyUnicode_IS_COMPACT_ASCII(host)) {
        to.text = {static_cast<const char*>(PyUnicode_DATA(host)),
                   static_cast<std::size_t>(PyUnicode_GET_LENGTH(host))};
    } else if (!encode_host(host, to)) {
        return false;
    }
    if (to.text.find('\0') == std::string_view::npos) return true;
    PyErr_SetString(PyExc_TypeError, "host name must not contain null character");
    return false;
}

/// For PyArg_ParseTuple.
int host_converter(PyObject* host, void* to) noexcept {
    try {
        return take_host(host, *static_cast<host_argument*>(to)) ? 1 : 0;
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
        return 0;
    }
}

/// A port that is no C int is out of range like one that is.
std::nullopt_t unreadable(const char* caller) {
    if (PyErr_ExceptionMatches(PyExc_OverflowError))
        PyErr_Format(PyExc_OverflowError, "%s(): port must be 0-65535.", caller);
    return std::nullopt;
}

reading read_inet(PyObject* arguments, const char* caller) {
    if (!is_tuple(arguments, "AF_INET", caller)) return std::nullopt;
    host_argument host;
    int port = 0;
    if (!PyArg_ParseTuple(arguments, "O&i;AF_INET address must be a pair (host, port)", host_converter, &host, &port))
        return unreadable(caller);
    return address(encoded_host{host.text}, port);
}

reading read_inet6(PyObject* arguments, const char* caller) {
    if (!is_tuple(arguments, "AF_INET6", caller)) return std::nullopt;
    host_argument host;
    int port = 0;
    unsigned flowinfo = 0;
    unsigned scope_id = 0;
    if (!PyArg_ParseTuple(arguments, "O&i|II;AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])",
                          host_converter, &host, &port, &flowinfo, &scope_id))
        return unreadable(caller);
    return address(encoded_host{host.text}, port, flowinfo, scope_id);
}

// A str may hold what is no character (PEP 383), and an abstract name may hold NUL.
reading read_path(PyObject* path) {
    const owned encoded = PyUnicode_Check(path) ? owned(PyUnicode_EncodeFSDefault(path)) : owned::share(path);
    Py_buffer bytes;
    if (!encoded || !PyArg_Parse(encoded.get(), "y*", &bytes)) return std::nullopt;
    reading read;
    try {
        read.emplace(std::string_view(static_cast<const char*>(bytes.buf), static_cast<std::size_t>(bytes.len)));
    } catch (const std::bad_alloc&) { PyErr_NoMemory(); }
    PyBuffer_Release(&bytes);
    return read;
}

/// Looked up and checked. CPython, too, does that before auditors hear of the call.
reading resolved(const socket_object& s, const reading& read, const char* caller) {
    if (!read) return std::nullopt;
    const auto find = [&] { return try_resolve(*read, address_family(s.sock_family)); };
    const auto found = read->has_name() ? without_lock(find) : find();
    if (found) return *found;
    raise(*s.module, found.error(), caller);
    return std::nullopt;
}

reading read(const socket_object& s, PyObject* arguments, const char* caller) {
    switch (s.sock_family) {
#ifdef AF_RDS
    case AF_RDS: // Internet addresses: rds(7)
#endif
    case AF_INET: return resolved(s, read_inet(arguments, caller), caller);
    case AF_INET6: return resolved(s, read_inet6(arguments, caller), caller);
    case AF_UNIX: return resolved(s, read_path(arguments), caller);
    default: return read_system_address(s, arguments, caller);
    }
}

// -- showing ----------------------------------------------------------------------------------------------------------

PyObject* path_object(const address& a) {
    const std::string path = a.path();
    const auto size = static_cast<Py_ssize_t>(path.size());
    if (path.starts_with('\0')) return PyBytes_FromStringAndSize(path.data(), size);
    return PyUnicode_DecodeFSDefaultAndSize(path.data(), size);
}

PyObject* show(const address& a, int proto) {
    switch (a.family().value()) {
    case AF_UNSPEC: Py_RETURN_NONE; // no address
    case AF_INET: return Py_BuildValue("si", a.host().c_str(), static_cast<int>(a.port()));
    case AF_INET6:
        return Py_BuildValue("siII", a.host().c_str(), static_cast<int>(a.port()), static_cast<unsigned>(a.flowinfo()),
                             a.scope_id());
    case AF_UNIX: return path_object(a);
    default: return system_address_object(a, proto);
    }
}

} // namespace

bool is_tuple(PyObject* arguments, const char* family, const char* caller) {
    if (PyTuple_Check(arguments)) return true;
    PyErr_Format(PyExc_TypeError, "%s(): %s address must be tuple, not %.500s", caller, family,
                 Py_TYPE(arguments)->tp_name);
    return false;
}

std::optional<address> read_address(const socket_object& s, PyObject* arguments, const char* caller) noexcept {
    try {
        return read(s, arguments, caller);
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
        return std::nullopt;
    }
}

PyObject* address_object(const socket_object& s, const address& a) noexcept { return address_object(a, s.sock_proto); }

PyObject* address_object(const address& a, int proto) noexcept {
    try {
        return show(a, proto);
    } catch (const std::bad_alloc&) { return PyErr_NoMemory(); }
}

} // namespace samesock::python

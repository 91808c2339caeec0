// Look-ups of hosts: getaddrinfo and getnameinfo, the gethostby functions, and this host's own name. Look-ups wait
// without the interpreter's lock. The databases of services, protocols and interfaces are in databases.cpp.
#include <samesock/names.hpp>

#include "addresses.hpp"
#include "databases.hpp"
#include "errors.hpp"
#include "functions.hpp"
#include "unlocked.hpp"

#include <samesock/error_code.hpp>
#include <samesock/inet.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace samesock::python {
namespace {

// -- hosts as arguments -----------------------------------------------------------------------------------------------

/// The core encodes a str; where it refuses, Python's own codec says why, in the words of its version.
std::optional<std::string> encode_idna(PyObject* module, PyObject* host) {
    Py_ssize_t size = 0;
    const char* const utf8 = PyUnicode_AsUTF8AndSize(host, &size);
    auto encoded = utf8 != nullptr ? try_idna_encode({utf8, static_cast<std::size_t>(size)})
                                   : result<std::string>(failure(misuse::host_not_encodable));
    if (encoded) return *std::move(encoded);
    PyErr_Clear();
    const owned accepted(PyUnicode_AsEncodedString(host, "idna", nullptr));
    raise(state_of(module), encoded.error(), "encode"); // nothing to do where the codec has refused as well
    return std::nullopt;
}

std::string_view view_of(PyObject* bytes) noexcept {
    if (PyByteArray_Check(bytes))
        return {PyByteArray_AS_STRING(bytes), static_cast<std::size_t>(PyByteArray_GET_SIZE(bytes))};
    return {PyBytes_AS_STRING(bytes), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes))};
}

const char* type_of(PyObject* object) noexcept { return object == Py_None ? "None" : Py_TYPE(object)->tp_name; }

/// The host of a gethostby function, encoded: what CPython's parser makes of "et" and "idna".
std::optional<std::string> read_host(PyObject* module, PyObject* host, const char* caller) {
    std::optional<std::string> encoded;
    if (PyUnicode_Check(host)) {
        encoded = encode_idna(module, host);
        if (!encoded) return std::nullopt;
    } else if (PyBytes_Check(host) || PyByteArray_Check(host)) {
        encoded.emplace(view_of(host));
    } else {
        PyErr_Format(PyExc_TypeError, "%s() argument 1 must be str, bytes or bytearray, not %s", caller, type_of(host));
        return std::nullopt;
    }
    if (encoded->find('\0') == std::string::npos) return encoded;
    PyErr_Format(PyExc_TypeError, "%s() argument 1 must be encoded string without null bytes, not %s", caller,
                 type_of(host));
    return std::nullopt;
}

// -- the gethostby functions ------------------------------------------------------------------------------------------

PyObject* text_object(const std::string& text) noexcept {
    return PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
}

PyObject* list_object(const std::vector<std::string>& texts) {
    owned list(PyList_New(0));
    for (const std::string& text : texts) {
        const owned item(text_object(text));
        if (!list || !item || PyList_Append(list.get(), item.get()) != 0) return nullptr;
    }
    return list.release();
}

PyObject* entry_object(const host_entry& entry) {
    const owned name(text_object(entry.hostname));
    const owned aliases(list_object(entry.aliaslist));
    const owned addresses(list_object(entry.ipaddrlist));
    if (!name || !aliases || !addresses) return nullptr;
    return PyTuple_Pack(3, name.get(), aliases.get(), addresses.get());
}

/// One of the three: `format` is the parser's, "O:" and the function's name; `event` what auditors hear.
template <class Found>
PyObject* look_up(PyObject* module, PyObject* arguments, const char* format, const char* event,
                  result<Found> (*find)(encoded_host) noexcept, PyObject* (*show)(const Found&)) noexcept {
    return guarded([&]() -> PyObject* {
        PyObject* given = nullptr;
        if (!PyArg_ParseTuple(arguments, format, &given)) return nullptr;
        const auto host = read_host(module, given, format + 2);
        if (!host || PySys_Audit(event, "O", arguments) < 0) return nullptr;
        const auto found = without_lock([&] { return find(encoded_host{*host}); });
        return found ? show(*found) : raise(state_of(module), found.error(), format + 2);
    });
}

PyObject* gethostbyname(PyObject* module, PyObject* arguments) noexcept {
    return look_up<std::string>(module, arguments, "O:gethostbyname", "socket.gethostbyname", try_gethostbyname,
                                [](const std::string& text) { return text_object(text); });
}

PyObject* gethostbyname_ex(PyObject* module, PyObject* arguments) noexcept {
    return look_up<host_entry>(module, arguments, "O:gethostbyname_ex", "socket.gethostbyname", try_gethostbyname_ex,
                               entry_object);
}

PyObject* gethostbyaddr(PyObject* module, PyObject* arguments) noexcept {
    return look_up<host_entry>(module, arguments, "O:gethostbyaddr", "socket.gethostbyaddr", try_gethostbyaddr,
                               entry_object);
}

// -- getaddrinfo ------------------------------------------------------------------------------------------------------

/// An argument of getaddrinfo as C has it: without what follows a NUL.
using c_text = std::optional<std::string>;

c_text cut(std::string_view text) { return std::string(text.substr(0, text.find('\0'))); }

/// False with an exception set.
bool read_name(PyObject* module, PyObject* host, c_text& name) {
    if (host == Py_None) return true;
    if (PyUnicode_Check(host)) {
        const auto encoded = encode_idna(module, host);
        if (encoded) name = cut(*encoded);
        return encoded.has_value();
    }
    if (PyBytes_Check(host)) {
        name = cut(view_of(host));
        return true;
    }
    PyErr_SetString(PyExc_TypeError, "getaddrinfo() argument 1 must be string or None");
    return false;
}

/// A port that is a number, in decimal; null where it is none, or with an exception set.
owned decimal(PyObject* port) {
#if PY_VERSION_HEX >= 0x030E0000
    const owned number(PyIndex_Check(port) ? PyNumber_Index(port) : nullptr);
#else
    const owned number = owned::share(PyLong_CheckExact(port) ? port : nullptr);
#endif
#if PY_VERSION_HEX < 0x030C0000
    if (number && PyLong_AsLong(number.get()) == -1 && PyErr_Occurred() != nullptr) return {};
#endif
    return owned(number ? PyObject_Str(number.get()) : nullptr);
}

/// False with an exception set.
bool read_port(PyObject* port, c_text& text) {
    if (port == Py_None) return true;
    if (PyBytes_Check(port)) {
        text = cut(view_of(port));
        return true;
    }
    const owned given = PyUnicode_Check(port) ? owned::share(port) : decimal(port);
    if (!given) {
        if (PyErr_Occurred() == nullptr) PyErr_SetString(PyExc_OSError, "Int or String expected");
        return false;
    }
    const char* const utf8 = PyUnicode_AsUTF8(given.get());
    if (utf8 != nullptr) text = std::string(utf8);
    return utf8 != nullptr;
}

/// The numbers among getaddrinfo's arguments.
struct hints {
    int family = 0;
    int type = 0;
    int proto = 0;
    int flags = 0;
};

// To the core "" is None (docs/platforms.md); to CPython it is a host that nobody knows, which glibc finds out after it
// has looked at the rest.
result<std::vector<address_info>> resolve(const c_text& name, const c_text& port, hints of) {
    const bool is_empty = name && name->empty();
    const host_name host = name ? host_name(encoded_host{*name}) : host_name(std::nullopt);
    const service where = port ? service(*port) : is_empty ? service("") : service(std::nullopt);
    const resolve_flags flags = is_empty ? resolve_flags(of.flags) & ~AI_CANONNAME : resolve_flags(of.flags);
    auto found =
        try_getaddrinfo(host, where, address_family(of.family), socket_type(of.type), protocol(of.proto), flags);
    if (is_empty && found) return failure(gai_error::noname);
    return found;
}

PyObject* info_object(const address_info& info, int proto) {
    return Py_BuildValue("iiisN", info.family.value(), info.type.value(), info.proto.value(), info.canonname.c_str(),
                         address_object(info.sockaddr, proto));
}

PyObject* infos_object(const std::vector<address_info>& infos, int proto) {
    owned list(PyList_New(0));
    for (const address_info& info : infos) {
        const owned item(list ? info_object(info, proto) : nullptr);
        if (!item || PyList_Append(list.get(), item.get()) != 0) return nullptr;
    }
    return list.release();
}

PyObject* getaddrinfo(PyObject* module, PyObject* arguments, PyObject* keywords) noexcept {
    static const char* const names[] = {"host", "port", "family", "type", "proto", "flags", nullptr};
    PyObject* host = nullptr;
    PyObject* port = nullptr;
    hints of;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "OO|iiii:getaddrinfo", const_cast<char**>(names), &host,
                                     &port, &of.family, &of.type, &of.proto, &of.flags))
        return nullptr;
    return guarded([&]() -> PyObject* {
        c_text name;
        c_text where;
        if (!read_name(module, host, name) || !read_port(port, where) ||
            PySys_Audit("socket.getaddrinfo", "OOiii", host, port, of.family, of.type, of.proto) < 0)
            return nullptr;
        const auto found = without_lock([&] { return resolve(name, where, of); });
        return found ? infos_object(*found, of.proto) : raise(state_of(module), found.error(), "getaddrinfo");
    });
}

// -- getnameinfo ------------------------------------------------------------------------------------------------------

/// Whether getaddrinfo would read it as an IPv4 address.
bool is_ipv4(std::string_view host) noexcept {
    return host.find_first_of(" \t\n\v\f\r") == std::string_view::npos && try_inet_aton(host).has_value();
}

PyObject* name_object(PyObject* module, const address& of, int flags) {
    const auto found = without_lock([&] { return try_getnameinfo(of, name_flags(flags)); });
    if (!found) return raise(state_of(module), found.error(), "getnameinfo");
    return Py_BuildValue("ss", found->first.c_str(), found->second.c_str());
}

// A negative port is found before the tuple's length is looked at, and by the core, which knows no length.
PyObject* getnameinfo(PyObject* module, PyObject* arguments) noexcept {
    PyObject* tuple = nullptr;
    int flags = 0;
    if (!PyArg_ParseTuple(arguments, "Oi:getnameinfo", &tuple, &flags)) return nullptr;
    if (!PyTuple_Check(tuple)) {
        PyErr_SetString(PyExc_TypeError, "getnameinfo() argument 1 must be a tuple");
        return nullptr;
    }
    const char* host = nullptr;
    int port = 0;
    unsigned flowinfo = 0;
    unsigned scope_id = 0;
    if (!PyArg_ParseTuple(tuple, "si|II;getnameinfo(): illegal sockaddr argument", &host, &port, &flowinfo, &scope_id))
        return nullptr;
    // The core would say so as well, but after auditors have heard of the call.
    if (flowinfo > 0xfffff) return raise(state_of(module), misuse::flowinfo_range, "getnameinfo");
    if (PySys_Audit("socket.getnameinfo", "(O)", tuple) < 0) return nullptr;
    if (PyTuple_GET_SIZE(tuple) != 2 && port >= 0 && is_ipv4(host)) {
        PyErr_SetString(PyExc_OSError, "IPv4 sockaddr must be 2 tuple");
        return nullptr;
    }
    return guarded([&] { return name_object(module, address(encoded_host{host}, port, flowinfo, scope_id), flags); });
}

// -- this host's name -------------------------------------------------------------------------------------------------

PyObject* gethostname(PyObject* module, PyObject*) noexcept {
    if (PySys_Audit("socket.gethostname", nullptr) < 0) return nullptr;
    const auto name = without_lock([] { return try_gethostname(); });
    if (!name) return raise(state_of(module), name.error(), "gethostname");
    return PyUnicode_DecodeFSDefaultAndSize(name->data(), static_cast<Py_ssize_t>(name->size()));
}

PyObject* sethostname(PyObject* module, PyObject* arguments) noexcept {
    PyObject* bytes = nullptr;
    owned encoded;
    if (!PyArg_ParseTuple(arguments, "S:sethostname", &bytes)) {
        PyErr_Clear();
        if (!PyArg_ParseTuple(arguments, "O&:sethostname", PyUnicode_FSConverter, &bytes)) return nullptr;
        encoded = owned(bytes);
    }
    if (PySys_Audit("socket.sethostname", "(O)", bytes) < 0) return nullptr;
    if (const auto set = try_sethostname(view_of(bytes)); !set)
        return raise(state_of(module), set.error(), "sethostname");
    Py_RETURN_NONE;
}

} // namespace

PyMethodDef name_functions[] = {
    {"gethostbyname", gethostbyname, METH_VARARGS,
     "gethostbyname(host) -> address\n\nThe IPv4 address of a host, as text."},
    {"gethostbyname_ex", gethostbyname_ex, METH_VARARGS,
     "gethostbyname_ex(host) -> (name, aliases, addresses)\n\nThe names and IPv4 addresses of a host."},
    {"gethostbyaddr", gethostbyaddr, METH_VARARGS,
     "gethostbyaddr(host) -> (name, aliases, addresses)\n\nThe names and addresses of the host with an address."},
    {"gethostname", gethostname, METH_NOARGS, "gethostname() -> name\n\nThe name of this host."},
    {"sethostname", sethostname, METH_VARARGS, "sethostname(name)\n\nName this host."},
    {"getservbyname", getservbyname, METH_VARARGS,
     "getservbyname(service[, protocol]) -> port\n\nThe port of a service, of one protocol (\"tcp\", \"udp\") or any."},
    {"getservbyport", getservbyport, METH_VARARGS,
     "getservbyport(port[, protocol]) -> service\n\nThe service of a port, of one protocol (\"tcp\", \"udp\") or any."},
    {"getprotobyname", getprotobyname, METH_VARARGS,
     "getprotobyname(name) -> number\n\nThe number of a protocol, as \"icmp\"."},
    {"getaddrinfo", table_entry(getaddrinfo), METH_VARARGS | METH_KEYWORDS,
     "getaddrinfo(host, port[, family, type, proto, flags]) -> [(family, type, proto, canonname, address), ...]\n\n"
     "What to give to socket and connect."},
    {"getnameinfo", getnameinfo, METH_VARARGS,
     "getnameinfo(address, flags) -> (host, service)\n\nThe names of an Internet address and its port."},
    {"if_nameindex", if_nameindex, METH_NOARGS,
     "if_nameindex() -> [(index, name), ...]\n\nThe network interfaces of this host."},
    {"if_nametoindex", if_nametoindex, single_argument,
     "if_nametoindex(name) -> index\n\nThe index of a network interface."},
    {"if_indextoname", if_indextoname, METH_O, "if_indextoname(index) -> name\n\nThe name of a network interface."},
    {nullptr, nullptr, 0, nullptr},
};

} // namespace samesock::python

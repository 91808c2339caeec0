// The system's databases: services, protocols and network interfaces.
#include "databases.hpp"

#include "errors.hpp"
#include "unlocked.hpp"

#include <samesock/error_code.hpp>
#include <samesock/names.hpp>

#include <climits>
#include <optional>
#include <string_view>

namespace samesock::python {
namespace {

std::string_view view_of(const char* proto) noexcept { return proto != nullptr ? proto : ""; }

/// To the core "" is any protocol; to CPython it is one that has no services.
bool is_unknown(const char* proto) noexcept { return proto != nullptr && *proto == '\0'; }

/// gh-100218: the system's errno, which the core gives, reached CPython in 3.13.10 and 3.14.1.
constexpr bool shows_errno =
    PY_VERSION_HEX >= 0x030E0100 || (PY_VERSION_HEX >= 0x030D0A00 && PY_VERSION_HEX < 0x030E0000);

PyObject* interface_object(const interface& one) {
    return Py_BuildValue("IN", one.index,
                         PyUnicode_DecodeFSDefaultAndSize(one.name.data(), static_cast<Py_ssize_t>(one.name.size())));
}

/// An interface's index. Nothing where an exception is set.
std::optional<unsigned> read_index(PyObject* index) {
#if PY_VERSION_HEX >= 0x030E0000
    unsigned value = 0;
    const Py_ssize_t size =
        PyLong_AsNativeBytes(index, &value, sizeof value,
                             Py_ASNATIVEBYTES_NATIVE_ENDIAN | Py_ASNATIVEBYTES_ALLOW_INDEX |
                                 Py_ASNATIVEBYTES_REJECT_NEGATIVE | Py_ASNATIVEBYTES_UNSIGNED_BUFFER);
    if (size < 0) return std::nullopt;
    const char* const refusal = size > Py_ssize_t{sizeof value} ? "Python int too large for C unsigned int" : nullptr;
#else
    const unsigned long value = PyLong_AsUnsignedLong(index);
    if (value == static_cast<unsigned long>(-1) && PyErr_Occurred() != nullptr) return std::nullopt;
    // Before 3.13 CPython cuts it.
    const char* const refusal = PY_VERSION_HEX >= 0x030D0000 && value > UINT_MAX ? "index is too large" : nullptr;
#endif
    if (refusal == nullptr) return static_cast<unsigned>(value);
    PyErr_SetString(PyExc_OverflowError, refusal);
    return std::nullopt;
}

} // namespace

PyObject* getservbyname(PyObject* module, PyObject* arguments) noexcept {
    const char* name = nullptr;
    const char* proto = nullptr;
    if (!PyArg_ParseTuple(arguments, "s|s:getservbyname", &name, &proto) ||
        PySys_Audit("socket.getservbyname", "ss", name, proto) < 0)
        return nullptr;
    auto port = without_lock([&] { return try_getservbyname(name, view_of(proto)); });
    if (port && is_unknown(proto)) port = failure(fault::service_not_found);
    return port ? PyLong_FromLong(*port) : raise(state_of(module), port.error(), "getservbyname");
}

PyObject* getservbyport(PyObject* module, PyObject* arguments) noexcept {
    int port = 0;
    const char* proto = nullptr;
    if (!PyArg_ParseTuple(arguments, "i|s:getservbyport", &port, &proto)) return nullptr;
    // The core would say so as well, but after auditors have heard of the call.
    if (port < 0 || port > 0xffff) return raise(state_of(module), misuse::port_number_range, "getservbyport");
    if (PySys_Audit("socket.getservbyport", "is", port, proto) < 0) return nullptr;
    auto name = without_lock([&] { return try_getservbyport(port, view_of(proto)); });
    if (name && is_unknown(proto)) name = failure(fault::port_not_found);
    return name ? PyUnicode_FromString(name->c_str()) : raise(state_of(module), name.error(), "getservbyport");
}

PyObject* getprotobyname(PyObject* module, PyObject* arguments) noexcept {
    const char* name = nullptr;
    if (!PyArg_ParseTuple(arguments, "s:getprotobyname", &name)) return nullptr;
    const auto found = without_lock([&] { return try_getprotobyname(name); });
    return found ? PyLong_FromLong(found->value()) : raise(state_of(module), found.error(), "getprotobyname");
}

PyObject* if_nameindex(PyObject* module, PyObject*) noexcept {
    const auto found = try_if_nameindex();
    if (!found) return raise(state_of(module), found.error(), "if_nameindex");
    owned list(PyList_New(0));
    for (const interface& one : *found) {
        const owned item(list ? interface_object(one) : nullptr);
        if (!item || PyList_Append(list.get(), item.get()) != 0) return nullptr;
    }
    return list.release();
}

PyObject* if_nametoindex(PyObject* module, PyObject* argument) noexcept {
    PyObject* name = nullptr;
    if (!parse_single(argument, "O&:if_nametoindex", PyUnicode_FSConverter, &name)) return nullptr;
    const owned kept(name);
    const auto index = try_if_nametoindex({PyBytes_AS_STRING(name), static_cast<std::size_t>(PyBytes_GET_SIZE(name))});
    if (index) return PyLong_FromUnsignedLong(*index);
    if (shows_errno) return raise(state_of(module), index.error(), "if_nametoindex");
    PyErr_SetString(PyExc_OSError, "no interface with this name");
    return nullptr;
}

PyObject* if_indextoname(PyObject* module, PyObject* argument) noexcept {
    const auto index = read_index(argument);
    if (!index) return nullptr;
    const auto name = try_if_indextoname(*index);
    if (!name) return raise(state_of(module), name.error(), "if_indextoname");
    return PyUnicode_DecodeFSDefaultAndSize(name->data(), static_cast<Py_ssize_t>(name->size()));
}

} // namespace samesock::python

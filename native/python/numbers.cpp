// Byte order and the text forms of IP addresses: htons and its kin, inet_aton and its kin. The arithmetic is the
// core's; what is no such number, and in which words, differs between Python's versions.
#include "errors.hpp"
#include "functions.hpp"
#include "single_argument.hpp"

#include <samesock/error_code.hpp>
#include <samesock/inet.hpp>

#include <cstdint>
#include <optional>

namespace samesock::python {
namespace {

// -- byte order -------------------------------------------------------------------------------------------------------

#if PY_VERSION_HEX >= 0x030E0000

/// What has an index and fits into `size` bytes without a sign.
std::optional<std::uint64_t> read_unsigned(PyObject* object, Py_ssize_t size, const char* type) {
    std::uint64_t value = 0;
    const Py_ssize_t needed =
        PyLong_AsNativeBytes(object, &value, sizeof value,
                             Py_ASNATIVEBYTES_NATIVE_ENDIAN | Py_ASNATIVEBYTES_ALLOW_INDEX |
                                 Py_ASNATIVEBYTES_REJECT_NEGATIVE | Py_ASNATIVEBYTES_UNSIGNED_BUFFER);
    if (needed < 0) return std::nullopt;
    if (static_cast<std::size_t>(needed) > sizeof value || value >> (8 * size) != 0) {
        PyErr_Format(PyExc_OverflowError, "Python int too large for C %s", type);
        return std::nullopt;
    }
    return value;
}

std::optional<std::uint64_t> read_short(PyObject* object, const char*) { return read_unsigned(object, 2, "uint16_t"); }
std::optional<std::uint64_t> read_long(PyObject* object) { return read_unsigned(object, 4, "uint32_t"); }

#else

/// An int, in 16 bits without a sign. `format` is the parser's: "i:" and the function's name.
std::optional<std::uint64_t> read_short(PyObject* arguments, const char* format) {
    int value = 0;
#if PY_VERSION_HEX >= 0x030D0000
    value = PyLong_AsInt(arguments);
    if (value == -1 && PyErr_Occurred() != nullptr) return std::nullopt;
#else
    if (!PyArg_ParseTuple(arguments, format, &value)) return std::nullopt;
#endif
    const char* const refusal = value < 0        ? "%s: can't convert negative Python int to C 16-bit unsigned integer"
                                : value > 0xffff ? "%s: Python int too large to convert to C 16-bit unsigned integer"
                                                 : nullptr;
    if (refusal == nullptr) return static_cast<std::uint64_t>(value);
    PyErr_Format(PyExc_OverflowError, refusal, format + 2);
    return std::nullopt;
}

/// An int, in 32 bits without a sign.
std::optional<std::uint64_t> read_long(PyObject* object) {
    if (!PyLong_Check(object)) {
        PyErr_Format(PyExc_TypeError, "expected int, %s found", Py_TYPE(object)->tp_name);
        return std::nullopt;
    }
    const unsigned long value = PyLong_AsUnsignedLong(object);
    if (value == static_cast<unsigned long>(-1) && PyErr_Occurred() != nullptr) return std::nullopt;
    if (value <= 0xffffffff) return value;
    PyErr_SetString(PyExc_OverflowError, "int larger than 32 bits");
    return std::nullopt;
}

#endif

/// The number that the core makes of one that was read; an exception is set where none was.
template <class Number>
PyObject* number_object(PyObject* module, const std::optional<std::uint64_t>& x, const char* name,
                        result<Number> (*convert)(std::int64_t) noexcept) {
    if (!x) return nullptr;
    const auto converted = convert(static_cast<std::int64_t>(*x));
    return converted ? PyLong_FromUnsignedLong(*converted) : raise(state_of(module), converted.error(), name);
}

// The same bytes change places in both directions.
PyObject* htons(PyObject* module, PyObject* x) noexcept {
    return number_object(module, read_short(x, "i:htons"), "htons", try_host_to_network_short);
}
PyObject* ntohs(PyObject* module, PyObject* x) noexcept {
    return number_object(module, read_short(x, "i:ntohs"), "ntohs", try_host_to_network_short);
}
PyObject* htonl(PyObject* module, PyObject* x) noexcept {
    return number_object(module, read_long(x), "htonl", try_host_to_network_long);
}
PyObject* ntohl(PyObject* module, PyObject* x) noexcept {
    return number_object(module, read_long(x), "ntohl", try_host_to_network_long);
}

// -- texts ------------------------------------------------------------------------------------------------------------

PyObject* packed_object(const result<packed_address>& packed, PyObject* module, const char* name) {
    if (!packed) return raise(state_of(module), packed.error(), name);
    return PyBytes_FromStringAndSize(packed->view().data(), static_cast<Py_ssize_t>(packed->size()));
}

PyObject* text_object(const result<std::string>& text, PyObject* module, const char* name) {
    if (!text) return raise(state_of(module), text.error(), name);
    return PyUnicode_FromStringAndSize(text->data(), static_cast<Py_ssize_t>(text->size()));
}

const_buffer bytes_of(const Py_buffer& buffer) noexcept { return {buffer.buf, static_cast<std::size_t>(buffer.len)}; }

PyObject* inet_aton(PyObject* module, PyObject* argument) noexcept {
    const char* text = nullptr;
    if (!parse_single(argument, "s:inet_aton", &text)) return nullptr;
    return packed_object(try_inet_aton(text), module, "inet_aton");
}

// The core counts a wrong length among the errors of the caller, with ValueError: docs/platforms.md.
PyObject* inet_ntoa(PyObject* module, PyObject* argument) noexcept {
    Py_buffer packed;
    if (!parse_single(argument, "y*:inet_ntoa", &packed)) return nullptr;
    const auto text = try_inet_ntoa(bytes_of(packed));
    PyBuffer_Release(&packed);
    if (!text && text.error() == misuse::packed_length) {
        PyErr_SetString(PyExc_OSError, "packed IP wrong length for inet_ntoa");
        return nullptr;
    }
    return text_object(text, module, "inet_ntoa");
}

PyObject* inet_pton(PyObject* module, PyObject* arguments) noexcept {
    int family = 0;
    const char* text = nullptr;
    if (!PyArg_ParseTuple(arguments, "is:inet_pton", &family, &text)) return nullptr;
    return packed_object(try_inet_pton(address_family(family), text), module, "inet_pton");
}

PyObject* inet_ntop(PyObject* module, PyObject* arguments) noexcept {
    int family = 0;
    Py_buffer packed;
    if (!PyArg_ParseTuple(arguments, "iy*:inet_ntop", &family, &packed)) return nullptr;
    const auto text = try_inet_ntop(address_family(family), bytes_of(packed));
    PyBuffer_Release(&packed);
    if (!text && text.error() == misuse::unknown_family)
        return PyErr_Format(PyExc_ValueError, "unknown address family %d", family);
    return text_object(text, module, "inet_ntop");
}

} // namespace

PyMethodDef number_functions[] = {
    {"htons", htons, single_argument, "htons(x) -> int\n\nConvert 16 bits from host to network byte order."},
    {"ntohs", ntohs, single_argument, "ntohs(x) -> int\n\nConvert 16 bits from network to host byte order."},
    {"htonl", htonl, METH_O, "htonl(x) -> int\n\nConvert 32 bits from host to network byte order."},
    {"ntohl", ntohl, METH_O, "ntohl(x) -> int\n\nConvert 32 bits from network to host byte order."},
    {"inet_aton", inet_aton, single_argument,
     "inet_aton(text) -> bytes\n\nConvert an IPv4 address from text to 4 bytes."},
    {"inet_ntoa", inet_ntoa, single_argument,
     "inet_ntoa(packed) -> str\n\nConvert an IPv4 address from 4 bytes to text."},
    {"inet_pton", inet_pton, METH_VARARGS,
     "inet_pton(family, text) -> bytes\n\nConvert an IP address of a family from text to bytes."},
    {"inet_ntop", inet_ntop, METH_VARARGS,
     "inet_ntop(family, packed) -> str\n\nConvert an IP address of a family from bytes to text."},
    {nullptr, nullptr, 0, nullptr},
};

} // namespace samesock::python

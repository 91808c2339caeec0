// The five domains of the core's errors as exceptions, in CPython's words.
#include "errors.hpp"

#include <samesock/error_code.hpp>

#include <cerrno>
#include <string>

namespace samesock::python {

namespace {

// gaierror and herror have a number and a text. OSError would look for a subclass by errno; these do not.
PyObject* raise_numbered(PyObject* type, std::error_code code) {
    const owned arguments(Py_BuildValue("(is)", code.value(), code.message().c_str()));
    if (arguments) PyErr_SetObject(type, arguments.get());
    return nullptr;
}

PyObject* raise_fault(std::error_code code) {
    PyErr_SetString(code == fault::timed_out ? PyExc_TimeoutError : PyExc_OSError, code.message().c_str());
    return nullptr;
}

PyObject* class_of(misuse m) noexcept {
    if (is_overflow(m)) return PyExc_OverflowError;
    switch (m) {
    case misuse::host_with_nul:
    case misuse::address_form: return PyExc_TypeError;
    case misuse::label_too_long:
    case misuse::label_empty:
    case misuse::host_not_encodable: return PyExc_UnicodeError;
    default: return PyExc_ValueError;
    }
}

// What stands before the core's text. CPython has a way of its own for almost each of them.
const char* format_of(misuse m) noexcept {
    switch (m) {
    case misuse::port_range:
    case misuse::flowinfo_range:
    case misuse::address_form: return "%s(): %s";
    case misuse::port_number_range:
    case misuse::byte_order_range: return "%s: %s";
    case misuse::ancillary_range: return "%s() %s";
    default: return nullptr;
    }
}

PyObject* raise_misuse(std::error_code code, const char* operation) {
    const auto what = static_cast<misuse>(code.value());
    const std::string text = code.message();
    if (const char* format = format_of(what))
        PyErr_Format(class_of(what), format, operation, text.c_str());
    else
        PyErr_SetString(class_of(what), text.c_str());
    return nullptr;
}

} // namespace

PyObject* raise(const module_state& state, std::error_code code, const char* operation) noexcept {
    if (PyErr_Occurred() != nullptr) return nullptr;
    const std::error_category& domain = code.category();
    if (domain == errno_category()) {
        errno = code.value();
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    return guarded([&]() -> PyObject* {
        if (domain == gai_category()) return raise_numbered(state.gaierror, code);
        if (domain == herror_category()) return raise_numbered(state.herror, code);
        if (domain == misuse_category()) return raise_misuse(code, operation);
        return raise_fault(code);
    });
}

} // namespace samesock::python

// The constants, with this system's values, as CPython's _socket has them: constants.list says which.
#include "functions.hpp"
#include "system_headers.hpp"

namespace samesock::python {
namespace {

struct constant {
    const char* name;
    long value;
};

constexpr constant constants[] = {
#include "constants.inc"
};

bool add_devices([[maybe_unused]] PyObject* module) noexcept {
#ifdef HAVE_BLUETOOTH_BLUETOOTH_H
    return PyModule_AddStringConstant(module, "BDADDR_ANY", "00:00:00:00:00:00") == 0 &&
           PyModule_AddStringConstant(module, "BDADDR_LOCAL", "00:00:00:FF:FF:FF") == 0;
#else
    return true;
#endif
}

} // namespace

bool add_constants(PyObject* module) noexcept {
    for (const constant& c : constants)
        if (PyModule_AddIntConstant(module, c.name, c.value) != 0) return false;
    return add_devices(module) && PyModule_AddObjectRef(module, "has_ipv6", Py_True) == 0;
}

} // namespace samesock::python

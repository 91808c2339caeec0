// The module _socket: its parts put together, once for each interpreter that imports it.
#include "functions.hpp"
#include "python.hpp"
#include "socket_object.hpp"

namespace samesock::python {

namespace {

bool add(PyObject* module, const char* name, PyObject* object) noexcept {
    return object != nullptr && PyModule_AddObjectRef(module, name, object) == 0;
}

bool add_exceptions(PyObject* module, module_state& state) noexcept {
    state.herror = PyErr_NewException("socket.herror", PyExc_OSError, nullptr);
    state.gaierror = PyErr_NewException("socket.gaierror", PyExc_OSError, nullptr);
    return add(module, "error", PyExc_OSError) && add(module, "herror", state.herror) &&
           add(module, "gaierror", state.gaierror) && add(module, "timeout", PyExc_TimeoutError);
}

bool add_functions(PyObject* module) noexcept {
    for (PyMethodDef* const table : {name_functions, number_functions, handle_functions})
        if (PyModule_AddFunctions(module, table) < 0) return false;
    return true;
}

int execute(PyObject* module) noexcept {
    module_state& state = state_of(module);
    const bool is_whole = add_exceptions(module, state) && add_socket_type(module, state) && add_capi(module, state) &&
                          add_functions(module) && add_constants(module);
    return is_whole ? 0 : -1;
}

int traverse(PyObject* module, visitproc visit, void* arg) noexcept {
    const module_state& state = state_of(module);
    Py_VISIT(state.socket_type);
    Py_VISIT(state.herror);
    Py_VISIT(state.gaierror);
    return 0;
}

int clear(PyObject* module) noexcept {
    module_state& state = state_of(module);
    Py_CLEAR(state.socket_type);
    Py_CLEAR(state.herror);
    Py_CLEAR(state.gaierror);
    return 0;
}

void free(void* module) noexcept { clear(static_cast<PyObject*>(module)); }

PyModuleDef_Slot slots[] = {
    {Py_mod_exec, reinterpret_cast<void*>(execute)},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
    {0, nullptr},
};

} // namespace

PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT,
    "_socket",
    "Sockets, as samesock has them. The module socket has the documentation.",
    sizeof(module_state),
    nullptr,
    slots,
    traverse,
    clear,
    free,
};

} // namespace samesock::python

// The name is Python's: NOLINTNEXTLINE
PyMODINIT_FUNC PyInit__socket() { return PyModuleDef_Init(&samesock::python::module_definition); }

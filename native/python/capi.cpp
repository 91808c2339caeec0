// The capsule _socket.CAPI: how ssl finds the type of sockets. Its layout is that of CPython's socketmodule.h.
#include "functions.hpp"

namespace samesock::python {

namespace {

/// PySocketModule_APIObject.
struct api {
    PyTypeObject* socket_type;
    PyObject* error;
    PyObject* timeout_error;
};

constexpr const char* name = "_socket.CAPI";

void free_api(api* it) noexcept {
    Py_DECREF(it->socket_type);
    Py_DECREF(it->error);
    Py_DECREF(it->timeout_error);
    PyMem_Free(it);
}

void destroy(PyObject* capsule) noexcept {
    if (void* const pointer = PyCapsule_GetPointer(capsule, name)) free_api(static_cast<api*>(pointer));
}

PyObject* capsule_of(const module_state& state) noexcept {
    auto* const it = static_cast<api*>(PyMem_Malloc(sizeof(api)));
    if (it == nullptr) return PyErr_NoMemory();
    Py_INCREF(state.socket_type);
    *it = {state.socket_type, Py_NewRef(PyExc_OSError), Py_NewRef(PyExc_TimeoutError)};
    PyObject* const capsule = PyCapsule_New(it, name, destroy);
    if (capsule == nullptr) free_api(it);
    return capsule;
}

} // namespace

bool add_capi(PyObject* module, module_state& state) noexcept {
    const owned capsule(capsule_of(state));
    return capsule && PyModule_AddObjectRef(module, "CAPI", capsule.get()) == 0;
}

} // namespace samesock::python

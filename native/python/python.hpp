// CPython's API, and the references and module state that every file of this room shares. Nothing here knows a socket.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <utility>

namespace samesock::python {

/// A reference that this object owns; null where an exception is set.
class owned {
public:
    owned() noexcept = default;
    explicit owned(PyObject* object) noexcept : object_(object) {}
    owned(owned&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    owned& operator=(owned&& other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    owned(const owned&) = delete;
    owned& operator=(const owned&) = delete;
    ~owned() { Py_XDECREF(object_); }

    [[nodiscard]] static owned share(PyObject* object) noexcept { return owned(Py_XNewRef(object)); }

    [[nodiscard]] PyObject* get() const noexcept { return object_; }
    [[nodiscard]] PyObject* release() noexcept { return std::exchange(object_, nullptr); }
    explicit operator bool() const noexcept { return object_ != nullptr; }

private:
    PyObject* object_ = nullptr;
};

/// What one import of the module holds.
struct module_state {
    PyTypeObject* socket_type;
    PyObject* herror;
    PyObject* gaierror;
};

[[nodiscard]] inline module_state& state_of(PyObject* module) noexcept {
    return *static_cast<module_state*>(PyModule_GetState(module));
}

/// In module.cpp. By it a type, or a type made from it in Python, finds its module.
extern PyModuleDef module_definition;

/// A function of any calling convention as the tables of CPython keep it.
template <class Function>
[[nodiscard]] PyCFunction table_entry(Function function) noexcept {
    return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

} // namespace samesock::python

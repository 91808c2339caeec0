// Arguments that are not what they mostly are.
#include "arguments.hpp"

namespace samesock::python {

bool read_int(PyObject* object, int& value) noexcept {
    int overflow = 0;
    const long number = PyLong_AsLongAndOverflow(object, &overflow);
    if (number == -1 && PyErr_Occurred() != nullptr) return false;
    if (overflow != 0 || number < INT_MIN || number > INT_MAX) {
        PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C int");
        return false;
    }
    value = static_cast<int>(number);
    return true;
}

owned tuple_of(PyObject* const* arguments, Py_ssize_t count) noexcept {
    owned tuple(PyTuple_New(count));
    for (Py_ssize_t i = 0; tuple && i < count; ++i) PyTuple_SET_ITEM(tuple.get(), i, Py_NewRef(arguments[i]));
    return tuple;
}

owned keywords_of(PyObject* const* values, PyObject* names) noexcept {
    if (names == nullptr || PyTuple_GET_SIZE(names) == 0) return {};
    owned dict(PyDict_New());
    for (Py_ssize_t i = 0; dict && i < PyTuple_GET_SIZE(names); ++i)
        if (PyDict_SetItem(dict.get(), PyTuple_GET_ITEM(names, i), values[i]) < 0) return {};
    return dict;
}

} // namespace samesock::python

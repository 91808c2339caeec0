// Arguments of the methods that must be fast: read without a format where they are what they mostly are, and by
// CPython's own parser otherwise, which has the words for whatever is wrong with them.
#pragma once

#include "python.hpp"

#include <samesock/buffer.hpp>

#include <climits>

namespace samesock::python {

/// An int, and nothing else, that fits. No exception where it is not.
[[nodiscard]] inline bool read_plain(PyObject* object, int& value) noexcept {
    if (!PyLong_CheckExact(object)) return false;
    int overflow = 0;
    const long number = PyLong_AsLongAndOverflow(object, &overflow);
    if (overflow != 0 || number < INT_MIN || number > INT_MAX) return false;
    value = static_cast<int>(number);
    return true;
}
[[nodiscard]] inline bool read_plain(PyObject* object, Py_ssize_t& value) noexcept {
    int overflow = 0;
    if (!PyLong_CheckExact(object)) return false;
    const long long number = PyLong_AsLongLongAndOverflow(object, &overflow);
    if (overflow != 0 || number < PY_SSIZE_T_MIN || number > PY_SSIZE_T_MAX) return false;
    value = static_cast<Py_ssize_t>(number);
    return true;
}

/// Whatever has an index, as int; OverflowError beyond. What formats without a parser take.
[[nodiscard]] bool read_int(PyObject* object, int& value) noexcept;

/// The arguments of a fast call as a tuple and a dict, which is what CPython's parser takes.
[[nodiscard]] owned tuple_of(PyObject* const* arguments, Py_ssize_t count) noexcept;
/// `values` are those of `names`, a tuple or null. Null, and no exception, where there are none.
[[nodiscard]] owned keywords_of(PyObject* const* values, PyObject* names) noexcept;

/// A buffer that an object lends until this ends.
class lent_buffer {
public:
    lent_buffer() noexcept { view_.obj = nullptr; }
    ~lent_buffer() {
        if (view_.obj != nullptr) PyBuffer_Release(&view_);
    }
    lent_buffer(const lent_buffer&) = delete;
    lent_buffer& operator=(const lent_buffer&) = delete;

    /// For reading. A bytes object is not asked: the caller's reference keeps it as it is. False with an exception set.
    [[nodiscard]] bool read_from(PyObject* object) noexcept {
        if (PyBytes_CheckExact(object)) {
            view_.buf = PyBytes_AS_STRING(object);
            view_.len = PyBytes_GET_SIZE(object);
            return true;
        }
        return PyObject_GetBuffer(object, &view_, PyBUF_SIMPLE) == 0;
    }
    /// For writing. False with an exception set.
    [[nodiscard]] bool write_to(PyObject* object) noexcept {
        return PyObject_GetBuffer(object, &view_, PyBUF_WRITABLE) == 0;
    }
    /// Where a parser shall put it.
    [[nodiscard]] Py_buffer* to_fill() noexcept { return &view_; }

    [[nodiscard]] void* data() const noexcept { return view_.buf; }
    [[nodiscard]] Py_ssize_t size() const noexcept { return view_.len; }
    [[nodiscard]] const_buffer bytes() const noexcept { return {view_.buf, static_cast<std::size_t>(view_.len)}; }

private:
    Py_buffer view_;
};

} // namespace samesock::python

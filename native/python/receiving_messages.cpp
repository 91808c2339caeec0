// recvmsg and recvmsg_into: data with ancillary data beside it.
#include "addresses.hpp"
#include "buffer_list.hpp"
#include "errors.hpp"
#include "methods.hpp"
#include "socket_object.hpp"
#include "unlocked.hpp"

#include <samesock/functions.hpp>

#include <cstring>

namespace samesock::python::methods {

namespace {

using received = received_message_into;

PyObject* item_object(const ancillary& item) noexcept {
    return Py_BuildValue("(iiy#)", item.level.value(), item.type.value(),
                         reinterpret_cast<const char*>(item.data.data()), static_cast<Py_ssize_t>(item.data.size()));
}

owned items_object(const received& got) noexcept {
    owned list(PyList_New(0));
    for (const ancillary& item : got.ancdata) {
        const owned tuple(list ? item_object(item) : nullptr);
        if (!tuple || PyList_Append(list.get(), tuple.get()) < 0) return {};
    }
    return list;
}

/// Descriptors that nobody will be told of would stay open for ever.
void close_descriptors(const received& got) noexcept {
    for (const ancillary& item : got.ancdata) {
        if (item.level != SOL_SOCKET || item.type != SCM_RIGHTS) continue;
        for (std::size_t at = 0; at + sizeof(int) <= item.data.size(); at += sizeof(int)) {
            int descriptor = -1;
            std::memcpy(&descriptor, item.data.data() + at, sizeof descriptor);
            (void)try_close(descriptor);
        }
    }
}

/// (data, ancdata, msg_flags, address), of which the first is made already, or could not be.
PyObject* message_object(const socket_object& s, const owned& data, const received& got) noexcept {
    const owned items = data ? items_object(got) : owned();
    const owned from(items ? address_object(s, got.address) : nullptr);
    PyObject* const whole =
        from ? Py_BuildValue("(OOiO)", data.get(), items.get(), got.msg_flags.value(), from.get()) : nullptr;
    if (whole == nullptr) close_descriptors(got);
    return whole;
}

result<received> receive(socket_object& s, mutable_buffers into, Py_ssize_t ancillary_size, int flags) noexcept {
    return without_lock([&]() noexcept { return s.core.try_recvmsg_into(into, ancillary_size, message_flags(flags)); });
}

bool lend_for_writing(lent_buffer& place, PyObject* item) noexcept {
    return PyArg_Parse(item, "w*;recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers",
                       place.to_fill());
}

} // namespace

PyObject* recvmsg(PyObject* self, PyObject* arguments) noexcept {
    Py_ssize_t size = 0;
    Py_ssize_t ancillary_size = 0;
    int flags = 0;
    if (!PyArg_ParseTuple(arguments, "n|ni:recvmsg", &size, &ancillary_size, &flags)) return nullptr;
    if (size < 0) {
        PyErr_SetString(PyExc_ValueError, "negative buffer size in recvmsg()");
        return nullptr;
    }
    PyObject* data = PyBytes_FromStringAndSize(nullptr, size);
    if (data == nullptr) return nullptr;
    socket_object& s = socket_of(self);
    const mutable_buffer whole(PyBytes_AS_STRING(data), static_cast<std::size_t>(size));
    const auto got = receive(s, {&whole, 1}, ancillary_size, flags);
    if (!got) {
        Py_DECREF(data);
        return raise(*s.module, got.error(), "recvmsg");
    }
    const auto received_size = static_cast<Py_ssize_t>(got->nbytes);
    if (received_size != size) (void)_PyBytes_Resize(&data, received_size);
    return message_object(s, owned(data), *got);
}

PyObject* recvmsg_into(PyObject* self, PyObject* arguments) noexcept {
    PyObject* given = nullptr;
    Py_ssize_t ancillary_size = 0;
    int flags = 0;
    if (!PyArg_ParseTuple(arguments, "O|ni:recvmsg_into", &given, &ancillary_size, &flags)) return nullptr;
    return guarded([&]() -> PyObject* {
        buffer_list buffers;
        if (!buffers.borrow(given, "recvmsg_into() argument 1 must be an iterable", lend_for_writing)) return nullptr;
        const auto into = buffers.views<mutable_buffer>();
        socket_object& s = socket_of(self);
        const auto got = receive(s, into, ancillary_size, flags);
        if (!got) return raise(*s.module, got.error(), "recvmsg_into");
        return message_object(s, owned(PyLong_FromSize_t(got->nbytes)), *got);
    });
}

} // namespace samesock::python::methods

// The module's functions on descriptors, socket pairs, the default timeout, and the sizes of ancillary data.
#include "errors.hpp"
#include "functions.hpp"
#include "socket_object.hpp"
#include "timeouts.hpp"
#include "unlocked.hpp"

#include <samesock/constants.hpp>
#include <samesock/functions.hpp>

namespace samesock::python {

namespace {

bool read_fileno(PyObject* given, fileno_type& fileno) noexcept {
    fileno = PyLong_AsLong(given);
    return fileno != -1 || PyErr_Occurred() == nullptr;
}

PyObject* close(PyObject* module, PyObject* given) noexcept {
    fileno_type fileno = -1;
    if (!read_fileno(given, fileno)) return nullptr;
    const auto closed = without_lock([=]() noexcept { return try_close(fileno); });
    if (!closed) return raise(state_of(module), closed.error(), "close");
    Py_RETURN_NONE;
}

PyObject* dup(PyObject* module, PyObject* given) noexcept {
    fileno_type fileno = -1;
    if (!read_fileno(given, fileno)) return nullptr;
    const auto copy = try_dup(fileno);
    return copy ? PyLong_FromLongLong(*copy) : raise(state_of(module), copy.error(), "dup");
}

PyObject* socketpair(PyObject* module, PyObject* arguments) noexcept {
    int family = AF_UNIX.value();
    int type = SOCK_STREAM.value();
    int proto = 0;
    if (!PyArg_ParseTuple(arguments, "|iii:socketpair", &family, &type, &proto)) return nullptr;
    module_state& state = state_of(module);
    auto made = without_lock(
        [=]() noexcept { return try_socketpair(address_family(family), socket_type(type), protocol(proto)); });
    if (!made) return raise(state, made.error(), "socketpair");
    const owned first(socket_object_of(state, std::move(made->first)));
    const owned second(first ? socket_object_of(state, std::move(made->second)) : nullptr);
    return second ? PyTuple_Pack(2, first.get(), second.get()) : nullptr;
}

PyObject* getdefaulttimeout(PyObject*, PyObject*) noexcept {
    return timeout_object(nanoseconds_of(samesock::getdefaulttimeout()));
}

PyObject* setdefaulttimeout(PyObject* module, PyObject* seconds) noexcept {
    std::int64_t nanoseconds = 0;
    if (!read_timeout(seconds, nanoseconds)) return nullptr;
    if (const auto set = try_setdefaulttimeout(timeout_of(nanoseconds)); !set)
        return raise(state_of(module), set.error(), "setdefaulttimeout");
    Py_RETURN_NONE;
}

using ancillary_size = result<std::size_t> (*)(std::ptrdiff_t) noexcept;

PyObject* size_with(PyObject* module, PyObject* arguments, const char* format, ancillary_size size) noexcept {
    Py_ssize_t length = 0;
    if (!PyArg_ParseTuple(arguments, format, &length)) return nullptr;
    const auto total = size(length);
    return total ? PyLong_FromSize_t(*total) : raise(state_of(module), total.error(), format + sizeof "n:" - 1);
}

PyObject* cmsg_len(PyObject* module, PyObject* arguments) noexcept {
    return size_with(module, arguments, "n:CMSG_LEN", try_cmsg_len);
}

PyObject* cmsg_space(PyObject* module, PyObject* arguments) noexcept {
    return size_with(module, arguments, "n:CMSG_SPACE", try_cmsg_space);
}

} // namespace

PyMethodDef handle_functions[] = {
    {"close", close, METH_O,
     "close(integer) -> None\n\n"
     "Close the descriptor of a socket that no object owns."},
    {"dup", dup, METH_O,
     "dup(integer) -> integer\n\n"
     "A second descriptor of the same socket, which no child process inherits."},
    {"socketpair", socketpair, METH_VARARGS,
     "socketpair([family[, type [, proto]]]) -> (socket object, socket object)\n\n"
     "Two connected sockets, AF_UNIX unless another family is given."},
    {"getdefaulttimeout", getdefaulttimeout, METH_NOARGS,
     "getdefaulttimeout() -> timeout\n\n"
     "The timeout of new sockets: seconds, or None, which it is at first."},
    {"setdefaulttimeout", setdefaulttimeout, METH_O,
     "setdefaulttimeout(timeout)\n\n"
     "The timeout of sockets that are made from now on: seconds, or None."},
    {"CMSG_LEN", cmsg_len, METH_VARARGS,
     "CMSG_LEN(length) -> control message length\n\n"
     "How many bytes an item of ancillary data takes with length bytes of data, but\n"
     "without the padding after it. OverflowError where it would be too many."},
    {"CMSG_SPACE", cmsg_space, METH_VARARGS,
     "CMSG_SPACE(length) -> buffer size\n\n"
     "The same with the padding: what each of several items takes."},
    {nullptr, nullptr, 0, nullptr},
};

} // namespace samesock::python

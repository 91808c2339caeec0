// The type of socket objects: how they are made, shown and unmade.
#include "socket_object.hpp"

#include "arguments.hpp"
#include "errors.hpp"
#include "methods.hpp"
#include "timeouts.hpp"
#include "unlocked.hpp"

#include <structmember.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <optional>

namespace samesock::python {

namespace {

// What ssl finds by CPython's own declaration of the object.
static_assert(offsetof(socket_object, sock_fd) == sizeof(PyObject));
static_assert(offsetof(socket_object, sock_timeout) == sizeof(PyObject) + 4 * sizeof(int) + sizeof(void*));

PyObject* errno_exception() noexcept { return PyErr_SetFromErrno(PyExc_OSError); }

PyObject* allocate(PyTypeObject* type, module_state& state) noexcept {
    PyObject* const self = type->tp_alloc(type, 0);
    if (self == nullptr) return nullptr;
    socket_object& s = socket_of(self);
    s.errorhandler = errno_exception;
    s.module = &state;
    new (&s.core) samesock::socket(std::nullopt);
    new (&s.former) std::forward_list<samesock::socket>();
    s.mirror();
    return self;
}

PyObject* make(PyTypeObject* type, PyObject*, PyObject*) noexcept {
    PyObject* const module = PyType_GetModuleByDef(type, &module_definition);
    return module != nullptr ? allocate(type, state_of(module)) : nullptr;
}

// -- __init__ -----------------------------------------------------------------------------------------------------------

/// What __init__ was told; -1 is: nothing.
struct description {
    int family = -1;
    int type = -1;
    int proto = -1;
    PyObject* fileno = Py_None;

    /// False with an exception set.
    [[nodiscard]] bool read(PyObject* arguments, PyObject* keywords) noexcept {
        PyObject* given[3] = {};
        if (!unpack(arguments, keywords, given)) return false;
        int* const values[3] = {&family, &type, &proto};
        for (int i = 0; i < 3; ++i)
            if (given[i] != nullptr && !read_plain(given[i], *values[i]) && !read_int(given[i], *values[i]))
                return false;
        return true;
    }

private:
    bool unpack(PyObject* arguments, PyObject* keywords, PyObject* (&given)[3]) noexcept {
        const Py_ssize_t count = PyTuple_GET_SIZE(arguments);
        if (keywords != nullptr || count > 4) {
            static const char* const names[] = {"family", "type", "proto", "fileno", nullptr};
            return PyArg_ParseTupleAndKeywords(arguments, keywords, "|OOOO:socket", const_cast<char**>(names),
                                               &given[0], &given[1], &given[2], &fileno);
        }
        // As socket.py has it, each time that a socket is made.
        for (Py_ssize_t i = 0; i < std::min<Py_ssize_t>(count, 3); ++i) given[i] = PyTuple_GET_ITEM(arguments, i);
        if (count == 4) fileno = PyTuple_GET_ITEM(arguments, 3);
        return true;
    }
};

template <class Number>
std::optional<Number> told(int value) noexcept {
    return value == -1 ? std::nullopt : std::optional(Number(value));
}

result<socket> open(const description& d) noexcept {
    return without_lock([&]() noexcept {
        return socket::try_open(told<address_family>(d.family).value_or(AF_INET),
                                told<socket_type>(d.type).value_or(SOCK_STREAM),
                                told<protocol>(d.proto).value_or(protocol(0)));
    });
}

result<socket> adopt(const description& d, long fileno) noexcept {
    return without_lock([&]() noexcept {
        return socket::try_adopt(fileno, told<address_family>(d.family), told<socket_type>(d.type),
                                 told<protocol>(d.proto));
    });
}

int initialize(PyObject* self, PyObject* arguments, PyObject* keywords) noexcept {
    description d;
    if (!d.read(arguments, keywords)) return -1;
    if (PySys_Audit("socket.__new__", "Oiii", self, d.family, d.type, d.proto) < 0) return -1;
    const bool is_given = d.fileno != Py_None;
    const long fileno = is_given ? PyLong_AsLong(d.fileno) : 0;
    if (fileno == -1 && PyErr_Occurred() != nullptr) return -1;
    socket_object& s = socket_of(self);
    auto opened = is_given ? adopt(d, fileno) : open(d);
    if (!opened) {
        raise(*s.module, opened.error(), "socket");
        return -1;
    }
    const PyObject* const done = guarded([&] {
        s.become(*std::move(opened));
        return self;
    });
    return done != nullptr ? 0 : -1;
}

// -- the end ------------------------------------------------------------------------------------------------------------

/// The exception that is set, put aside until the end of a scope.
class exception_aside {
public:
#if PY_VERSION_HEX >= 0x030C0000
    exception_aside() noexcept : raised_(PyErr_GetRaisedException()) {}
    ~exception_aside() { PyErr_SetRaisedException(raised_); }
#else
    exception_aside() noexcept { PyErr_Fetch(&raised_, &value_, &traceback_); }
    ~exception_aside() { PyErr_Restore(raised_, value_, traceback_); }
#endif
    exception_aside(const exception_aside&) = delete;
    exception_aside& operator=(const exception_aside&) = delete;

private:
    PyObject* raised_;
#if PY_VERSION_HEX < 0x030C0000
    PyObject* value_;
    PyObject* traceback_;
#endif
};

void warn_unclosed(PyObject* self) noexcept {
    if (PyErr_ResourceWarning(self, 1, "unclosed %R", self) == 0) return;
    // While the interpreter shuts down, anything may fail; a warning that was made an error is shown.
    if (!PyErr_ExceptionMatches(PyExc_Warning)) return PyErr_Clear();
#if PY_VERSION_HEX >= 0x030E0000
    PyErr_FormatUnraisable("Exception ignored while finalizing socket %R", self);
#else
    PyErr_WriteUnraisable(self);
#endif
}

void finalize(PyObject* self) noexcept {
    const exception_aside pending;
    socket_object& s = socket_of(self);
    if (s.sock_fd == -1) return;
    warn_unclosed(self); // before it is closed: who shows the warning may ask the socket for its names
    s.sock_fd = -1;
    without_lock([&s]() noexcept { (void)s.core.try_close(); });
}

void deallocate(PyObject* self) noexcept {
    if (PyObject_CallFinalizerFromDealloc(self) < 0) return; // it lives again
    PyObject_GC_UnTrack(self);
    socket_object& s = socket_of(self);
    s.core.~socket();
    s.former.~forward_list();
    PyTypeObject* const type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

int traverse(PyObject* self, visitproc visit, void* arg) noexcept {
    Py_VISIT(Py_TYPE(self));
    return 0;
}

// -- what it is ---------------------------------------------------------------------------------------------------------

PyObject* show(PyObject* self) noexcept {
    const socket_object& s = socket_of(self);
    return PyUnicode_FromFormat("<socket object, fd=%d, family=%d, type=%d, proto=%d>", s.sock_fd, s.sock_family,
                                s.sock_type, s.sock_proto);
}

PyObject* get_timeout(PyObject* self, void*) noexcept { return timeout_object(socket_of(self).sock_timeout); }

PyMemberDef members[] = {
    {"family", T_INT, offsetof(socket_object, sock_family), READONLY, "address family, as AF_INET"},
    {"type", T_INT, offsetof(socket_object, sock_type), READONLY, "socket type, as SOCK_STREAM"},
    {"proto", T_INT, offsetof(socket_object, sock_proto), READONLY, "protocol, mostly 0"},
    {nullptr, 0, 0, 0, nullptr},
};

PyGetSetDef properties[] = {
    {"timeout", get_timeout, nullptr, "seconds that a call may take, or None", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

constexpr char documentation[] = //
    "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\n"
    "socket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\n"
    "One end of a network connection, or a place where datagrams arrive.\n"
    "With fileno, the descriptor of a socket made elsewhere is taken over, and what\n"
    "is left at -1 is asked of it. No child process inherits the descriptor.";

template <class Function>
void* slot(Function function) noexcept {
    return reinterpret_cast<void*>(function);
}

PyTypeObject* make_type(PyObject* module) noexcept {
    PyType_Slot slots[] = {
        {Py_tp_doc, const_cast<char*>(documentation)},
        {Py_tp_new, slot(make)},
        {Py_tp_init, slot(initialize)},
        {Py_tp_finalize, slot(finalize)},
        {Py_tp_dealloc, slot(deallocate)},
        {Py_tp_traverse, slot(traverse)},
        {Py_tp_repr, slot(show)},
        {Py_tp_methods, methods::table},
        {Py_tp_members, members},
        {Py_tp_getset, properties},
        {0, nullptr},
    };
    PyType_Spec specification{"_socket.socket", sizeof(socket_object), 0,
                              Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
                              slots};
    return reinterpret_cast<PyTypeObject*>(PyType_FromModuleAndSpec(module, &specification, nullptr));
}

} // namespace

void socket_object::become(samesock::socket opened) {
    if (is_used) former.emplace_front(std::nullopt); // before anything changes: there may be no memory
    std::swap(core, opened);
    if (is_used) {
        opened.detach();
        std::swap(former.front(), opened);
    }
    is_used = true;
    mirror();
}

void socket_object::mirror() noexcept {
    sock_fd = static_cast<int>(core.fileno());
    sock_family = core.family().value();
    sock_type = core.type().value();
    sock_proto = core.proto().value();
    sock_timeout = nanoseconds_of(core.gettimeout());
}

PyObject* socket_object_of(const module_state& state, samesock::socket opened) noexcept {
    owned self(allocate(state.socket_type, const_cast<module_state&>(state)));
    if (self) {
        socket_of(self.get()).become(std::move(opened)); // allocates nothing: it is the object's first
    }
    return self.release();
}

bool add_socket_type(PyObject* module, module_state& state) noexcept {
    state.socket_type = make_type(module);
    if (state.socket_type == nullptr) return false;
    auto* const type = reinterpret_cast<PyObject*>(state.socket_type);
    return PyModule_AddObjectRef(module, "SocketType", type) == 0 && PyModule_AddObjectRef(module, "socket", type) == 0;
}

} // namespace samesock::python

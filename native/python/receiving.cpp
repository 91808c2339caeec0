// recv and its kin. What is received goes straight into the object that Python gets, or gave.
#include "addresses.hpp"
#include "arguments.hpp"
#include "errors.hpp"
#include "methods.hpp"
#include "socket_object.hpp"
#include "unlocked.hpp"

namespace samesock::python::methods {

namespace {

/// recv's arguments: a size and flags. False with an exception set.
bool read_size(fast_arguments given, Py_ssize_t count, const char* format, Py_ssize_t& size, int& flags) noexcept {
    if ((count == 1 || (count == 2 && read_plain(given[1], flags))) && read_plain(given[0], size)) [[likely]]
        return true;
    const owned arguments = tuple_of(given, count);
    return arguments && PyArg_ParseTuple(arguments.get(), format, &size, &flags);
}

PyObject* refuse(const char* text) noexcept {
    PyErr_SetString(PyExc_ValueError, text);
    return nullptr;
}

/// A bytes object to receive into, of which the first bytes will stay.
class room {
public:
    explicit room(Py_ssize_t size) noexcept : bytes_(PyBytes_FromStringAndSize(nullptr, size)) {}
    ~room() { Py_XDECREF(bytes_); }
    room(const room&) = delete;
    room& operator=(const room&) = delete;

    explicit operator bool() const noexcept { return bytes_ != nullptr; }
    [[nodiscard]] mutable_buffer buffer() const noexcept {
        return {PyBytes_AS_STRING(bytes_), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes_))};
    }
    /// The object, cut; null with an exception set.
    [[nodiscard]] PyObject* first(std::size_t size) noexcept {
        const auto kept = static_cast<Py_ssize_t>(size);
        if (kept != PyBytes_GET_SIZE(bytes_)) (void)_PyBytes_Resize(&bytes_, kept);
        return std::exchange(bytes_, nullptr);
    }

private:
    PyObject* bytes_;
};

/// recv_into's arguments: a buffer, how much of it, flags.
class part_of_buffer {
public:
    /// False with an exception set.
    [[nodiscard]] bool read(fast_arguments given, Py_ssize_t count, PyObject* names, const char* format) noexcept {
        const bool plain = names == nullptr && count >= 1 && count <= 3 &&
                           (count < 2 || read_plain(given[1], nbytes)) && (count < 3 || read_plain(given[2], flags));
        if (plain && buffer_.write_to(given[0])) [[likely]]
            return true;
        PyErr_Clear();
        return parse(given, count, names, format);
    }
    /// All of it for 0 bytes.
    [[nodiscard]] mutable_buffer part() const noexcept {
        return {buffer_.data(), static_cast<std::size_t>(nbytes == 0 ? buffer_.size() : nbytes)};
    }
    [[nodiscard]] bool is_too_small() const noexcept { return nbytes > buffer_.size(); }

    Py_ssize_t nbytes = 0;
    int flags = 0;

private:
    bool parse(fast_arguments given, Py_ssize_t count, PyObject* names, const char* format) noexcept {
        static const char* const keywords[] = {"buffer", "nbytes", "flags", nullptr};
        const owned arguments = tuple_of(given, count);
        if (!arguments) return false;
        const owned named = keywords_of(given + count, names);
        if (PyErr_Occurred() != nullptr) return false;
        return PyArg_ParseTupleAndKeywords(arguments.get(), named.get(), format, const_cast<char**>(keywords),
                                           buffer_.to_fill(), &nbytes, &flags);
    }

    lent_buffer buffer_;
};

} // namespace

PyObject* recv(PyObject* self, fast_arguments given, Py_ssize_t count) noexcept {
    Py_ssize_t size = 0;
    int flags = 0;
    if (!read_size(given, count, "n|i:recv", size, flags)) return nullptr;
    if (size < 0) return refuse("negative buffersize in recv");
    room data(size);
    if (!data) return nullptr;
    socket_object& s = socket_of(self);
    const auto got = without_lock(
        [&s, into = data.buffer(), flags]() noexcept { return s.core.try_recv_into(into, 0, message_flags(flags)); });
    if (!got) [[unlikely]]
        return raise(*s.module, got.error(), "recv");
    return data.first(*got);
}

PyObject* recv_into(PyObject* self, fast_arguments given, Py_ssize_t count, PyObject* names) noexcept {
    part_of_buffer where;
    if (!where.read(given, count, names, "w*|ni:recv_into")) return nullptr;
    if (where.nbytes < 0) return refuse("negative buffersize in recv_into");
    if (where.is_too_small()) return refuse("buffer too small for requested bytes");
    socket_object& s = socket_of(self);
    const auto got = without_lock([&s, into = where.part(), flags = message_flags(where.flags)]() noexcept {
        return s.core.try_recv_into(into, 0, flags);
    });
    if (!got) [[unlikely]]
        return raise(*s.module, got.error(), "recv_into");
    return PyLong_FromSize_t(*got);
}

PyObject* recvfrom(PyObject* self, fast_arguments given, Py_ssize_t count) noexcept {
    Py_ssize_t size = 0;
    int flags = 0;
    if (!read_size(given, count, "n|i:recvfrom", size, flags)) return nullptr;
    if (size < 0) return refuse("negative buffersize in recvfrom");
    room data(size);
    if (!data) return nullptr;
    socket_object& s = socket_of(self);
    const auto got = without_lock([&s, into = data.buffer(), flags]() noexcept {
        return s.core.try_recvfrom_into(into, 0, message_flags(flags));
    });
    if (!got) return raise(*s.module, got.error(), "recvfrom");
    const owned where(address_object(s, got->second));
    if (!where) return nullptr;
    const owned received(data.first(got->first));
    return received ? PyTuple_Pack(2, received.get(), where.get()) : nullptr;
}

PyObject* recvfrom_into(PyObject* self, fast_arguments given, Py_ssize_t count, PyObject* names) noexcept {
    part_of_buffer where;
    if (!where.read(given, count, names, "w*|ni:recvfrom_into")) return nullptr;
    if (where.nbytes < 0) return refuse("negative buffersize in recvfrom_into");
    if (where.is_too_small()) return refuse("nbytes is greater than the length of the buffer");
    socket_object& s = socket_of(self);
    const auto got = without_lock([&s, into = where.part(), flags = message_flags(where.flags)]() noexcept {
        return s.core.try_recvfrom_into(into, 0, flags);
    });
    if (!got) return raise(*s.module, got.error(), "recvfrom_into");
    const owned size(PyLong_FromSize_t(got->first));
    const owned from(size ? address_object(s, got->second) : nullptr);
    return from ? PyTuple_Pack(2, size.get(), from.get()) : nullptr;
}

} // namespace samesock::python::methods

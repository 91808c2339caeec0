// sendmsg and sendmsg_afalg: data gathered from buffers, with ancillary data beside it.
#include "addresses.hpp"
#include "buffer_list.hpp"
#include "errors.hpp"
#include "methods.hpp"
#include "socket_object.hpp"
#include "unlocked.hpp"

#include <samesock/functions.hpp>

#include <climits>
#include <optional>

namespace samesock::python::methods {

namespace {

bool lend_for_reading(lent_buffer& place, PyObject* item) noexcept { return place.read_from(item); }

bool borrow_data(buffer_list& buffers, PyObject* given) {
    return buffers.borrow(given, "sendmsg() argument 1 must be an iterable", lend_for_reading);
}

/// Ancillary data to send, which the items of an iterable lend.
class control_list {
public:
    /// False with an exception set. Throws std::bad_alloc.
    [[nodiscard]] bool borrow(PyObject* given) {
        std::size_t total = 0;
        return buffers_.borrow(given, "sendmsg() argument 2 must be an iterable",
                               [&](lent_buffer& place, PyObject* item) { return append(place, item, total); });
    }
    [[nodiscard]] std::span<const ancillary_view> views() const noexcept { return views_; }

private:
    bool append(lent_buffer& place, PyObject* item, std::size_t& total) {
        int level = 0;
        int type = 0;
        if (!PyArg_Parse(item, "(iiy*):[sendmsg() ancillary data items]", &level, &type, place.to_fill())) return false;
        const auto space = try_cmsg_space(place.size());
        if (!space) return refuse("ancillary data item too large");
        if (*space > INT_MAX - total) return refuse("too much ancillary data");
        total += *space;
        views_.push_back({option_level(level), control_type(type), place.bytes()});
        return true;
    }
    static bool refuse(const char* text) noexcept {
        PyErr_SetString(PyExc_OSError, text);
        return false;
    }

    buffer_list buffers_;
    std::vector<ancillary_view> views_;
};

/// The address, or none for None and null. Nothing where an exception is set.
std::optional<address> read_destination(PyObject* self, PyObject* given) noexcept {
    const bool is_given = given != nullptr && given != Py_None;
    std::optional<address> to = is_given ? read_address(socket_of(self), given, "sendmsg") : address();
    if (to && PySys_Audit("socket.sendmsg", "OO", self, is_given ? given : Py_None) < 0) to.reset();
    return to;
}

PyObject* size_or_raise(const socket_object& s, const result<std::size_t>& sent, const char* operation) noexcept {
    return sent ? PyLong_FromSize_t(*sent) : raise(*s.module, sent.error(), operation);
}

/// sendmsg_afalg's numbers.
struct cipher_step {
    int op = -1;
    std::optional<std::uint32_t> assoclen;

    /// False with an exception set.
    [[nodiscard]] bool read(PyObject* given_op, PyObject* given_assoclen) noexcept {
        if (given_op == nullptr || !read_int(given_op, op) || op < 0) {
            PyErr_SetString(PyExc_TypeError, "Invalid or missing argument 'op'");
            return false;
        }
        if (given_assoclen == nullptr) return true;
        int length = 0;
        if (!read_int(given_assoclen, length)) return false;
        if (length < 0) {
            PyErr_SetString(PyExc_TypeError, "assoclen must be positive");
            return false;
        }
        assoclen = static_cast<std::uint32_t>(length);
        return true;
    }
};

} // namespace

PyObject* sendmsg(PyObject* self, PyObject* arguments) noexcept {
    PyObject* data = nullptr;
    PyObject* items = nullptr;
    PyObject* where = nullptr;
    int flags = 0;
    if (!PyArg_ParseTuple(arguments, "O|OiO:sendmsg", &data, &items, &flags, &where)) return nullptr;
    return guarded([&]() -> PyObject* {
        const auto to = read_destination(self, where);
        buffer_list buffers;
        control_list controls;
        if (!to || !borrow_data(buffers, data) || (items != nullptr && !controls.borrow(items))) return nullptr;
        const auto parts = buffers.views<const_buffer>();
        socket_object& s = socket_of(self);
        const auto sent = without_lock(
            [&]() noexcept { return s.core.try_sendmsg(parts, controls.views(), message_flags(flags), *to); });
        return size_or_raise(s, sent, "sendmsg");
    });
}

PyObject* sendmsg_afalg(PyObject* self, PyObject* arguments, PyObject* keywords) noexcept {
    static const char* const names[] = {"msg", "op", "iv", "assoclen", "flags", nullptr};
    socket_object& s = socket_of(self);
    if (s.sock_family != AF_ALG.value()) {
        PyErr_SetString(PyExc_OSError, "algset is only supported for AF_ALG");
        return nullptr;
    }
    PyObject* data = nullptr;
    PyObject* op = nullptr;
    PyObject* assoclen = nullptr;
    lent_buffer iv;
    int flags = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O$O!y*O!i:sendmsg_afalg", const_cast<char**>(names), &data,
                                     &PyLong_Type, &op, iv.to_fill(), &PyLong_Type, &assoclen, &flags))
        return nullptr;
    return guarded([&]() -> PyObject* {
        cipher_step step;
        buffer_list buffers;
        if (!step.read(op, assoclen) || (data != nullptr && !borrow_data(buffers, data))) return nullptr;
        const auto parts = buffers.views<const_buffer>();
        const auto sent = without_lock([&]() noexcept {
            return s.core.try_sendmsg_afalg(parts, step.op, iv.bytes(), step.assoclen, message_flags(flags));
        });
        return size_or_raise(s, sent, "sendmsg_afalg");
    });
}

} // namespace samesock::python::methods

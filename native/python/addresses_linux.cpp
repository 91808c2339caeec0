// Addresses of Linux's own families, but for CAN and Bluetooth: netlink(7), packet(7), vsock(7), AF_ALG, AF_QIPCRTR and
// AF_TIPC. Ranges and texts are CPython's.
#include "errors.hpp"
#include "native_forms.hpp"
#include "system_headers.hpp"

#include <samesock/inet.hpp>
#include <samesock/names.hpp>

#include <cerrno>

namespace samesock::python {
namespace {

#ifdef AF_NETLINK
reading read_netlink(const socket_object& s, PyObject* arguments, const char* caller) {
    sockaddr_nl native{};
    if (!is_tuple(arguments, "AF_NETLINK", caller) ||
        !PyArg_ParseTuple(arguments, "II;AF_NETLINK address must be a pair (pid, groups)", &native.nl_pid,
                          &native.nl_groups))
        return std::nullopt;
    return address_of(s, native);
}

PyObject* netlink_object(const address& a) {
    const auto native = native_of<sockaddr_nl>(a);
    return Py_BuildValue("II", native.nl_pid, native.nl_groups);
}
#endif

#ifdef AF_QIPCRTR
reading read_qipcrtr(const socket_object& s, PyObject* arguments) {
    if (!PyTuple_Check(arguments))
        return refuse(PyExc_TypeError, "getsockaddrarg: AF_QIPCRTR address must be tuple, not %.500s",
                      Py_TYPE(arguments)->tp_name);
    sockaddr_qrtr native{};
    if (!PyArg_ParseTuple(arguments, "II:getsockaddrarg", &native.sq_node, &native.sq_port)) return std::nullopt;
    return address_of(s, native);
}

PyObject* qipcrtr_object(const address& a) {
    const auto native = native_of<sockaddr_qrtr>(a);
    return Py_BuildValue("II", native.sq_node, native.sq_port);
}
#endif

#ifdef AF_VSOCK
reading read_vsock(const socket_object& s, PyObject* arguments) {
    if (!PyTuple_Check(arguments))
        return refuse(PyExc_TypeError, "getsockaddrarg: AF_VSOCK address must be tuple, not %.500s",
                      Py_TYPE(arguments)->tp_name);
    sockaddr_vm native{};
    if (!PyArg_ParseTuple(arguments, "II:getsockaddrarg", &native.svm_cid, &native.svm_port)) return std::nullopt;
    return address_of(s, native);
}

PyObject* vsock_object(const address& a) {
    const auto native = native_of<sockaddr_vm>(a);
    return Py_BuildValue("II", native.svm_cid, native.svm_port);
}
#endif

#ifdef AF_PACKET
/// What the tuple of AF_PACKET holds.
struct packet_arguments {
    const char* interface = nullptr;
    int protocol = 0;
    int packet_type = PACKET_HOST;
    int hardware_type = 0;
    std::string_view hardware_address;
};

// The order of these checks, too, is CPython's.
reading packet_address(const socket_object& s, const packet_arguments& from, const char* caller) {
    // Longer than any interface's name: the kernel's structure holds so much of it.
    const auto index = interface_index(s, std::string_view(from.interface).substr(0, IFNAMSIZ - 1));
    if (!index) return std::nullopt;
    sockaddr_ll native{};
    if (from.hardware_address.size() > sizeof native.sll_addr)
        return refuse(PyExc_ValueError, "Hardware address must be 8 bytes or less");
    const auto protocol = try_host_to_network_short(from.protocol);
    if (!protocol) return refuse(PyExc_OverflowError, "%s(): proto must be 0-65535.", caller);
    native.sll_protocol = *protocol;
    native.sll_ifindex = static_cast<int>(*index);
    native.sll_pkttype = static_cast<unsigned char>(from.packet_type);
    native.sll_hatype = static_cast<unsigned short>(from.hardware_type);
    native.sll_halen = static_cast<unsigned char>(from.hardware_address.size());
    std::memcpy(native.sll_addr, from.hardware_address.data(), from.hardware_address.size());
    return address_of(s, native);
}

reading read_packet(const socket_object& s, PyObject* arguments, const char* caller) {
    if (!is_tuple(arguments, "AF_PACKET", caller)) return std::nullopt;
    packet_arguments from;
    Py_buffer hardware{};
    if (!PyArg_ParseTuple(arguments, "si|iiy*;AF_PACKET address must be a tuple of two to five elements",
                          &from.interface, &from.protocol, &from.packet_type, &from.hardware_type, &hardware)) {
        if (PyErr_ExceptionMatches(PyExc_OverflowError))
            PyErr_Format(PyExc_OverflowError, "%s(): address argument out of range", caller);
        return std::nullopt;
    }
    if (hardware.buf != nullptr)
        from.hardware_address = {static_cast<const char*>(hardware.buf), static_cast<std::size_t>(hardware.len)};
    reading read = packet_address(s, from, caller);
    if (hardware.obj != nullptr) PyBuffer_Release(&hardware);
    return read;
}

PyObject* packet_object(const address& a) {
    const auto native = native_of<sockaddr_ll>(a);
    const int protocol = try_host_to_network_short(native.sll_protocol).value_or(0);
    const std::string name = interface_name(static_cast<unsigned>(native.sll_ifindex));
    const auto size = std::min<std::size_t>(native.sll_halen, sizeof native.sll_addr);
    return Py_BuildValue("siiiy#", name.c_str(), protocol, int{native.sll_pkttype}, int{native.sll_hatype},
                         native.sll_addr, static_cast<Py_ssize_t>(size));
}
#endif

#ifdef AF_TIPC
reading read_tipc(const socket_object& s, PyObject* arguments, const char* caller) {
    unsigned type = 0;
    unsigned v1 = 0;
    unsigned v2 = 0;
    unsigned v3 = 0;
    unsigned scope = TIPC_CLUSTER_SCOPE;
    if (!is_tuple(arguments, "AF_TIPC", caller) ||
        !PyArg_ParseTuple(arguments, "IIII|I;AF_TIPC address must be a tuple (addr_type, v1, v2, v3[, scope])", &type,
                          &v1, &v2, &v3, &scope))
        return std::nullopt;
    sockaddr_tipc native{};
    native.scope = static_cast<signed char>(scope);
    native.addrtype = static_cast<unsigned char>(type);
    switch (type) {
    case TIPC_ADDR_NAMESEQ: native.addr.nameseq = {v1, v2, v3}; break;
    case TIPC_ADDR_NAME: native.addr.name.name = {v1, v2}; break;
    case TIPC_ADDR_ID: native.addr.id = {v2, v1}; break; // ref, node
    default: return refuse(PyExc_TypeError, "Invalid address type");
    }
    return address_of(s, native);
}

PyObject* tipc_object(const address& a) {
    const auto native = native_of<sockaddr_tipc>(a);
    const auto tuple = [&](unsigned v1, unsigned v2, unsigned v3) {
        return Py_BuildValue("IIIII", unsigned{native.addrtype}, v1, v2, v3, static_cast<unsigned>(native.scope));
    };
    switch (native.addrtype) {
    case TIPC_ADDR_NAMESEQ:
        return tuple(native.addr.nameseq.type, native.addr.nameseq.lower, native.addr.nameseq.upper);
    case TIPC_ADDR_NAME:
        return tuple(native.addr.name.name.type, native.addr.name.name.instance, native.addr.name.name.instance);
    case TIPC_ADDR_ID: return tuple(native.addr.id.node, native.addr.id.ref, 0);
    default: PyErr_SetString(PyExc_ValueError, "Invalid address type"); return nullptr;
    }
}
#endif

#ifdef AF_ALG
/// Copies a name, with its final NUL; false if it is too long.
template <class Member>
bool copy_name(const char* name, Member& to) {
    const std::size_t size = std::strlen(name);
    if (size >= sizeof to) return false;
    std::memcpy(to, name, size);
    return true;
}

reading read_alg(const socket_object& s, PyObject* arguments, const char* caller) {
    const char* type = nullptr;
    const char* name = nullptr;
    unsigned short feat = 0;
    unsigned short mask = 0;
    if (!is_tuple(arguments, "AF_ALG", caller) ||
        !PyArg_ParseTuple(arguments, "ss|HH;AF_ALG address must be a tuple (type, name[, feat[, mask]])", &type, &name,
                          &feat, &mask))
        return std::nullopt;
    sockaddr_alg native{};
    native.salg_feat = feat;
    native.salg_mask = mask;
    if (!copy_name(type, native.salg_type)) return refuse(PyExc_ValueError, "AF_ALG type too long.");
    if (!copy_name(name, native.salg_name)) return refuse(PyExc_ValueError, "AF_ALG name too long.");
    return address_of(s, native);
}

template <class Member>
Py_ssize_t name_size(const Member& name) {
    return std::find(std::begin(name), std::end(name), 0) - std::begin(name);
}

PyObject* alg_object(const address& a) {
    const auto native = native_of<sockaddr_alg>(a);
    return Py_BuildValue("s#s#II", native.salg_type, name_size(native.salg_type), native.salg_name,
                         name_size(native.salg_name), native.salg_feat, native.salg_mask);
}
#endif

/// As much as a sockaddr holds, whatever the length.
PyObject* unknown_object(const address& a) {
    sockaddr native{};
    const std::string_view bytes = a.raw();
    std::memcpy(native.sa_data, bytes.data(), std::min(bytes.size(), sizeof native.sa_data));
    return Py_BuildValue("iy#", a.family().value(), native.sa_data, static_cast<Py_ssize_t>(sizeof native.sa_data));
}

} // namespace

// CPython asks the system by the socket, so a closed one is the first error.
std::optional<unsigned> interface_index(const socket_object& s, std::string_view name) {
    const auto index = s.sock_fd == -1 ? failure(errno_code(EBADF)) : try_if_nametoindex(name);
    if (index) return *index;
    raise(*s.module, index.error(), "if_nametoindex");
    return std::nullopt;
}

std::string interface_name(unsigned index) {
    return index == 0 ? std::string() : try_if_indextoname(index).value_or(std::string());
}

reading read_system_address(const socket_object& s, PyObject* arguments, const char* caller) {
    switch (s.sock_family) {
#ifdef AF_NETLINK
    case AF_NETLINK: return read_netlink(s, arguments, caller);
#endif
#ifdef AF_QIPCRTR
    case AF_QIPCRTR: return read_qipcrtr(s, arguments);
#endif
#ifdef AF_VSOCK
    case AF_VSOCK: return read_vsock(s, arguments);
#endif
#ifdef AF_PACKET
    case AF_PACKET: return read_packet(s, arguments, caller);
#endif
#ifdef AF_TIPC
    case AF_TIPC: return read_tipc(s, arguments, caller);
#endif
#ifdef AF_ALG
    case AF_ALG: return read_alg(s, arguments, caller);
#endif
#ifdef AF_CAN
    case AF_CAN: return read_can_address(s, arguments, caller);
#endif
#ifdef HAVE_BLUETOOTH_BLUETOOTH_H
    case AF_BLUETOOTH: return read_bluetooth_address(s, arguments, caller);
#endif
    default: return refuse(PyExc_OSError, "%s(): bad family", caller);
    }
}

PyObject* system_address_object(const address& a, [[maybe_unused]] int proto) {
    switch (a.family().value()) {
#ifdef AF_NETLINK
    case AF_NETLINK: return netlink_object(a);
#endif
#ifdef AF_QIPCRTR
    case AF_QIPCRTR: return qipcrtr_object(a);
#endif
#ifdef AF_VSOCK
    case AF_VSOCK: return vsock_object(a);
#endif
#ifdef AF_PACKET
    case AF_PACKET: return packet_object(a);
#endif
#ifdef AF_TIPC
    case AF_TIPC: return tipc_object(a);
#endif
#ifdef AF_ALG
    case AF_ALG: return alg_object(a);
#endif
#ifdef AF_CAN
    case AF_CAN: return can_address_object(a, proto);
#endif
#ifdef HAVE_BLUETOOTH_BLUETOOTH_H
    case AF_BLUETOOTH: return bluetooth_address_object(a, proto);
#endif
    default: return unknown_object(a);
    }
}

} // namespace samesock::python

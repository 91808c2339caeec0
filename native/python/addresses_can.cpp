// AF_CAN addresses: (interface,), with identifiers for ISO-TP, with a name, a group and an address for J1939. Source:
// https://docs.kernel.org/networking/can.html
#include "native_forms.hpp"
#include "system_headers.hpp"

namespace samesock::python {

#ifdef AF_CAN

namespace {

/// An interface by its name; the empty name means all of them.
std::optional<sockaddr_can> on_interface(const socket_object& s, PyObject* name) {
    const std::string_view text(PyBytes_AS_STRING(name), static_cast<std::size_t>(PyBytes_GET_SIZE(name)));
    if (text.size() >= IFNAMSIZ) return refuse(PyExc_OSError, "AF_CAN interface name too long");
    const auto index = text.empty() ? std::optional<unsigned>(0) : interface_index(s, text);
    if (!index) return std::nullopt;
    sockaddr_can native{};
    native.can_ifindex = static_cast<int>(*index);
    return native;
}

reading read_plain(const socket_object& s, PyObject* arguments, const char* caller) {
    PyObject* name = nullptr;
    if (!is_tuple(arguments, "AF_CAN", caller) ||
        !PyArg_ParseTuple(arguments, "O&;AF_CAN address must be a tuple (interface, )", PyUnicode_FSConverter, &name))
        return std::nullopt;
    const auto native = on_interface(s, owned(name).get());
    return native ? reading(address_of(s, *native)) : std::nullopt;
}

#ifdef CAN_ISOTP
reading read_isotp(const socket_object& s, PyObject* arguments) {
    PyObject* name = nullptr;
    unsigned long rx_id = 0;
    unsigned long tx_id = 0;
    if (!PyArg_ParseTuple(arguments, "O&kk", PyUnicode_FSConverter, &name, &rx_id, &tx_id)) return std::nullopt;
    auto native = on_interface(s, owned(name).get());
    if (!native) return std::nullopt;
    native->can_addr.tp.rx_id = static_cast<canid_t>(rx_id);
    native->can_addr.tp.tx_id = static_cast<canid_t>(tx_id);
    return address_of(s, *native);
}
#endif

#ifdef CAN_J1939
reading read_j1939(const socket_object& s, PyObject* arguments) {
    PyObject* interface = nullptr;
    unsigned long long name = 0;
    unsigned pgn = 0;
    unsigned char number = 0;
    if (!PyArg_ParseTuple(arguments, "O&KIB", PyUnicode_FSConverter, &interface, &name, &pgn, &number))
        return std::nullopt;
    auto native = on_interface(s, owned(interface).get());
    if (!native) return std::nullopt;
    native->can_addr.j1939.name = name;
    native->can_addr.j1939.pgn = pgn;
    native->can_addr.j1939.addr = number;
    return address_of(s, *native);
}
#endif

} // namespace

reading read_can_address(const socket_object& s, PyObject* arguments, const char* caller) {
    switch (s.sock_proto) {
    case CAN_RAW:
    case CAN_BCM: return read_plain(s, arguments, caller);
#ifdef CAN_ISOTP
    case CAN_ISOTP: return read_isotp(s, arguments);
#endif
#ifdef CAN_J1939
    case CAN_J1939: return read_j1939(s, arguments);
#endif
    default: return refuse(PyExc_OSError, "%s(): unsupported CAN protocol", caller);
    }
}

PyObject* can_address_object(const address& a, int proto) {
    const auto native = native_of<sockaddr_can>(a);
    const owned interface(PyUnicode_DecodeFSDefault(interface_name(static_cast<unsigned>(native.can_ifindex)).c_str()));
    if (!interface) return nullptr;
    switch (proto) {
#ifdef CAN_ISOTP
    case CAN_ISOTP:
        return Py_BuildValue("Okk", interface.get(), static_cast<unsigned long>(native.can_addr.tp.rx_id),
                             static_cast<unsigned long>(native.can_addr.tp.tx_id));
#endif
#ifdef CAN_J1939
    case CAN_J1939:
        return Py_BuildValue("OKIB", interface.get(), static_cast<unsigned long long>(native.can_addr.j1939.name),
                             static_cast<unsigned>(native.can_addr.j1939.pgn), native.can_addr.j1939.addr);
#endif
    default: return Py_BuildValue("(O)", interface.get());
    }
}

#endif

} // namespace samesock::python

// AF_BLUETOOTH addresses, by protocol: ("12:23:34:45:56:67", psm) for L2CAP, (..., channel) for RFCOMM, the device's
// number for HCI, the device's address alone for SCO; and the forms that CPython has taken and shown since 3.14.
#include "bluetooth.hpp"
#include "native_forms.hpp"

#include <cstdlib>

namespace samesock::python {

#ifdef HAVE_BLUETOOTH_BLUETOOTH_H

namespace {

/// Six hexadecimal numbers below 256 with a colon between two, and nothing after them.
std::optional<device_address> parse_device(const char* text) {
    device_address device;
    for (std::size_t i = device.size(); i-- > 0;) {
        char* end = nullptr;
        const unsigned long octet = std::strtoul(text, &end, 16);
        if (end == text || octet > 255 || *end != (i == 0 ? '\0' : ':'))
            return refuse(PyExc_OSError, "bad bluetooth address");
        device[i] = static_cast<unsigned char>(octet);
        text = end + 1;
    }
    return device;
}

PyObject* device_object(const device_address& d) {
    std::array<char, 18> text;
    const int size =
        PyOS_snprintf(text.data(), text.size(), "%02X:%02X:%02X:%02X:%02X:%02X", d[5], d[4], d[3], d[2], d[1], d[0]);
    return PyUnicode_FromStringAndSize(text.data(), size);
}

std::nullopt_t wrong_format(const char* caller) { return refuse(PyExc_OSError, "%s(): wrong format", caller); }

// -- L2CAP ------------------------------------------------------------------------------------------------------------

reading read_l2cap(const socket_object& s, PyObject* arguments, const char* caller) {
    const char* text = nullptr;
    sockaddr_l2 native{};
#if PY_VERSION_HEX >= 0x030E0000
    if (!PyArg_ParseTuple(arguments, "sH|HB", &text, &native.l2_psm, &native.l2_cid, &native.l2_bdaddr_type))
        return wrong_format(caller);
#else
    int psm = 0;
    if (!PyArg_ParseTuple(arguments, "si", &text, &psm)) return wrong_format(caller);
    native.l2_psm = static_cast<std::uint16_t>(psm);
#endif
    const auto device = parse_device(text);
    if (!device) return std::nullopt;
    native.l2_bdaddr = *device;
    return address_of(s, native);
}

PyObject* l2cap_object(const address& a) {
    const auto native = native_of<sockaddr_l2>(a);
    const owned device(device_object(native.l2_bdaddr));
    if (!device) return nullptr;
    const int psm = native.l2_psm;
#if PY_VERSION_HEX >= 0x030E0000
    if (native.l2_bdaddr_type != bdaddr_bredr)
        return Py_BuildValue("OiiB", device.get(), psm, int{native.l2_cid}, native.l2_bdaddr_type);
    if (native.l2_cid != 0) return Py_BuildValue("Oii", device.get(), psm, int{native.l2_cid});
#endif
    return Py_BuildValue("Oi", device.get(), psm);
}

// -- RFCOMM -----------------------------------------------------------------------------------------------------------

reading read_rfcomm(const socket_object& s, PyObject* arguments, const char* caller) {
    const char* text = nullptr;
    sockaddr_rc native{};
#if PY_VERSION_HEX >= 0x030E0000
    if (!PyArg_ParseTuple(arguments, "sB", &text, &native.rc_channel)) return wrong_format(caller);
#else
    int channel = 0;
    if (!PyArg_ParseTuple(arguments, "si", &text, &channel)) return wrong_format(caller);
    native.rc_channel = static_cast<std::uint8_t>(channel);
#endif
    const auto device = parse_device(text);
    if (!device) return std::nullopt;
    native.rc_bdaddr = *device;
    return address_of(s, native);
}

PyObject* rfcomm_object(const address& a) {
    const auto native = native_of<sockaddr_rc>(a);
    const owned device(device_object(native.rc_bdaddr));
    return device ? Py_BuildValue("Oi", device.get(), int{native.rc_channel}) : nullptr;
}

// -- HCI --------------------------------------------------------------------------------------------------------------

reading read_hci(const socket_object& s, PyObject* arguments, const char* caller) {
    sockaddr_hci native{};
#if PY_VERSION_HEX >= 0x030E0000
    if (PyIndex_Check(arguments)) {
        if (!PyArg_Parse(arguments, "H", &native.hci_dev)) return std::nullopt;
    } else if (!PyArg_ParseTuple(arguments, "H|H", &native.hci_dev, &native.hci_channel)) {
        return wrong_format(caller);
    }
#else
    int device = 0;
    if (!PyArg_ParseTuple(arguments, "i", &device)) return wrong_format(caller);
    native.hci_dev = static_cast<std::uint16_t>(device);
#endif
    return address_of(s, native);
}

PyObject* hci_object(const address& a) {
    const auto native = native_of<sockaddr_hci>(a);
#if PY_VERSION_HEX >= 0x030E0000
    if (native.hci_channel != hci_channel_raw) return Py_BuildValue("ii", int{native.hci_dev}, int{native.hci_channel});
#endif
    return PyLong_FromLong(native.hci_dev);
}

// -- SCO --------------------------------------------------------------------------------------------------------------

reading read_sco(const socket_object& s, PyObject* argument, const char* caller) {
#if PY_VERSION_HEX >= 0x030E0000
    const char* const format = PyBytes_Check(argument) ? "y" : PyUnicode_Check(argument) ? "s" : nullptr;
    const char* text = nullptr;
    if (format == nullptr) return wrong_format(caller);
    if (!PyArg_Parse(argument, format, &text)) return std::nullopt;
#else
    if (!PyBytes_Check(argument)) return wrong_format(caller);
    const char* const text = PyBytes_AS_STRING(argument);
#endif
    const auto device = parse_device(text);
    if (!device) return std::nullopt;
    sockaddr_sco native{};
    native.sco_bdaddr = *device;
    return address_of(s, native);
}

} // namespace

reading read_bluetooth_address(const socket_object& s, PyObject* arguments, const char* caller) {
    switch (s.sock_proto) {
    case btproto_l2cap: return read_l2cap(s, arguments, caller);
    case btproto_rfcomm: return read_rfcomm(s, arguments, caller);
    case btproto_hci: return read_hci(s, arguments, caller);
    case btproto_sco: return read_sco(s, arguments, caller);
    default: return refuse(PyExc_OSError, "%s(): unknown Bluetooth protocol", caller);
    }
}

PyObject* bluetooth_address_object(const address& a, int proto) {
    switch (proto) {
    case btproto_l2cap: return l2cap_object(a);
    case btproto_rfcomm: return rfcomm_object(a);
    case btproto_hci: return hci_object(a);
    case btproto_sco: return device_object(native_of<sockaddr_sco>(a).sco_bdaddr);
    default: PyErr_SetString(PyExc_OSError, "getsockaddrlen: unknown BT protocol"); return nullptr;
    }
}

#endif

} // namespace samesock::python

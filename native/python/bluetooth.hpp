// The kernel's Bluetooth addresses and numbers, which Linux's own headers leave to BlueZ: declared here, so that the
// extension needs no header that few machines have. Only where the interpreter was built with BlueZ's, as its tests
// expect. Sources: the kernel's include/net/bluetooth/{bluetooth,hci_sock,l2cap,rfcomm,sco}.h.
#pragma once

#include "python.hpp"

#ifdef HAVE_BLUETOOTH_BLUETOOTH_H

#include <sys/socket.h>

#include <array>
#include <cstdint>

namespace samesock::python {

inline constexpr int btproto_l2cap = 0;
inline constexpr int btproto_hci = 1;
inline constexpr int btproto_sco = 2;
inline constexpr int btproto_rfcomm = 3;

inline constexpr unsigned char bdaddr_bredr = 0;
inline constexpr unsigned short hci_channel_raw = 0;

/// A device's address, the last octet first.
using device_address = std::array<unsigned char, 6>;

struct sockaddr_l2 {
    sa_family_t l2_family;
    std::uint16_t l2_psm;
    device_address l2_bdaddr;
    std::uint16_t l2_cid;
    std::uint8_t l2_bdaddr_type;
};

struct sockaddr_rc {
    sa_family_t rc_family;
    device_address rc_bdaddr;
    std::uint8_t rc_channel;
};

struct sockaddr_sco {
    sa_family_t sco_family;
    device_address sco_bdaddr;
};

struct sockaddr_hci {
    sa_family_t hci_family;
    std::uint16_t hci_dev;
    std::uint16_t hci_channel;
};

static_assert(sizeof(sockaddr_l2) == 14 && sizeof(sockaddr_rc) == 10 && sizeof(sockaddr_sco) == 8 &&
              sizeof(sockaddr_hci) == 6);

} // namespace samesock::python

#endif

// The system's headers of addresses and constants. What the interpreter's own build had (its pyconfig.h tells) and this
// machine has is here; a family that one of them lacks is undefined, as in CPython's _socket. Headers only: nothing of
// this room calls the system.
#pragma once

#include "python.hpp"

#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#if defined(HAVE_LINUX_NETLINK_H) && __has_include(<linux/netlink.h>)
#include <linux/netlink.h>
#else
#undef AF_NETLINK
#endif

#if defined(HAVE_LINUX_QRTR_H) && __has_include(<linux/qrtr.h>)
#include <linux/qrtr.h>
#else
#undef AF_QIPCRTR
#endif

#if defined(HAVE_LINUX_VM_SOCKETS_H) && __has_include(<linux/vm_sockets.h>)
#include <linux/vm_sockets.h>
#else
#undef AF_VSOCK
#endif

#if defined(HAVE_NETPACKET_PACKET_H) && __has_include(<netpacket/packet.h>)
#include <netpacket/packet.h>
#else
#undef AF_PACKET
#endif

#if defined(HAVE_LINUX_TIPC_H) && __has_include(<linux/tipc.h>)
#include <linux/tipc.h>
#else
#undef AF_TIPC
#endif

#if defined(HAVE_SOCKADDR_ALG) && __has_include(<linux/if_alg.h>)
#include <linux/if_alg.h>
#else
#undef AF_ALG
#endif

#if defined(HAVE_LINUX_CAN_H) && __has_include(<linux/can.h>)
#include <linux/can.h>
#else
#undef AF_CAN
#undef PF_CAN
#endif
#if defined(HAVE_LINUX_CAN_RAW_H) && __has_include(<linux/can/raw.h>)
#include <linux/can/raw.h>
#endif
#if defined(HAVE_LINUX_CAN_BCM_H) && __has_include(<linux/can/bcm.h>)
#include <linux/can/bcm.h>
#endif
#if defined(HAVE_LINUX_CAN_J1939_H) && __has_include(<linux/can/j1939.h>)
#include <linux/can/j1939.h>
#endif

#if __has_include(<net/ethernet.h>)
#include <net/ethernet.h>
#endif
#if defined(HAVE_LINUX_NETFILTER_IPV4_H) && __has_include(<linux/netfilter_ipv4.h>)
#include <linux/netfilter_ipv4.h>
#endif

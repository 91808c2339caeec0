// The system's headers of addresses and constants, as far as the interpreter's own build had them, which its pyconfig.h
// tells: a family that it lacked is undefined, as in its own _socket. Headers only: nothing of this room calls the
// system.
#pragma once

#include "python.hpp"

#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#ifdef HAVE_LINUX_NETLINK_H
#include <linux/netlink.h>
#else
#undef AF_NETLINK
#endif

#ifdef HAVE_LINUX_QRTR_H
#include <linux/qrtr.h>
#else
#undef AF_QIPCRTR
#endif

#ifdef HAVE_LINUX_VM_SOCKETS_H
#include <linux/vm_sockets.h>
#else
#undef AF_VSOCK
#endif

#ifdef HAVE_NETPACKET_PACKET_H
#include <netpacket/packet.h>
#else
#undef AF_PACKET
#endif

#ifdef HAVE_LINUX_TIPC_H
#include <linux/tipc.h>
#else
#undef AF_TIPC
#endif

#ifdef HAVE_SOCKADDR_ALG
#include <linux/if_alg.h>
#else
#undef AF_ALG
#endif

#ifdef HAVE_LINUX_CAN_H
#include <linux/can.h>
#else
#undef AF_CAN
#undef PF_CAN
#endif
#ifdef HAVE_LINUX_CAN_RAW_H
#include <linux/can/raw.h>
#endif
#ifdef HAVE_LINUX_CAN_BCM_H
#include <linux/can/bcm.h>
#endif
#ifdef HAVE_LINUX_CAN_J1939_H
#include <linux/can/j1939.h>
#endif

#ifdef HAVE_NET_ETHERNET_H
#include <net/ethernet.h>
#endif
#ifdef HAVE_LINUX_NETFILTER_IPV4_H
#include <linux/netfilter_ipv4.h>
#endif

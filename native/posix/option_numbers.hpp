// The numbers of socket options and ancillary types beside ours: as numbers.hpp. Those of Bluetooth are missing: each
// BSD has its own headers for it.
#pragma once

#include "numbers.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>

namespace samesock::platform {

// clang-format off
/// TCP_INFO is not here: its structure is each system's own; native_option reaches it.
inline constexpr auto options = std::to_array<option_pair>({
#ifdef SO_DEBUG
    {1, 1, SO_DEBUG},
#endif
#ifdef SO_REUSEADDR
    {1, 2, SO_REUSEADDR},
#endif
#ifdef SO_TYPE
    {1, 3, SO_TYPE},
#endif
#ifdef SO_ERROR
    {1, 4, SO_ERROR},
#endif
#ifdef SO_DONTROUTE
    {1, 5, SO_DONTROUTE},
#endif
#ifdef SO_BROADCAST
    {1, 6, SO_BROADCAST},
#endif
#ifdef SO_SNDBUF
    {1, 7, SO_SNDBUF},
#endif
#ifdef SO_RCVBUF
    {1, 8, SO_RCVBUF},
#endif
#ifdef SO_KEEPALIVE
    {1, 9, SO_KEEPALIVE},
#endif
#ifdef SO_OOBINLINE
    {1, 10, SO_OOBINLINE},
#endif
#ifdef SO_PRIORITY
    {1, 12, SO_PRIORITY},
#endif
#ifdef SO_LINGER
    {1, 13, SO_LINGER},
#endif
#ifdef SO_REUSEPORT
    {1, 15, SO_REUSEPORT},
#endif
#ifdef SO_PASSCRED
    {1, 16, SO_PASSCRED},
#endif
#ifdef SO_PEERCRED
    {1, 17, SO_PEERCRED},
#endif
#ifdef SO_RCVLOWAT
    {1, 18, SO_RCVLOWAT},
#endif
#ifdef SO_SNDLOWAT
    {1, 19, SO_SNDLOWAT},
#endif
#ifdef SO_RCVTIMEO
    {1, 20, SO_RCVTIMEO},
#endif
#ifdef SO_SNDTIMEO
    {1, 21, SO_SNDTIMEO},
#endif
#ifdef SO_BINDTODEVICE
    {1, 25, SO_BINDTODEVICE},
#endif
#ifdef SO_TIMESTAMP
    {1, 29, SO_TIMESTAMP},
#endif
#ifdef SO_ACCEPTCONN
    {1, 30, SO_ACCEPTCONN},
#endif
#ifdef SO_PEERSEC
    {1, 31, SO_PEERSEC},
#endif
#ifdef SO_PASSSEC
    {1, 34, SO_PASSSEC},
#endif
#ifdef SO_MARK
    {1, 36, SO_MARK},
#endif
#ifdef SO_PROTOCOL
    {1, 38, SO_PROTOCOL},
#endif
#ifdef SO_DOMAIN
    {1, 39, SO_DOMAIN},
#endif
#ifdef SO_BUSY_POLL
    {1, 46, SO_BUSY_POLL},
#endif
#ifdef SO_MAX_PACING_RATE
    {1, 47, SO_MAX_PACING_RATE},
#endif
#ifdef SO_INCOMING_CPU
    {1, 49, SO_INCOMING_CPU},
#endif
#ifdef SO_COOKIE
    {1, 57, SO_COOKIE},
#endif
#ifdef SO_BINDTOIFINDEX
    {1, 62, SO_BINDTOIFINDEX},
#endif
#ifdef SO_SETFIB
    {1, 0x1014, SO_SETFIB},
#endif
#ifdef SO_USER_COOKIE
    {1, 0x1015, SO_USER_COOKIE},
#endif
#ifdef SO_REUSEPORT_LB
    {1, 0x10000, SO_REUSEPORT_LB},
#endif
#ifdef SO_USELOOPBACK
    {1, 0x30040, SO_USELOOPBACK},
#endif
#ifdef IP_TOS
    {0, 1, IP_TOS},
#endif
#ifdef IP_TTL
    {0, 2, IP_TTL},
#endif
#ifdef IP_HDRINCL
    {0, 3, IP_HDRINCL},
#endif
#ifdef IP_OPTIONS
    {0, 4, IP_OPTIONS},
#endif
#ifdef IP_RECVOPTS
    {0, 6, IP_RECVOPTS},
#endif
#ifdef IP_RETOPTS
    {0, 7, IP_RETOPTS},
#endif
#ifdef IP_PKTINFO
    {0, 8, IP_PKTINFO},
#endif
#ifdef IP_MTU_DISCOVER
    {0, 10, IP_MTU_DISCOVER},
#endif
#ifdef IP_RECVTTL
    {0, 12, IP_RECVTTL},
#endif
#ifdef IP_RECVTOS
    {0, 13, IP_RECVTOS},
#endif
#ifdef IP_MTU
    {0, 14, IP_MTU},
#endif
#ifdef IP_TRANSPARENT
    {0, 19, IP_TRANSPARENT},
#endif
#ifdef IP_RECVORIGDSTADDR
    {0, 20, IP_RECVORIGDSTADDR},
#endif
#ifdef IP_MINTTL
    {0, 21, IP_MINTTL},
#endif
#ifdef IP_BIND_ADDRESS_NO_PORT
    {0, 24, IP_BIND_ADDRESS_NO_PORT},
#endif
#ifdef IP_MULTICAST_IF
    {0, 32, IP_MULTICAST_IF},
#endif
#ifdef IP_MULTICAST_TTL
    {0, 33, IP_MULTICAST_TTL},
#endif
#ifdef IP_MULTICAST_LOOP
    {0, 34, IP_MULTICAST_LOOP},
#endif
#ifdef IP_ADD_MEMBERSHIP
    {0, 35, IP_ADD_MEMBERSHIP},
#endif
#ifdef IP_DROP_MEMBERSHIP
    {0, 36, IP_DROP_MEMBERSHIP},
#endif
#ifdef IP_UNBLOCK_SOURCE
    {0, 37, IP_UNBLOCK_SOURCE},
#endif
#ifdef IP_BLOCK_SOURCE
    {0, 38, IP_BLOCK_SOURCE},
#endif
#ifdef IP_ADD_SOURCE_MEMBERSHIP
    {0, 39, IP_ADD_SOURCE_MEMBERSHIP},
#endif
#ifdef IP_DROP_SOURCE_MEMBERSHIP
    {0, 40, IP_DROP_SOURCE_MEMBERSHIP},
#endif
#ifdef MCAST_JOIN_GROUP
    {0, 42, MCAST_JOIN_GROUP},
#endif
#ifdef MCAST_BLOCK_SOURCE
    {0, 43, MCAST_BLOCK_SOURCE},
#endif
#ifdef MCAST_UNBLOCK_SOURCE
    {0, 44, MCAST_UNBLOCK_SOURCE},
#endif
#ifdef MCAST_LEAVE_GROUP
    {0, 45, MCAST_LEAVE_GROUP},
#endif
#ifdef MCAST_JOIN_SOURCE_GROUP
    {0, 46, MCAST_JOIN_SOURCE_GROUP},
#endif
#ifdef MCAST_LEAVE_SOURCE_GROUP
    {0, 47, MCAST_LEAVE_SOURCE_GROUP},
#endif
#ifdef IP_RECVDSTADDR
    {0, 0x30007, IP_RECVDSTADDR},
#endif
#ifdef LOCAL_PEERCRED
    {0, 0x30001, LOCAL_PEERCRED},
#endif
#ifdef LOCAL_CREDS
    {0, 0x30002, LOCAL_CREDS},
#endif
#ifdef LOCAL_CREDS_PERSISTENT
    {0, 0x30003, LOCAL_CREDS_PERSISTENT},
#endif
#ifdef IPV6_CHECKSUM
    {41, 7, IPV6_CHECKSUM},
#endif
#ifdef IPV6_NEXTHOP
    {41, 9, IPV6_NEXTHOP},
#endif
#ifdef IPV6_UNICAST_HOPS
    {41, 16, IPV6_UNICAST_HOPS},
#endif
#ifdef IPV6_MULTICAST_IF
    {41, 17, IPV6_MULTICAST_IF},
#endif
#ifdef IPV6_MULTICAST_HOPS
    {41, 18, IPV6_MULTICAST_HOPS},
#endif
#ifdef IPV6_MULTICAST_LOOP
    {41, 19, IPV6_MULTICAST_LOOP},
#endif
#ifdef IPV6_JOIN_GROUP
    {41, 20, IPV6_JOIN_GROUP},
#endif
#ifdef IPV6_LEAVE_GROUP
    {41, 21, IPV6_LEAVE_GROUP},
#endif
#ifdef IPV6_MTU
    {41, 24, IPV6_MTU},
#endif
#ifdef IPV6_V6ONLY
    {41, 26, IPV6_V6ONLY},
#endif
#ifdef IPV6_RECVPKTINFO
    {41, 49, IPV6_RECVPKTINFO},
#endif
#ifdef IPV6_PKTINFO
    {41, 50, IPV6_PKTINFO},
#endif
#ifdef IPV6_RECVHOPLIMIT
    {41, 51, IPV6_RECVHOPLIMIT},
#endif
#ifdef IPV6_HOPLIMIT
    {41, 52, IPV6_HOPLIMIT},
#endif
#ifdef IPV6_RECVHOPOPTS
    {41, 53, IPV6_RECVHOPOPTS},
#endif
#ifdef IPV6_HOPOPTS
    {41, 54, IPV6_HOPOPTS},
#endif
#ifdef IPV6_RTHDRDSTOPTS
    {41, 55, IPV6_RTHDRDSTOPTS},
#endif
#ifdef IPV6_RECVRTHDR
    {41, 56, IPV6_RECVRTHDR},
#endif
#ifdef IPV6_RTHDR
    {41, 57, IPV6_RTHDR},
#endif
#ifdef IPV6_RECVDSTOPTS
    {41, 58, IPV6_RECVDSTOPTS},
#endif
#ifdef IPV6_DSTOPTS
    {41, 59, IPV6_DSTOPTS},
#endif
#ifdef IPV6_RECVPATHMTU
    {41, 60, IPV6_RECVPATHMTU},
#endif
#ifdef IPV6_PATHMTU
    {41, 61, IPV6_PATHMTU},
#endif
#ifdef IPV6_DONTFRAG
    {41, 62, IPV6_DONTFRAG},
#endif
#ifdef IPV6_RECVTCLASS
    {41, 66, IPV6_RECVTCLASS},
#endif
#ifdef IPV6_TCLASS
    {41, 67, IPV6_TCLASS},
#endif
#ifdef IPV6_USE_MIN_MTU
    {41, 0x3002a, IPV6_USE_MIN_MTU},
#endif
#ifdef MCAST_JOIN_GROUP
    {41, 42, MCAST_JOIN_GROUP},
#endif
#ifdef MCAST_BLOCK_SOURCE
    {41, 43, MCAST_BLOCK_SOURCE},
#endif
#ifdef MCAST_UNBLOCK_SOURCE
    {41, 44, MCAST_UNBLOCK_SOURCE},
#endif
#ifdef MCAST_LEAVE_GROUP
    {41, 45, MCAST_LEAVE_GROUP},
#endif
#ifdef MCAST_JOIN_SOURCE_GROUP
    {41, 46, MCAST_JOIN_SOURCE_GROUP},
#endif
#ifdef MCAST_LEAVE_SOURCE_GROUP
    {41, 47, MCAST_LEAVE_SOURCE_GROUP},
#endif
#if defined(TCP_CORK)
    {6, 3, TCP_CORK},
#elif defined(TCP_NOPUSH)
    {6, 3, TCP_NOPUSH},
#endif
#if defined(TCP_KEEPIDLE)
    {6, 4, TCP_KEEPIDLE},
#elif defined(TCP_KEEPALIVE)
    {6, 4, TCP_KEEPALIVE}, // macOS: the same by another name
#endif
#ifdef TCP_NODELAY
    {6, 1, TCP_NODELAY},
#endif
#ifdef TCP_MAXSEG
    {6, 2, TCP_MAXSEG},
#endif
#ifdef TCP_KEEPINTVL
    {6, 5, TCP_KEEPINTVL},
#endif
#ifdef TCP_KEEPCNT
    {6, 6, TCP_KEEPCNT},
#endif
#ifdef TCP_CONGESTION
    {6, 13, TCP_CONGESTION},
#endif
#ifdef TCP_USER_TIMEOUT
    {6, 18, TCP_USER_TIMEOUT},
#endif
#ifdef TCP_FASTOPEN
    {6, 23, TCP_FASTOPEN},
#endif
#ifdef TCP_NOTSENT_LOWAT
    {6, 25, TCP_NOTSENT_LOWAT},
#endif
#ifdef TCP_CONNECTION_INFO
    {6, 0x106, TCP_CONNECTION_INFO},
#endif
#ifdef TCP_KEEPALIVE
    {6, 0x30010, TCP_KEEPALIVE},
#endif
});

/// Types that differ from the option of the same number; the others are in `options`.
inline constexpr auto control_types = std::to_array<option_pair>({
    {1, 1, SCM_RIGHTS},
#ifdef SCM_CREDENTIALS
    {1, 2, SCM_CREDENTIALS},
#endif
#ifdef SCM_TIMESTAMP
    {1, 29, SCM_TIMESTAMP},
#endif
#ifdef SCM_CREDS
    {1, 0x30003, SCM_CREDS},
#endif
#ifdef SCM_CREDS2
    {1, 0x30008, SCM_CREDS2},
#endif
#ifndef __linux__ // the BSDs report the value under the name of the option that asked for it
#ifdef IP_RECVTTL
    {0, 2, IP_RECVTTL},
#endif
#ifdef IP_RECVTOS
    {0, 1, IP_RECVTOS},
#endif
#endif
});

// clang-format on

} // namespace samesock::platform

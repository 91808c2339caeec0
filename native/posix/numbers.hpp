// The numbers of this system beside ours, which are Linux's: families, types, flags, options, EAI_*. A macro that a system
// lacks leaves its line out. Numbers that exist on Linux only stand here no more than Linux needs them: elsewhere they
// have no meaning, and on Linux they pass as they are.
#pragma once

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>

namespace samesock::platform {

struct number_pair {
    int ours;
    int native;
};
struct option_pair {
    int level; ///< ours
    int ours;
    int native;
};

/// On Linux, a number that is in no table is the kernel's own. (The tables serve there as well: MIPS, SPARC, Alpha and
/// PA-RISC number SOL_SOCKET and SO_* their own way, and 32-bit systems have two SO_RCVTIMEO.)
#ifdef __linux__
inline constexpr bool passes_unknown_numbers = true;
#else
inline constexpr bool passes_unknown_numbers = false;
#endif

inline constexpr int our_sol_socket = 1;
inline constexpr int our_so_type = 3;
inline constexpr int our_so_protocol = 38;
inline constexpr int our_so_domain = 39;
inline constexpr int our_msg_nosignal = 0x4000;

inline constexpr auto families = std::to_array<number_pair>({
    {0, AF_UNSPEC},
    {1, AF_UNIX},
    {2, AF_INET},
    {10, AF_INET6},
#ifdef AF_IPX
    {4, AF_IPX},
#endif
#ifdef AF_APPLETALK
    {5, AF_APPLETALK},
#endif
#ifdef AF_DECnet
    {12, AF_DECnet},
#endif
#ifdef AF_KEY
    {15, AF_KEY},
#endif
#if defined(AF_NETLINK)
    {16, AF_NETLINK},
#elif defined(AF_ROUTE)
    {16, AF_ROUTE}, // Linux: one number for both
#endif
#ifdef AF_PACKET
    {17, AF_PACKET},
#endif
#ifdef AF_RDS
    {21, AF_RDS},
#endif
#ifdef AF_SNA
    {22, AF_SNA},
#endif
#ifdef AF_IRDA
    {23, AF_IRDA},
#endif
#ifdef AF_CAN
    {29, AF_CAN},
#endif
#ifdef AF_TIPC
    {30, AF_TIPC},
#endif
#ifdef AF_BLUETOOTH
    {31, AF_BLUETOOTH},
#endif
#ifdef AF_ALG
    {38, AF_ALG},
#endif
#ifdef AF_VSOCK
    {40, AF_VSOCK},
#endif
#ifdef AF_QIPCRTR
    {42, AF_QIPCRTR},
#endif
});

inline constexpr auto socket_types = std::to_array<number_pair>({
    {1, SOCK_STREAM},
    {2, SOCK_DGRAM},
    {3, SOCK_RAW},
#ifdef SOCK_RDM
    {4, SOCK_RDM},
#endif
    {5, SOCK_SEQPACKET},
});

inline constexpr auto message_bits = std::to_array<number_pair>({
    {1, MSG_OOB},
    {2, MSG_PEEK},
    {4, MSG_DONTROUTE},
    {8, MSG_CTRUNC},
    {32, MSG_TRUNC},
    {64, MSG_DONTWAIT},
    {128, MSG_EOR},
    {256, MSG_WAITALL},
#ifdef MSG_FIN
    {0x200, MSG_FIN},
#endif
#ifdef MSG_SYN
    {0x400, MSG_SYN},
#endif
#ifdef MSG_RST
    {0x1000, MSG_RST},
#endif
#ifdef MSG_ERRQUEUE
    {0x2000, MSG_ERRQUEUE},
#endif
#ifdef MSG_NOSIGNAL
    {0x4000, MSG_NOSIGNAL},
#endif
#ifdef MSG_MORE
    {0x8000, MSG_MORE},
#endif
#ifdef MSG_FASTOPEN
    {0x20000000, MSG_FASTOPEN},
#endif
#ifdef MSG_CMSG_CLOEXEC
    {0x40000000, MSG_CMSG_CLOEXEC},
#endif
});

inline constexpr auto resolve_bits = std::to_array<number_pair>({
    {1, AI_PASSIVE},
    {2, AI_CANONNAME},
    {4, AI_NUMERICHOST},
#ifdef AI_V4MAPPED
    {8, AI_V4MAPPED},
#endif
#ifdef AI_ALL
    {16, AI_ALL},
#endif
    {32, AI_ADDRCONFIG},
    {1024, AI_NUMERICSERV},
});

inline constexpr auto name_bits = std::to_array<number_pair>({
    {1, NI_NUMERICHOST},
    {2, NI_NUMERICSERV},
    {4, NI_NOFQDN},
    {8, NI_NAMEREQD},
    {16, NI_DGRAM},
#ifdef NI_IDN
    {32, NI_IDN},
#endif
});

inline constexpr auto resolution_errors = std::to_array<number_pair>({
    {-1, EAI_BADFLAGS},
    {-2, EAI_NONAME},
    {-3, EAI_AGAIN},
    {-4, EAI_FAIL},
#ifdef EAI_NODATA
    {-5, EAI_NODATA},
#endif
    {-6, EAI_FAMILY},
    {-7, EAI_SOCKTYPE},
    {-8, EAI_SERVICE},
#ifdef EAI_ADDRFAMILY
    {-9, EAI_ADDRFAMILY},
#endif
    {-10, EAI_MEMORY},
    {-11, EAI_SYSTEM},
#ifdef EAI_OVERFLOW
    {-12, EAI_OVERFLOW},
#endif
});

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
#ifndef __linux__ // the BSDs report the value under the name of the option that asked for it
#ifdef IP_RECVTTL
    {0, 2, IP_RECVTTL},
#endif
#ifdef IP_RECVTOS
    {0, 1, IP_RECVTOS},
#endif
#endif
});

} // namespace samesock::platform

// The numbers of this system beside ours, which are Linux's: families, types, flags, EAI_*. A macro that a
// system lacks leaves its line out. Numbers that exist on Linux only stand here no more than Linux needs them:
// elsewhere they have no meaning, and on Linux they pass as they are.
#pragma once

#include <netdb.h>
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

// clang-format off
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
#ifdef AF_LINK
    {0x30012, AF_LINK},
#endif
#ifdef AF_SYSTEM
    {0x30020, AF_SYSTEM},
#endif
#ifdef AF_DIVERT
    {0x3002c, AF_DIVERT},
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
#ifdef MSG_EOF
    {0x200000, MSG_EOF},
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
#ifdef AI_V4MAPPED_CFG
    {0x20000, AI_V4MAPPED_CFG},
#endif
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
#ifdef EAI_BADHINTS
    {12, EAI_BADHINTS},
#endif
#ifdef EAI_PROTOCOL
    {13, EAI_PROTOCOL},
#endif
});

// clang-format on

} // namespace samesock::platform

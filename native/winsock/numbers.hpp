// The numbers of Windows beside ours, which are Linux's: families, types, flags, look-ups. What is in no table does not
// exist here.
#pragma once

#include "winsock.hpp"

#include <array>

namespace samesock::platform {

struct number_pair {
    int ours;
    int native;
};

inline constexpr int our_sol_socket = 1;
inline constexpr int our_af_unspec = 0;
inline constexpr int our_af_unix = 1;
inline constexpr int our_af_inet = 2;
inline constexpr int our_af_inet6 = 10;

inline constexpr auto families = std::to_array<number_pair>({
    {our_af_unspec, AF_UNSPEC},
    {our_af_unix, AF_UNIX},
    {our_af_inet, AF_INET},
    {our_af_inet6, AF_INET6},
    {4, AF_IPX},
    {5, AF_APPLETALK},
    {22, AF_SNA},
    {23, AF_IRDA},
    {31, 32},      // AF_BTH
    {0x20022, 34}, // AF_HYPERV
});

inline constexpr auto socket_types = std::to_array<number_pair>({
    {1, SOCK_STREAM},
    {2, SOCK_DGRAM},
    {3, SOCK_RAW},
    {4, SOCK_RDM},
    {5, SOCK_SEQPACKET},
});

/// MSG_DONTWAIT, MSG_WAITALL and MSG_NOSIGNAL are the backend's business.
inline constexpr auto message_bits = std::to_array<number_pair>({
    {1, MSG_OOB},
    {2, MSG_PEEK},
    {4, MSG_DONTROUTE},
});

inline constexpr auto resolve_bits = std::to_array<number_pair>({
    {1, AI_PASSIVE},
    {2, AI_CANONNAME},
    {4, AI_NUMERICHOST},
    {8, AI_V4MAPPED},
    {16, AI_ALL},
    {32, AI_ADDRCONFIG},
    {1024, 8}, // AI_NUMERICSERV, which older headers lack
});

inline constexpr auto name_bits = std::to_array<number_pair>({
    {1, NI_NUMERICHOST},
    {2, NI_NUMERICSERV},
    {4, NI_NOFQDN},
    {8, NI_NAMEREQD},
    {16, NI_DGRAM},
});

/// EAI_* are numbers of Winsock's errors here.
inline constexpr auto resolution_errors = std::to_array<number_pair>({
    {-1, WSAEINVAL},
    {-2, WSAHOST_NOT_FOUND},
    {-2, WSANO_DATA},
    {-3, WSATRY_AGAIN},
    {-4, WSANO_RECOVERY},
    {-6, WSAEAFNOSUPPORT},
    {-7, WSAESOCKTNOSUPPORT},
    {-8, WSATYPE_NOT_FOUND},
    {-10, WSA_NOT_ENOUGH_MEMORY},
    {-9, -9}, // EAI_ADDRFAMILY, which Wine passes on as it comes from below
});

} // namespace samesock::platform

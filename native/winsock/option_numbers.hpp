// The numbers of socket options beside ours: as numbers.hpp. Numbers that older headers lack stand here themselves.
#pragma once

#include "winsock.hpp"

#include <array>

namespace samesock::platform {

struct option_pair {
    int level; ///< ours
    int ours;
    int native;
};

inline constexpr auto options = std::to_array<option_pair>({
    {1, 1, SO_DEBUG},
    {1, 2, SO_REUSEADDR},
    {1, 3, SO_TYPE},
    {1, 4, SO_ERROR},
    {1, 5, SO_DONTROUTE},
    {1, 6, SO_BROADCAST},
    {1, 7, SO_SNDBUF},
    {1, 8, SO_RCVBUF},
    {1, 9, SO_KEEPALIVE},
    {1, 10, SO_OOBINLINE},
    {1, 13, SO_LINGER},
    {1, 20, SO_RCVTIMEO},
    {1, 21, SO_SNDTIMEO},
    {1, 30, SO_ACCEPTCONN},
    {1, -5, SO_EXCLUSIVEADDRUSE},
    {1, 0x30040, SO_USELOOPBACK},
    {0, 1, IP_TOS},
    {0, 2, IP_TTL},
    {0, 3, IP_HDRINCL},
    {0, 4, IP_OPTIONS},
    {0, 8, IP_PKTINFO},
    {0, 10, 71}, // IP_MTU_DISCOVER
    {0, 11, 75}, // IP_RECVERR
    {0, 12, 21}, // IP_RECVTTL
    {0, 13, 40}, // IP_RECVTOS
    {0, 14, 73}, // IP_MTU
    {0, 32, IP_MULTICAST_IF},
    {0, 33, IP_MULTICAST_TTL},
    {0, 34, IP_MULTICAST_LOOP},
    {0, 35, IP_ADD_MEMBERSHIP},
    {0, 36, IP_DROP_MEMBERSHIP},
    {0, 37, IP_UNBLOCK_SOURCE},
    {0, 38, IP_BLOCK_SOURCE},
    {0, 39, IP_ADD_SOURCE_MEMBERSHIP},
    {0, 40, IP_DROP_SOURCE_MEMBERSHIP},
    {0, 42, MCAST_JOIN_GROUP},
    {0, 43, MCAST_BLOCK_SOURCE},
    {0, 44, MCAST_UNBLOCK_SOURCE},
    {0, 45, MCAST_LEAVE_GROUP},
    {0, 46, MCAST_JOIN_SOURCE_GROUP},
    {0, 47, MCAST_LEAVE_SOURCE_GROUP},
    {0, 0x30007, IP_RECVDSTADDR},
    {41, 7, IPV6_CHECKSUM},
    {41, 16, IPV6_UNICAST_HOPS},
    {41, 17, IPV6_MULTICAST_IF},
    {41, 18, IPV6_MULTICAST_HOPS},
    {41, 19, IPV6_MULTICAST_LOOP},
    {41, 20, IPV6_JOIN_GROUP},
    {41, 21, IPV6_LEAVE_GROUP},
    {41, 23, 71}, // IPV6_MTU_DISCOVER
    {41, 24, 72}, // IPV6_MTU
    {41, 25, 75}, // IPV6_RECVERR
    {41, 26, IPV6_V6ONLY},
    {41, 42, MCAST_JOIN_GROUP},
    {41, 43, MCAST_BLOCK_SOURCE},
    {41, 44, MCAST_UNBLOCK_SOURCE},
    {41, 45, MCAST_LEAVE_GROUP},
    {41, 46, MCAST_JOIN_SOURCE_GROUP},
    {41, 47, MCAST_LEAVE_SOURCE_GROUP},
    {41, 49, IPV6_PKTINFO}, // IPV6_RECVPKTINFO
    {41, 50, IPV6_PKTINFO},
    {41, 51, IPV6_HOPLIMIT}, // IPV6_RECVHOPLIMIT
    {41, 52, IPV6_HOPLIMIT},
    {41, 54, IPV6_HOPOPTS},
    {41, 57, IPV6_RTHDR},
    {41, 62, IPV6_DONTFRAG},
    {41, 66, 40}, // IPV6_RECVTCLASS
    {41, 67, 39}, // IPV6_TCLASS
    {6, 1, TCP_NODELAY},
    {6, 2, 4},   // TCP_MAXSEG
    {6, 4, 3},   // TCP_KEEPIDLE
    {6, 5, 17},  // TCP_KEEPINTVL
    {6, 6, 16},  // TCP_KEEPCNT
    {6, 23, 15}, // TCP_FASTOPEN
});

} // namespace samesock::platform

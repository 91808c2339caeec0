// The list: see option_list.hpp.
#include "option_list.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <utility>

namespace samesock::gateway {
namespace {

constexpr std::uint8_t only_set = 1, only_get = 2, both = 3;
constexpr std::uint8_t of_streams = 1, of_datagrams = 2, of_all = 3;

struct entry {
    std::int32_t level;
    std::int32_t name;
    std::uint8_t use;
    std::uint8_t kind;
};

// Not here, among others: SO_REUSEPORT, and SO_REUSEADDR of datagrams, with which one client takes another's datagrams;
// SO_MARK, SO_BINDTODEVICE, IP_TRANSPARENT, IP_OPTIONS, which lead around the policy; SO_RCVTIMEO and its kin, which
// mean nothing here.
constexpr auto allowed = std::to_array<entry>({
    {SOL_SOCKET, SO_REUSEADDR, both, of_streams},
    {SOL_SOCKET, SO_TYPE, only_get, of_all},
    {SOL_SOCKET, SO_ERROR, only_get, of_all},
    {SOL_SOCKET, SO_BROADCAST, both, of_all},
    {SOL_SOCKET, SO_SNDBUF, both, of_all},
    {SOL_SOCKET, SO_RCVBUF, both, of_all},
    {SOL_SOCKET, SO_KEEPALIVE, both, of_all},
    {SOL_SOCKET, SO_LINGER, both, of_all},
    {SOL_SOCKET, SO_ACCEPTCONN, only_get, of_all},
    {SOL_SOCKET, SO_PROTOCOL, only_get, of_all},
    {SOL_SOCKET, SO_DOMAIN, only_get, of_all},
    {IPPROTO_TCP, TCP_NODELAY, both, of_streams},
    {IPPROTO_TCP, TCP_MAXSEG, both, of_streams},
    {IPPROTO_TCP, TCP_CORK, both, of_streams},
    {IPPROTO_TCP, TCP_KEEPIDLE, both, of_streams},
    {IPPROTO_TCP, TCP_KEEPINTVL, both, of_streams},
    {IPPROTO_TCP, TCP_KEEPCNT, both, of_streams},
    {IPPROTO_TCP, TCP_SYNCNT, both, of_streams},
    {IPPROTO_TCP, TCP_LINGER2, both, of_streams},
    {IPPROTO_TCP, TCP_DEFER_ACCEPT, both, of_streams},
    {IPPROTO_TCP, TCP_INFO, only_get, of_streams},
    {IPPROTO_TCP, TCP_QUICKACK, both, of_streams},
    {IPPROTO_TCP, TCP_CONGESTION, both, of_streams},
    {IPPROTO_TCP, TCP_USER_TIMEOUT, both, of_streams},
    {IPPROTO_TCP, TCP_NOTSENT_LOWAT, both, of_streams},
    {IPPROTO_IP, IP_TOS, both, of_all},
    {IPPROTO_IP, IP_TTL, both, of_all},
    {IPPROTO_IP, IP_MTU_DISCOVER, both, of_all},
    {IPPROTO_IP, IP_MTU, only_get, of_all},
    {IPPROTO_IP, IP_MULTICAST_IF, both, of_datagrams},
    {IPPROTO_IP, IP_MULTICAST_TTL, both, of_datagrams},
    {IPPROTO_IP, IP_MULTICAST_LOOP, both, of_datagrams},
    {IPPROTO_IP, IP_ADD_MEMBERSHIP, only_set, of_datagrams},
    {IPPROTO_IP, IP_DROP_MEMBERSHIP, only_set, of_datagrams},
    {IPPROTO_IPV6, IPV6_UNICAST_HOPS, both, of_all},
    {IPPROTO_IPV6, IPV6_MULTICAST_IF, both, of_datagrams},
    {IPPROTO_IPV6, IPV6_MULTICAST_HOPS, both, of_datagrams},
    {IPPROTO_IPV6, IPV6_MULTICAST_LOOP, both, of_datagrams},
    {IPPROTO_IPV6, IPV6_JOIN_GROUP, only_set, of_datagrams},
    {IPPROTO_IPV6, IPV6_LEAVE_GROUP, only_set, of_datagrams},
    {IPPROTO_IPV6, IPV6_MTU_DISCOVER, both, of_all},
    {IPPROTO_IPV6, IPV6_MTU, both, of_all},
    {IPPROTO_IPV6, IPV6_V6ONLY, both, of_all},
    {IPPROTO_IPV6, IPV6_TCLASS, both, of_all},
});

} // namespace

bool is_allowed(std::int32_t level, std::int32_t name, option_use use, option_kind kind) noexcept {
    return std::ranges::any_of(allowed, [&](const entry& e) {
        return e.level == level && e.name == name && (e.use & std::to_underlying(use)) != 0 &&
               (e.kind & std::to_underlying(kind)) != 0;
    });
}

bool is_membership(std::int32_t level, std::int32_t name) noexcept {
    if (level == IPPROTO_IP) return name == IP_ADD_MEMBERSHIP || name == IP_DROP_MEMBERSHIP;
    return level == IPPROTO_IPV6 && (name == IPV6_JOIN_GROUP || name == IPV6_LEAVE_GROUP);
}

bool is_buffer_size(std::int32_t level, std::int32_t name) noexcept {
    return level == SOL_SOCKET && (name == SO_SNDBUF || name == SO_RCVBUF);
}

} // namespace samesock::gateway

// The list: see option_list.hpp.
#include "option_list.hpp"

#include <samesock/constants.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace samesock::gateway {
namespace {

// Which the library has no names for.
constexpr option_name ip_mtu_discover{10}, ip_mtu{14}, ipv6_mtu_discover{23}, ipv6_mtu{24};

constexpr std::uint8_t only_set = 1, only_get = 2, both = 3;
constexpr std::uint8_t of_streams = 1, of_datagrams = 2, of_all = 3;

struct entry {
    option_level level;
    option_name name;
    std::uint8_t use;
    std::uint8_t kind;
};

// Not here, among others: SO_REUSEPORT, and SO_REUSEADDR of datagrams, with which one client takes another's datagrams;
// SO_MARK, SO_BINDTODEVICE, IP_TRANSPARENT, IP_OPTIONS, which lead around the policy; SO_RCVTIMEO and its kin, which
// mean nothing here.
constexpr auto allowed = std::to_array<entry>({
    {sol_socket, so_reuseaddr, both, of_streams},
    {sol_socket, so_type, only_get, of_all},
    {sol_socket, so_error, only_get, of_all},
    {sol_socket, so_broadcast, both, of_all},
    {sol_socket, so_sndbuf, both, of_all},
    {sol_socket, so_rcvbuf, both, of_all},
    {sol_socket, so_keepalive, both, of_all},
    {sol_socket, so_linger, both, of_all},
    {sol_socket, so_acceptconn, only_get, of_all},
    {sol_socket, so_protocol, only_get, of_all},
    {sol_socket, so_domain, only_get, of_all},
    {ipproto_tcp, tcp_nodelay, both, of_streams},
    {ipproto_tcp, tcp_maxseg, both, of_streams},
    {ipproto_tcp, tcp_cork, both, of_streams},
    {ipproto_tcp, tcp_keepidle, both, of_streams},
    {ipproto_tcp, tcp_keepintvl, both, of_streams},
    {ipproto_tcp, tcp_keepcnt, both, of_streams},
    {ipproto_tcp, tcp_syncnt, both, of_streams},
    {ipproto_tcp, tcp_linger2, both, of_streams},
    {ipproto_tcp, tcp_defer_accept, both, of_streams},
    {ipproto_tcp, tcp_info, only_get, of_streams},
    {ipproto_tcp, tcp_quickack, both, of_streams},
    {ipproto_tcp, tcp_congestion, both, of_streams},
    {ipproto_tcp, tcp_user_timeout, both, of_streams},
    {ipproto_tcp, tcp_notsent_lowat, both, of_streams},
    {ipproto_ip, ip_tos, both, of_all},
    {ipproto_ip, ip_ttl, both, of_all},
    {ipproto_ip, ip_mtu_discover, both, of_all},
    {ipproto_ip, ip_mtu, only_get, of_all},
    {ipproto_ip, ip_multicast_if, both, of_datagrams},
    {ipproto_ip, ip_multicast_ttl, both, of_datagrams},
    {ipproto_ip, ip_multicast_loop, both, of_datagrams},
    {ipproto_ip, ip_add_membership, only_set, of_datagrams},
    {ipproto_ip, ip_drop_membership, only_set, of_datagrams},
    {ipproto_ipv6, ipv6_unicast_hops, both, of_all},
    {ipproto_ipv6, ipv6_multicast_if, both, of_datagrams},
    {ipproto_ipv6, ipv6_multicast_hops, both, of_datagrams},
    {ipproto_ipv6, ipv6_multicast_loop, both, of_datagrams},
    {ipproto_ipv6, ipv6_join_group, only_set, of_datagrams},
    {ipproto_ipv6, ipv6_leave_group, only_set, of_datagrams},
    {ipproto_ipv6, ipv6_mtu_discover, both, of_all},
    {ipproto_ipv6, ipv6_mtu, both, of_all},
    {ipproto_ipv6, ipv6_v6only, both, of_all},
    {ipproto_ipv6, ipv6_tclass, both, of_all},
});

} // namespace

bool is_allowed(std::int32_t level, std::int32_t name, option_use use, option_kind kind) noexcept {
    return std::ranges::any_of(allowed, [&](const entry& e) {
        return e.level.value() == level && e.name.value() == name && (e.use & std::to_underlying(use)) != 0 &&
               (e.kind & std::to_underlying(kind)) != 0;
    });
}

bool is_membership(std::int32_t level, std::int32_t name) noexcept {
    if (level == ipproto_ip.value()) return name == ip_add_membership.value() || name == ip_drop_membership.value();
    return level == ipproto_ipv6.value() && (name == ipv6_join_group.value() || name == ipv6_leave_group.value());
}

bool is_buffer_size(std::int32_t level, std::int32_t name) noexcept {
    return level == sol_socket.value() && (name == so_sndbuf.value() || name == so_rcvbuf.value());
}

} // namespace samesock::gateway

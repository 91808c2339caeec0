// Every constant that Linux has, against the system headers. Written by cmake/generate/constants.py: do not edit.
// The system headers come last, so that none of their macros helps ours.
#include <samesock/constants.hpp>

#include <catch2/catch_all.hpp>

#include <net/ethernet.h>
#include <net/if.h>
#include <netatalk/at.h>
#include <netax25/ax25.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <netipx/ipx.h>
#include <netrom/netrom.h>
#include <netrose/rose.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <linux/can.h>
#include <linux/can/bcm.h>
#include <linux/can/isotp.h>
#include <linux/can/j1939.h>
#include <linux/can/raw.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netlink.h>
#include <linux/rds.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#if __has_include(<bluetooth/bluetooth.h>)
#include <bluetooth/bluetooth.h>
#include <bluetooth/hci.h>
#include <bluetooth/l2cap.h>
#include <bluetooth/rfcomm.h>
#include <bluetooth/sco.h>
#endif

#include <cstdint>
#include <iterator>
#include <type_traits>

namespace {

template <class T>
constexpr std::uint32_t same(T value) {
    if constexpr (std::is_class_v<T>)
        return static_cast<std::uint32_t>(value.value());
    else
        return static_cast<std::uint32_t>(value);
}

struct comparison {
    const char* name;
    std::uint32_t ours, native;
};

constexpr comparison comparisons[] = {
#ifdef AF_UNSPEC
    {"AF_UNSPEC", same(samesock::af_unspec), same(AF_UNSPEC)},
#endif
#ifdef AF_UNIX
    {"AF_UNIX", same(samesock::af_unix), same(AF_UNIX)},
#endif
#ifdef AF_INET
    {"AF_INET", same(samesock::af_inet), same(AF_INET)},
#endif
#ifdef AF_AX25
    {"AF_AX25", same(samesock::af_ax25), same(AF_AX25)},
#endif
#ifdef AF_IPX
    {"AF_IPX", same(samesock::af_ipx), same(AF_IPX)},
#endif
#ifdef AF_APPLETALK
    {"AF_APPLETALK", same(samesock::af_appletalk), same(AF_APPLETALK)},
#endif
#ifdef AF_NETROM
    {"AF_NETROM", same(samesock::af_netrom), same(AF_NETROM)},
#endif
#ifdef AF_BRIDGE
    {"AF_BRIDGE", same(samesock::af_bridge), same(AF_BRIDGE)},
#endif
#ifdef AF_ATMPVC
    {"AF_ATMPVC", same(samesock::af_atmpvc), same(AF_ATMPVC)},
#endif
#ifdef AF_X25
    {"AF_X25", same(samesock::af_x25), same(AF_X25)},
#endif
#ifdef AF_INET6
    {"AF_INET6", same(samesock::af_inet6), same(AF_INET6)},
#endif
#ifdef AF_ROSE
    {"AF_ROSE", same(samesock::af_rose), same(AF_ROSE)},
#endif
#ifdef AF_DECnet
    {"AF_DECnet", same(samesock::af_decnet), same(AF_DECnet)},
#endif
#ifdef AF_NETBEUI
    {"AF_NETBEUI", same(samesock::af_netbeui), same(AF_NETBEUI)},
#endif
#ifdef AF_SECURITY
    {"AF_SECURITY", same(samesock::af_security), same(AF_SECURITY)},
#endif
#ifdef AF_KEY
    {"AF_KEY", same(samesock::af_key), same(AF_KEY)},
#endif
#ifdef AF_NETLINK
    {"AF_NETLINK", same(samesock::af_netlink), same(AF_NETLINK)},
#endif
#ifdef AF_ROUTE
    {"AF_ROUTE", same(samesock::af_route), same(AF_ROUTE)},
#endif
#ifdef AF_PACKET
    {"AF_PACKET", same(samesock::af_packet), same(AF_PACKET)},
#endif
#ifdef AF_ASH
    {"AF_ASH", same(samesock::af_ash), same(AF_ASH)},
#endif
#ifdef AF_ECONET
    {"AF_ECONET", same(samesock::af_econet), same(AF_ECONET)},
#endif
#ifdef AF_ATMSVC
    {"AF_ATMSVC", same(samesock::af_atmsvc), same(AF_ATMSVC)},
#endif
#ifdef AF_RDS
    {"AF_RDS", same(samesock::af_rds), same(AF_RDS)},
#endif
#ifdef AF_SNA
    {"AF_SNA", same(samesock::af_sna), same(AF_SNA)},
#endif
#ifdef AF_IRDA
    {"AF_IRDA", same(samesock::af_irda), same(AF_IRDA)},
#endif
#ifdef AF_PPPOX
    {"AF_PPPOX", same(samesock::af_pppox), same(AF_PPPOX)},
#endif
#ifdef AF_WANPIPE
    {"AF_WANPIPE", same(samesock::af_wanpipe), same(AF_WANPIPE)},
#endif
#ifdef AF_LLC
    {"AF_LLC", same(samesock::af_llc), same(AF_LLC)},
#endif
#ifdef AF_CAN
    {"AF_CAN", same(samesock::af_can), same(AF_CAN)},
#endif
#ifdef AF_TIPC
    {"AF_TIPC", same(samesock::af_tipc), same(AF_TIPC)},
#endif
#ifdef AF_BLUETOOTH
    {"AF_BLUETOOTH", same(samesock::af_bluetooth), same(AF_BLUETOOTH)},
#endif
#ifdef AF_ALG
    {"AF_ALG", same(samesock::af_alg), same(AF_ALG)},
#endif
#ifdef AF_VSOCK
    {"AF_VSOCK", same(samesock::af_vsock), same(AF_VSOCK)},
#endif
#ifdef AF_QIPCRTR
    {"AF_QIPCRTR", same(samesock::af_qipcrtr), same(AF_QIPCRTR)},
#endif
#ifdef PF_CAN
    {"PF_CAN", same(samesock::pf_can), same(PF_CAN)},
#endif
#ifdef PF_PACKET
    {"PF_PACKET", same(samesock::pf_packet), same(PF_PACKET)},
#endif
#ifdef PF_RDS
    {"PF_RDS", same(samesock::pf_rds), same(PF_RDS)},
#endif
#ifdef SOCK_STREAM
    {"SOCK_STREAM", same(samesock::sock_stream), same(SOCK_STREAM)},
#endif
#ifdef SOCK_DGRAM
    {"SOCK_DGRAM", same(samesock::sock_dgram), same(SOCK_DGRAM)},
#endif
#ifdef SOCK_RAW
    {"SOCK_RAW", same(samesock::sock_raw), same(SOCK_RAW)},
#endif
#ifdef SOCK_RDM
    {"SOCK_RDM", same(samesock::sock_rdm), same(SOCK_RDM)},
#endif
#ifdef SOCK_SEQPACKET
    {"SOCK_SEQPACKET", same(samesock::sock_seqpacket), same(SOCK_SEQPACKET)},
#endif
#ifdef SOCK_NONBLOCK
    {"SOCK_NONBLOCK", same(samesock::sock_nonblock), same(SOCK_NONBLOCK)},
#endif
#ifdef SOCK_CLOEXEC
    {"SOCK_CLOEXEC", same(samesock::sock_cloexec), same(SOCK_CLOEXEC)},
#endif
#ifdef IPPROTO_IP
    {"IPPROTO_IP", same(samesock::ipproto_ip), same(IPPROTO_IP)},
#endif
#ifdef IPPROTO_HOPOPTS
    {"IPPROTO_HOPOPTS", same(samesock::ipproto_hopopts), same(IPPROTO_HOPOPTS)},
#endif
#ifdef IPPROTO_ICMP
    {"IPPROTO_ICMP", same(samesock::ipproto_icmp), same(IPPROTO_ICMP)},
#endif
#ifdef IPPROTO_IGMP
    {"IPPROTO_IGMP", same(samesock::ipproto_igmp), same(IPPROTO_IGMP)},
#endif
#ifdef IPPROTO_IPIP
    {"IPPROTO_IPIP", same(samesock::ipproto_ipip), same(IPPROTO_IPIP)},
#endif
#ifdef IPPROTO_TCP
    {"IPPROTO_TCP", same(samesock::ipproto_tcp), same(IPPROTO_TCP)},
#endif
#ifdef IPPROTO_EGP
    {"IPPROTO_EGP", same(samesock::ipproto_egp), same(IPPROTO_EGP)},
#endif
#ifdef IPPROTO_PUP
    {"IPPROTO_PUP", same(samesock::ipproto_pup), same(IPPROTO_PUP)},
#endif
#ifdef IPPROTO_UDP
    {"IPPROTO_UDP", same(samesock::ipproto_udp), same(IPPROTO_UDP)},
#endif
#ifdef IPPROTO_IDP
    {"IPPROTO_IDP", same(samesock::ipproto_idp), same(IPPROTO_IDP)},
#endif
#ifdef IPPROTO_TP
    {"IPPROTO_TP", same(samesock::ipproto_tp), same(IPPROTO_TP)},
#endif
#ifdef IPPROTO_IPV6
    {"IPPROTO_IPV6", same(samesock::ipproto_ipv6), same(IPPROTO_IPV6)},
#endif
#ifdef IPPROTO_ROUTING
    {"IPPROTO_ROUTING", same(samesock::ipproto_routing), same(IPPROTO_ROUTING)},
#endif
#ifdef IPPROTO_FRAGMENT
    {"IPPROTO_FRAGMENT", same(samesock::ipproto_fragment), same(IPPROTO_FRAGMENT)},
#endif
#ifdef IPPROTO_RSVP
    {"IPPROTO_RSVP", same(samesock::ipproto_rsvp), same(IPPROTO_RSVP)},
#endif
#ifdef IPPROTO_GRE
    {"IPPROTO_GRE", same(samesock::ipproto_gre), same(IPPROTO_GRE)},
#endif
#ifdef IPPROTO_ESP
    {"IPPROTO_ESP", same(samesock::ipproto_esp), same(IPPROTO_ESP)},
#endif
#ifdef IPPROTO_AH
    {"IPPROTO_AH", same(samesock::ipproto_ah), same(IPPROTO_AH)},
#endif
#ifdef IPPROTO_ICMPV6
    {"IPPROTO_ICMPV6", same(samesock::ipproto_icmpv6), same(IPPROTO_ICMPV6)},
#endif
#ifdef IPPROTO_NONE
    {"IPPROTO_NONE", same(samesock::ipproto_none), same(IPPROTO_NONE)},
#endif
#ifdef IPPROTO_DSTOPTS
    {"IPPROTO_DSTOPTS", same(samesock::ipproto_dstopts), same(IPPROTO_DSTOPTS)},
#endif
#ifdef IPPROTO_PIM
    {"IPPROTO_PIM", same(samesock::ipproto_pim), same(IPPROTO_PIM)},
#endif
#ifdef IPPROTO_SCTP
    {"IPPROTO_SCTP", same(samesock::ipproto_sctp), same(IPPROTO_SCTP)},
#endif
#ifdef IPPROTO_UDPLITE
    {"IPPROTO_UDPLITE", same(samesock::ipproto_udplite), same(IPPROTO_UDPLITE)},
#endif
#ifdef IPPROTO_RAW
    {"IPPROTO_RAW", same(samesock::ipproto_raw), same(IPPROTO_RAW)},
#endif
#ifdef IPPROTO_MPTCP
    {"IPPROTO_MPTCP", same(samesock::ipproto_mptcp), same(IPPROTO_MPTCP)},
#endif
#ifdef CAN_RAW
    {"CAN_RAW", same(samesock::can_raw), same(CAN_RAW)},
#endif
#ifdef CAN_BCM
    {"CAN_BCM", same(samesock::can_bcm), same(CAN_BCM)},
#endif
#ifdef CAN_ISOTP
    {"CAN_ISOTP", same(samesock::can_isotp), same(CAN_ISOTP)},
#endif
#ifdef CAN_J1939
    {"CAN_J1939", same(samesock::can_j1939), same(CAN_J1939)},
#endif
#ifdef NETLINK_ROUTE
    {"NETLINK_ROUTE", same(samesock::netlink_route), same(NETLINK_ROUTE)},
#endif
#ifdef NETLINK_USERSOCK
    {"NETLINK_USERSOCK", same(samesock::netlink_usersock), same(NETLINK_USERSOCK)},
#endif
#ifdef NETLINK_FIREWALL
    {"NETLINK_FIREWALL", same(samesock::netlink_firewall), same(NETLINK_FIREWALL)},
#endif
#ifdef NETLINK_NFLOG
    {"NETLINK_NFLOG", same(samesock::netlink_nflog), same(NETLINK_NFLOG)},
#endif
#ifdef NETLINK_XFRM
    {"NETLINK_XFRM", same(samesock::netlink_xfrm), same(NETLINK_XFRM)},
#endif
#ifdef NETLINK_IP6_FW
    {"NETLINK_IP6_FW", same(samesock::netlink_ip6_fw), same(NETLINK_IP6_FW)},
#endif
#ifdef NETLINK_DNRTMSG
    {"NETLINK_DNRTMSG", same(samesock::netlink_dnrtmsg), same(NETLINK_DNRTMSG)},
#endif
#ifdef NETLINK_CRYPTO
    {"NETLINK_CRYPTO", same(samesock::netlink_crypto), same(NETLINK_CRYPTO)},
#endif
#ifdef BTPROTO_L2CAP
    {"BTPROTO_L2CAP", same(samesock::btproto_l2cap), same(BTPROTO_L2CAP)},
#endif
#ifdef BTPROTO_HCI
    {"BTPROTO_HCI", same(samesock::btproto_hci), same(BTPROTO_HCI)},
#endif
#ifdef BTPROTO_SCO
    {"BTPROTO_SCO", same(samesock::btproto_sco), same(BTPROTO_SCO)},
#endif
#ifdef BTPROTO_RFCOMM
    {"BTPROTO_RFCOMM", same(samesock::btproto_rfcomm), same(BTPROTO_RFCOMM)},
#endif
#ifdef SOL_SOCKET
    {"SOL_SOCKET", same(samesock::sol_socket), same(SOL_SOCKET)},
#endif
#ifdef SOL_IP
    {"SOL_IP", same(samesock::sol_ip), same(SOL_IP)},
#endif
#ifdef SOL_TCP
    {"SOL_TCP", same(samesock::sol_tcp), same(SOL_TCP)},
#endif
#ifdef SOL_UDP
    {"SOL_UDP", same(samesock::sol_udp), same(SOL_UDP)},
#endif
#ifdef SOL_IPX
    {"SOL_IPX", same(samesock::sol_ipx), same(SOL_IPX)},
#endif
#ifdef SOL_AX25
    {"SOL_AX25", same(samesock::sol_ax25), same(SOL_AX25)},
#endif
#ifdef SOL_ATALK
    {"SOL_ATALK", same(samesock::sol_atalk), same(SOL_ATALK)},
#endif
#ifdef SOL_NETROM
    {"SOL_NETROM", same(samesock::sol_netrom), same(SOL_NETROM)},
#endif
#ifdef SOL_ROSE
    {"SOL_ROSE", same(samesock::sol_rose), same(SOL_ROSE)},
#endif
#ifdef SOL_CAN_BASE
    {"SOL_CAN_BASE", same(samesock::sol_can_base), same(SOL_CAN_BASE)},
#endif
#ifdef SOL_CAN_RAW
    {"SOL_CAN_RAW", same(samesock::sol_can_raw), same(SOL_CAN_RAW)},
#endif
#ifdef SOL_TIPC
    {"SOL_TIPC", same(samesock::sol_tipc), same(SOL_TIPC)},
#endif
#ifdef SOL_RDS
    {"SOL_RDS", same(samesock::sol_rds), same(SOL_RDS)},
#endif
#ifdef SOL_ALG
    {"SOL_ALG", same(samesock::sol_alg), same(SOL_ALG)},
#endif
#ifdef SOL_BLUETOOTH
    {"SOL_BLUETOOTH", same(samesock::sol_bluetooth), same(SOL_BLUETOOTH)},
#endif
#ifdef SOL_HCI
    {"SOL_HCI", same(samesock::sol_hci), same(SOL_HCI)},
#endif
#ifdef SOL_L2CAP
    {"SOL_L2CAP", same(samesock::sol_l2cap), same(SOL_L2CAP)},
#endif
#ifdef SOL_SCO
    {"SOL_SCO", same(samesock::sol_sco), same(SOL_SCO)},
#endif
#ifdef SOL_RFCOMM
    {"SOL_RFCOMM", same(samesock::sol_rfcomm), same(SOL_RFCOMM)},
#endif
#ifdef SO_DEBUG
    {"SO_DEBUG", same(samesock::so_debug), same(SO_DEBUG)},
#endif
#ifdef SO_REUSEADDR
    {"SO_REUSEADDR", same(samesock::so_reuseaddr), same(SO_REUSEADDR)},
#endif
#ifdef SO_TYPE
    {"SO_TYPE", same(samesock::so_type), same(SO_TYPE)},
#endif
#ifdef SO_ERROR
    {"SO_ERROR", same(samesock::so_error), same(SO_ERROR)},
#endif
#ifdef SO_DONTROUTE
    {"SO_DONTROUTE", same(samesock::so_dontroute), same(SO_DONTROUTE)},
#endif
#ifdef SO_BROADCAST
    {"SO_BROADCAST", same(samesock::so_broadcast), same(SO_BROADCAST)},
#endif
#ifdef SO_SNDBUF
    {"SO_SNDBUF", same(samesock::so_sndbuf), same(SO_SNDBUF)},
#endif
#ifdef SO_RCVBUF
    {"SO_RCVBUF", same(samesock::so_rcvbuf), same(SO_RCVBUF)},
#endif
#ifdef SO_KEEPALIVE
    {"SO_KEEPALIVE", same(samesock::so_keepalive), same(SO_KEEPALIVE)},
#endif
#ifdef SO_OOBINLINE
    {"SO_OOBINLINE", same(samesock::so_oobinline), same(SO_OOBINLINE)},
#endif
#ifdef SO_PRIORITY
    {"SO_PRIORITY", same(samesock::so_priority), same(SO_PRIORITY)},
#endif
#ifdef SO_LINGER
    {"SO_LINGER", same(samesock::so_linger), same(SO_LINGER)},
#endif
#ifdef SO_REUSEPORT
    {"SO_REUSEPORT", same(samesock::so_reuseport), same(SO_REUSEPORT)},
#endif
#ifdef SO_PASSCRED
    {"SO_PASSCRED", same(samesock::so_passcred), same(SO_PASSCRED)},
#endif
#ifdef SO_PEERCRED
    {"SO_PEERCRED", same(samesock::so_peercred), same(SO_PEERCRED)},
#endif
#ifdef SO_RCVLOWAT
    {"SO_RCVLOWAT", same(samesock::so_rcvlowat), same(SO_RCVLOWAT)},
#endif
#ifdef SO_SNDLOWAT
    {"SO_SNDLOWAT", same(samesock::so_sndlowat), same(SO_SNDLOWAT)},
#endif
#ifdef SO_RCVTIMEO
    {"SO_RCVTIMEO", same(samesock::so_rcvtimeo), same(SO_RCVTIMEO)},
#endif
#ifdef SO_SNDTIMEO
    {"SO_SNDTIMEO", same(samesock::so_sndtimeo), same(SO_SNDTIMEO)},
#endif
#ifdef SO_BINDTODEVICE
    {"SO_BINDTODEVICE", same(samesock::so_bindtodevice), same(SO_BINDTODEVICE)},
#endif
#ifdef SO_ACCEPTCONN
    {"SO_ACCEPTCONN", same(samesock::so_acceptconn), same(SO_ACCEPTCONN)},
#endif
#ifdef SO_PEERSEC
    {"SO_PEERSEC", same(samesock::so_peersec), same(SO_PEERSEC)},
#endif
#ifdef SO_PASSSEC
    {"SO_PASSSEC", same(samesock::so_passsec), same(SO_PASSSEC)},
#endif
#ifdef SO_MARK
    {"SO_MARK", same(samesock::so_mark), same(SO_MARK)},
#endif
#ifdef SO_PROTOCOL
    {"SO_PROTOCOL", same(samesock::so_protocol), same(SO_PROTOCOL)},
#endif
#ifdef SO_DOMAIN
    {"SO_DOMAIN", same(samesock::so_domain), same(SO_DOMAIN)},
#endif
#ifdef SO_INCOMING_CPU
    {"SO_INCOMING_CPU", same(samesock::so_incoming_cpu), same(SO_INCOMING_CPU)},
#endif
#ifdef SO_BINDTOIFINDEX
    {"SO_BINDTOIFINDEX", same(samesock::so_bindtoifindex), same(SO_BINDTOIFINDEX)},
#endif
#ifdef IP_TOS
    {"IP_TOS", same(samesock::ip_tos), same(IP_TOS)},
#endif
#ifdef IP_TTL
    {"IP_TTL", same(samesock::ip_ttl), same(IP_TTL)},
#endif
#ifdef IP_HDRINCL
    {"IP_HDRINCL", same(samesock::ip_hdrincl), same(IP_HDRINCL)},
#endif
#ifdef IP_OPTIONS
    {"IP_OPTIONS", same(samesock::ip_options), same(IP_OPTIONS)},
#endif
#ifdef IP_RECVOPTS
    {"IP_RECVOPTS", same(samesock::ip_recvopts), same(IP_RECVOPTS)},
#endif
#ifdef IP_RETOPTS
    {"IP_RETOPTS", same(samesock::ip_retopts), same(IP_RETOPTS)},
#endif
#ifdef IP_RECVRETOPTS
    {"IP_RECVRETOPTS", same(samesock::ip_recvretopts), same(IP_RECVRETOPTS)},
#endif
#ifdef IP_PKTINFO
    {"IP_PKTINFO", same(samesock::ip_pktinfo), same(IP_PKTINFO)},
#endif
#ifdef IP_RECVERR
    {"IP_RECVERR", same(samesock::ip_recverr), same(IP_RECVERR)},
#endif
#ifdef IP_RECVTTL
    {"IP_RECVTTL", same(samesock::ip_recvttl), same(IP_RECVTTL)},
#endif
#ifdef IP_RECVTOS
    {"IP_RECVTOS", same(samesock::ip_recvtos), same(IP_RECVTOS)},
#endif
#ifdef IP_FREEBIND
    {"IP_FREEBIND", same(samesock::ip_freebind), same(IP_FREEBIND)},
#endif
#ifdef IP_TRANSPARENT
    {"IP_TRANSPARENT", same(samesock::ip_transparent), same(IP_TRANSPARENT)},
#endif
#ifdef IP_RECVORIGDSTADDR
    {"IP_RECVORIGDSTADDR", same(samesock::ip_recvorigdstaddr), same(IP_RECVORIGDSTADDR)},
#endif
#ifdef IP_BIND_ADDRESS_NO_PORT
    {"IP_BIND_ADDRESS_NO_PORT", same(samesock::ip_bind_address_no_port), same(IP_BIND_ADDRESS_NO_PORT)},
#endif
#ifdef IP_MULTICAST_IF
    {"IP_MULTICAST_IF", same(samesock::ip_multicast_if), same(IP_MULTICAST_IF)},
#endif
#ifdef IP_MULTICAST_TTL
    {"IP_MULTICAST_TTL", same(samesock::ip_multicast_ttl), same(IP_MULTICAST_TTL)},
#endif
#ifdef IP_MULTICAST_LOOP
    {"IP_MULTICAST_LOOP", same(samesock::ip_multicast_loop), same(IP_MULTICAST_LOOP)},
#endif
#ifdef IP_ADD_MEMBERSHIP
    {"IP_ADD_MEMBERSHIP", same(samesock::ip_add_membership), same(IP_ADD_MEMBERSHIP)},
#endif
#ifdef IP_DROP_MEMBERSHIP
    {"IP_DROP_MEMBERSHIP", same(samesock::ip_drop_membership), same(IP_DROP_MEMBERSHIP)},
#endif
#ifdef IP_UNBLOCK_SOURCE
    {"IP_UNBLOCK_SOURCE", same(samesock::ip_unblock_source), same(IP_UNBLOCK_SOURCE)},
#endif
#ifdef IP_BLOCK_SOURCE
    {"IP_BLOCK_SOURCE", same(samesock::ip_block_source), same(IP_BLOCK_SOURCE)},
#endif
#ifdef IP_ADD_SOURCE_MEMBERSHIP
    {"IP_ADD_SOURCE_MEMBERSHIP", same(samesock::ip_add_source_membership), same(IP_ADD_SOURCE_MEMBERSHIP)},
#endif
#ifdef IP_DROP_SOURCE_MEMBERSHIP
    {"IP_DROP_SOURCE_MEMBERSHIP", same(samesock::ip_drop_source_membership), same(IP_DROP_SOURCE_MEMBERSHIP)},
#endif
#ifdef SO_ORIGINAL_DST
    {"SO_ORIGINAL_DST", same(samesock::so_original_dst), same(SO_ORIGINAL_DST)},
#endif
#ifdef IPV6_CHECKSUM
    {"IPV6_CHECKSUM", same(samesock::ipv6_checksum), same(IPV6_CHECKSUM)},
#endif
#ifdef IPV6_NEXTHOP
    {"IPV6_NEXTHOP", same(samesock::ipv6_nexthop), same(IPV6_NEXTHOP)},
#endif
#ifdef IPV6_UNICAST_HOPS
    {"IPV6_UNICAST_HOPS", same(samesock::ipv6_unicast_hops), same(IPV6_UNICAST_HOPS)},
#endif
#ifdef IPV6_MULTICAST_IF
    {"IPV6_MULTICAST_IF", same(samesock::ipv6_multicast_if), same(IPV6_MULTICAST_IF)},
#endif
#ifdef IPV6_MULTICAST_HOPS
    {"IPV6_MULTICAST_HOPS", same(samesock::ipv6_multicast_hops), same(IPV6_MULTICAST_HOPS)},
#endif
#ifdef IPV6_MULTICAST_LOOP
    {"IPV6_MULTICAST_LOOP", same(samesock::ipv6_multicast_loop), same(IPV6_MULTICAST_LOOP)},
#endif
#ifdef IPV6_JOIN_GROUP
    {"IPV6_JOIN_GROUP", same(samesock::ipv6_join_group), same(IPV6_JOIN_GROUP)},
#endif
#ifdef IPV6_LEAVE_GROUP
    {"IPV6_LEAVE_GROUP", same(samesock::ipv6_leave_group), same(IPV6_LEAVE_GROUP)},
#endif
#ifdef IPV6_RECVERR
    {"IPV6_RECVERR", same(samesock::ipv6_recverr), same(IPV6_RECVERR)},
#endif
#ifdef IPV6_V6ONLY
    {"IPV6_V6ONLY", same(samesock::ipv6_v6only), same(IPV6_V6ONLY)},
#endif
#ifdef IPV6_RECVPKTINFO
    {"IPV6_RECVPKTINFO", same(samesock::ipv6_recvpktinfo), same(IPV6_RECVPKTINFO)},
#endif
#ifdef IPV6_PKTINFO
    {"IPV6_PKTINFO", same(samesock::ipv6_pktinfo), same(IPV6_PKTINFO)},
#endif
#ifdef IPV6_RECVHOPLIMIT
    {"IPV6_RECVHOPLIMIT", same(samesock::ipv6_recvhoplimit), same(IPV6_RECVHOPLIMIT)},
#endif
#ifdef IPV6_HOPLIMIT
    {"IPV6_HOPLIMIT", same(samesock::ipv6_hoplimit), same(IPV6_HOPLIMIT)},
#endif
#ifdef IPV6_RECVHOPOPTS
    {"IPV6_RECVHOPOPTS", same(samesock::ipv6_recvhopopts), same(IPV6_RECVHOPOPTS)},
#endif
#ifdef IPV6_HOPOPTS
    {"IPV6_HOPOPTS", same(samesock::ipv6_hopopts), same(IPV6_HOPOPTS)},
#endif
#ifdef IPV6_RTHDRDSTOPTS
    {"IPV6_RTHDRDSTOPTS", same(samesock::ipv6_rthdrdstopts), same(IPV6_RTHDRDSTOPTS)},
#endif
#ifdef IPV6_RECVRTHDR
    {"IPV6_RECVRTHDR", same(samesock::ipv6_recvrthdr), same(IPV6_RECVRTHDR)},
#endif
#ifdef IPV6_RTHDR
    {"IPV6_RTHDR", same(samesock::ipv6_rthdr), same(IPV6_RTHDR)},
#endif
#ifdef IPV6_RECVDSTOPTS
    {"IPV6_RECVDSTOPTS", same(samesock::ipv6_recvdstopts), same(IPV6_RECVDSTOPTS)},
#endif
#ifdef IPV6_DSTOPTS
    {"IPV6_DSTOPTS", same(samesock::ipv6_dstopts), same(IPV6_DSTOPTS)},
#endif
#ifdef IPV6_RECVPATHMTU
    {"IPV6_RECVPATHMTU", same(samesock::ipv6_recvpathmtu), same(IPV6_RECVPATHMTU)},
#endif
#ifdef IPV6_PATHMTU
    {"IPV6_PATHMTU", same(samesock::ipv6_pathmtu), same(IPV6_PATHMTU)},
#endif
#ifdef IPV6_DONTFRAG
    {"IPV6_DONTFRAG", same(samesock::ipv6_dontfrag), same(IPV6_DONTFRAG)},
#endif
#ifdef IPV6_RECVTCLASS
    {"IPV6_RECVTCLASS", same(samesock::ipv6_recvtclass), same(IPV6_RECVTCLASS)},
#endif
#ifdef IPV6_TCLASS
    {"IPV6_TCLASS", same(samesock::ipv6_tclass), same(IPV6_TCLASS)},
#endif
#ifdef TCP_NODELAY
    {"TCP_NODELAY", same(samesock::tcp_nodelay), same(TCP_NODELAY)},
#endif
#ifdef TCP_MAXSEG
    {"TCP_MAXSEG", same(samesock::tcp_maxseg), same(TCP_MAXSEG)},
#endif
#ifdef TCP_CORK
    {"TCP_CORK", same(samesock::tcp_cork), same(TCP_CORK)},
#endif
#ifdef TCP_KEEPIDLE
    {"TCP_KEEPIDLE", same(samesock::tcp_keepidle), same(TCP_KEEPIDLE)},
#endif
#ifdef TCP_KEEPINTVL
    {"TCP_KEEPINTVL", same(samesock::tcp_keepintvl), same(TCP_KEEPINTVL)},
#endif
#ifdef TCP_KEEPCNT
    {"TCP_KEEPCNT", same(samesock::tcp_keepcnt), same(TCP_KEEPCNT)},
#endif
#ifdef TCP_SYNCNT
    {"TCP_SYNCNT", same(samesock::tcp_syncnt), same(TCP_SYNCNT)},
#endif
#ifdef TCP_LINGER2
    {"TCP_LINGER2", same(samesock::tcp_linger2), same(TCP_LINGER2)},
#endif
#ifdef TCP_DEFER_ACCEPT
    {"TCP_DEFER_ACCEPT", same(samesock::tcp_defer_accept), same(TCP_DEFER_ACCEPT)},
#endif
#ifdef TCP_WINDOW_CLAMP
    {"TCP_WINDOW_CLAMP", same(samesock::tcp_window_clamp), same(TCP_WINDOW_CLAMP)},
#endif
#ifdef TCP_INFO
    {"TCP_INFO", same(samesock::tcp_info), same(TCP_INFO)},
#endif
#ifdef TCP_QUICKACK
    {"TCP_QUICKACK", same(samesock::tcp_quickack), same(TCP_QUICKACK)},
#endif
#ifdef TCP_CONGESTION
    {"TCP_CONGESTION", same(samesock::tcp_congestion), same(TCP_CONGESTION)},
#endif
#ifdef TCP_MD5SIG
    {"TCP_MD5SIG", same(samesock::tcp_md5sig), same(TCP_MD5SIG)},
#endif
#ifdef TCP_THIN_LINEAR_TIMEOUTS
    {"TCP_THIN_LINEAR_TIMEOUTS", same(samesock::tcp_thin_linear_timeouts), same(TCP_THIN_LINEAR_TIMEOUTS)},
#endif
#ifdef TCP_THIN_DUPACK
    {"TCP_THIN_DUPACK", same(samesock::tcp_thin_dupack), same(TCP_THIN_DUPACK)},
#endif
#ifdef TCP_USER_TIMEOUT
    {"TCP_USER_TIMEOUT", same(samesock::tcp_user_timeout), same(TCP_USER_TIMEOUT)},
#endif
#ifdef TCP_REPAIR
    {"TCP_REPAIR", same(samesock::tcp_repair), same(TCP_REPAIR)},
#endif
#ifdef TCP_REPAIR_QUEUE
    {"TCP_REPAIR_QUEUE", same(samesock::tcp_repair_queue), same(TCP_REPAIR_QUEUE)},
#endif
#ifdef TCP_QUEUE_SEQ
    {"TCP_QUEUE_SEQ", same(samesock::tcp_queue_seq), same(TCP_QUEUE_SEQ)},
#endif
#ifdef TCP_REPAIR_OPTIONS
    {"TCP_REPAIR_OPTIONS", same(samesock::tcp_repair_options), same(TCP_REPAIR_OPTIONS)},
#endif
#ifdef TCP_FASTOPEN
    {"TCP_FASTOPEN", same(samesock::tcp_fastopen), same(TCP_FASTOPEN)},
#endif
#ifdef TCP_TIMESTAMP
    {"TCP_TIMESTAMP", same(samesock::tcp_timestamp), same(TCP_TIMESTAMP)},
#endif
#ifdef TCP_NOTSENT_LOWAT
    {"TCP_NOTSENT_LOWAT", same(samesock::tcp_notsent_lowat), same(TCP_NOTSENT_LOWAT)},
#endif
#ifdef TCP_CC_INFO
    {"TCP_CC_INFO", same(samesock::tcp_cc_info), same(TCP_CC_INFO)},
#endif
#ifdef TCP_SAVE_SYN
    {"TCP_SAVE_SYN", same(samesock::tcp_save_syn), same(TCP_SAVE_SYN)},
#endif
#ifdef TCP_SAVED_SYN
    {"TCP_SAVED_SYN", same(samesock::tcp_saved_syn), same(TCP_SAVED_SYN)},
#endif
#ifdef TCP_REPAIR_WINDOW
    {"TCP_REPAIR_WINDOW", same(samesock::tcp_repair_window), same(TCP_REPAIR_WINDOW)},
#endif
#ifdef TCP_FASTOPEN_CONNECT
    {"TCP_FASTOPEN_CONNECT", same(samesock::tcp_fastopen_connect), same(TCP_FASTOPEN_CONNECT)},
#endif
#ifdef TCP_ULP
    {"TCP_ULP", same(samesock::tcp_ulp), same(TCP_ULP)},
#endif
#ifdef TCP_MD5SIG_EXT
    {"TCP_MD5SIG_EXT", same(samesock::tcp_md5sig_ext), same(TCP_MD5SIG_EXT)},
#endif
#ifdef TCP_FASTOPEN_KEY
    {"TCP_FASTOPEN_KEY", same(samesock::tcp_fastopen_key), same(TCP_FASTOPEN_KEY)},
#endif
#ifdef TCP_FASTOPEN_NO_COOKIE
    {"TCP_FASTOPEN_NO_COOKIE", same(samesock::tcp_fastopen_no_cookie), same(TCP_FASTOPEN_NO_COOKIE)},
#endif
#ifdef TCP_ZEROCOPY_RECEIVE
    {"TCP_ZEROCOPY_RECEIVE", same(samesock::tcp_zerocopy_receive), same(TCP_ZEROCOPY_RECEIVE)},
#endif
#ifdef TCP_INQ
    {"TCP_INQ", same(samesock::tcp_inq), same(TCP_INQ)},
#endif
#ifdef TCP_TX_DELAY
    {"TCP_TX_DELAY", same(samesock::tcp_tx_delay), same(TCP_TX_DELAY)},
#endif
#ifdef UDPLITE_SEND_CSCOV
    {"UDPLITE_SEND_CSCOV", same(samesock::udplite_send_cscov), same(UDPLITE_SEND_CSCOV)},
#endif
#ifdef UDPLITE_RECV_CSCOV
    {"UDPLITE_RECV_CSCOV", same(samesock::udplite_recv_cscov), same(UDPLITE_RECV_CSCOV)},
#endif
#ifdef IPX_TYPE
    {"IPX_TYPE", same(samesock::ipx_type), same(IPX_TYPE)},
#endif
    {"CAN_RAW_FILTER", same(samesock::can_raw_filter), same(CAN_RAW_FILTER)},
    {"CAN_RAW_ERR_FILTER", same(samesock::can_raw_err_filter), same(CAN_RAW_ERR_FILTER)},
    {"CAN_RAW_LOOPBACK", same(samesock::can_raw_loopback), same(CAN_RAW_LOOPBACK)},
    {"CAN_RAW_RECV_OWN_MSGS", same(samesock::can_raw_recv_own_msgs), same(CAN_RAW_RECV_OWN_MSGS)},
    {"CAN_RAW_FD_FRAMES", same(samesock::can_raw_fd_frames), same(CAN_RAW_FD_FRAMES)},
    {"CAN_RAW_JOIN_FILTERS", same(samesock::can_raw_join_filters), same(CAN_RAW_JOIN_FILTERS)},
    {"SO_J1939_FILTER", same(samesock::so_j1939_filter), same(SO_J1939_FILTER)},
    {"SO_J1939_PROMISC", same(samesock::so_j1939_promisc), same(SO_J1939_PROMISC)},
    {"SO_J1939_SEND_PRIO", same(samesock::so_j1939_send_prio), same(SO_J1939_SEND_PRIO)},
    {"SO_J1939_ERRQUEUE", same(samesock::so_j1939_errqueue), same(SO_J1939_ERRQUEUE)},
#ifdef SO_VM_SOCKETS_BUFFER_SIZE
    {"SO_VM_SOCKETS_BUFFER_SIZE", same(samesock::so_vm_sockets_buffer_size), same(SO_VM_SOCKETS_BUFFER_SIZE)},
#endif
#ifdef SO_VM_SOCKETS_BUFFER_MIN_SIZE
    {"SO_VM_SOCKETS_BUFFER_MIN_SIZE", same(samesock::so_vm_sockets_buffer_min_size),
     same(SO_VM_SOCKETS_BUFFER_MIN_SIZE)},
#endif
#ifdef SO_VM_SOCKETS_BUFFER_MAX_SIZE
    {"SO_VM_SOCKETS_BUFFER_MAX_SIZE", same(samesock::so_vm_sockets_buffer_max_size),
     same(SO_VM_SOCKETS_BUFFER_MAX_SIZE)},
#endif
#ifdef TIPC_IMPORTANCE
    {"TIPC_IMPORTANCE", same(samesock::tipc_importance), same(TIPC_IMPORTANCE)},
#endif
#ifdef TIPC_SRC_DROPPABLE
    {"TIPC_SRC_DROPPABLE", same(samesock::tipc_src_droppable), same(TIPC_SRC_DROPPABLE)},
#endif
#ifdef TIPC_DEST_DROPPABLE
    {"TIPC_DEST_DROPPABLE", same(samesock::tipc_dest_droppable), same(TIPC_DEST_DROPPABLE)},
#endif
#ifdef TIPC_CONN_TIMEOUT
    {"TIPC_CONN_TIMEOUT", same(samesock::tipc_conn_timeout), same(TIPC_CONN_TIMEOUT)},
#endif
#ifdef ALG_SET_KEY
    {"ALG_SET_KEY", same(samesock::alg_set_key), same(ALG_SET_KEY)},
#endif
#ifdef ALG_SET_AEAD_AUTHSIZE
    {"ALG_SET_AEAD_AUTHSIZE", same(samesock::alg_set_aead_authsize), same(ALG_SET_AEAD_AUTHSIZE)},
#endif
#ifdef ALG_SET_PUBKEY
    {"ALG_SET_PUBKEY", same(samesock::alg_set_pubkey), same(ALG_SET_PUBKEY)},
#endif
#ifdef RDS_CANCEL_SENT_TO
    {"RDS_CANCEL_SENT_TO", same(samesock::rds_cancel_sent_to), same(RDS_CANCEL_SENT_TO)},
#endif
#ifdef RDS_GET_MR
    {"RDS_GET_MR", same(samesock::rds_get_mr), same(RDS_GET_MR)},
#endif
#ifdef RDS_FREE_MR
    {"RDS_FREE_MR", same(samesock::rds_free_mr), same(RDS_FREE_MR)},
#endif
#ifdef RDS_RECVERR
    {"RDS_RECVERR", same(samesock::rds_recverr), same(RDS_RECVERR)},
#endif
#ifdef RDS_CONG_MONITOR
    {"RDS_CONG_MONITOR", same(samesock::rds_cong_monitor), same(RDS_CONG_MONITOR)},
#endif
#ifdef RDS_GET_MR_FOR_DEST
    {"RDS_GET_MR_FOR_DEST", same(samesock::rds_get_mr_for_dest), same(RDS_GET_MR_FOR_DEST)},
#endif
#ifdef HCI_DATA_DIR
    {"HCI_DATA_DIR", same(samesock::hci_data_dir), same(HCI_DATA_DIR)},
#endif
#ifdef HCI_FILTER
    {"HCI_FILTER", same(samesock::hci_filter), same(HCI_FILTER)},
#endif
#ifdef HCI_TIME_STAMP
    {"HCI_TIME_STAMP", same(samesock::hci_time_stamp), same(HCI_TIME_STAMP)},
#endif
#ifdef L2CAP_LM
    {"L2CAP_LM", same(samesock::l2cap_lm), same(L2CAP_LM)},
#endif
#ifdef BT_SECURITY
    {"BT_SECURITY", same(samesock::bt_security), same(BT_SECURITY)},
#endif
#ifdef BT_DEFER_SETUP
    {"BT_DEFER_SETUP", same(samesock::bt_defer_setup), same(BT_DEFER_SETUP)},
#endif
#ifdef BT_FLUSHABLE
    {"BT_FLUSHABLE", same(samesock::bt_flushable), same(BT_FLUSHABLE)},
#endif
#ifdef BT_POWER
    {"BT_POWER", same(samesock::bt_power), same(BT_POWER)},
#endif
#ifdef BT_CHANNEL_POLICY
    {"BT_CHANNEL_POLICY", same(samesock::bt_channel_policy), same(BT_CHANNEL_POLICY)},
#endif
#ifdef BT_VOICE
    {"BT_VOICE", same(samesock::bt_voice), same(BT_VOICE)},
#endif
#ifdef BT_SNDMTU
    {"BT_SNDMTU", same(samesock::bt_sndmtu), same(BT_SNDMTU)},
#endif
#ifdef BT_RCVMTU
    {"BT_RCVMTU", same(samesock::bt_rcvmtu), same(BT_RCVMTU)},
#endif
#ifdef BT_PHY
    {"BT_PHY", same(samesock::bt_phy), same(BT_PHY)},
#endif
#ifdef BT_MODE
    {"BT_MODE", same(samesock::bt_mode), same(BT_MODE)},
#endif
#ifdef BT_PKT_STATUS
    {"BT_PKT_STATUS", same(samesock::bt_pkt_status), same(BT_PKT_STATUS)},
#endif
#ifdef BT_ISO_QOS
    {"BT_ISO_QOS", same(samesock::bt_iso_qos), same(BT_ISO_QOS)},
#endif
#ifdef BT_CODEC
    {"BT_CODEC", same(samesock::bt_codec), same(BT_CODEC)},
#endif
#ifdef SCM_RIGHTS
    {"SCM_RIGHTS", same(samesock::scm_rights), same(SCM_RIGHTS)},
#endif
#ifdef SCM_CREDENTIALS
    {"SCM_CREDENTIALS", same(samesock::scm_credentials), same(SCM_CREDENTIALS)},
#endif
    {"SCM_J1939_DEST_ADDR", same(samesock::scm_j1939_dest_addr), same(SCM_J1939_DEST_ADDR)},
    {"SCM_J1939_DEST_NAME", same(samesock::scm_j1939_dest_name), same(SCM_J1939_DEST_NAME)},
    {"SCM_J1939_PRIO", same(samesock::scm_j1939_prio), same(SCM_J1939_PRIO)},
    {"SCM_J1939_ERRQUEUE", same(samesock::scm_j1939_errqueue), same(SCM_J1939_ERRQUEUE)},
#ifdef ALG_SET_IV
    {"ALG_SET_IV", same(samesock::alg_set_iv), same(ALG_SET_IV)},
#endif
#ifdef ALG_SET_OP
    {"ALG_SET_OP", same(samesock::alg_set_op), same(ALG_SET_OP)},
#endif
#ifdef ALG_SET_AEAD_ASSOCLEN
    {"ALG_SET_AEAD_ASSOCLEN", same(samesock::alg_set_aead_assoclen), same(ALG_SET_AEAD_ASSOCLEN)},
#endif
#ifdef RDS_CMSG_RDMA_ARGS
    {"RDS_CMSG_RDMA_ARGS", same(samesock::rds_cmsg_rdma_args), same(RDS_CMSG_RDMA_ARGS)},
#endif
#ifdef RDS_CMSG_RDMA_DEST
    {"RDS_CMSG_RDMA_DEST", same(samesock::rds_cmsg_rdma_dest), same(RDS_CMSG_RDMA_DEST)},
#endif
#ifdef RDS_CMSG_RDMA_MAP
    {"RDS_CMSG_RDMA_MAP", same(samesock::rds_cmsg_rdma_map), same(RDS_CMSG_RDMA_MAP)},
#endif
#ifdef RDS_CMSG_RDMA_STATUS
    {"RDS_CMSG_RDMA_STATUS", same(samesock::rds_cmsg_rdma_status), same(RDS_CMSG_RDMA_STATUS)},
#endif
#ifdef MSG_OOB
    {"MSG_OOB", same(samesock::msg_oob), same(MSG_OOB)},
#endif
#ifdef MSG_PEEK
    {"MSG_PEEK", same(samesock::msg_peek), same(MSG_PEEK)},
#endif
#ifdef MSG_DONTROUTE
    {"MSG_DONTROUTE", same(samesock::msg_dontroute), same(MSG_DONTROUTE)},
#endif
#ifdef MSG_CTRUNC
    {"MSG_CTRUNC", same(samesock::msg_ctrunc), same(MSG_CTRUNC)},
#endif
#ifdef MSG_TRUNC
    {"MSG_TRUNC", same(samesock::msg_trunc), same(MSG_TRUNC)},
#endif
#ifdef MSG_DONTWAIT
    {"MSG_DONTWAIT", same(samesock::msg_dontwait), same(MSG_DONTWAIT)},
#endif
#ifdef MSG_EOR
    {"MSG_EOR", same(samesock::msg_eor), same(MSG_EOR)},
#endif
#ifdef MSG_WAITALL
    {"MSG_WAITALL", same(samesock::msg_waitall), same(MSG_WAITALL)},
#endif
#ifdef MSG_CONFIRM
    {"MSG_CONFIRM", same(samesock::msg_confirm), same(MSG_CONFIRM)},
#endif
#ifdef MSG_ERRQUEUE
    {"MSG_ERRQUEUE", same(samesock::msg_errqueue), same(MSG_ERRQUEUE)},
#endif
#ifdef MSG_NOSIGNAL
    {"MSG_NOSIGNAL", same(samesock::msg_nosignal), same(MSG_NOSIGNAL)},
#endif
#ifdef MSG_MORE
    {"MSG_MORE", same(samesock::msg_more), same(MSG_MORE)},
#endif
#ifdef MSG_NOTIFICATION
    {"MSG_NOTIFICATION", same(samesock::msg_notification), same(MSG_NOTIFICATION)},
#endif
#ifdef MSG_FASTOPEN
    {"MSG_FASTOPEN", same(samesock::msg_fastopen), same(MSG_FASTOPEN)},
#endif
#ifdef MSG_CMSG_CLOEXEC
    {"MSG_CMSG_CLOEXEC", same(samesock::msg_cmsg_cloexec), same(MSG_CMSG_CLOEXEC)},
#endif
#ifdef AI_PASSIVE
    {"AI_PASSIVE", same(samesock::ai_passive), same(AI_PASSIVE)},
#endif
#ifdef AI_CANONNAME
    {"AI_CANONNAME", same(samesock::ai_canonname), same(AI_CANONNAME)},
#endif
#ifdef AI_NUMERICHOST
    {"AI_NUMERICHOST", same(samesock::ai_numerichost), same(AI_NUMERICHOST)},
#endif
#ifdef AI_V4MAPPED
    {"AI_V4MAPPED", same(samesock::ai_v4mapped), same(AI_V4MAPPED)},
#endif
#ifdef AI_ALL
    {"AI_ALL", same(samesock::ai_all), same(AI_ALL)},
#endif
#ifdef AI_ADDRCONFIG
    {"AI_ADDRCONFIG", same(samesock::ai_addrconfig), same(AI_ADDRCONFIG)},
#endif
#ifdef AI_NUMERICSERV
    {"AI_NUMERICSERV", same(samesock::ai_numericserv), same(AI_NUMERICSERV)},
#endif
#ifdef NI_NUMERICHOST
    {"NI_NUMERICHOST", same(samesock::ni_numerichost), same(NI_NUMERICHOST)},
#endif
#ifdef NI_NUMERICSERV
    {"NI_NUMERICSERV", same(samesock::ni_numericserv), same(NI_NUMERICSERV)},
#endif
#ifdef NI_NOFQDN
    {"NI_NOFQDN", same(samesock::ni_nofqdn), same(NI_NOFQDN)},
#endif
#ifdef NI_NAMEREQD
    {"NI_NAMEREQD", same(samesock::ni_namereqd), same(NI_NAMEREQD)},
#endif
#ifdef NI_DGRAM
    {"NI_DGRAM", same(samesock::ni_dgram), same(NI_DGRAM)},
#endif
#ifdef NI_IDN
    {"NI_IDN", same(samesock::ni_idn), same(NI_IDN)},
#endif
#ifdef EAI_BADFLAGS
    {"EAI_BADFLAGS", same(samesock::eai_badflags), same(EAI_BADFLAGS)},
#endif
#ifdef EAI_NONAME
    {"EAI_NONAME", same(samesock::eai_noname), same(EAI_NONAME)},
#endif
#ifdef EAI_AGAIN
    {"EAI_AGAIN", same(samesock::eai_again), same(EAI_AGAIN)},
#endif
#ifdef EAI_FAIL
    {"EAI_FAIL", same(samesock::eai_fail), same(EAI_FAIL)},
#endif
#ifdef EAI_NODATA
    {"EAI_NODATA", same(samesock::eai_nodata), same(EAI_NODATA)},
#endif
#ifdef EAI_FAMILY
    {"EAI_FAMILY", same(samesock::eai_family), same(EAI_FAMILY)},
#endif
#ifdef EAI_SOCKTYPE
    {"EAI_SOCKTYPE", same(samesock::eai_socktype), same(EAI_SOCKTYPE)},
#endif
#ifdef EAI_SERVICE
    {"EAI_SERVICE", same(samesock::eai_service), same(EAI_SERVICE)},
#endif
#ifdef EAI_ADDRFAMILY
    {"EAI_ADDRFAMILY", same(samesock::eai_addrfamily), same(EAI_ADDRFAMILY)},
#endif
#ifdef EAI_MEMORY
    {"EAI_MEMORY", same(samesock::eai_memory), same(EAI_MEMORY)},
#endif
#ifdef EAI_SYSTEM
    {"EAI_SYSTEM", same(samesock::eai_system), same(EAI_SYSTEM)},
#endif
#ifdef EAI_OVERFLOW
    {"EAI_OVERFLOW", same(samesock::eai_overflow), same(EAI_OVERFLOW)},
#endif
#ifdef SHUT_RD
    {"SHUT_RD", same(samesock::shut_rd), same(SHUT_RD)},
#endif
#ifdef SHUT_WR
    {"SHUT_WR", same(samesock::shut_wr), same(SHUT_WR)},
#endif
#ifdef SHUT_RDWR
    {"SHUT_RDWR", same(samesock::shut_rdwr), same(SHUT_RDWR)},
#endif
#ifdef SOMAXCONN
    {"SOMAXCONN", same(samesock::somaxconn), same(SOMAXCONN)},
#endif
#ifdef IPPORT_RESERVED
    {"IPPORT_RESERVED", same(samesock::ipport_reserved), same(IPPORT_RESERVED)},
#endif
    {"IPPORT_USERRESERVED", same(samesock::ipport_userreserved), same(IPPORT_USERRESERVED)},
#ifdef NI_MAXHOST
    {"NI_MAXHOST", same(samesock::ni_maxhost), same(NI_MAXHOST)},
#endif
#ifdef NI_MAXSERV
    {"NI_MAXSERV", same(samesock::ni_maxserv), same(NI_MAXSERV)},
#endif
#ifdef IP_DEFAULT_MULTICAST_TTL
    {"IP_DEFAULT_MULTICAST_TTL", same(samesock::ip_default_multicast_ttl), same(IP_DEFAULT_MULTICAST_TTL)},
#endif
#ifdef IP_DEFAULT_MULTICAST_LOOP
    {"IP_DEFAULT_MULTICAST_LOOP", same(samesock::ip_default_multicast_loop), same(IP_DEFAULT_MULTICAST_LOOP)},
#endif
#ifdef IP_MAX_MEMBERSHIPS
    {"IP_MAX_MEMBERSHIPS", same(samesock::ip_max_memberships), same(IP_MAX_MEMBERSHIPS)},
#endif
#ifdef IPV6_RTHDR_TYPE_0
    {"IPV6_RTHDR_TYPE_0", same(samesock::ipv6_rthdr_type_0), same(IPV6_RTHDR_TYPE_0)},
#endif
#ifdef PACKET_HOST
    {"PACKET_HOST", same(samesock::packet_host), same(PACKET_HOST)},
#endif
#ifdef PACKET_BROADCAST
    {"PACKET_BROADCAST", same(samesock::packet_broadcast), same(PACKET_BROADCAST)},
#endif
#ifdef PACKET_MULTICAST
    {"PACKET_MULTICAST", same(samesock::packet_multicast), same(PACKET_MULTICAST)},
#endif
#ifdef PACKET_OTHERHOST
    {"PACKET_OTHERHOST", same(samesock::packet_otherhost), same(PACKET_OTHERHOST)},
#endif
#ifdef PACKET_OUTGOING
    {"PACKET_OUTGOING", same(samesock::packet_outgoing), same(PACKET_OUTGOING)},
#endif
#ifdef PACKET_LOOPBACK
    {"PACKET_LOOPBACK", same(samesock::packet_loopback), same(PACKET_LOOPBACK)},
#endif
#ifdef PACKET_FASTROUTE
    {"PACKET_FASTROUTE", same(samesock::packet_fastroute), same(PACKET_FASTROUTE)},
#endif
#ifdef ETH_P_ALL
    {"ETH_P_ALL", same(samesock::eth_p_all), same(ETH_P_ALL)},
#endif
#ifdef ETHERTYPE_IP
    {"ETHERTYPE_IP", same(samesock::ethertype_ip), same(ETHERTYPE_IP)},
#endif
#ifdef ETHERTYPE_ARP
    {"ETHERTYPE_ARP", same(samesock::ethertype_arp), same(ETHERTYPE_ARP)},
#endif
#ifdef ETHERTYPE_VLAN
    {"ETHERTYPE_VLAN", same(samesock::ethertype_vlan), same(ETHERTYPE_VLAN)},
#endif
#ifdef ETHERTYPE_IPV6
    {"ETHERTYPE_IPV6", same(samesock::ethertype_ipv6), same(ETHERTYPE_IPV6)},
#endif
    {"CAN_BCM_TX_SETUP", same(samesock::can_bcm_tx_setup), same(TX_SETUP)},
    {"CAN_BCM_TX_DELETE", same(samesock::can_bcm_tx_delete), same(TX_DELETE)},
    {"CAN_BCM_TX_READ", same(samesock::can_bcm_tx_read), same(TX_READ)},
    {"CAN_BCM_TX_SEND", same(samesock::can_bcm_tx_send), same(TX_SEND)},
    {"CAN_BCM_RX_SETUP", same(samesock::can_bcm_rx_setup), same(RX_SETUP)},
    {"CAN_BCM_RX_DELETE", same(samesock::can_bcm_rx_delete), same(RX_DELETE)},
    {"CAN_BCM_RX_READ", same(samesock::can_bcm_rx_read), same(RX_READ)},
    {"CAN_BCM_TX_STATUS", same(samesock::can_bcm_tx_status), same(TX_STATUS)},
    {"CAN_BCM_TX_EXPIRED", same(samesock::can_bcm_tx_expired), same(TX_EXPIRED)},
    {"CAN_BCM_RX_STATUS", same(samesock::can_bcm_rx_status), same(RX_STATUS)},
    {"CAN_BCM_RX_TIMEOUT", same(samesock::can_bcm_rx_timeout), same(RX_TIMEOUT)},
    {"CAN_BCM_RX_CHANGED", same(samesock::can_bcm_rx_changed), same(RX_CHANGED)},
#ifdef SETTIMER
    {"CAN_BCM_SETTIMER", same(samesock::can_bcm_settimer), same(SETTIMER)},
#endif
#ifdef STARTTIMER
    {"CAN_BCM_STARTTIMER", same(samesock::can_bcm_starttimer), same(STARTTIMER)},
#endif
#ifdef TX_COUNTEVT
    {"CAN_BCM_TX_COUNTEVT", same(samesock::can_bcm_tx_countevt), same(TX_COUNTEVT)},
#endif
#ifdef TX_ANNOUNCE
    {"CAN_BCM_TX_ANNOUNCE", same(samesock::can_bcm_tx_announce), same(TX_ANNOUNCE)},
#endif
#ifdef TX_CP_CAN_ID
    {"CAN_BCM_TX_CP_CAN_ID", same(samesock::can_bcm_tx_cp_can_id), same(TX_CP_CAN_ID)},
#endif
#ifdef RX_FILTER_ID
    {"CAN_BCM_RX_FILTER_ID", same(samesock::can_bcm_rx_filter_id), same(RX_FILTER_ID)},
#endif
#ifdef RX_CHECK_DLC
    {"CAN_BCM_RX_CHECK_DLC", same(samesock::can_bcm_rx_check_dlc), same(RX_CHECK_DLC)},
#endif
#ifdef RX_NO_AUTOTIMER
    {"CAN_BCM_RX_NO_AUTOTIMER", same(samesock::can_bcm_rx_no_autotimer), same(RX_NO_AUTOTIMER)},
#endif
#ifdef RX_ANNOUNCE_RESUME
    {"CAN_BCM_RX_ANNOUNCE_RESUME", same(samesock::can_bcm_rx_announce_resume), same(RX_ANNOUNCE_RESUME)},
#endif
#ifdef TX_RESET_MULTI_IDX
    {"CAN_BCM_TX_RESET_MULTI_IDX", same(samesock::can_bcm_tx_reset_multi_idx), same(TX_RESET_MULTI_IDX)},
#endif
#ifdef RX_RTR_FRAME
    {"CAN_BCM_RX_RTR_FRAME", same(samesock::can_bcm_rx_rtr_frame), same(RX_RTR_FRAME)},
#endif
#ifdef CAN_FD_FRAME
    {"CAN_BCM_CAN_FD_FRAME", same(samesock::can_bcm_can_fd_frame), same(CAN_FD_FRAME)},
#endif
#ifdef J1939_MAX_UNICAST_ADDR
    {"J1939_MAX_UNICAST_ADDR", same(samesock::j1939_max_unicast_addr), same(J1939_MAX_UNICAST_ADDR)},
#endif
#ifdef J1939_IDLE_ADDR
    {"J1939_IDLE_ADDR", same(samesock::j1939_idle_addr), same(J1939_IDLE_ADDR)},
#endif
#ifdef J1939_NO_ADDR
    {"J1939_NO_ADDR", same(samesock::j1939_no_addr), same(J1939_NO_ADDR)},
#endif
#ifdef J1939_NO_NAME
    {"J1939_NO_NAME", same(samesock::j1939_no_name), same(J1939_NO_NAME)},
#endif
#ifdef J1939_PGN_REQUEST
    {"J1939_PGN_REQUEST", same(samesock::j1939_pgn_request), same(J1939_PGN_REQUEST)},
#endif
#ifdef J1939_PGN_ADDRESS_CLAIMED
    {"J1939_PGN_ADDRESS_CLAIMED", same(samesock::j1939_pgn_address_claimed), same(J1939_PGN_ADDRESS_CLAIMED)},
#endif
#ifdef J1939_PGN_ADDRESS_COMMANDED
    {"J1939_PGN_ADDRESS_COMMANDED", same(samesock::j1939_pgn_address_commanded), same(J1939_PGN_ADDRESS_COMMANDED)},
#endif
#ifdef J1939_PGN_PDU1_MAX
    {"J1939_PGN_PDU1_MAX", same(samesock::j1939_pgn_pdu1_max), same(J1939_PGN_PDU1_MAX)},
#endif
#ifdef J1939_PGN_MAX
    {"J1939_PGN_MAX", same(samesock::j1939_pgn_max), same(J1939_PGN_MAX)},
#endif
#ifdef J1939_NO_PGN
    {"J1939_NO_PGN", same(samesock::j1939_no_pgn), same(J1939_NO_PGN)},
#endif
    {"J1939_NLA_PAD", same(samesock::j1939_nla_pad), same(J1939_NLA_PAD)},
    {"J1939_NLA_BYTES_ACKED", same(samesock::j1939_nla_bytes_acked), same(J1939_NLA_BYTES_ACKED)},
    {"J1939_EE_INFO_NONE", same(samesock::j1939_ee_info_none), same(J1939_EE_INFO_NONE)},
    {"J1939_EE_INFO_TX_ABORT", same(samesock::j1939_ee_info_tx_abort), same(J1939_EE_INFO_TX_ABORT)},
#ifdef J1939_FILTER_MAX
    {"J1939_FILTER_MAX", same(samesock::j1939_filter_max), same(J1939_FILTER_MAX)},
#endif
#ifdef TIPC_ADDR_NAMESEQ
    {"TIPC_ADDR_NAMESEQ", same(samesock::tipc_addr_nameseq), same(TIPC_ADDR_NAMESEQ)},
#endif
#ifdef TIPC_ADDR_NAME
    {"TIPC_ADDR_NAME", same(samesock::tipc_addr_name), same(TIPC_ADDR_NAME)},
#endif
#ifdef TIPC_ADDR_ID
    {"TIPC_ADDR_ID", same(samesock::tipc_addr_id), same(TIPC_ADDR_ID)},
#endif
#ifdef TIPC_ZONE_SCOPE
    {"TIPC_ZONE_SCOPE", same(samesock::tipc_zone_scope), same(TIPC_ZONE_SCOPE)},
#endif
    {"TIPC_CLUSTER_SCOPE", same(samesock::tipc_cluster_scope), same(TIPC_CLUSTER_SCOPE)},
    {"TIPC_NODE_SCOPE", same(samesock::tipc_node_scope), same(TIPC_NODE_SCOPE)},
#ifdef TIPC_LOW_IMPORTANCE
    {"TIPC_LOW_IMPORTANCE", same(samesock::tipc_low_importance), same(TIPC_LOW_IMPORTANCE)},
#endif
#ifdef TIPC_MEDIUM_IMPORTANCE
    {"TIPC_MEDIUM_IMPORTANCE", same(samesock::tipc_medium_importance), same(TIPC_MEDIUM_IMPORTANCE)},
#endif
#ifdef TIPC_HIGH_IMPORTANCE
    {"TIPC_HIGH_IMPORTANCE", same(samesock::tipc_high_importance), same(TIPC_HIGH_IMPORTANCE)},
#endif
#ifdef TIPC_CRITICAL_IMPORTANCE
    {"TIPC_CRITICAL_IMPORTANCE", same(samesock::tipc_critical_importance), same(TIPC_CRITICAL_IMPORTANCE)},
#endif
#ifdef TIPC_SUB_PORTS
    {"TIPC_SUB_PORTS", same(samesock::tipc_sub_ports), same(TIPC_SUB_PORTS)},
#endif
#ifdef TIPC_SUB_SERVICE
    {"TIPC_SUB_SERVICE", same(samesock::tipc_sub_service), same(TIPC_SUB_SERVICE)},
#endif
#ifdef TIPC_SUB_CANCEL
    {"TIPC_SUB_CANCEL", same(samesock::tipc_sub_cancel), same(TIPC_SUB_CANCEL)},
#endif
#ifdef TIPC_WAIT_FOREVER
    {"TIPC_WAIT_FOREVER", same(samesock::tipc_wait_forever), same(TIPC_WAIT_FOREVER)},
#endif
#ifdef TIPC_PUBLISHED
    {"TIPC_PUBLISHED", same(samesock::tipc_published), same(TIPC_PUBLISHED)},
#endif
#ifdef TIPC_WITHDRAWN
    {"TIPC_WITHDRAWN", same(samesock::tipc_withdrawn), same(TIPC_WITHDRAWN)},
#endif
#ifdef TIPC_SUBSCR_TIMEOUT
    {"TIPC_SUBSCR_TIMEOUT", same(samesock::tipc_subscr_timeout), same(TIPC_SUBSCR_TIMEOUT)},
#endif
#ifdef TIPC_CFG_SRV
    {"TIPC_CFG_SRV", same(samesock::tipc_cfg_srv), same(TIPC_CFG_SRV)},
#endif
#ifdef TIPC_TOP_SRV
    {"TIPC_TOP_SRV", same(samesock::tipc_top_srv), same(TIPC_TOP_SRV)},
#endif
#ifdef ALG_OP_DECRYPT
    {"ALG_OP_DECRYPT", same(samesock::alg_op_decrypt), same(ALG_OP_DECRYPT)},
#endif
#ifdef ALG_OP_ENCRYPT
    {"ALG_OP_ENCRYPT", same(samesock::alg_op_encrypt), same(ALG_OP_ENCRYPT)},
#endif
#ifdef ALG_OP_SIGN
    {"ALG_OP_SIGN", same(samesock::alg_op_sign), same(ALG_OP_SIGN)},
#endif
#ifdef ALG_OP_VERIFY
    {"ALG_OP_VERIFY", same(samesock::alg_op_verify), same(ALG_OP_VERIFY)},
#endif
#ifdef RDS_RDMA_READWRITE
    {"RDS_RDMA_READWRITE", same(samesock::rds_rdma_readwrite), same(RDS_RDMA_READWRITE)},
#endif
#ifdef RDS_RDMA_FENCE
    {"RDS_RDMA_FENCE", same(samesock::rds_rdma_fence), same(RDS_RDMA_FENCE)},
#endif
#ifdef RDS_RDMA_INVALIDATE
    {"RDS_RDMA_INVALIDATE", same(samesock::rds_rdma_invalidate), same(RDS_RDMA_INVALIDATE)},
#endif
#ifdef RDS_RDMA_USE_ONCE
    {"RDS_RDMA_USE_ONCE", same(samesock::rds_rdma_use_once), same(RDS_RDMA_USE_ONCE)},
#endif
#ifdef RDS_RDMA_DONTWAIT
    {"RDS_RDMA_DONTWAIT", same(samesock::rds_rdma_dontwait), same(RDS_RDMA_DONTWAIT)},
#endif
#ifdef RDS_RDMA_NOTIFY_ME
    {"RDS_RDMA_NOTIFY_ME", same(samesock::rds_rdma_notify_me), same(RDS_RDMA_NOTIFY_ME)},
#endif
#ifdef RDS_RDMA_SILENT
    {"RDS_RDMA_SILENT", same(samesock::rds_rdma_silent), same(RDS_RDMA_SILENT)},
#endif
#ifdef BDADDR_BREDR
    {"BDADDR_BREDR", same(samesock::bdaddr_bredr), same(BDADDR_BREDR)},
#endif
#ifdef BDADDR_LE_PUBLIC
    {"BDADDR_LE_PUBLIC", same(samesock::bdaddr_le_public), same(BDADDR_LE_PUBLIC)},
#endif
#ifdef BDADDR_LE_RANDOM
    {"BDADDR_LE_RANDOM", same(samesock::bdaddr_le_random), same(BDADDR_LE_RANDOM)},
#endif
#ifdef HCI_DEV_NONE
    {"HCI_DEV_NONE", same(samesock::hci_dev_none), same(HCI_DEV_NONE)},
#endif
#ifdef HCI_CHANNEL_RAW
    {"HCI_CHANNEL_RAW", same(samesock::hci_channel_raw), same(HCI_CHANNEL_RAW)},
#endif
#ifdef HCI_CHANNEL_USER
    {"HCI_CHANNEL_USER", same(samesock::hci_channel_user), same(HCI_CHANNEL_USER)},
#endif
#ifdef HCI_CHANNEL_MONITOR
    {"HCI_CHANNEL_MONITOR", same(samesock::hci_channel_monitor), same(HCI_CHANNEL_MONITOR)},
#endif
#ifdef HCI_CHANNEL_CONTROL
    {"HCI_CHANNEL_CONTROL", same(samesock::hci_channel_control), same(HCI_CHANNEL_CONTROL)},
#endif
#ifdef HCI_CHANNEL_LOGGING
    {"HCI_CHANNEL_LOGGING", same(samesock::hci_channel_logging), same(HCI_CHANNEL_LOGGING)},
#endif
#ifdef L2CAP_LM_MASTER
    {"L2CAP_LM_MASTER", same(samesock::l2cap_lm_master), same(L2CAP_LM_MASTER)},
#endif
#ifdef L2CAP_LM_AUTH
    {"L2CAP_LM_AUTH", same(samesock::l2cap_lm_auth), same(L2CAP_LM_AUTH)},
#endif
#ifdef L2CAP_LM_ENCRYPT
    {"L2CAP_LM_ENCRYPT", same(samesock::l2cap_lm_encrypt), same(L2CAP_LM_ENCRYPT)},
#endif
#ifdef L2CAP_LM_TRUSTED
    {"L2CAP_LM_TRUSTED", same(samesock::l2cap_lm_trusted), same(L2CAP_LM_TRUSTED)},
#endif
#ifdef L2CAP_LM_RELIABLE
    {"L2CAP_LM_RELIABLE", same(samesock::l2cap_lm_reliable), same(L2CAP_LM_RELIABLE)},
#endif
#ifdef L2CAP_LM_SECURE
    {"L2CAP_LM_SECURE", same(samesock::l2cap_lm_secure), same(L2CAP_LM_SECURE)},
#endif
#ifdef RFCOMM_LM_AUTH
    {"RFCOMM_LM_AUTH", same(samesock::rfcomm_lm_auth), same(RFCOMM_LM_AUTH)},
#endif
#ifdef RFCOMM_LM_ENCRYPT
    {"RFCOMM_LM_ENCRYPT", same(samesock::rfcomm_lm_encrypt), same(RFCOMM_LM_ENCRYPT)},
#endif
#ifdef RFCOMM_LM_SECURE
    {"RFCOMM_LM_SECURE", same(samesock::rfcomm_lm_secure), same(RFCOMM_LM_SECURE)},
#endif
#ifdef BT_SECURITY_SDP
    {"BT_SECURITY_SDP", same(samesock::bt_security_sdp), same(BT_SECURITY_SDP)},
#endif
#ifdef BT_SECURITY_LOW
    {"BT_SECURITY_LOW", same(samesock::bt_security_low), same(BT_SECURITY_LOW)},
#endif
#ifdef BT_SECURITY_MEDIUM
    {"BT_SECURITY_MEDIUM", same(samesock::bt_security_medium), same(BT_SECURITY_MEDIUM)},
#endif
#ifdef BT_SECURITY_HIGH
    {"BT_SECURITY_HIGH", same(samesock::bt_security_high), same(BT_SECURITY_HIGH)},
#endif
#ifdef BT_SECURITY_FIPS
    {"BT_SECURITY_FIPS", same(samesock::bt_security_fips), same(BT_SECURITY_FIPS)},
#endif
#ifdef BT_FLUSHABLE_OFF
    {"BT_FLUSHABLE_OFF", same(samesock::bt_flushable_off), same(BT_FLUSHABLE_OFF)},
#endif
#ifdef BT_FLUSHABLE_ON
    {"BT_FLUSHABLE_ON", same(samesock::bt_flushable_on), same(BT_FLUSHABLE_ON)},
#endif
#ifdef BT_POWER_FORCE_ACTIVE_OFF
    {"BT_POWER_FORCE_ACTIVE_OFF", same(samesock::bt_power_force_active_off), same(BT_POWER_FORCE_ACTIVE_OFF)},
#endif
#ifdef BT_POWER_FORCE_ACTIVE_ON
    {"BT_POWER_FORCE_ACTIVE_ON", same(samesock::bt_power_force_active_on), same(BT_POWER_FORCE_ACTIVE_ON)},
#endif
#ifdef BT_CHANNEL_POLICY_BREDR_ONLY
    {"BT_CHANNEL_POLICY_BREDR_ONLY", same(samesock::bt_channel_policy_bredr_only), same(BT_CHANNEL_POLICY_BREDR_ONLY)},
#endif
#ifdef BT_CHANNEL_POLICY_BREDR_PREFERRED
    {"BT_CHANNEL_POLICY_BREDR_PREFERRED", same(samesock::bt_channel_policy_bredr_preferred),
     same(BT_CHANNEL_POLICY_BREDR_PREFERRED)},
#endif
#ifdef BT_CHANNEL_POLICY_AMP_PREFERRED
    {"BT_CHANNEL_POLICY_AMP_PREFERRED", same(samesock::bt_channel_policy_amp_preferred),
     same(BT_CHANNEL_POLICY_AMP_PREFERRED)},
#endif
#ifdef BT_VOICE_TRANSPARENT
    {"BT_VOICE_TRANSPARENT", same(samesock::bt_voice_transparent), same(BT_VOICE_TRANSPARENT)},
#endif
#ifdef BT_VOICE_CVSD_16BIT
    {"BT_VOICE_CVSD_16BIT", same(samesock::bt_voice_cvsd_16bit), same(BT_VOICE_CVSD_16BIT)},
#endif
#ifdef BT_VOICE_TRANSPARENT_16BIT
    {"BT_VOICE_TRANSPARENT_16BIT", same(samesock::bt_voice_transparent_16bit), same(BT_VOICE_TRANSPARENT_16BIT)},
#endif
#ifdef BT_PHY_BR_1M_1SLOT
    {"BT_PHY_BR_1M_1SLOT", same(samesock::bt_phy_br_1m_1slot), same(BT_PHY_BR_1M_1SLOT)},
#endif
#ifdef BT_PHY_BR_1M_3SLOT
    {"BT_PHY_BR_1M_3SLOT", same(samesock::bt_phy_br_1m_3slot), same(BT_PHY_BR_1M_3SLOT)},
#endif
#ifdef BT_PHY_BR_1M_5SLOT
    {"BT_PHY_BR_1M_5SLOT", same(samesock::bt_phy_br_1m_5slot), same(BT_PHY_BR_1M_5SLOT)},
#endif
#ifdef BT_PHY_EDR_2M_1SLOT
    {"BT_PHY_EDR_2M_1SLOT", same(samesock::bt_phy_edr_2m_1slot), same(BT_PHY_EDR_2M_1SLOT)},
#endif
#ifdef BT_PHY_EDR_2M_3SLOT
    {"BT_PHY_EDR_2M_3SLOT", same(samesock::bt_phy_edr_2m_3slot), same(BT_PHY_EDR_2M_3SLOT)},
#endif
#ifdef BT_PHY_EDR_2M_5SLOT
    {"BT_PHY_EDR_2M_5SLOT", same(samesock::bt_phy_edr_2m_5slot), same(BT_PHY_EDR_2M_5SLOT)},
#endif
#ifdef BT_PHY_EDR_3M_1SLOT
    {"BT_PHY_EDR_3M_1SLOT", same(samesock::bt_phy_edr_3m_1slot), same(BT_PHY_EDR_3M_1SLOT)},
#endif
#ifdef BT_PHY_EDR_3M_3SLOT
    {"BT_PHY_EDR_3M_3SLOT", same(samesock::bt_phy_edr_3m_3slot), same(BT_PHY_EDR_3M_3SLOT)},
#endif
#ifdef BT_PHY_EDR_3M_5SLOT
    {"BT_PHY_EDR_3M_5SLOT", same(samesock::bt_phy_edr_3m_5slot), same(BT_PHY_EDR_3M_5SLOT)},
#endif
#ifdef BT_PHY_LE_1M_TX
    {"BT_PHY_LE_1M_TX", same(samesock::bt_phy_le_1m_tx), same(BT_PHY_LE_1M_TX)},
#endif
#ifdef BT_PHY_LE_1M_RX
    {"BT_PHY_LE_1M_RX", same(samesock::bt_phy_le_1m_rx), same(BT_PHY_LE_1M_RX)},
#endif
#ifdef BT_PHY_LE_2M_TX
    {"BT_PHY_LE_2M_TX", same(samesock::bt_phy_le_2m_tx), same(BT_PHY_LE_2M_TX)},
#endif
#ifdef BT_PHY_LE_2M_RX
    {"BT_PHY_LE_2M_RX", same(samesock::bt_phy_le_2m_rx), same(BT_PHY_LE_2M_RX)},
#endif
#ifdef BT_PHY_LE_CODED_TX
    {"BT_PHY_LE_CODED_TX", same(samesock::bt_phy_le_coded_tx), same(BT_PHY_LE_CODED_TX)},
#endif
#ifdef BT_PHY_LE_CODED_RX
    {"BT_PHY_LE_CODED_RX", same(samesock::bt_phy_le_coded_rx), same(BT_PHY_LE_CODED_RX)},
#endif
#ifdef BT_MODE_BASIC
    {"BT_MODE_BASIC", same(samesock::bt_mode_basic), same(BT_MODE_BASIC)},
#endif
#ifdef BT_MODE_ERTM
    {"BT_MODE_ERTM", same(samesock::bt_mode_ertm), same(BT_MODE_ERTM)},
#endif
#ifdef BT_MODE_STREAMING
    {"BT_MODE_STREAMING", same(samesock::bt_mode_streaming), same(BT_MODE_STREAMING)},
#endif
#ifdef BT_MODE_LE_FLOWCTL
    {"BT_MODE_LE_FLOWCTL", same(samesock::bt_mode_le_flowctl), same(BT_MODE_LE_FLOWCTL)},
#endif
#ifdef BT_MODE_EXT_FLOWCTL
    {"BT_MODE_EXT_FLOWCTL", same(samesock::bt_mode_ext_flowctl), same(BT_MODE_EXT_FLOWCTL)},
#endif
#ifdef INADDR_ANY
    {"INADDR_ANY", same(samesock::inaddr_any), same(INADDR_ANY)},
#endif
#ifdef INADDR_BROADCAST
    {"INADDR_BROADCAST", same(samesock::inaddr_broadcast), same(INADDR_BROADCAST)},
#endif
#ifdef INADDR_LOOPBACK
    {"INADDR_LOOPBACK", same(samesock::inaddr_loopback), same(INADDR_LOOPBACK)},
#endif
#ifdef INADDR_UNSPEC_GROUP
    {"INADDR_UNSPEC_GROUP", same(samesock::inaddr_unspec_group), same(INADDR_UNSPEC_GROUP)},
#endif
#ifdef INADDR_ALLHOSTS_GROUP
    {"INADDR_ALLHOSTS_GROUP", same(samesock::inaddr_allhosts_group), same(INADDR_ALLHOSTS_GROUP)},
#endif
#ifdef INADDR_MAX_LOCAL_GROUP
    {"INADDR_MAX_LOCAL_GROUP", same(samesock::inaddr_max_local_group), same(INADDR_MAX_LOCAL_GROUP)},
#endif
#ifdef INADDR_NONE
    {"INADDR_NONE", same(samesock::inaddr_none), same(INADDR_NONE)},
#endif
#ifdef CAN_EFF_FLAG
    {"CAN_EFF_FLAG", same(samesock::can_eff_flag), same(CAN_EFF_FLAG)},
#endif
#ifdef CAN_RTR_FLAG
    {"CAN_RTR_FLAG", same(samesock::can_rtr_flag), same(CAN_RTR_FLAG)},
#endif
#ifdef CAN_ERR_FLAG
    {"CAN_ERR_FLAG", same(samesock::can_err_flag), same(CAN_ERR_FLAG)},
#endif
#ifdef CAN_SFF_MASK
    {"CAN_SFF_MASK", same(samesock::can_sff_mask), same(CAN_SFF_MASK)},
#endif
#ifdef CAN_EFF_MASK
    {"CAN_EFF_MASK", same(samesock::can_eff_mask), same(CAN_EFF_MASK)},
#endif
#ifdef CAN_ERR_MASK
    {"CAN_ERR_MASK", same(samesock::can_err_mask), same(CAN_ERR_MASK)},
#endif
#ifdef VMADDR_CID_ANY
    {"VMADDR_CID_ANY", same(samesock::vmaddr_cid_any), same(VMADDR_CID_ANY)},
#endif
#ifdef VMADDR_CID_LOCAL
    {"VMADDR_CID_LOCAL", same(samesock::vmaddr_cid_local), same(VMADDR_CID_LOCAL)},
#endif
#ifdef VMADDR_CID_HOST
    {"VMADDR_CID_HOST", same(samesock::vmaddr_cid_host), same(VMADDR_CID_HOST)},
#endif
#ifdef VMADDR_PORT_ANY
    {"VMADDR_PORT_ANY", same(samesock::vmaddr_port_any), same(VMADDR_PORT_ANY)},
#endif
#ifdef VM_SOCKETS_INVALID_VERSION
    {"VM_SOCKETS_INVALID_VERSION", same(samesock::vm_sockets_invalid_version), same(VM_SOCKETS_INVALID_VERSION)},
#endif
#ifdef IOCTL_VM_SOCKETS_GET_LOCAL_CID
    {"IOCTL_VM_SOCKETS_GET_LOCAL_CID", same(samesock::ioctl_vm_sockets_get_local_cid),
     same(IOCTL_VM_SOCKETS_GET_LOCAL_CID)},
#endif
};

} // namespace

TEST_CASE("every constant has the number of Linux's headers") {
    CHECK(std::size(comparisons) > 350);
    for (const comparison& one : comparisons) {
        INFO(one.name);
        CHECK(one.ours == one.native);
    }
}

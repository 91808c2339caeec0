// The constants of the socket module. Written by cmake/generate/constants.py: do not edit.
// Each exists in lower case and in Python's spelling. Once a system header has made a macro of the latter,
// it is a compile error or the right value, never another one. Values are Linux's, in every build; a comment
// names the system that has a constant which Linux lacks, and its number there where ours is private.
// Source: https://docs.python.org/3/library/socket.html#constants, socket(7), ip(7), tcp(7), getaddrinfo(3).
#pragma once

#include <samesock/error_code.hpp>
#include <samesock/number.hpp>

#include <cstdint>
#include <string_view>

#include <samesock/names_begin.hpp>

namespace samesock {
// clang-format off: written as it stands

// Address families: AF_*, and the PF_* that Python has.
inline constexpr address_family af_unspec{0}, AF_UNSPEC{af_unspec};
inline constexpr address_family af_unix{1}, AF_UNIX{af_unix};
inline constexpr address_family af_inet{2}, AF_INET{af_inet};
inline constexpr address_family af_ax25{3}, AF_AX25{af_ax25};
inline constexpr address_family af_ipx{4}, AF_IPX{af_ipx};
inline constexpr address_family af_appletalk{5}, AF_APPLETALK{af_appletalk};
inline constexpr address_family af_netrom{6}, AF_NETROM{af_netrom};
inline constexpr address_family af_bridge{7}, AF_BRIDGE{af_bridge};
inline constexpr address_family af_atmpvc{8}, AF_ATMPVC{af_atmpvc};
inline constexpr address_family af_x25{9}, AF_X25{af_x25};
inline constexpr address_family af_inet6{10}, AF_INET6{af_inet6};
inline constexpr address_family af_rose{11}, AF_ROSE{af_rose};
inline constexpr address_family af_decnet{12}, AF_DECnet{af_decnet};
inline constexpr address_family af_netbeui{13}, AF_NETBEUI{af_netbeui};
inline constexpr address_family af_security{14}, AF_SECURITY{af_security};
inline constexpr address_family af_key{15}, AF_KEY{af_key};
inline constexpr address_family af_netlink{16}, AF_NETLINK{af_netlink};
inline constexpr address_family af_route{16}, AF_ROUTE{af_route};
inline constexpr address_family af_packet{17}, AF_PACKET{af_packet};
inline constexpr address_family af_ash{18}, AF_ASH{af_ash};
inline constexpr address_family af_econet{19}, AF_ECONET{af_econet};
inline constexpr address_family af_atmsvc{20}, AF_ATMSVC{af_atmsvc};
inline constexpr address_family af_rds{21}, AF_RDS{af_rds};
inline constexpr address_family af_sna{22}, AF_SNA{af_sna};
inline constexpr address_family af_irda{23}, AF_IRDA{af_irda};
inline constexpr address_family af_pppox{24}, AF_PPPOX{af_pppox};
inline constexpr address_family af_wanpipe{25}, AF_WANPIPE{af_wanpipe};
inline constexpr address_family af_llc{26}, AF_LLC{af_llc};
inline constexpr address_family af_can{29}, AF_CAN{af_can};
inline constexpr address_family af_tipc{30}, AF_TIPC{af_tipc};
inline constexpr address_family af_bluetooth{31}, AF_BLUETOOTH{af_bluetooth};
inline constexpr address_family af_alg{38}, AF_ALG{af_alg};
inline constexpr address_family af_vsock{40}, AF_VSOCK{af_vsock};
inline constexpr address_family af_qipcrtr{42}, AF_QIPCRTR{af_qipcrtr};
inline constexpr address_family af_link{0x30012}, AF_LINK{af_link}; // private bsd 18
inline constexpr address_family af_system{0x30020}, AF_SYSTEM{af_system}; // private macos 32
inline constexpr address_family af_divert{0x3002c}, AF_DIVERT{af_divert}; // private freebsd 44
inline constexpr address_family af_hyperv{0x20022}, AF_HYPERV{af_hyperv}; // private windows 34
inline constexpr address_family pf_can{29}, PF_CAN{pf_can};
inline constexpr address_family pf_packet{17}, PF_PACKET{pf_packet};
inline constexpr address_family pf_rds{21}, PF_RDS{pf_rds};
inline constexpr address_family pf_system{0x30020}, PF_SYSTEM{pf_system}; // private macos 32
inline constexpr address_family pf_divert{0x3002c}, PF_DIVERT{pf_divert}; // private freebsd 44

// Socket types, and the two flags that Linux takes with them.
inline constexpr socket_type sock_stream{1}, SOCK_STREAM{sock_stream};
inline constexpr socket_type sock_dgram{2}, SOCK_DGRAM{sock_dgram};
inline constexpr socket_type sock_raw{3}, SOCK_RAW{sock_raw};
inline constexpr socket_type sock_rdm{4}, SOCK_RDM{sock_rdm};
inline constexpr socket_type sock_seqpacket{5}, SOCK_SEQPACKET{sock_seqpacket};
inline constexpr socket_type sock_nonblock{0x800}, SOCK_NONBLOCK{sock_nonblock};
inline constexpr socket_type sock_cloexec{0x80000}, SOCK_CLOEXEC{sock_cloexec};

// Protocols: the Internet's are IANA's numbers, the others count within their family.
inline constexpr protocol ipproto_ip{0}, IPPROTO_IP{ipproto_ip};
inline constexpr protocol ipproto_hopopts{0}, IPPROTO_HOPOPTS{ipproto_hopopts};
inline constexpr protocol ipproto_icmp{1}, IPPROTO_ICMP{ipproto_icmp};
inline constexpr protocol ipproto_igmp{2}, IPPROTO_IGMP{ipproto_igmp};
inline constexpr protocol ipproto_ggp{3}, IPPROTO_GGP{ipproto_ggp}; // bsd
inline constexpr protocol ipproto_ipv4{4}, IPPROTO_IPV4{ipproto_ipv4}; // bsd
inline constexpr protocol ipproto_ipip{4}, IPPROTO_IPIP{ipproto_ipip};
inline constexpr protocol ipproto_st{5}, IPPROTO_ST{ipproto_st}; // windows
inline constexpr protocol ipproto_tcp{6}, IPPROTO_TCP{ipproto_tcp};
inline constexpr protocol ipproto_cbt{7}, IPPROTO_CBT{ipproto_cbt}; // windows
inline constexpr protocol ipproto_egp{8}, IPPROTO_EGP{ipproto_egp};
inline constexpr protocol ipproto_igp{9}, IPPROTO_IGP{ipproto_igp}; // windows
inline constexpr protocol ipproto_pup{12}, IPPROTO_PUP{ipproto_pup};
inline constexpr protocol ipproto_udp{17}, IPPROTO_UDP{ipproto_udp};
inline constexpr protocol ipproto_idp{22}, IPPROTO_IDP{ipproto_idp};
inline constexpr protocol ipproto_rdp{27}, IPPROTO_RDP{ipproto_rdp}; // windows
inline constexpr protocol ipproto_tp{29}, IPPROTO_TP{ipproto_tp};
inline constexpr protocol ipproto_xtp{36}, IPPROTO_XTP{ipproto_xtp}; // bsd
inline constexpr protocol ipproto_ipv6{41}, IPPROTO_IPV6{ipproto_ipv6};
inline constexpr protocol ipproto_routing{43}, IPPROTO_ROUTING{ipproto_routing};
inline constexpr protocol ipproto_fragment{44}, IPPROTO_FRAGMENT{ipproto_fragment};
inline constexpr protocol ipproto_rsvp{46}, IPPROTO_RSVP{ipproto_rsvp};
inline constexpr protocol ipproto_gre{47}, IPPROTO_GRE{ipproto_gre};
inline constexpr protocol ipproto_esp{50}, IPPROTO_ESP{ipproto_esp};
inline constexpr protocol ipproto_ah{51}, IPPROTO_AH{ipproto_ah};
inline constexpr protocol ipproto_mobile{55}, IPPROTO_MOBILE{ipproto_mobile}; // bsd
inline constexpr protocol ipproto_icmpv6{58}, IPPROTO_ICMPV6{ipproto_icmpv6};
inline constexpr protocol ipproto_none{59}, IPPROTO_NONE{ipproto_none};
inline constexpr protocol ipproto_dstopts{60}, IPPROTO_DSTOPTS{ipproto_dstopts};
inline constexpr protocol ipproto_hello{63}, IPPROTO_HELLO{ipproto_hello}; // bsd
inline constexpr protocol ipproto_nd{77}, IPPROTO_ND{ipproto_nd}; // bsd
inline constexpr protocol ipproto_iclfxbm{78}, IPPROTO_ICLFXBM{ipproto_iclfxbm}; // windows
inline constexpr protocol ipproto_eon{80}, IPPROTO_EON{ipproto_eon}; // bsd
inline constexpr protocol ipproto_pim{103}, IPPROTO_PIM{ipproto_pim};
inline constexpr protocol ipproto_ipcomp{108}, IPPROTO_IPCOMP{ipproto_ipcomp}; // bsd
inline constexpr protocol ipproto_vrrp{112}, IPPROTO_VRRP{ipproto_vrrp}; // bsd
inline constexpr protocol ipproto_pgm{113}, IPPROTO_PGM{ipproto_pgm}; // windows
inline constexpr protocol ipproto_l2tp{115}, IPPROTO_L2TP{ipproto_l2tp}; // windows
inline constexpr protocol ipproto_sctp{132}, IPPROTO_SCTP{ipproto_sctp};
inline constexpr protocol ipproto_udplite{136}, IPPROTO_UDPLITE{ipproto_udplite};
inline constexpr protocol ipproto_raw{255}, IPPROTO_RAW{ipproto_raw};
inline constexpr protocol ipproto_max{256}, IPPROTO_MAX{ipproto_max}; // bsd
inline constexpr protocol ipproto_mptcp{262}, IPPROTO_MPTCP{ipproto_mptcp};
inline constexpr protocol can_raw{1}, CAN_RAW{can_raw};
inline constexpr protocol can_bcm{2}, CAN_BCM{can_bcm};
inline constexpr protocol can_isotp{6}, CAN_ISOTP{can_isotp};
inline constexpr protocol can_j1939{7}, CAN_J1939{can_j1939};
inline constexpr protocol netlink_route{0}, NETLINK_ROUTE{netlink_route};
inline constexpr protocol netlink_usersock{2}, NETLINK_USERSOCK{netlink_usersock};
inline constexpr protocol netlink_firewall{3}, NETLINK_FIREWALL{netlink_firewall};
inline constexpr protocol netlink_nflog{5}, NETLINK_NFLOG{netlink_nflog};
inline constexpr protocol netlink_xfrm{6}, NETLINK_XFRM{netlink_xfrm};
inline constexpr protocol netlink_ip6_fw{13}, NETLINK_IP6_FW{netlink_ip6_fw};
inline constexpr protocol netlink_dnrtmsg{14}, NETLINK_DNRTMSG{netlink_dnrtmsg};
inline constexpr protocol netlink_crypto{21}, NETLINK_CRYPTO{netlink_crypto};
inline constexpr protocol btproto_l2cap{0}, BTPROTO_L2CAP{btproto_l2cap};
inline constexpr protocol btproto_hci{1}, BTPROTO_HCI{btproto_hci};
inline constexpr protocol btproto_sco{2}, BTPROTO_SCO{btproto_sco};
inline constexpr protocol btproto_rfcomm{3}, BTPROTO_RFCOMM{btproto_rfcomm};
inline constexpr protocol hv_protocol_raw{1}, HV_PROTOCOL_RAW{hv_protocol_raw}; // windows
inline constexpr protocol sysproto_control{2}, SYSPROTO_CONTROL{sysproto_control}; // macos

// Option levels. Protocols are levels too.
inline constexpr option_level sol_socket{1}, SOL_SOCKET{sol_socket};
inline constexpr option_level sol_ip{0}, SOL_IP{sol_ip};
inline constexpr option_level sol_tcp{6}, SOL_TCP{sol_tcp};
inline constexpr option_level sol_udp{17}, SOL_UDP{sol_udp};
inline constexpr option_level sol_ipx{256}, SOL_IPX{sol_ipx};
inline constexpr option_level sol_ax25{257}, SOL_AX25{sol_ax25};
inline constexpr option_level sol_atalk{258}, SOL_ATALK{sol_atalk};
inline constexpr option_level sol_netrom{259}, SOL_NETROM{sol_netrom};
inline constexpr option_level sol_rose{260}, SOL_ROSE{sol_rose};
inline constexpr option_level sol_can_base{100}, SOL_CAN_BASE{sol_can_base};
inline constexpr option_level sol_can_raw{101}, SOL_CAN_RAW{sol_can_raw};
inline constexpr option_level sol_tipc{271}, SOL_TIPC{sol_tipc};
inline constexpr option_level sol_rds{276}, SOL_RDS{sol_rds};
inline constexpr option_level sol_alg{279}, SOL_ALG{sol_alg};
inline constexpr option_level sol_bluetooth{274}, SOL_BLUETOOTH{sol_bluetooth};
inline constexpr option_level sol_hci{0}, SOL_HCI{sol_hci};
inline constexpr option_level sol_l2cap{6}, SOL_L2CAP{sol_l2cap};
inline constexpr option_level sol_sco{17}, SOL_SCO{sol_sco};
inline constexpr option_level sol_rfcomm{18}, SOL_RFCOMM{sol_rfcomm};

// Options of SOL_SOCKET.
inline constexpr option_name so_debug{1}, SO_DEBUG{so_debug};
inline constexpr option_name so_reuseaddr{2}, SO_REUSEADDR{so_reuseaddr};
inline constexpr option_name so_type{3}, SO_TYPE{so_type};
inline constexpr option_name so_error{4}, SO_ERROR{so_error};
inline constexpr option_name so_dontroute{5}, SO_DONTROUTE{so_dontroute};
inline constexpr option_name so_broadcast{6}, SO_BROADCAST{so_broadcast};
inline constexpr option_name so_sndbuf{7}, SO_SNDBUF{so_sndbuf};
inline constexpr option_name so_rcvbuf{8}, SO_RCVBUF{so_rcvbuf};
inline constexpr option_name so_keepalive{9}, SO_KEEPALIVE{so_keepalive};
inline constexpr option_name so_oobinline{10}, SO_OOBINLINE{so_oobinline};
inline constexpr option_name so_priority{12}, SO_PRIORITY{so_priority};
inline constexpr option_name so_linger{13}, SO_LINGER{so_linger};
inline constexpr option_name so_reuseport{15}, SO_REUSEPORT{so_reuseport};
inline constexpr option_name so_passcred{16}, SO_PASSCRED{so_passcred};
inline constexpr option_name so_peercred{17}, SO_PEERCRED{so_peercred};
inline constexpr option_name so_rcvlowat{18}, SO_RCVLOWAT{so_rcvlowat};
inline constexpr option_name so_sndlowat{19}, SO_SNDLOWAT{so_sndlowat};
inline constexpr option_name so_rcvtimeo{20}, SO_RCVTIMEO{so_rcvtimeo};
inline constexpr option_name so_sndtimeo{21}, SO_SNDTIMEO{so_sndtimeo};
inline constexpr option_name so_bindtodevice{25}, SO_BINDTODEVICE{so_bindtodevice};
inline constexpr option_name so_acceptconn{30}, SO_ACCEPTCONN{so_acceptconn};
inline constexpr option_name so_peersec{31}, SO_PEERSEC{so_peersec};
inline constexpr option_name so_passsec{34}, SO_PASSSEC{so_passsec};
inline constexpr option_name so_mark{36}, SO_MARK{so_mark};
inline constexpr option_name so_protocol{38}, SO_PROTOCOL{so_protocol};
inline constexpr option_name so_domain{39}, SO_DOMAIN{so_domain};
inline constexpr option_name so_incoming_cpu{49}, SO_INCOMING_CPU{so_incoming_cpu};
inline constexpr option_name so_bindtoifindex{62}, SO_BINDTOIFINDEX{so_bindtoifindex};
inline constexpr option_name so_exclusiveaddruse{-5}, SO_EXCLUSIVEADDRUSE{so_exclusiveaddruse}; // windows
inline constexpr option_name so_useloopback{0x30040}, SO_USELOOPBACK{so_useloopback}; // private bsd 0x40
inline constexpr option_name so_reuseport_lb{0x10000}, SO_REUSEPORT_LB{so_reuseport_lb}; // freebsd
inline constexpr option_name so_setfib{0x1014}, SO_SETFIB{so_setfib}; // freebsd
inline constexpr option_name so_user_cookie{0x1015}, SO_USER_COOKIE{so_user_cookie}; // freebsd
inline constexpr option_name so_rtable{0x1021}, SO_RTABLE{so_rtable}; // openbsd
inline constexpr option_name local_peercred{0x30001}, LOCAL_PEERCRED{local_peercred}; // private bsd 1
inline constexpr option_name local_creds{0x30002}, LOCAL_CREDS{local_creds}; // private freebsd 2
inline constexpr option_name local_creds_persistent{0x30003},
    LOCAL_CREDS_PERSISTENT{local_creds_persistent}; // private freebsd 3

// Options of IPPROTO_IP; those that a kernel reports per datagram are control types as well.
inline constexpr option_name ip_tos{1}, IP_TOS{ip_tos};
inline constexpr option_name ip_ttl{2}, IP_TTL{ip_ttl};
inline constexpr option_name ip_hdrincl{3}, IP_HDRINCL{ip_hdrincl};
inline constexpr option_name ip_options{4}, IP_OPTIONS{ip_options};
inline constexpr option_name ip_recvopts{6}, IP_RECVOPTS{ip_recvopts};
inline constexpr option_name ip_retopts{7}, IP_RETOPTS{ip_retopts};
inline constexpr option_name ip_recvretopts{7}, IP_RECVRETOPTS{ip_recvretopts};
inline constexpr option_name ip_pktinfo{8}, IP_PKTINFO{ip_pktinfo};
inline constexpr option_name ip_recverr{11}, IP_RECVERR{ip_recverr};
inline constexpr option_name ip_recvttl{12}, IP_RECVTTL{ip_recvttl};
inline constexpr option_name ip_recvtos{13}, IP_RECVTOS{ip_recvtos};
inline constexpr option_name ip_freebind{15}, IP_FREEBIND{ip_freebind};
inline constexpr option_name ip_transparent{19}, IP_TRANSPARENT{ip_transparent};
inline constexpr option_name ip_recvorigdstaddr{20}, IP_RECVORIGDSTADDR{ip_recvorigdstaddr};
inline constexpr option_name ip_bind_address_no_port{24}, IP_BIND_ADDRESS_NO_PORT{ip_bind_address_no_port};
inline constexpr option_name ip_multicast_if{32}, IP_MULTICAST_IF{ip_multicast_if};
inline constexpr option_name ip_multicast_ttl{33}, IP_MULTICAST_TTL{ip_multicast_ttl};
inline constexpr option_name ip_multicast_loop{34}, IP_MULTICAST_LOOP{ip_multicast_loop};
inline constexpr option_name ip_add_membership{35}, IP_ADD_MEMBERSHIP{ip_add_membership};
inline constexpr option_name ip_drop_membership{36}, IP_DROP_MEMBERSHIP{ip_drop_membership};
inline constexpr option_name ip_unblock_source{37}, IP_UNBLOCK_SOURCE{ip_unblock_source};
inline constexpr option_name ip_block_source{38}, IP_BLOCK_SOURCE{ip_block_source};
inline constexpr option_name ip_add_source_membership{39}, IP_ADD_SOURCE_MEMBERSHIP{ip_add_source_membership};
inline constexpr option_name ip_drop_source_membership{40}, IP_DROP_SOURCE_MEMBERSHIP{ip_drop_source_membership};
inline constexpr option_name so_original_dst{80}, SO_ORIGINAL_DST{so_original_dst};
inline constexpr option_name ip_recvdstaddr{0x30007}, IP_RECVDSTADDR{ip_recvdstaddr}; // private bsd 7

// Options of IPPROTO_IPV6, likewise.
inline constexpr option_name ipv6_checksum{7}, IPV6_CHECKSUM{ipv6_checksum};
inline constexpr option_name ipv6_nexthop{9}, IPV6_NEXTHOP{ipv6_nexthop};
inline constexpr option_name ipv6_unicast_hops{16}, IPV6_UNICAST_HOPS{ipv6_unicast_hops};
inline constexpr option_name ipv6_multicast_if{17}, IPV6_MULTICAST_IF{ipv6_multicast_if};
inline constexpr option_name ipv6_multicast_hops{18}, IPV6_MULTICAST_HOPS{ipv6_multicast_hops};
inline constexpr option_name ipv6_multicast_loop{19}, IPV6_MULTICAST_LOOP{ipv6_multicast_loop};
inline constexpr option_name ipv6_join_group{20}, IPV6_JOIN_GROUP{ipv6_join_group};
inline constexpr option_name ipv6_leave_group{21}, IPV6_LEAVE_GROUP{ipv6_leave_group};
inline constexpr option_name ipv6_recverr{25}, IPV6_RECVERR{ipv6_recverr};
inline constexpr option_name ipv6_v6only{26}, IPV6_V6ONLY{ipv6_v6only};
inline constexpr option_name ipv6_recvpktinfo{49}, IPV6_RECVPKTINFO{ipv6_recvpktinfo};
inline constexpr option_name ipv6_pktinfo{50}, IPV6_PKTINFO{ipv6_pktinfo};
inline constexpr option_name ipv6_recvhoplimit{51}, IPV6_RECVHOPLIMIT{ipv6_recvhoplimit};
inline constexpr option_name ipv6_hoplimit{52}, IPV6_HOPLIMIT{ipv6_hoplimit};
inline constexpr option_name ipv6_recvhopopts{53}, IPV6_RECVHOPOPTS{ipv6_recvhopopts};
inline constexpr option_name ipv6_hopopts{54}, IPV6_HOPOPTS{ipv6_hopopts};
inline constexpr option_name ipv6_rthdrdstopts{55}, IPV6_RTHDRDSTOPTS{ipv6_rthdrdstopts};
inline constexpr option_name ipv6_recvrthdr{56}, IPV6_RECVRTHDR{ipv6_recvrthdr};
inline constexpr option_name ipv6_rthdr{57}, IPV6_RTHDR{ipv6_rthdr};
inline constexpr option_name ipv6_recvdstopts{58}, IPV6_RECVDSTOPTS{ipv6_recvdstopts};
inline constexpr option_name ipv6_dstopts{59}, IPV6_DSTOPTS{ipv6_dstopts};
inline constexpr option_name ipv6_recvpathmtu{60}, IPV6_RECVPATHMTU{ipv6_recvpathmtu};
inline constexpr option_name ipv6_pathmtu{61}, IPV6_PATHMTU{ipv6_pathmtu};
inline constexpr option_name ipv6_dontfrag{62}, IPV6_DONTFRAG{ipv6_dontfrag};
inline constexpr option_name ipv6_recvtclass{66}, IPV6_RECVTCLASS{ipv6_recvtclass};
inline constexpr option_name ipv6_tclass{67}, IPV6_TCLASS{ipv6_tclass};
inline constexpr option_name ipv6_use_min_mtu{0x3002a}, IPV6_USE_MIN_MTU{ipv6_use_min_mtu}; // private bsd 42

// Options of IPPROTO_TCP.
inline constexpr option_name tcp_nodelay{1}, TCP_NODELAY{tcp_nodelay};
inline constexpr option_name tcp_maxseg{2}, TCP_MAXSEG{tcp_maxseg};
inline constexpr option_name tcp_cork{3}, TCP_CORK{tcp_cork};
inline constexpr option_name tcp_keepidle{4}, TCP_KEEPIDLE{tcp_keepidle};
inline constexpr option_name tcp_keepintvl{5}, TCP_KEEPINTVL{tcp_keepintvl};
inline constexpr option_name tcp_keepcnt{6}, TCP_KEEPCNT{tcp_keepcnt};
inline constexpr option_name tcp_syncnt{7}, TCP_SYNCNT{tcp_syncnt};
inline constexpr option_name tcp_linger2{8}, TCP_LINGER2{tcp_linger2};
inline constexpr option_name tcp_defer_accept{9}, TCP_DEFER_ACCEPT{tcp_defer_accept};
inline constexpr option_name tcp_window_clamp{10}, TCP_WINDOW_CLAMP{tcp_window_clamp};
inline constexpr option_name tcp_info{11}, TCP_INFO{tcp_info};
inline constexpr option_name tcp_quickack{12}, TCP_QUICKACK{tcp_quickack};
inline constexpr option_name tcp_congestion{13}, TCP_CONGESTION{tcp_congestion};
inline constexpr option_name tcp_md5sig{14}, TCP_MD5SIG{tcp_md5sig};
inline constexpr option_name tcp_thin_linear_timeouts{16}, TCP_THIN_LINEAR_TIMEOUTS{tcp_thin_linear_timeouts};
inline constexpr option_name tcp_thin_dupack{17}, TCP_THIN_DUPACK{tcp_thin_dupack};
inline constexpr option_name tcp_user_timeout{18}, TCP_USER_TIMEOUT{tcp_user_timeout};
inline constexpr option_name tcp_repair{19}, TCP_REPAIR{tcp_repair};
inline constexpr option_name tcp_repair_queue{20}, TCP_REPAIR_QUEUE{tcp_repair_queue};
inline constexpr option_name tcp_queue_seq{21}, TCP_QUEUE_SEQ{tcp_queue_seq};
inline constexpr option_name tcp_repair_options{22}, TCP_REPAIR_OPTIONS{tcp_repair_options};
inline constexpr option_name tcp_fastopen{23}, TCP_FASTOPEN{tcp_fastopen};
inline constexpr option_name tcp_timestamp{24}, TCP_TIMESTAMP{tcp_timestamp};
inline constexpr option_name tcp_notsent_lowat{25}, TCP_NOTSENT_LOWAT{tcp_notsent_lowat};
inline constexpr option_name tcp_cc_info{26}, TCP_CC_INFO{tcp_cc_info};
inline constexpr option_name tcp_save_syn{27}, TCP_SAVE_SYN{tcp_save_syn};
inline constexpr option_name tcp_saved_syn{28}, TCP_SAVED_SYN{tcp_saved_syn};
inline constexpr option_name tcp_repair_window{29}, TCP_REPAIR_WINDOW{tcp_repair_window};
inline constexpr option_name tcp_fastopen_connect{30}, TCP_FASTOPEN_CONNECT{tcp_fastopen_connect};
inline constexpr option_name tcp_ulp{31}, TCP_ULP{tcp_ulp};
inline constexpr option_name tcp_md5sig_ext{32}, TCP_MD5SIG_EXT{tcp_md5sig_ext};
inline constexpr option_name tcp_fastopen_key{33}, TCP_FASTOPEN_KEY{tcp_fastopen_key};
inline constexpr option_name tcp_fastopen_no_cookie{34}, TCP_FASTOPEN_NO_COOKIE{tcp_fastopen_no_cookie};
inline constexpr option_name tcp_zerocopy_receive{35}, TCP_ZEROCOPY_RECEIVE{tcp_zerocopy_receive};
inline constexpr option_name tcp_inq{36}, TCP_INQ{tcp_inq};
inline constexpr option_name tcp_tx_delay{37}, TCP_TX_DELAY{tcp_tx_delay};
inline constexpr option_name tcp_keepalive{0x30010}, TCP_KEEPALIVE{tcp_keepalive}; // private macos 16
inline constexpr option_name tcp_connection_info{0x106}, TCP_CONNECTION_INFO{tcp_connection_info}; // macos

// Options of the families that only some systems have.
inline constexpr option_name udplite_send_cscov{10}, UDPLITE_SEND_CSCOV{udplite_send_cscov};
inline constexpr option_name udplite_recv_cscov{11}, UDPLITE_RECV_CSCOV{udplite_recv_cscov};
inline constexpr option_name ipx_type{1}, IPX_TYPE{ipx_type};
inline constexpr option_name can_raw_filter{1}, CAN_RAW_FILTER{can_raw_filter};
inline constexpr option_name can_raw_err_filter{2}, CAN_RAW_ERR_FILTER{can_raw_err_filter};
inline constexpr option_name can_raw_loopback{3}, CAN_RAW_LOOPBACK{can_raw_loopback};
inline constexpr option_name can_raw_recv_own_msgs{4}, CAN_RAW_RECV_OWN_MSGS{can_raw_recv_own_msgs};
inline constexpr option_name can_raw_fd_frames{5}, CAN_RAW_FD_FRAMES{can_raw_fd_frames};
inline constexpr option_name can_raw_join_filters{6}, CAN_RAW_JOIN_FILTERS{can_raw_join_filters};
inline constexpr option_name so_j1939_filter{1}, SO_J1939_FILTER{so_j1939_filter};
inline constexpr option_name so_j1939_promisc{2}, SO_J1939_PROMISC{so_j1939_promisc};
inline constexpr option_name so_j1939_send_prio{3}, SO_J1939_SEND_PRIO{so_j1939_send_prio};
inline constexpr option_name so_j1939_errqueue{4}, SO_J1939_ERRQUEUE{so_j1939_errqueue};
inline constexpr option_name so_vm_sockets_buffer_size{0}, SO_VM_SOCKETS_BUFFER_SIZE{so_vm_sockets_buffer_size};
inline constexpr option_name so_vm_sockets_buffer_min_size{1},
    SO_VM_SOCKETS_BUFFER_MIN_SIZE{so_vm_sockets_buffer_min_size};
inline constexpr option_name so_vm_sockets_buffer_max_size{2},
    SO_VM_SOCKETS_BUFFER_MAX_SIZE{so_vm_sockets_buffer_max_size};
inline constexpr option_name tipc_importance{127}, TIPC_IMPORTANCE{tipc_importance};
inline constexpr option_name tipc_src_droppable{128}, TIPC_SRC_DROPPABLE{tipc_src_droppable};
inline constexpr option_name tipc_dest_droppable{129}, TIPC_DEST_DROPPABLE{tipc_dest_droppable};
inline constexpr option_name tipc_conn_timeout{130}, TIPC_CONN_TIMEOUT{tipc_conn_timeout};
inline constexpr option_name alg_set_key{1}, ALG_SET_KEY{alg_set_key};
inline constexpr option_name alg_set_aead_authsize{5}, ALG_SET_AEAD_AUTHSIZE{alg_set_aead_authsize};
inline constexpr option_name alg_set_pubkey{6}, ALG_SET_PUBKEY{alg_set_pubkey};
inline constexpr option_name rds_cancel_sent_to{1}, RDS_CANCEL_SENT_TO{rds_cancel_sent_to};
inline constexpr option_name rds_get_mr{2}, RDS_GET_MR{rds_get_mr};
inline constexpr option_name rds_free_mr{3}, RDS_FREE_MR{rds_free_mr};
inline constexpr option_name rds_recverr{5}, RDS_RECVERR{rds_recverr};
inline constexpr option_name rds_cong_monitor{6}, RDS_CONG_MONITOR{rds_cong_monitor};
inline constexpr option_name rds_get_mr_for_dest{7}, RDS_GET_MR_FOR_DEST{rds_get_mr_for_dest};
inline constexpr option_name hvsocket_connect_timeout{0x20001},
    HVSOCKET_CONNECT_TIMEOUT{hvsocket_connect_timeout}; // private windows 1
inline constexpr option_name hvsocket_connected_suspend{0x20004},
    HVSOCKET_CONNECTED_SUSPEND{hvsocket_connected_suspend}; // private windows 4
inline constexpr option_name hci_data_dir{1}, HCI_DATA_DIR{hci_data_dir};
inline constexpr option_name hci_filter{2}, HCI_FILTER{hci_filter};
inline constexpr option_name hci_time_stamp{3}, HCI_TIME_STAMP{hci_time_stamp};
inline constexpr option_name l2cap_lm{3}, L2CAP_LM{l2cap_lm};
inline constexpr option_name bt_security{4}, BT_SECURITY{bt_security};
inline constexpr option_name bt_defer_setup{7}, BT_DEFER_SETUP{bt_defer_setup};
inline constexpr option_name bt_flushable{8}, BT_FLUSHABLE{bt_flushable};
inline constexpr option_name bt_power{9}, BT_POWER{bt_power};
inline constexpr option_name bt_channel_policy{10}, BT_CHANNEL_POLICY{bt_channel_policy};
inline constexpr option_name bt_voice{11}, BT_VOICE{bt_voice};
inline constexpr option_name bt_sndmtu{12}, BT_SNDMTU{bt_sndmtu};
inline constexpr option_name bt_rcvmtu{13}, BT_RCVMTU{bt_rcvmtu};
inline constexpr option_name bt_phy{14}, BT_PHY{bt_phy};
inline constexpr option_name bt_mode{15}, BT_MODE{bt_mode};
inline constexpr option_name bt_pkt_status{16}, BT_PKT_STATUS{bt_pkt_status};
inline constexpr option_name bt_iso_qos{17}, BT_ISO_QOS{bt_iso_qos};
inline constexpr option_name bt_codec{19}, BT_CODEC{bt_codec};
inline constexpr option_name so_hci_evt_filter{0x30001}, SO_HCI_EVT_FILTER{so_hci_evt_filter}; // private bsd 1
inline constexpr option_name so_hci_pkt_filter{0x30002}, SO_HCI_PKT_FILTER{so_hci_pkt_filter}; // private bsd 2
inline constexpr option_name so_l2cap_imtu{0x30001}, SO_L2CAP_IMTU{so_l2cap_imtu}; // private bsd 1
inline constexpr option_name so_l2cap_omtu{0x30002}, SO_L2CAP_OMTU{so_l2cap_omtu}; // private bsd 2
inline constexpr option_name so_l2cap_iqos{0x30003}, SO_L2CAP_IQOS{so_l2cap_iqos}; // private netbsd 3
inline constexpr option_name so_l2cap_oqos{0x30004}, SO_L2CAP_OQOS{so_l2cap_oqos}; // private netbsd 4
inline constexpr option_name so_l2cap_flush{0x30005}, SO_L2CAP_FLUSH{so_l2cap_flush}; // private bsd 5
inline constexpr option_name so_l2cap_encrypted{0x30006}, SO_L2CAP_ENCRYPTED{so_l2cap_encrypted}; // private freebsd 6
inline constexpr option_name so_l2cap_lm{0x30106}, SO_L2CAP_LM{so_l2cap_lm}; // private netbsd 6
inline constexpr option_name so_rfcomm_mtu{0x30001}, SO_RFCOMM_MTU{so_rfcomm_mtu}; // private bsd 1
inline constexpr option_name so_rfcomm_fc_info{0x30002}, SO_RFCOMM_FC_INFO{so_rfcomm_fc_info}; // private bsd 2
inline constexpr option_name so_rfcomm_lm{0x30003}, SO_RFCOMM_LM{so_rfcomm_lm}; // private netbsd 3
inline constexpr option_name so_sco_mtu{0x30001}, SO_SCO_MTU{so_sco_mtu}; // private bsd 1
inline constexpr option_name so_sco_conninfo{0x30002}, SO_SCO_CONNINFO{so_sco_conninfo}; // private freebsd 2
inline constexpr option_name so_sco_handle{0x30102}, SO_SCO_HANDLE{so_sco_handle}; // private netbsd 2
inline constexpr option_name so_bth_encrypt{0x20002}, SO_BTH_ENCRYPT{so_bth_encrypt}; // private windows 2
inline constexpr option_name so_bth_mtu{-0x7ffffff9}, SO_BTH_MTU{so_bth_mtu}; // windows
inline constexpr option_name so_bth_mtu_max{-0x7ffffff8}, SO_BTH_MTU_MAX{so_bth_mtu_max}; // windows
inline constexpr option_name so_bth_mtu_min{-0x7ffffff6}, SO_BTH_MTU_MIN{so_bth_mtu_min}; // windows

// Types of ancillary data.
inline constexpr control_type scm_rights{1}, SCM_RIGHTS{scm_rights};
inline constexpr control_type scm_credentials{2}, SCM_CREDENTIALS{scm_credentials};
inline constexpr control_type scm_creds{0x30003}, SCM_CREDS{scm_creds}; // private freebsd 3
inline constexpr control_type scm_creds2{0x30008}, SCM_CREDS2{scm_creds2}; // private freebsd 8
inline constexpr control_type scm_j1939_dest_addr{1}, SCM_J1939_DEST_ADDR{scm_j1939_dest_addr};
inline constexpr control_type scm_j1939_dest_name{2}, SCM_J1939_DEST_NAME{scm_j1939_dest_name};
inline constexpr control_type scm_j1939_prio{3}, SCM_J1939_PRIO{scm_j1939_prio};
inline constexpr control_type scm_j1939_errqueue{4}, SCM_J1939_ERRQUEUE{scm_j1939_errqueue};
inline constexpr control_type alg_set_iv{2}, ALG_SET_IV{alg_set_iv};
inline constexpr control_type alg_set_op{3}, ALG_SET_OP{alg_set_op};
inline constexpr control_type alg_set_aead_assoclen{4}, ALG_SET_AEAD_ASSOCLEN{alg_set_aead_assoclen};
inline constexpr control_type rds_cmsg_rdma_args{1}, RDS_CMSG_RDMA_ARGS{rds_cmsg_rdma_args};
inline constexpr control_type rds_cmsg_rdma_dest{2}, RDS_CMSG_RDMA_DEST{rds_cmsg_rdma_dest};
inline constexpr control_type rds_cmsg_rdma_map{3}, RDS_CMSG_RDMA_MAP{rds_cmsg_rdma_map};
inline constexpr control_type rds_cmsg_rdma_status{4}, RDS_CMSG_RDMA_STATUS{rds_cmsg_rdma_status};

// Flags of send and recv.
inline constexpr message_flags msg_oob{0x1}, MSG_OOB{msg_oob};
inline constexpr message_flags msg_peek{0x2}, MSG_PEEK{msg_peek};
inline constexpr message_flags msg_dontroute{0x4}, MSG_DONTROUTE{msg_dontroute};
inline constexpr message_flags msg_ctrunc{0x8}, MSG_CTRUNC{msg_ctrunc};
inline constexpr message_flags msg_trunc{0x20}, MSG_TRUNC{msg_trunc};
inline constexpr message_flags msg_dontwait{0x40}, MSG_DONTWAIT{msg_dontwait};
inline constexpr message_flags msg_eor{0x80}, MSG_EOR{msg_eor};
inline constexpr message_flags msg_waitall{0x100}, MSG_WAITALL{msg_waitall};
inline constexpr message_flags msg_confirm{0x800}, MSG_CONFIRM{msg_confirm};
inline constexpr message_flags msg_errqueue{0x2000}, MSG_ERRQUEUE{msg_errqueue};
inline constexpr message_flags msg_nosignal{0x4000}, MSG_NOSIGNAL{msg_nosignal};
inline constexpr message_flags msg_more{0x8000}, MSG_MORE{msg_more};
inline constexpr message_flags msg_notification{0x8000}, MSG_NOTIFICATION{msg_notification};
inline constexpr message_flags msg_fastopen{0x20000000}, MSG_FASTOPEN{msg_fastopen};
inline constexpr message_flags msg_cmsg_cloexec{0x40000000}, MSG_CMSG_CLOEXEC{msg_cmsg_cloexec};
inline constexpr message_flags msg_eof{0x200000}, MSG_EOF{msg_eof}; // private bsd 0x100
inline constexpr message_flags msg_bcast{0x400000}, MSG_BCAST{msg_bcast}; // private windows 0x400
inline constexpr message_flags msg_mcast{0x800000}, MSG_MCAST{msg_mcast}; // private windows 0x800

// Flags of getaddrinfo.
inline constexpr resolve_flags ai_passive{0x1}, AI_PASSIVE{ai_passive};
inline constexpr resolve_flags ai_canonname{0x2}, AI_CANONNAME{ai_canonname};
inline constexpr resolve_flags ai_numerichost{0x4}, AI_NUMERICHOST{ai_numerichost};
inline constexpr resolve_flags ai_v4mapped{0x8}, AI_V4MAPPED{ai_v4mapped};
inline constexpr resolve_flags ai_all{0x10}, AI_ALL{ai_all};
inline constexpr resolve_flags ai_addrconfig{0x20}, AI_ADDRCONFIG{ai_addrconfig};
inline constexpr resolve_flags ai_numericserv{0x400}, AI_NUMERICSERV{ai_numericserv};
inline constexpr resolve_flags ai_v4mapped_cfg{0x20000}, AI_V4MAPPED_CFG{ai_v4mapped_cfg}; // private bsd 0x200
inline constexpr resolve_flags ai_default{0x20020}, AI_DEFAULT{ai_default}; // private bsd 0x600
inline constexpr resolve_flags ai_mask{0x43f}, AI_MASK{ai_mask}; // bsd

// Flags of getnameinfo.
inline constexpr name_flags ni_numerichost{0x1}, NI_NUMERICHOST{ni_numerichost};
inline constexpr name_flags ni_numericserv{0x2}, NI_NUMERICSERV{ni_numericserv};
inline constexpr name_flags ni_nofqdn{0x4}, NI_NOFQDN{ni_nofqdn};
inline constexpr name_flags ni_namereqd{0x8}, NI_NAMEREQD{ni_namereqd};
inline constexpr name_flags ni_dgram{0x10}, NI_DGRAM{ni_dgram};
inline constexpr name_flags ni_idn{0x20}, NI_IDN{ni_idn};

// Errors of getaddrinfo and getnameinfo.
inline constexpr gai_error eai_badflags{-1}, EAI_BADFLAGS{eai_badflags};
inline constexpr gai_error eai_noname{-2}, EAI_NONAME{eai_noname};
inline constexpr gai_error eai_again{-3}, EAI_AGAIN{eai_again};
inline constexpr gai_error eai_fail{-4}, EAI_FAIL{eai_fail};
inline constexpr gai_error eai_nodata{-5}, EAI_NODATA{eai_nodata};
inline constexpr gai_error eai_family{-6}, EAI_FAMILY{eai_family};
inline constexpr gai_error eai_socktype{-7}, EAI_SOCKTYPE{eai_socktype};
inline constexpr gai_error eai_service{-8}, EAI_SERVICE{eai_service};
inline constexpr gai_error eai_addrfamily{-9}, EAI_ADDRFAMILY{eai_addrfamily};
inline constexpr gai_error eai_memory{-10}, EAI_MEMORY{eai_memory};
inline constexpr gai_error eai_system{-11}, EAI_SYSTEM{eai_system};
inline constexpr gai_error eai_overflow{-12}, EAI_OVERFLOW{eai_overflow};
inline constexpr gai_error eai_badhints{12}, EAI_BADHINTS{eai_badhints}; // bsd
inline constexpr gai_error eai_protocol{13}, EAI_PROTOCOL{eai_protocol}; // bsd
inline constexpr gai_error eai_max{15}, EAI_MAX{eai_max}; // bsd

// What shutdown ends.
inline constexpr shutdown_how shut_rd{0}, SHUT_RD{shut_rd};
inline constexpr shutdown_how shut_wr{1}, SHUT_WR{shut_wr};
inline constexpr shutdown_how shut_rdwr{2}, SHUT_RDWR{shut_rdwr};

// Plain numbers.
inline constexpr int somaxconn{4096}, SOMAXCONN{somaxconn};
inline constexpr int ipport_reserved{1024}, IPPORT_RESERVED{ipport_reserved};
inline constexpr int ipport_userreserved{5000}, IPPORT_USERRESERVED{ipport_userreserved};
inline constexpr int ni_maxhost{1025}, NI_MAXHOST{ni_maxhost};
inline constexpr int ni_maxserv{32}, NI_MAXSERV{ni_maxserv};
inline constexpr int ip_default_multicast_ttl{1}, IP_DEFAULT_MULTICAST_TTL{ip_default_multicast_ttl};
inline constexpr int ip_default_multicast_loop{1}, IP_DEFAULT_MULTICAST_LOOP{ip_default_multicast_loop};
inline constexpr int ip_max_memberships{20}, IP_MAX_MEMBERSHIPS{ip_max_memberships};
inline constexpr int ipv6_rthdr_type_0{0}, IPV6_RTHDR_TYPE_0{ipv6_rthdr_type_0};
inline constexpr int packet_host{0}, PACKET_HOST{packet_host};
inline constexpr int packet_broadcast{1}, PACKET_BROADCAST{packet_broadcast};
inline constexpr int packet_multicast{2}, PACKET_MULTICAST{packet_multicast};
inline constexpr int packet_otherhost{3}, PACKET_OTHERHOST{packet_otherhost};
inline constexpr int packet_outgoing{4}, PACKET_OUTGOING{packet_outgoing};
inline constexpr int packet_loopback{5}, PACKET_LOOPBACK{packet_loopback};
inline constexpr int packet_fastroute{6}, PACKET_FASTROUTE{packet_fastroute};
inline constexpr int eth_p_all{0x3}, ETH_P_ALL{eth_p_all};
inline constexpr int ethertype_ip{0x800}, ETHERTYPE_IP{ethertype_ip};
inline constexpr int ethertype_arp{0x806}, ETHERTYPE_ARP{ethertype_arp};
inline constexpr int ethertype_vlan{0x8100}, ETHERTYPE_VLAN{ethertype_vlan};
inline constexpr int ethertype_ipv6{0x86dd}, ETHERTYPE_IPV6{ethertype_ipv6};
inline constexpr int can_bcm_tx_setup{1}, CAN_BCM_TX_SETUP{can_bcm_tx_setup};
inline constexpr int can_bcm_tx_delete{2}, CAN_BCM_TX_DELETE{can_bcm_tx_delete};
inline constexpr int can_bcm_tx_read{3}, CAN_BCM_TX_READ{can_bcm_tx_read};
inline constexpr int can_bcm_tx_send{4}, CAN_BCM_TX_SEND{can_bcm_tx_send};
inline constexpr int can_bcm_rx_setup{5}, CAN_BCM_RX_SETUP{can_bcm_rx_setup};
inline constexpr int can_bcm_rx_delete{6}, CAN_BCM_RX_DELETE{can_bcm_rx_delete};
inline constexpr int can_bcm_rx_read{7}, CAN_BCM_RX_READ{can_bcm_rx_read};
inline constexpr int can_bcm_tx_status{8}, CAN_BCM_TX_STATUS{can_bcm_tx_status};
inline constexpr int can_bcm_tx_expired{9}, CAN_BCM_TX_EXPIRED{can_bcm_tx_expired};
inline constexpr int can_bcm_rx_status{10}, CAN_BCM_RX_STATUS{can_bcm_rx_status};
inline constexpr int can_bcm_rx_timeout{11}, CAN_BCM_RX_TIMEOUT{can_bcm_rx_timeout};
inline constexpr int can_bcm_rx_changed{12}, CAN_BCM_RX_CHANGED{can_bcm_rx_changed};
inline constexpr int can_bcm_settimer{0x1}, CAN_BCM_SETTIMER{can_bcm_settimer};
inline constexpr int can_bcm_starttimer{0x2}, CAN_BCM_STARTTIMER{can_bcm_starttimer};
inline constexpr int can_bcm_tx_countevt{0x4}, CAN_BCM_TX_COUNTEVT{can_bcm_tx_countevt};
inline constexpr int can_bcm_tx_announce{0x8}, CAN_BCM_TX_ANNOUNCE{can_bcm_tx_announce};
inline constexpr int can_bcm_tx_cp_can_id{0x10}, CAN_BCM_TX_CP_CAN_ID{can_bcm_tx_cp_can_id};
inline constexpr int can_bcm_rx_filter_id{0x20}, CAN_BCM_RX_FILTER_ID{can_bcm_rx_filter_id};
inline constexpr int can_bcm_rx_check_dlc{0x40}, CAN_BCM_RX_CHECK_DLC{can_bcm_rx_check_dlc};
inline constexpr int can_bcm_rx_no_autotimer{0x80}, CAN_BCM_RX_NO_AUTOTIMER{can_bcm_rx_no_autotimer};
inline constexpr int can_bcm_rx_announce_resume{0x100}, CAN_BCM_RX_ANNOUNCE_RESUME{can_bcm_rx_announce_resume};
inline constexpr int can_bcm_tx_reset_multi_idx{0x200}, CAN_BCM_TX_RESET_MULTI_IDX{can_bcm_tx_reset_multi_idx};
inline constexpr int can_bcm_rx_rtr_frame{0x400}, CAN_BCM_RX_RTR_FRAME{can_bcm_rx_rtr_frame};
inline constexpr int can_bcm_can_fd_frame{0x800}, CAN_BCM_CAN_FD_FRAME{can_bcm_can_fd_frame};
inline constexpr int j1939_max_unicast_addr{0xfd}, J1939_MAX_UNICAST_ADDR{j1939_max_unicast_addr};
inline constexpr int j1939_idle_addr{0xfe}, J1939_IDLE_ADDR{j1939_idle_addr};
inline constexpr int j1939_no_addr{0xff}, J1939_NO_ADDR{j1939_no_addr};
inline constexpr int j1939_no_name{0x0}, J1939_NO_NAME{j1939_no_name};
inline constexpr int j1939_pgn_request{0xea00}, J1939_PGN_REQUEST{j1939_pgn_request};
inline constexpr int j1939_pgn_address_claimed{0xee00}, J1939_PGN_ADDRESS_CLAIMED{j1939_pgn_address_claimed};
inline constexpr int j1939_pgn_address_commanded{0xfed8}, J1939_PGN_ADDRESS_COMMANDED{j1939_pgn_address_commanded};
inline constexpr int j1939_pgn_pdu1_max{0x3ff00}, J1939_PGN_PDU1_MAX{j1939_pgn_pdu1_max};
inline constexpr int j1939_pgn_max{0x3ffff}, J1939_PGN_MAX{j1939_pgn_max};
inline constexpr int j1939_no_pgn{0x40000}, J1939_NO_PGN{j1939_no_pgn};
inline constexpr int j1939_nla_pad{0}, J1939_NLA_PAD{j1939_nla_pad};
inline constexpr int j1939_nla_bytes_acked{1}, J1939_NLA_BYTES_ACKED{j1939_nla_bytes_acked};
inline constexpr int j1939_ee_info_none{0}, J1939_EE_INFO_NONE{j1939_ee_info_none};
inline constexpr int j1939_ee_info_tx_abort{1}, J1939_EE_INFO_TX_ABORT{j1939_ee_info_tx_abort};
inline constexpr int j1939_filter_max{512}, J1939_FILTER_MAX{j1939_filter_max};
inline constexpr int tipc_addr_nameseq{1}, TIPC_ADDR_NAMESEQ{tipc_addr_nameseq};
inline constexpr int tipc_addr_name{2}, TIPC_ADDR_NAME{tipc_addr_name};
inline constexpr int tipc_addr_id{3}, TIPC_ADDR_ID{tipc_addr_id};
inline constexpr int tipc_zone_scope{1}, TIPC_ZONE_SCOPE{tipc_zone_scope};
inline constexpr int tipc_cluster_scope{2}, TIPC_CLUSTER_SCOPE{tipc_cluster_scope};
inline constexpr int tipc_node_scope{3}, TIPC_NODE_SCOPE{tipc_node_scope};
inline constexpr int tipc_low_importance{0}, TIPC_LOW_IMPORTANCE{tipc_low_importance};
inline constexpr int tipc_medium_importance{1}, TIPC_MEDIUM_IMPORTANCE{tipc_medium_importance};
inline constexpr int tipc_high_importance{2}, TIPC_HIGH_IMPORTANCE{tipc_high_importance};
inline constexpr int tipc_critical_importance{3}, TIPC_CRITICAL_IMPORTANCE{tipc_critical_importance};
inline constexpr int tipc_sub_ports{1}, TIPC_SUB_PORTS{tipc_sub_ports};
inline constexpr int tipc_sub_service{2}, TIPC_SUB_SERVICE{tipc_sub_service};
inline constexpr int tipc_sub_cancel{4}, TIPC_SUB_CANCEL{tipc_sub_cancel};
inline constexpr int tipc_wait_forever{-1}, TIPC_WAIT_FOREVER{tipc_wait_forever};
inline constexpr int tipc_published{1}, TIPC_PUBLISHED{tipc_published};
inline constexpr int tipc_withdrawn{2}, TIPC_WITHDRAWN{tipc_withdrawn};
inline constexpr int tipc_subscr_timeout{3}, TIPC_SUBSCR_TIMEOUT{tipc_subscr_timeout};
inline constexpr int tipc_cfg_srv{0}, TIPC_CFG_SRV{tipc_cfg_srv};
inline constexpr int tipc_top_srv{1}, TIPC_TOP_SRV{tipc_top_srv};
inline constexpr int alg_op_decrypt{0}, ALG_OP_DECRYPT{alg_op_decrypt};
inline constexpr int alg_op_encrypt{1}, ALG_OP_ENCRYPT{alg_op_encrypt};
inline constexpr int alg_op_sign{2}, ALG_OP_SIGN{alg_op_sign};
inline constexpr int alg_op_verify{3}, ALG_OP_VERIFY{alg_op_verify};
inline constexpr int rds_rdma_readwrite{0x1}, RDS_RDMA_READWRITE{rds_rdma_readwrite};
inline constexpr int rds_rdma_fence{0x2}, RDS_RDMA_FENCE{rds_rdma_fence};
inline constexpr int rds_rdma_invalidate{0x4}, RDS_RDMA_INVALIDATE{rds_rdma_invalidate};
inline constexpr int rds_rdma_use_once{0x8}, RDS_RDMA_USE_ONCE{rds_rdma_use_once};
inline constexpr int rds_rdma_dontwait{0x10}, RDS_RDMA_DONTWAIT{rds_rdma_dontwait};
inline constexpr int rds_rdma_notify_me{0x20}, RDS_RDMA_NOTIFY_ME{rds_rdma_notify_me};
inline constexpr int rds_rdma_silent{0x40}, RDS_RDMA_SILENT{rds_rdma_silent};
inline constexpr int hvsocket_connect_timeout_max{300000},
    HVSOCKET_CONNECT_TIMEOUT_MAX{hvsocket_connect_timeout_max}; // windows
inline constexpr int hvsocket_address_flag_passthru{1},
    HVSOCKET_ADDRESS_FLAG_PASSTHRU{hvsocket_address_flag_passthru}; // windows
inline constexpr int rcvall_off{0}, RCVALL_OFF{rcvall_off}; // windows
inline constexpr int rcvall_on{1}, RCVALL_ON{rcvall_on}; // windows
inline constexpr int rcvall_socketlevelonly{2}, RCVALL_SOCKETLEVELONLY{rcvall_socketlevelonly}; // windows
inline constexpr int rcvall_iplevel{3}, RCVALL_IPLEVEL{rcvall_iplevel}; // windows
inline constexpr int rcvall_max{3}, RCVALL_MAX{rcvall_max}; // windows
inline constexpr int bdaddr_bredr{0}, BDADDR_BREDR{bdaddr_bredr};
inline constexpr int bdaddr_le_public{1}, BDADDR_LE_PUBLIC{bdaddr_le_public};
inline constexpr int bdaddr_le_random{2}, BDADDR_LE_RANDOM{bdaddr_le_random};
inline constexpr int hci_dev_none{0xffff}, HCI_DEV_NONE{hci_dev_none};
inline constexpr int hci_channel_raw{0}, HCI_CHANNEL_RAW{hci_channel_raw};
inline constexpr int hci_channel_user{1}, HCI_CHANNEL_USER{hci_channel_user};
inline constexpr int hci_channel_monitor{2}, HCI_CHANNEL_MONITOR{hci_channel_monitor};
inline constexpr int hci_channel_control{3}, HCI_CHANNEL_CONTROL{hci_channel_control};
inline constexpr int hci_channel_logging{4}, HCI_CHANNEL_LOGGING{hci_channel_logging};
inline constexpr int l2cap_lm_master{0x1}, L2CAP_LM_MASTER{l2cap_lm_master};
inline constexpr int l2cap_lm_auth{0x2}, L2CAP_LM_AUTH{l2cap_lm_auth};
inline constexpr int l2cap_lm_encrypt{0x4}, L2CAP_LM_ENCRYPT{l2cap_lm_encrypt};
inline constexpr int l2cap_lm_trusted{0x8}, L2CAP_LM_TRUSTED{l2cap_lm_trusted};
inline constexpr int l2cap_lm_reliable{0x10}, L2CAP_LM_RELIABLE{l2cap_lm_reliable};
inline constexpr int l2cap_lm_secure{0x20}, L2CAP_LM_SECURE{l2cap_lm_secure};
inline constexpr int rfcomm_lm_auth{0x2}, RFCOMM_LM_AUTH{rfcomm_lm_auth};
inline constexpr int rfcomm_lm_encrypt{0x4}, RFCOMM_LM_ENCRYPT{rfcomm_lm_encrypt};
inline constexpr int rfcomm_lm_secure{0x20}, RFCOMM_LM_SECURE{rfcomm_lm_secure};
inline constexpr int bt_security_sdp{0}, BT_SECURITY_SDP{bt_security_sdp};
inline constexpr int bt_security_low{1}, BT_SECURITY_LOW{bt_security_low};
inline constexpr int bt_security_medium{2}, BT_SECURITY_MEDIUM{bt_security_medium};
inline constexpr int bt_security_high{3}, BT_SECURITY_HIGH{bt_security_high};
inline constexpr int bt_security_fips{4}, BT_SECURITY_FIPS{bt_security_fips};
inline constexpr int bt_flushable_off{0}, BT_FLUSHABLE_OFF{bt_flushable_off};
inline constexpr int bt_flushable_on{1}, BT_FLUSHABLE_ON{bt_flushable_on};
inline constexpr int bt_power_force_active_off{0}, BT_POWER_FORCE_ACTIVE_OFF{bt_power_force_active_off};
inline constexpr int bt_power_force_active_on{1}, BT_POWER_FORCE_ACTIVE_ON{bt_power_force_active_on};
inline constexpr int bt_channel_policy_bredr_only{0}, BT_CHANNEL_POLICY_BREDR_ONLY{bt_channel_policy_bredr_only};
inline constexpr int bt_channel_policy_bredr_preferred{1},
    BT_CHANNEL_POLICY_BREDR_PREFERRED{bt_channel_policy_bredr_preferred};
inline constexpr int bt_channel_policy_amp_preferred{2},
    BT_CHANNEL_POLICY_AMP_PREFERRED{bt_channel_policy_amp_preferred};
inline constexpr int bt_voice_transparent{0x3}, BT_VOICE_TRANSPARENT{bt_voice_transparent};
inline constexpr int bt_voice_cvsd_16bit{0x60}, BT_VOICE_CVSD_16BIT{bt_voice_cvsd_16bit};
inline constexpr int bt_voice_transparent_16bit{0x63}, BT_VOICE_TRANSPARENT_16BIT{bt_voice_transparent_16bit};
inline constexpr int bt_phy_br_1m_1slot{0x1}, BT_PHY_BR_1M_1SLOT{bt_phy_br_1m_1slot};
inline constexpr int bt_phy_br_1m_3slot{0x2}, BT_PHY_BR_1M_3SLOT{bt_phy_br_1m_3slot};
inline constexpr int bt_phy_br_1m_5slot{0x4}, BT_PHY_BR_1M_5SLOT{bt_phy_br_1m_5slot};
inline constexpr int bt_phy_edr_2m_1slot{0x8}, BT_PHY_EDR_2M_1SLOT{bt_phy_edr_2m_1slot};
inline constexpr int bt_phy_edr_2m_3slot{0x10}, BT_PHY_EDR_2M_3SLOT{bt_phy_edr_2m_3slot};
inline constexpr int bt_phy_edr_2m_5slot{0x20}, BT_PHY_EDR_2M_5SLOT{bt_phy_edr_2m_5slot};
inline constexpr int bt_phy_edr_3m_1slot{0x40}, BT_PHY_EDR_3M_1SLOT{bt_phy_edr_3m_1slot};
inline constexpr int bt_phy_edr_3m_3slot{0x80}, BT_PHY_EDR_3M_3SLOT{bt_phy_edr_3m_3slot};
inline constexpr int bt_phy_edr_3m_5slot{0x100}, BT_PHY_EDR_3M_5SLOT{bt_phy_edr_3m_5slot};
inline constexpr int bt_phy_le_1m_tx{0x200}, BT_PHY_LE_1M_TX{bt_phy_le_1m_tx};
inline constexpr int bt_phy_le_1m_rx{0x400}, BT_PHY_LE_1M_RX{bt_phy_le_1m_rx};
inline constexpr int bt_phy_le_2m_tx{0x800}, BT_PHY_LE_2M_TX{bt_phy_le_2m_tx};
inline constexpr int bt_phy_le_2m_rx{0x1000}, BT_PHY_LE_2M_RX{bt_phy_le_2m_rx};
inline constexpr int bt_phy_le_coded_tx{0x2000}, BT_PHY_LE_CODED_TX{bt_phy_le_coded_tx};
inline constexpr int bt_phy_le_coded_rx{0x4000}, BT_PHY_LE_CODED_RX{bt_phy_le_coded_rx};
inline constexpr int bt_mode_basic{0}, BT_MODE_BASIC{bt_mode_basic};
inline constexpr int bt_mode_ertm{1}, BT_MODE_ERTM{bt_mode_ertm};
inline constexpr int bt_mode_streaming{2}, BT_MODE_STREAMING{bt_mode_streaming};
inline constexpr int bt_mode_le_flowctl{3}, BT_MODE_LE_FLOWCTL{bt_mode_le_flowctl};
inline constexpr int bt_mode_ext_flowctl{4}, BT_MODE_EXT_FLOWCTL{bt_mode_ext_flowctl};

// Plain numbers of 32 bits without sign.
inline constexpr std::uint32_t inaddr_any{0x0}, INADDR_ANY{inaddr_any};
inline constexpr std::uint32_t inaddr_broadcast{0xffffffff}, INADDR_BROADCAST{inaddr_broadcast};
inline constexpr std::uint32_t inaddr_loopback{0x7f000001}, INADDR_LOOPBACK{inaddr_loopback};
inline constexpr std::uint32_t inaddr_unspec_group{0xe0000000}, INADDR_UNSPEC_GROUP{inaddr_unspec_group};
inline constexpr std::uint32_t inaddr_allhosts_group{0xe0000001}, INADDR_ALLHOSTS_GROUP{inaddr_allhosts_group};
inline constexpr std::uint32_t inaddr_max_local_group{0xe00000ff}, INADDR_MAX_LOCAL_GROUP{inaddr_max_local_group};
inline constexpr std::uint32_t inaddr_none{0xffffffff}, INADDR_NONE{inaddr_none};
inline constexpr std::uint32_t can_eff_flag{0x80000000}, CAN_EFF_FLAG{can_eff_flag};
inline constexpr std::uint32_t can_rtr_flag{0x40000000}, CAN_RTR_FLAG{can_rtr_flag};
inline constexpr std::uint32_t can_err_flag{0x20000000}, CAN_ERR_FLAG{can_err_flag};
inline constexpr std::uint32_t can_sff_mask{0x7ff}, CAN_SFF_MASK{can_sff_mask};
inline constexpr std::uint32_t can_eff_mask{0x1fffffff}, CAN_EFF_MASK{can_eff_mask};
inline constexpr std::uint32_t can_err_mask{0x1fffffff}, CAN_ERR_MASK{can_err_mask};
inline constexpr std::uint32_t vmaddr_cid_any{0xffffffff}, VMADDR_CID_ANY{vmaddr_cid_any};
inline constexpr std::uint32_t vmaddr_cid_local{1}, VMADDR_CID_LOCAL{vmaddr_cid_local};
inline constexpr std::uint32_t vmaddr_cid_host{2}, VMADDR_CID_HOST{vmaddr_cid_host};
inline constexpr std::uint32_t vmaddr_port_any{0xffffffff}, VMADDR_PORT_ANY{vmaddr_port_any};
inline constexpr std::uint32_t vm_sockets_invalid_version{0xffffffff},
    VM_SOCKETS_INVALID_VERSION{vm_sockets_invalid_version};
inline constexpr std::uint32_t ioctl_vm_sockets_get_local_cid{0x7b9},
    IOCTL_VM_SOCKETS_GET_LOCAL_CID{ioctl_vm_sockets_get_local_cid};
inline constexpr std::uint32_t sio_rcvall{0x98000001}, SIO_RCVALL{sio_rcvall}; // windows
inline constexpr std::uint32_t sio_keepalive_vals{0x98000004}, SIO_KEEPALIVE_VALS{sio_keepalive_vals}; // windows
inline constexpr std::uint32_t sio_loopback_fast_path{0x98000010},
    SIO_LOOPBACK_FAST_PATH{sio_loopback_fast_path}; // windows

// Texts.
inline constexpr std::string_view bdaddr_any{"00:00:00:00:00:00"}, BDADDR_ANY{bdaddr_any};
inline constexpr std::string_view bdaddr_local{"00:00:00:FF:FF:FF"}, BDADDR_LOCAL{bdaddr_local};
inline constexpr std::string_view hv_guid_zero{"00000000-0000-0000-0000-000000000000"},
    HV_GUID_ZERO{hv_guid_zero}; // windows
inline constexpr std::string_view hv_guid_wildcard{"00000000-0000-0000-0000-000000000000"},
    HV_GUID_WILDCARD{hv_guid_wildcard}; // windows
inline constexpr std::string_view hv_guid_broadcast{"FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"},
    HV_GUID_BROADCAST{hv_guid_broadcast}; // windows
inline constexpr std::string_view hv_guid_children{"90DB8B89-0D35-4F79-8CE9-49EA0AC8B7CD"},
    HV_GUID_CHILDREN{hv_guid_children}; // windows
inline constexpr std::string_view hv_guid_loopback{"E0E16197-DD56-4A10-9195-5EE7A155A838"},
    HV_GUID_LOOPBACK{hv_guid_loopback}; // windows
inline constexpr std::string_view hv_guid_parent{"A42E7CDA-D03F-480C-9CC2-A4DE20ABB878"},
    HV_GUID_PARENT{hv_guid_parent}; // windows

} // namespace samesock

#include <samesock/names_end.hpp>

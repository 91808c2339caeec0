// Facts of IANA's registries and of the names that Debian's /etc/services and /etc/protocols give them.
#include "core/services.hpp"

namespace samesock {
namespace {

enum transport : unsigned char { tcp = 1, udp = 2, sctp = 4 };

struct service_row {
    std::string_view name;
    std::uint16_t port;
    int transports;
    std::string_view aliases; ///< with a space between two
};

struct protocol_row {
    std::string_view name;
    int number;
    std::string_view aliases;
};

constexpr service_row services[] = {
    {"tcpmux", 1, tcp, ""},
    {"echo", 7, tcp | udp, ""},
    {"discard", 9, tcp | udp, "sink null"},
    {"systat", 11, tcp, "users"},
    {"daytime", 13, tcp | udp, ""},
    {"netstat", 15, tcp, ""},
    {"qotd", 17, tcp, "quote"},
    {"chargen", 19, tcp | udp, "ttytst source"},
    {"ftp-data", 20, tcp, ""},
    {"ftp", 21, tcp, ""},
    {"ssh", 22, tcp, ""},
    {"telnet", 23, tcp, ""},
    {"smtp", 25, tcp, "mail"},
    {"time", 37, tcp | udp, "timserver"},
    {"whois", 43, tcp, "nicname"},
    {"tacacs", 49, tcp | udp, ""},
    {"domain", 53, tcp | udp, ""},
    {"bootps", 67, udp, ""},
    {"bootpc", 68, udp, ""},
    {"tftp", 69, udp, ""},
    {"gopher", 70, tcp, ""},
    {"finger", 79, tcp, ""},
    {"http", 80, tcp, "www"},
    {"kerberos", 88, tcp | udp, "kerberos5 krb5 kerberos-sec"},
    {"iso-tsap", 102, tcp, "tsap"},
    {"acr-nema", 104, tcp, "dicom"},
    {"pop3", 110, tcp, "pop-3"},
    {"sunrpc", 111, tcp | udp, "portmapper"},
    {"auth", 113, tcp, "authentication tap ident"},
    {"nntp", 119, tcp, "readnews untp"},
    {"ntp", 123, udp, ""},
    {"epmap", 135, tcp, "loc-srv"},
    {"netbios-ns", 137, udp, ""},
    {"netbios-dgm", 138, udp, ""},
    {"netbios-ssn", 139, tcp, ""},
    {"imap2", 143, tcp, "imap"},
    {"snmp", 161, tcp | udp, ""},
    {"snmp-trap", 162, tcp | udp, "snmptrap"},
    {"xdmcp", 177, udp, ""},
    {"bgp", 179, tcp, ""},
    {"z3950", 210, tcp, "wais"},
    {"ptp-event", 319, udp, ""},
    {"ptp-general", 320, udp, ""},
    {"ldap", 389, tcp | udp, ""},
    {"svrloc", 427, tcp | udp, ""},
    {"https", 443, tcp | udp, ""},
    {"microsoft-ds", 445, tcp, ""},
    {"kpasswd", 464, tcp | udp, ""},
    {"submissions", 465, tcp, "ssmtp smtps urd"},
    {"isakmp", 500, udp, ""},
    {"exec", 512, tcp, ""},
    {"biff", 512, udp, "comsat"},
    {"login", 513, tcp, ""},
    {"who", 513, udp, "whod"},
    {"shell", 514, tcp, "cmd syslog"},
    {"syslog", 514, udp, ""},
    {"printer", 515, tcp, "spooler"},
    {"talk", 517, udp, ""},
    {"ntalk", 518, udp, ""},
    {"route", 520, udp, "router routed"},
    {"uucp", 540, tcp, "uucpd"},
    {"klogin", 543, tcp, ""},
    {"kshell", 544, tcp, "krcmd"},
    {"dhcpv6-client", 546, udp, ""},
    {"dhcpv6-server", 547, udp, ""},
    {"afpovertcp", 548, tcp, ""},
    {"rtsp", 554, tcp | udp, ""},
    {"nntps", 563, tcp, "snntp"},
    {"submission", 587, tcp, ""},
    {"asf-rmcp", 623, udp, ""},
    {"ipp", 631, tcp, ""},
    {"ldaps", 636, tcp | udp, ""},
    {"ldp", 646, tcp | udp, ""},
    {"kerberos-adm", 749, tcp, ""},
    {"spamd", 783, tcp, ""},
    {"domain-s", 853, tcp | udp, ""},
    {"rsync", 873, tcp, ""},
    {"ftps-data", 989, tcp, ""},
    {"ftps", 990, tcp, ""},
    {"telnets", 992, tcp, ""},
    {"imaps", 993, tcp, ""},
    {"pop3s", 995, tcp, ""},
    {"socks", 1080, tcp, ""},
    {"rmiregistry", 1099, tcp, ""},
    {"openvpn", 1194, tcp | udp, ""},
    {"ms-sql-s", 1433, tcp, ""},
    {"ms-sql-m", 1434, udp, ""},
    {"datametrics", 1645, tcp | udp, "old-radius"},
    {"sa-msg-port", 1646, tcp | udp, "old-radacct"},
    {"l2f", 1701, udp, "l2tp"},
    {"radius", 1812, tcp | udp, ""},
    {"radius-acct", 1813, tcp | udp, "radacct"},
    {"cisco-sccp", 2000, tcp, ""},
    {"nfs", 2049, tcp | udp, ""},
    {"cvspserver", 2401, tcp, ""},
    {"dict", 2628, tcp, ""},
    {"gpsd", 2947, tcp, ""},
    {"icpv2", 3130, udp, "icp"},
    {"isns", 3205, tcp | udp, ""},
    {"iscsi-target", 3260, tcp, ""},
    {"mysql", 3306, tcp, ""},
    {"ms-wbt-server", 3389, tcp, ""},
    {"nut", 3493, tcp | udp, ""},
    {"distcc", 3632, tcp, ""},
    {"svn", 3690, tcp, "subversion"},
    {"sieve", 4190, tcp, ""},
    {"epmd", 4369, tcp, ""},
    {"ntske", 4460, tcp, ""},
    {"ipsec-nat-t", 4500, udp, ""},
    {"iax", 4569, udp, ""},
    {"munin", 4949, tcp, "lrrd"},
    {"sip", 5060, tcp | udp, ""},
    {"sip-tls", 5061, tcp | udp, ""},
    {"xmpp-client", 5222, tcp, "jabber-client"},
    {"xmpp-server", 5269, tcp, "jabber-server"},
    {"mdns", 5353, udp, ""},
    {"postgresql", 5432, tcp, "postgres"},
    {"nrpe", 5666, tcp, ""},
    {"amqps", 5671, tcp, ""},
    {"amqp", 5672, tcp | sctp, ""},
    {"x11", 6000, tcp, "x11-0"},
    {"redis", 6379, tcp, ""},
    {"syslog-tls", 6514, tcp, ""},
    {"ircd", 6667, tcp, ""},
    {"babel", 6696, udp, ""},
    {"ircs-u", 6697, tcp, ""},
    {"http-alt", 8080, tcp, "webcache"},
    {"puppet", 8140, tcp, ""},
    {"bacula-dir", 9101, tcp, ""},
    {"bacula-fd", 9102, tcp, ""},
    {"bacula-sd", 9103, tcp, ""},
    {"git", 9418, tcp, ""},
    {"zabbix-agent", 10050, tcp, ""},
    {"zabbix-trapper", 10051, tcp, ""},
    {"nbd", 10809, tcp, ""},
    {"hkp", 11371, tcp, ""},
};

constexpr protocol_row protocols[] = {
    {"ip", 0, "IP"},
    {"hopopt", 0, "HOPOPT"},
    {"icmp", 1, "ICMP"},
    {"igmp", 2, "IGMP"},
    {"ggp", 3, "GGP"},
    {"ipencap", 4, "IP-ENCAP"},
    {"st", 5, "ST"},
    {"tcp", 6, "TCP"},
    {"egp", 8, "EGP"},
    {"igp", 9, "IGP"},
    {"pup", 12, "PUP"},
    {"udp", 17, "UDP"},
    {"hmp", 20, "HMP"},
    {"xns-idp", 22, "XNS-IDP"},
    {"rdp", 27, "RDP"},
    {"iso-tp4", 29, "ISO-TP4"},
    {"dccp", 33, "DCCP"},
    {"xtp", 36, "XTP"},
    {"ddp", 37, "DDP"},
    {"idpr-cmtp", 38, "IDPR-CMTP"},
    {"ipv6", 41, "IPv6"},
    {"ipv6-route", 43, "IPv6-Route"},
    {"ipv6-frag", 44, "IPv6-Frag"},
    {"idrp", 45, "IDRP"},
    {"rsvp", 46, "RSVP"},
    {"gre", 47, "GRE"},
    {"esp", 50, "IPSEC-ESP"},
    {"ah", 51, "IPSEC-AH"},
    {"skip", 57, "SKIP"},
    {"ipv6-icmp", 58, "IPv6-ICMP"},
    {"ipv6-nonxt", 59, "IPv6-NoNxt"},
    {"ipv6-opts", 60, "IPv6-Opts"},
    {"rspf", 73, "RSPF CPHB"},
    {"vmtp", 81, "VMTP"},
    {"eigrp", 88, "EIGRP"},
    {"ospf", 89, "OSPFIGP"},
    {"ax.25", 93, "AX.25"},
    {"ipip", 94, "IPIP"},
    {"etherip", 97, "ETHERIP"},
    {"encap", 98, "ENCAP"},
    {"pim", 103, "PIM"},
    {"ipcomp", 108, "IPCOMP"},
    {"vrrp", 112, "VRRP"},
    {"l2tp", 115, "L2TP"},
    {"isis", 124, "ISIS"},
    {"sctp", 132, "SCTP"},
    {"fc", 133, "FC"},
    {"mobility-header", 135, "Mobility-Header"},
    {"udplite", 136, "UDPLite"},
    {"mpls-in-ip", 137, "MPLS-in-IP"},
    {"manet", 138, ""},
    {"hip", 139, "HIP"},
    {"shim6", 140, "Shim6"},
    {"wesp", 141, "WESP"},
    {"rohc", 142, "ROHC"},
    {"ethernet", 143, "Ethernet"},
    {"mptcp", 262, "MPTCP"},
};

template <class Row>
bool is_named(const Row& row, std::string_view name) noexcept {
    if (name == row.name) return true;
    for (std::string_view rest = row.aliases; !rest.empty();) {
        const std::size_t end = rest.find(' ');
        if (rest.substr(0, end) == name) return true;
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return false;
}

/// The transports that `proto` means; none of an unknown name.
int transports_of(std::string_view proto) noexcept {
    if (proto.empty()) return tcp | udp | sctp;
    if (proto == "tcp") return tcp;
    if (proto == "udp") return udp;
    return proto == "sctp" ? sctp : 0;
}

} // namespace

std::optional<std::uint16_t> service_port(std::string_view name, std::string_view proto) noexcept {
    for (const service_row& row : services)
        if ((row.transports & transports_of(proto)) != 0 && is_named(row, name)) return row.port;
    return std::nullopt;
}

std::optional<std::string_view> service_name(std::uint16_t port, std::string_view proto) noexcept {
    for (const service_row& row : services)
        if (row.port == port && (row.transports & transports_of(proto)) != 0) return row.name;
    return std::nullopt;
}

std::optional<int> protocol_number(std::string_view name) noexcept {
    for (const protocol_row& row : protocols)
        if (is_named(row, name)) return row.number;
    return std::nullopt;
}

} // namespace samesock

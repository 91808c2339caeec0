// Look-ups: hosts, services, protocols, interfaces. Nothing outside this machine is asked.
#include "suite.hpp"

#include <algorithm>

namespace {

bool has_address(const std::vector<ss::address_info>& found, std::string_view host) {
    return std::ranges::any_of(found, [&](const ss::address_info& i) { return i.sockaddr.host() == host; });
}

} // namespace

TEST_CASE("getaddrinfo of a numeric address", "[names]") {
    const auto found = value_of(ss::try_getaddrinfo("127.0.0.1", 80, 0, ss::SOCK_STREAM));
    REQUIRE(found.size() == 1);
    CHECK(found[0].family == ss::AF_INET);
    CHECK(found[0].type == ss::SOCK_STREAM);
    CHECK(found[0].proto == ss::IPPROTO_TCP);
    CHECK(found[0].canonname.empty());
    CHECK(found[0].sockaddr == ss::address("127.0.0.1", 80));
}

TEST_CASE("getaddrinfo of an IPv6 address", "[names][ipv6]") {
    const auto found = value_of(ss::try_getaddrinfo("::1", "80", ss::AF_INET6, ss::SOCK_DGRAM));
    REQUIRE(found.size() == 1);
    CHECK(found[0].family == ss::AF_INET6);
    CHECK(found[0].proto == ss::IPPROTO_UDP);
    CHECK(found[0].sockaddr.host() == "::1");
    CHECK(found[0].sockaddr.port() == 80);
}

TEST_CASE("getaddrinfo without a type answers for streams and datagrams", "[names]") {
    const auto found = value_of(ss::try_getaddrinfo("127.0.0.1", 80));
    const auto has = [&](ss::socket_type type) {
        return std::ranges::any_of(found, [&](const auto& i) { return i.type == type; });
    };
    CHECK(has(ss::SOCK_STREAM));
    CHECK(has(ss::SOCK_DGRAM));
}

TEST_CASE("getaddrinfo without a host is loopback or with AI_PASSIVE every address", "[names]") {
    CHECK(value_of(ss::try_getaddrinfo(std::nullopt, 80, ss::AF_INET, ss::SOCK_STREAM)).at(0).sockaddr.host() ==
          "127.0.0.1");
    const auto passive =
        value_of(ss::try_getaddrinfo(std::nullopt, 80, ss::AF_INET, ss::SOCK_STREAM, 0, ss::AI_PASSIVE));
    CHECK(passive.at(0).sockaddr.host() == "0.0.0.0");
}

TEST_CASE("getaddrinfo knows services by name", "[names]") {
    const auto found = value_of(ss::try_getaddrinfo("127.0.0.1", "http", ss::AF_INET, ss::SOCK_STREAM));
    CHECK(found.at(0).sockaddr.port() == 80);
    CHECK(error_of(ss::try_getaddrinfo("127.0.0.1", "no-such-service", ss::AF_INET, ss::SOCK_STREAM)) ==
          ss::gai_error::service);
}

TEST_CASE("getaddrinfo of localhost finds loopback", "[names]") {
    CHECK(has_address(value_of(ss::try_getaddrinfo("localhost", 80, ss::AF_INET, ss::SOCK_STREAM)), "127.0.0.1"));
}

TEST_CASE("getaddrinfo with AI_CANONNAME gives a name", "[names]") {
    const auto found =
        value_of(ss::try_getaddrinfo("127.0.0.1", 80, ss::AF_INET, ss::SOCK_STREAM, 0, ss::AI_CANONNAME));
    CHECK(found.at(0).canonname == "127.0.0.1");
}

TEST_CASE("getaddrinfo with AI_NUMERICHOST asks nobody", "[names]") {
    const auto outcome = ss::try_getaddrinfo("localhost", 80, ss::AF_INET, ss::SOCK_STREAM, 0, ss::AI_NUMERICHOST);
    CHECK(error_of(outcome) == ss::gai_error::noname);
}

TEST_CASE("getaddrinfo of nothing at all is EAI_NONAME", "[names][bad]") {
    CHECK(error_of(ss::try_getaddrinfo(std::nullopt, std::nullopt)) == ss::gai_error::noname);
}

TEST_CASE("getaddrinfo refuses an unknown family and an unknown type", "[names][bad]") {
    CHECK(error_of(ss::try_getaddrinfo("127.0.0.1", 80, ss::address_family(99))) == ss::gai_error::family);
    CHECK(error_of(ss::try_getaddrinfo("127.0.0.1", 80, 0, ss::socket_type(99))) == ss::gai_error::socktype);
}

TEST_CASE("a name that nobody has is a gaierror", "[names][semantics-17]") {
    const auto outcome = error_of(ss::try_getaddrinfo(unknown_host(), 80));
    CHECK(outcome.category() == ss::gai_category());
    CHECK((outcome == ss::gai_error::noname || outcome == ss::gai_error::again || outcome == ss::gai_error::fail));
}

TEST_CASE("a name that is not ASCII is looked up in its ASCII form", "[names][semantics-14]") {
    const auto wide_localhost = "\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54"s; // its full-width letters
    CHECK(has_address(value_of(ss::try_getaddrinfo(wide_localhost, 80, ss::AF_INET, ss::SOCK_STREAM)), "127.0.0.1"));
    auto l = listener();
    auto s = tcp();
    ok(s.try_connect({wide_localhost, value_of(l.try_getsockname()).port()}));
    std::string unknown;
    for (int i = 0; i < 40; ++i) unknown += "\u00e4."; // too long for a question in its ASCII form
    CHECK(error_of(ss::try_getaddrinfo(unknown + "invalid", 80)).category() == ss::gai_category());
}

TEST_CASE("the older forms of an IPv4 address are looked up as such", "[names][semantics-16]") {
    CHECK(value_of(ss::try_gethostbyname("127.1")) == "127.0.0.1");
    CHECK(value_of(ss::try_gethostbyname("0x7f.1")) == "127.0.0.1");
    auto l = listener();
    auto s = tcp();
    ok(s.try_connect({"127.1", value_of(l.try_getsockname()).port()}));
}

TEST_CASE("gethostbyname gives an IPv4 address as text", "[names]") {
    CHECK(value_of(ss::try_gethostbyname("localhost")).starts_with("127."));
    CHECK(value_of(ss::try_gethostbyname("127.0.0.1")) == "127.0.0.1");
    CHECK(value_of(ss::try_gethostbyname("")) == "0.0.0.0");
    CHECK(value_of(ss::try_gethostbyname("<broadcast>")) == "255.255.255.255");
    CHECK(error_of(ss::try_gethostbyname(unknown_host())).category() == ss::gai_category());
}

TEST_CASE("gethostbyname_ex gives the addresses of localhost", "[names]") {
    const auto found = value_of(ss::try_gethostbyname_ex("localhost"));
    CHECK_FALSE(found.hostname.empty());
    CHECK(std::ranges::find(found.ipaddrlist, "127.0.0.1") != found.ipaddrlist.end());
}

TEST_CASE("gethostbyaddr finds the name of an address", "[names]") {
    const auto outcome = ss::try_gethostbyaddr("127.0.0.1");
    needs("reverse_names", outcome);
    const auto found = value_of(outcome);
    CHECK_FALSE(found.hostname.empty());
    CHECK(std::ranges::find(found.ipaddrlist, "127.0.0.1") != found.ipaddrlist.end());
}

TEST_CASE("getnameinfo with numeric flags asks nobody", "[names]") {
    const auto flags = ss::NI_NUMERICHOST | ss::NI_NUMERICSERV;
    const auto [host, service] = value_of(ss::try_getnameinfo({"127.0.0.1", 80}, flags));
    CHECK(host == "127.0.0.1");
    CHECK(service == "80");
    CHECK(value_of(ss::try_getnameinfo({"::1", 80}, flags)).first == "::1");
}

TEST_CASE("getnameinfo knows the service of a port", "[names]") {
    CHECK(value_of(ss::try_getnameinfo({"127.0.0.1", 80}, ss::NI_NUMERICHOST)).second == "http");
    CHECK(value_of(ss::try_getnameinfo({"127.0.0.1", 53}, ss::NI_NUMERICHOST | ss::NI_DGRAM)).second == "domain");
}

TEST_CASE("getnameinfo finds the name of loopback when it must", "[names]") {
    const auto outcome = ss::try_getnameinfo({"127.0.0.1", 80}, ss::NI_NAMEREQD);
    needs("reverse_name_required", outcome);
    CHECK_FALSE(value_of(outcome).first.empty());
}

TEST_CASE("services are known by name and by port", "[names]") {
    CHECK(value_of(ss::try_getservbyname("http")) == 80);
    CHECK(value_of(ss::try_getservbyname("https", "tcp")) == 443);
    CHECK(value_of(ss::try_getservbyname("domain", "udp")) == 53);
    CHECK(value_of(ss::try_getservbyport(80)) == "http");
    CHECK(value_of(ss::try_getservbyport(53, "udp")) == "domain");
}

TEST_CASE("unknown services and protocols are errors without an errno", "[names][bad][semantics-18]") {
    CHECK(error_of(ss::try_getservbyname("no-such-service")) == ss::fault::service_not_found);
    CHECK(error_of(ss::try_getservbyname("http", "no-such-protocol")) == ss::fault::service_not_found);
    CHECK(error_of(ss::try_getservbyport(1, "no-such-protocol")) == ss::fault::port_not_found);
    CHECK(error_of(ss::try_getservbyport(70000)) == ss::misuse::port_number_range);
    CHECK(error_of(ss::try_getservbyport(-1)) == ss::misuse::port_number_range);
    CHECK(error_of(ss::try_getprotobyname("no-such-protocol")) == ss::fault::protocol_not_found);
}

TEST_CASE("protocols are known by name", "[names]") {
    CHECK(value_of(ss::try_getprotobyname("tcp")) == ss::IPPROTO_TCP);
    CHECK(value_of(ss::try_getprotobyname("udp")) == ss::IPPROTO_UDP);
    CHECK(value_of(ss::try_getprotobyname("icmp")) == ss::IPPROTO_ICMP);
}

TEST_CASE("the machine has a name", "[names]") { CHECK_FALSE(value_of(ss::try_gethostname()).empty()); }

TEST_CASE("the machine may be named by who has the privilege", "[names]") {
    const auto outcome = ss::try_sethostname(value_of(ss::try_gethostname())); // the name that it has
    needs("set_host_name", outcome);
    CHECK((outcome || error_of(outcome) == ss::errno_code(EPERM)));
}

TEST_CASE("getfqdn gives a name for every form of this machine", "[names][semantics-27]") {
    const auto own = value_of(ss::try_getfqdn());
    CHECK_FALSE(own.empty());
    CHECK(value_of(ss::try_getfqdn("")) == own);
    CHECK(value_of(ss::try_getfqdn("0.0.0.0")) == own);
    CHECK(value_of(ss::try_getfqdn(unknown_host())) == unknown_host());
}

TEST_CASE("interfaces are known by name and by number", "[names][interface]") {
    const auto outcome = ss::try_if_nameindex();
    needs("interfaces", outcome);
    const auto all = value_of(outcome);
    REQUIRE_FALSE(all.empty());
    for (const auto& one : all) {
        CHECK(value_of(ss::try_if_nametoindex(one.name)) == one.index);
        CHECK(value_of(ss::try_if_indextoname(one.index)) == one.name);
    }
    CHECK(error_of(ss::try_if_nametoindex("no-such-if")).category() == ss::errno_category()); // ENODEV or ENXIO
    CHECK(error_of(ss::try_if_indextoname(0x7fffffff)) == ss::errno_code(ENXIO));
}

TEST_CASE("interfaces that are missing are missing for every function", "[names][interface]") {
    needs("interfaces", ss::try_if_indextoname(1));
    CHECK(ss::try_if_indextoname(1).has_value());
}

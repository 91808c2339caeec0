// Names: what the core settles before and after the platform's resolver, and which error is of which domain.
#include "support/fake_platform.hpp"
#include "support/results.hpp"

#include <samesock/exceptions.hpp>
#include <samesock/names.hpp>

#include <catch2/catch_all.hpp>

#include <string>
#include <vector>

using namespace samesock;
using namespace std::string_literals;
using namespace std::string_view_literals;
using samesock::testing::error_of;
using samesock::testing::fake_platform;
using samesock::testing::ipv4;
using samesock::testing::ipv6_loopback;

namespace {

using found_list = std::vector<platform::resolved>;

platform::resolved answer(socket_type type, protocol proto, const endpoint& where) {
    return {{where.family, type, proto}, "", where};
}

/// As a resolver without hints: a stream, datagrams, and raw.
found_list every_type(const endpoint& where) {
    return {answer(sock_stream, ipproto_tcp, where), answer(sock_dgram, ipproto_udp, where),
            answer(sock_raw, 0, where)};
}

std::vector<std::string> names_of(const host_entry& entry) {
    std::vector<std::string> names{entry.hostname};
    names.insert(names.end(), entry.aliaslist.begin(), entry.aliaslist.end());
    return names;
}

endpoint with_scope(endpoint e, std::uint32_t scope) {
    e.scope_id = scope;
    return e;
}

} // namespace

TEST_CASE("getaddrinfo passes its arguments on", "[names]") {
    fake_platform fake;
    fake.hosts["host.example"] = {ipv4(0), ipv6_loopback(0)};
    const auto found = try_getaddrinfo("host.example", 80, af_inet, sock_dgram, ipproto_udp, ai_passive);
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    CHECK(found->front().family == af_inet);
    CHECK(found->front().type == sock_dgram);
    CHECK(found->front().proto == ipproto_udp);
    CHECK(found->front().canonname.empty());
    CHECK(found->front().sockaddr == address{"127.0.0.1", 80});
    const auto& q = fake.queries.at(0);
    CHECK(q.host == "host.example");
    CHECK(q.service == "80");
    CHECK(q.flags == ai_passive);
}

TEST_CASE("an empty host of getaddrinfo is none, and an empty port is 0", "[names]") {
    fake_platform fake;
    REQUIRE(try_getaddrinfo("", 80));
    CHECK_FALSE(fake.queries.at(0).host);
    REQUIRE(try_getaddrinfo(std::nullopt, 80));
    CHECK_FALSE(fake.queries.at(1).host);
    REQUIRE(try_getaddrinfo("127.0.0.1", ""));
    CHECK(fake.queries.at(2).service == "");
    CHECK(error_of(try_getaddrinfo("", std::nullopt)) == gai_error::noname);
    CHECK(error_of(try_getaddrinfo("", 80, 0, 0, 0, ai_canonname)) == gai_error::badflags);
    CHECK(fake.queries.size() == 3);
}

TEST_CASE("getaddrinfo checks no port, and takes 16 bits of it", "[names][semantics-13]") {
    fake_platform fake;
    const auto found = try_getaddrinfo("127.0.0.1", 70000);
    REQUIRE(found);
    CHECK(found->front().sockaddr.port() == 4464);
    CHECK(fake.queries.at(0).service == "4464");
    for (const char* const text : {"80", "080", "+80", " 80", "65616"}) {
        REQUIRE(try_getaddrinfo("127.0.0.1", text));
        CHECK(fake.queries.back().service == "80");
    }
    CHECK(error_of(try_getaddrinfo("127.0.0.1", -1)) == gai_error::service);
}

TEST_CASE("a negative port is refused by the system's resolver, after what else it refuses", "[names]") {
    fake_platform fake;
    fake.service_by_name.always_fails(ENOENT);
    fake.resolve.fails(gai_error::family);
    CHECK(error_of(try_getaddrinfo("127.0.0.1", 2147483648, af_unix)) == gai_error::family);
    CHECK(fake.queries.back().service == "-1");
}

TEST_CASE("getaddrinfo cuts a port to an int, as glibc does", "[names]") {
    fake_platform fake;
    for (const char* const text : {"4294967296", "18446744069414584320", "-4294967296", "-0"}) {
        REQUIRE(try_getaddrinfo("127.0.0.1", text));
        CHECK(fake.queries.back().service == "0");
    }
    for (const char* const text : {"2147483648", "4294967295", "18446744073709551616", "-18446744073709551616",
                                   "099999999999999999999", "-2147483648"})
        CHECK(error_of(try_getaddrinfo("127.0.0.1", text)) == gai_error::service);
    REQUIRE(try_getaddrinfo("127.0.0.1", "-4294967295"));
    CHECK(fake.queries.back().service == "1");
}

TEST_CASE("a host that is encoded already stays as it is", "[names]") {
    fake_platform fake;
    fake.reverse.always_gives(platform::named{"here", ""});
    const std::string label(64, 'a');
    for (const std::string_view name : {"b\xc3\xbc"sv, "a..b"sv, ".a"sv, "\xff"sv, std::string_view(label)}) {
        fake.hosts[std::string(name)] = {ipv4(0)};
        REQUIRE(try_getaddrinfo(encoded_host{name}, 80));
        CHECK(fake.queries.back().host == name);
        CHECK(try_gethostbyname(encoded_host{name}) == "127.0.0.1");
        REQUIRE(try_gethostbyname_ex(encoded_host{name}));
        REQUIRE(try_gethostbyaddr(encoded_host{name}));
    }
    CHECK(error_of(try_getaddrinfo(encoded_host{"a\0b"sv}, 80)) == misuse::host_with_nul);
    CHECK(error_of(try_gethostbyname(encoded_host{"a\0b"sv})) == misuse::host_with_nul);
}

TEST_CASE("idna_encode is Python's codec", "[names]") {
    CHECK(idna_encode("b\xc3\xbc.example") == "xn--b-eha.example");
    CHECK(idna_encode("a\0b"sv) == "a\0b"sv);
    CHECK(error_of(try_idna_encode("a..b")) == misuse::label_empty);
}

TEST_CASE("getaddrinfo encodes every host", "[names][semantics-14]") {
    fake_platform fake;
    fake.hosts["xn--bcher-kva.example"] = {ipv4(0)};
    CHECK(try_getaddrinfo("b\u00fccher.example", 80));
    CHECK(error_of(try_getaddrinfo(std::string(64, 'a'), 80)) == misuse::label_too_long);
    CHECK(error_of(try_getaddrinfo("a..b", 80)) == misuse::label_empty);
    CHECK(error_of(try_gethostbyname(std::string(64, 'a'))) == misuse::label_too_long);
    CHECK(error_of(try_gethostbyname_ex("a..b")) == misuse::label_empty);
    CHECK(error_of(try_gethostbyaddr("a..b")) == misuse::label_empty);
    CHECK(fake.queries.size() == 1);
}

TEST_CASE("a NUL is refused in every name", "[names][semantics-14]") {
    fake_platform fake;
    CHECK(error_of(try_getaddrinfo("a\0b"sv, 80)) == misuse::host_with_nul);
    CHECK(error_of(try_getaddrinfo("a", "8\0"sv)) == misuse::embedded_nul);
    CHECK(error_of(try_getnameinfo({"a\0b"sv, 80}, 0)) == misuse::host_with_nul);
    CHECK(error_of(try_gethostbyname("a\0b"sv)) == misuse::host_with_nul);
    CHECK(error_of(try_gethostbyname_ex("a\0b"sv)) == misuse::host_with_nul);
    CHECK(error_of(try_gethostbyaddr("a\0b"sv)) == misuse::host_with_nul);
    CHECK(error_of(try_getfqdn("a\0b"sv)) == misuse::host_with_nul);
    CHECK(error_of(try_sethostname("a\0b"sv)) == misuse::embedded_nul);
    CHECK(error_of(try_getservbyname("a\0b"sv)) == misuse::embedded_nul);
    CHECK(error_of(try_getservbyname("http", "\0"sv)) == misuse::embedded_nul);
    CHECK(error_of(try_getservbyport(80, "t\0p"sv)) == misuse::embedded_nul);
    CHECK(error_of(try_getprotobyname("t\0p"sv)) == misuse::embedded_nul);
    CHECK(error_of(try_if_nametoindex("l\0"sv)) == misuse::embedded_nul);
    fake.forget();
}

TEST_CASE("the resolver sees an IPv4 address in one form only", "[names][semantics-16]") {
    fake_platform fake;
    const auto found = try_getaddrinfo("0x7f.1", 80, 0, 0, 0, ai_canonname);
    REQUIRE(found);
    CHECK(fake.queries.at(0).host == "127.0.0.1");
    CHECK(found->front().canonname == "0x7f.1");
}

TEST_CASE("a service goes to a resolver that has a database", "[names]") {
    fake_platform fake;
    fake.service_by_name.always_gives(std::uint16_t(8080));
    fake.resolve.gives(found_list{answer(sock_stream, ipproto_tcp, ipv4(8080))});
    REQUIRE(try_getaddrinfo("127.0.0.1", "local-service"));
    CHECK(fake.queries.at(0).service == "local-service");
    fake.service_by_name.always_fails(ENOENT);
    fake.resolve.fails(gai_error::service);
    CHECK(error_of(try_getaddrinfo("127.0.0.1", "nothing")) == gai_error::service);
}

TEST_CASE("a service is a number to a resolver without a database", "[names]") {
    fake_platform fake; // which has none
    fake.resolve.gives(found_list{answer(sock_stream, ipproto_tcp, ipv4(80))}).gives(every_type(ipv4(53)));
    const auto http = try_getaddrinfo("127.0.0.1", "http");
    REQUIRE(http);
    REQUIRE(http->size() == 1);
    CHECK(http->front().sockaddr.port() == 80);
    CHECK(fake.queries.at(0).service == "80");
    CHECK(fake.queries.at(0).type == sock_stream); // http has no datagrams
    const auto domain = try_getaddrinfo("127.0.0.1", "domain");
    REQUIRE(domain);
    REQUIRE(domain->size() == 2); // raw sockets have no services
    CHECK(domain->at(0).type == sock_stream);
    CHECK(domain->at(1).type == sock_dgram);
    CHECK(fake.queries.at(1).type == socket_type{});
}

TEST_CASE("a service that the kind of socket does not have is an error", "[names]") {
    fake_platform fake;
    CHECK(error_of(try_getaddrinfo("127.0.0.1", "http", 0, sock_dgram)) == gai_error::service);
    CHECK(error_of(try_getaddrinfo("127.0.0.1", "http", 0, 0, ipproto_udp)) == gai_error::service);
    CHECK(error_of(try_getaddrinfo("127.0.0.1", "http", 0, sock_raw)) == gai_error::service);
    CHECK(error_of(try_getaddrinfo("127.0.0.1", "no-such-service")) == gai_error::service);
    CHECK(error_of(try_getaddrinfo("127.0.0.1", "80x")) == gai_error::service);
    CHECK(error_of(try_getaddrinfo("127.0.0.1", "http", 0, 0, 0, ai_numericserv)) == gai_error::noname);
    CHECK(fake.queries.empty());
}

TEST_CASE("getnameinfo asks for numeric addresses only", "[names]") {
    fake_platform fake;
    fake.reverse.always_gives(platform::named{"host", "http"});
    CHECK(try_getnameinfo({"127.0.0.1", 80}, 0) == std::pair("host"s, "http"s));
    CHECK(fake.last("reverse").where == ipv4(80));
    REQUIRE(try_getnameinfo({"127.1", 70000}, ni_numerichost));
    CHECK(fake.last("reverse").where == ipv4(4464));
    CHECK(fake.last("reverse").number == ni_numerichost.value());
    CHECK(error_of(try_getnameinfo({"localhost", 80}, 0)) == gai_error::noname);
    CHECK(error_of(try_getnameinfo({"", 80}, 0)) == gai_error::noname);
    CHECK(error_of(try_getnameinfo({"<broadcast>", 80}, 0)) == gai_error::noname);
    CHECK(error_of(try_getnameinfo({"127.0.0.1", -1}, 0)) == gai_error::service);
    CHECK(error_of(try_getnameinfo({"<broadcast>", -1}, 0)) == gai_error::service); // before the host
    CHECK(error_of(try_getnameinfo({"127.0.0.1", 80, 0, 1}, 0)) == misuse::address_form);
    CHECK(error_of(try_getnameinfo(address("path"), 0)) == misuse::address_form);
    CHECK(error_of(try_getnameinfo({}, 0)) == misuse::address_form);
    CHECK(fake.queries.empty());
}

TEST_CASE("getnameinfo keeps the scope given, and checks the flow information first", "[names][semantics-15]") {
    fake_platform fake;
    fake.reverse.always_gives(platform::named{"::1%eth0", "80"});
    REQUIRE(try_getnameinfo({"::1", 80, 5, 2}, ni_numericserv));
    CHECK(fake.last("reverse").where.scope_id == 2);
    CHECK(fake.last("reverse").where.flowinfo == 5);
    fake.resolve.gives(every_type(with_scope(ipv6_loopback(0), 2)));
    CHECK(error_of(try_getnameinfo({"::1%eth0", 80}, 0)) == fault::ambiguous_address);
    fake.resolve.gives(found_list{answer(sock_dgram, ipproto_udp, with_scope(ipv6_loopback(0), 2))});
    REQUIRE(try_getnameinfo({"::1%eth0", 80}, ni_numericserv));
    CHECK(fake.queries.back().flags == ai_numerichost);
    CHECK(fake.last("reverse").where == ipv6_loopback(80)); // the tuple's scope id, 0, overwrites
    CHECK(error_of(try_getnameinfo({"::1", 80, 0x100000}, 0)) == misuse::flowinfo_range);
    CHECK(error_of(try_getnameinfo({"nope", 80, 0x100000}, 0)) == misuse::flowinfo_range);
}

TEST_CASE("a port has its service's name where the resolver knows none", "[names]") {
    fake_platform fake;
    fake.reverse.always_gives(platform::named{"127.0.0.1", "80"});
    CHECK(try_getnameinfo({"127.0.0.1", 80}, 0)->second == "http");
    CHECK(try_getnameinfo({"127.0.0.1", 80}, ni_numericserv)->second == "80");
    CHECK(try_getnameinfo({"127.0.0.1", 80}, ni_dgram)->second == "80"); // no such datagrams
}

TEST_CASE("gethostbyname is a look-up for IPv4", "[names][semantics-17]") {
    fake_platform fake;
    fake.hosts["both"] = {ipv6_loopback(0), ipv4(0, {10, 0, 0, 1})};
    CHECK(try_gethostbyname("both") == "10.0.0.1");
    CHECK(fake.queries.at(0).family == af_inet);
    CHECK(try_gethostbyname("") == "0.0.0.0");
    CHECK(try_gethostbyname("<broadcast>") == "255.255.255.255");
    CHECK(try_gethostbyname("127.1") == "127.0.0.1");
    CHECK(error_of(try_gethostbyname("::1")) == gai_error::addrfamily);
    CHECK(error_of(try_gethostbyname("nope")) == gai_error::noname);
    CHECK(fake.count("host_by_name") == 0);
}

TEST_CASE("gethostbyname_ex fails in two domains", "[names][semantics-17]") {
    fake_platform fake;
    CHECK(error_of(try_gethostbyname_ex("nope")) == gai_error::noname);
    CHECK(fake.count("host_by_name") == 0);
    fake.host_by_name.fails(host_error::try_again);
    CHECK(error_of(try_gethostbyname_ex("127.0.0.1")) == host_error::try_again);
    fake.host_by_name.gives(platform::host_entry{"name.example", {"alias"}, {ipv4(0), ipv4(0, {10, 0, 0, 1})}});
    const auto found = try_gethostbyname_ex("127.0.0.1");
    REQUIRE(found);
    CHECK(names_of(*found) == std::vector{"name.example"s, "alias"s});
    CHECK(found->ipaddrlist == std::vector{"127.0.0.1"s, "10.0.0.1"s});
}

TEST_CASE("gethostbyname_ex has no aliases where there is a resolver alone", "[names][semantics-17]") {
    fake_platform fake;
    fake.hosts["host"] = {ipv4(0), ipv4(0, {10, 0, 0, 1}), ipv4(0)};
    const auto found = try_gethostbyname_ex("host");
    REQUIRE(found);
    CHECK(names_of(*found) == std::vector{"host"s});
    CHECK(found->ipaddrlist == std::vector{"127.0.0.1"s, "10.0.0.1"s});
    CHECK(error_of(try_gethostbyname_ex("<broadcast>")) == host_error::host_not_found);
    CHECK(error_of(try_gethostbyname_ex("")) == host_error::host_not_found);
}

TEST_CASE("gethostbyaddr takes either family, and fails in two domains", "[names][semantics-17]") {
    fake_platform fake;
    fake.hosts["six"] = {ipv6_loopback(0)};
    fake.host_by_address.gives(platform::host_entry{"name.example", {"alias"}, {ipv6_loopback(0)}});
    const auto found = try_gethostbyaddr("six");
    REQUIRE(found);
    CHECK(fake.queries.at(0).family == af_unspec);
    CHECK(fake.last("host_by_address").where == ipv6_loopback(0));
    CHECK(found->ipaddrlist == std::vector{"::1"s});
    CHECK(error_of(try_gethostbyaddr("nope")) == gai_error::noname);
    fake.host_by_address.fails(host_error::no_recovery);
    CHECK(error_of(try_gethostbyaddr("127.0.0.1")) == host_error::no_recovery);
    fake.host_by_address.gives(platform::host_entry{"name.example", {}, {ipv4(0)}});
    CHECK(error_of(try_gethostbyaddr("::1")) == errno_code(EAFNOSUPPORT));
    CHECK(error_of(try_gethostbyaddr("")) == fault::ambiguous_wildcard);
}

TEST_CASE("gethostbyaddr is the reverse look-up where there is that alone", "[names]") {
    fake_platform fake;
    CHECK(error_of(try_gethostbyaddr("127.0.0.1")) == host_error::host_not_found);
    CHECK(fake.last("reverse").number == ni_namereqd.value());
    fake.reverse.gives(platform::named{"name.example", "0"});
    const auto found = try_gethostbyaddr("127.0.0.1");
    REQUIRE(found);
    CHECK(names_of(*found) == std::vector{"name.example"s});
    CHECK(found->ipaddrlist == std::vector{"127.0.0.1"s});
}

TEST_CASE("getfqdn takes the first name with a dot", "[names][semantics-27]") {
    fake_platform fake;
    fake.hosts["host"] = {ipv4(0)};
    fake.host_by_address.gives(platform::host_entry{"short", {"alias", "full.example", "other.example"}, {ipv4(0)}});
    CHECK(try_getfqdn("host") == "full.example");
    fake.host_by_address.gives(platform::host_entry{"own.example", {"full.example"}, {ipv4(0)}});
    CHECK(try_getfqdn("host") == "own.example");
    fake.host_by_address.gives(platform::host_entry{"short", {"alias"}, {ipv4(0)}});
    CHECK(try_getfqdn("127.0.0.1") == "short");
}

TEST_CASE("getfqdn of this host starts from its name", "[names][semantics-27]") {
    fake_platform fake; // whose name is "scripted"
    fake.hosts["scripted"] = {ipv4(0)};
    fake.host_by_address.always_gives(platform::host_entry{"scripted.example", {}, {ipv4(0)}});
    for (const char* const name : {"", "0.0.0.0", "::", " \t\n", "  :: "})
        CHECK(try_getfqdn(name) == "scripted.example");
    CHECK(fake.count("host_name") == 5);
    CHECK(try_getfqdn("  127.0.0.1\n") == "scripted.example");
    CHECK(fake.count("host_name") == 5);
}

TEST_CASE("getfqdn gives the name back where nothing is known of it", "[names][semantics-27]") {
    fake_platform fake;
    CHECK(try_getfqdn(" nope ") == "nope");         // gaierror
    CHECK(try_getfqdn("127.0.0.1") == "127.0.0.1"); // herror
    CHECK(try_getfqdn() == "scripted");             // gaierror for this host's own name
    fake.host_by_address.fails(EAFNOSUPPORT);
    CHECK(try_getfqdn("127.0.0.1") == "127.0.0.1");                               // OSError
    CHECK(error_of(try_getfqdn(std::string(64, 'a'))) == misuse::label_too_long); // no OSError
    fake.host_by_address.fails(ENOMEM);
    CHECK(error_of(try_getfqdn("127.0.0.1")) == errno_code(ENOMEM));
}

TEST_CASE("services and protocols have the core's table where the platform has none", "[names]") {
    fake_platform fake;
    CHECK(try_getservbyname("http") == 80);
    CHECK(try_getservbyname("domain", "udp") == 53);
    CHECK(error_of(try_getservbyname("http", "sctp")) == fault::service_not_found);
    CHECK(try_getservbyport(80) == "http");
    CHECK(error_of(try_getservbyport(80, "nope")) == fault::port_not_found);
    CHECK(try_getprotobyname("tcp") == ipproto_tcp);
    CHECK(error_of(try_getprotobyname("nope")) == fault::protocol_not_found);
}

TEST_CASE("the platform's database decides where there is one", "[names][semantics-18]") {
    fake_platform fake;
    fake.service_by_name.gives(std::uint16_t(8080)).fails(ENOENT).fails(ENOMEM);
    CHECK(try_getservbyname("http", "tcp") == 8080);
    CHECK(fake.last("service_by_name").data == "http/tcp");
    CHECK(error_of(try_getservbyname("http")) == fault::service_not_found);
    CHECK(error_of(try_getservbyname("http")) == errno_code(ENOMEM));
    fake.service_by_port.gives("web"s).fails(ENOENT);
    CHECK(try_getservbyport(80) == "web");
    CHECK(error_of(try_getservbyport(80)) == fault::port_not_found);
    fake.protocol_by_name.gives(6).fails(ENOENT);
    CHECK(try_getprotobyname("TCP") == ipproto_tcp);
    CHECK(error_of(try_getprotobyname("tcp")) == fault::protocol_not_found);
}

TEST_CASE("a port out of range has no service", "[names]") {
    fake_platform fake;
    CHECK(error_of(try_getservbyport(-1)) == misuse::port_number_range);
    CHECK(error_of(try_getservbyport(65536)) == misuse::port_number_range);
    CHECK(error_of(try_getservbyport(std::int64_t(1) << 40)) == misuse::port_number_range);
    CHECK(fake.count("service_by_port") == 0);
}

TEST_CASE("interfaces have the system's numbers and errors", "[names]") {
    fake_platform fake;
    const auto all = try_if_nameindex();
    REQUIRE(all);
    REQUIRE(all->size() == 2);
    CHECK(all->at(1).index == 2);
    CHECK(all->at(1).name == "eth0");
    CHECK(try_if_nametoindex("eth0") == 2u);
    CHECK(try_if_indextoname(1) == "lo");
    CHECK(error_of(try_if_nametoindex("nope")) == errno_code(ENODEV));
    CHECK(error_of(try_if_indextoname(9)) == errno_code(ENXIO));
    fake.interfaces.fails(EOPNOTSUPP);
    CHECK(error_of(try_if_nameindex()) == errno_code(EOPNOTSUPP));
}

TEST_CASE("the host's name is the platform's", "[names]") {
    fake_platform fake;
    CHECK(try_gethostname() == "scripted");
    REQUIRE(try_sethostname("other"));
    CHECK(fake.last("set_host_name").data == "other");
    fake.set_host_name.fails(EPERM);
    CHECK(error_of(try_sethostname("other")) == errno_code(EPERM));
}

#ifdef SAMESOCK_EXCEPTIONS
TEST_CASE("each domain of errors has its exception", "[names][semantics-17]") {
    fake_platform fake;
    CHECK_THROWS_AS(getaddrinfo("nope", 80), gaierror);
    CHECK_THROWS_AS(gethostbyname_ex("nope"), gaierror);
    CHECK_THROWS_AS(gethostbyaddr("127.0.0.1"), herror);
    CHECK_THROWS_AS(getservbyname("nope"), error);
    CHECK_THROWS_AS(getservbyport(70000), std::out_of_range);
    CHECK_THROWS_AS(getaddrinfo("a..b", 80), std::invalid_argument);
    fake.resolve.fails(errno_code(ECONNREFUSED)); // EAI_SYSTEM
    CHECK_THROWS_AS(getaddrinfo("host", 80), connection_refused_error);
}
#endif

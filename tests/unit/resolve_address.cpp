// From addresses to endpoints: CPython's order of checks, and when a look-up happens.
#include "support/fake_platform.hpp"
#include "support/results.hpp"

#include "core/resolve_address.hpp"

#include <samesock/names.hpp>
#include <samesock/socket.hpp>

#include <catch2/catch_all.hpp>

#include <algorithm>
#include <array>
#include <string>

using namespace samesock;
using namespace std::string_literals;
using namespace std::string_view_literals;
using samesock::testing::error_of;
using samesock::testing::fake_platform;
using samesock::testing::ipv4;
using samesock::testing::ipv6_loopback;

namespace {

std::error_code error_for(const address& a, address_family family) {
    const resolved_address resolved(a, family);
    return resolved ? std::error_code() : resolved.error();
}

endpoint endpoint_for(const address& a, address_family family) {
    const resolved_address resolved(a, family);
    REQUIRE(resolved);
    return *resolved;
}

std::string text_of(const endpoint& e) { return {reinterpret_cast<const char*>(e.data.data()), e.length}; }

endpoint link_local(std::uint16_t port, std::uint32_t flowinfo, std::uint32_t scope) {
    endpoint e = ipv6_loopback(port);
    e.data[0] = std::byte{0xfe};
    e.data[1] = std::byte{0x80};
    e.flowinfo = flowinfo;
    e.scope_id = scope;
    return e;
}

constexpr std::array<std::byte, 16> zeros{};

} // namespace

TEST_CASE("a numeric address is used where it is", "[resolve_address]") {
    fake_platform fake;
    const address four{"127.0.0.1", 80};
    const address six{"::1", 80, 7, 3};
    CHECK(&*resolved_address(four, af_inet) == &four.numeric());
    CHECK(&*resolved_address(six, af_inet6) == &six.numeric());
    CHECK(endpoint_for(six, af_inet6).flowinfo == 7);
    CHECK(endpoint_for(six, af_inet6).scope_id == 3);
    CHECK(fake.queries.empty());
}

TEST_CASE("an empty host is every address of the family, without a look-up", "[resolve_address][semantics-12]") {
    fake_platform fake;
    CHECK(endpoint_for({"", 80}, af_inet) == ipv4(80, {0, 0, 0, 0}));
    CHECK(endpoint_for({"", 80}, af_inet6) == endpoint(af_inet6, zeros, 80));
    CHECK(fake.queries.empty());
}

TEST_CASE("an empty host is every address for connect too", "[resolve_address][semantics-12]") {
    fake_platform fake;
    auto s = *socket::try_open(af_inet6, sock_dgram);
    REQUIRE(s.try_connect({"", 80}));
    CHECK(fake.last("connect").where == endpoint(af_inet6, zeros, 80));
}

TEST_CASE("the broadcast address is one of AF_INET alone", "[resolve_address][semantics-12]") {
    fake_platform fake;
    const endpoint broadcast = ipv4(80, {255, 255, 255, 255});
    CHECK(endpoint_for({"<broadcast>", 80}, af_inet) == broadcast);
    CHECK(endpoint_for({"255.255.255.255", 80}, af_inet) == broadcast);
    CHECK(error_for({"<broadcast>", 80}, af_inet6) == fault::family_mismatched);
    CHECK(error_for({"255.255.255.255", 80}, af_inet6) == fault::family_mismatched);
    CHECK(fake.queries.empty());
}

TEST_CASE("a numeric host of the other family is what getaddrinfo says", "[resolve_address]") {
    fake_platform fake;
    CHECK(error_for({"::1", 80}, af_inet) == gai_error::addrfamily);
    CHECK(error_for({"127.0.0.1", 80}, af_inet6) == gai_error::addrfamily);
    CHECK(error_for({"127.1", 80}, af_inet6) == gai_error::addrfamily);
}

TEST_CASE("the host comes before the port, and the port before the flow information",
          "[resolve_address][semantics-13]") {
    fake_platform fake;
    CHECK(error_for({"nope.invalid", 70000}, af_inet) == gai_error::noname);
    CHECK(error_for({"127.0.0.1", 70000}, af_inet6) == gai_error::addrfamily);
    CHECK(error_for({"<broadcast>", 70000}, af_inet6) == fault::family_mismatched);
    CHECK(error_for({"127.0.0.1", 70000}, af_inet) == misuse::port_range);
    CHECK(error_for({"127.0.0.1", -1}, af_inet) == misuse::port_range);
    CHECK(error_for({"::1", 70000, 0x100000}, af_inet6) == misuse::port_range);
    fake.hosts["here"] = {ipv4(0)};
    CHECK(error_for({"here", 70000}, af_inet) == misuse::port_range);
    CHECK(error_for({"here", std::uint64_t(-1)}, af_inet) == misuse::port_range);
    CHECK(endpoint_for({"here", 65535}, af_inet) == ipv4(65535));
}

TEST_CASE("a port out of range reaches no system call", "[resolve_address][semantics-13]") {
    fake_platform fake;
    auto s = *socket::try_open();
    CHECK(error_of(s.try_bind({"127.0.0.1", 65536})) == misuse::port_range);
    CHECK(error_of(s.try_connect({"127.0.0.1", 65536})) == misuse::port_range);
    CHECK(error_of(s.try_sendto("x", {"127.0.0.1", 65536})) == misuse::port_range);
    CHECK(fake.count("bind") + fake.count("connect") + fake.count("send_to") == 0);
}

TEST_CASE("a name is looked up for the socket's family, and the first answer counts", "[resolve_address]") {
    fake_platform fake;
    fake.hosts["two"] = {ipv4(0, {10, 0, 0, 1}), ipv6_loopback(0), ipv4(0, {10, 0, 0, 2})};
    CHECK(endpoint_for({"two", 80}, af_inet) == ipv4(80, {10, 0, 0, 1}));
    CHECK(endpoint_for({"two", 80}, af_inet6) == ipv6_loopback(80));
    REQUIRE(fake.queries.size() == 2);
    CHECK(fake.queries[0].family == af_inet);
    CHECK(fake.queries[1].family == af_inet6);
    CHECK_FALSE(fake.queries[0].service);
    CHECK(fake.queries[0].type == socket_type{});
    CHECK(fake.queries[0].flags == resolve_flags{});
}

TEST_CASE("what the resolver says stands", "[resolve_address][semantics-17]") {
    fake_platform fake;
    fake.resolve.fails(gai_error::again).fails(errno_code(EIO)).gives(std::vector<platform::resolved>{});
    CHECK(error_for({"name", 80}, af_inet) == gai_error::again);
    CHECK(error_for({"name", 80}, af_inet) == errno_code(EIO));
    CHECK(error_for({"name", 80}, af_inet) == gai_error::noname);
}

TEST_CASE("only a host beyond ASCII is encoded", "[resolve_address][semantics-14]") {
    fake_platform fake;
    fake.hosts["xn--bcher-kva.example"] = {ipv4(0)};
    CHECK(endpoint_for({"b\u00fccher.example", 80}, af_inet) == ipv4(80));
    const std::string long_label(64, 'a');
    CHECK(error_for({long_label, 80}, af_inet) == gai_error::noname);
    CHECK(error_for({"a..b", 80}, af_inet) == gai_error::noname);
    REQUIRE(fake.queries.size() == 3);
    CHECK(fake.queries[1].host == long_label);
    CHECK(fake.queries[2].host == "a..b");
}

TEST_CASE("a host that IDNA refuses is not looked up", "[resolve_address][semantics-14]") {
    fake_platform fake;
    std::string umlauts;
    for (int i = 0; i < 70; ++i) umlauts += "\u00fc";
    CHECK(error_for({umlauts, 80}, af_inet) == misuse::label_too_long);
    CHECK(error_for({"\u00fc..b", 80}, af_inet) == misuse::label_empty);
    CHECK(error_for({"\xff", 80}, af_inet) == misuse::host_not_encodable);
    CHECK(fake.queries.empty());
}

TEST_CASE("a NUL in a host is refused before all else", "[resolve_address][semantics-14]") {
    fake_platform fake;
    CHECK(error_for({"a\0b"sv, 80}, af_inet) == misuse::host_with_nul);
    CHECK(error_for({"127.0.0.1\0"sv, 70000}, af_inet) == misuse::host_with_nul);
    CHECK(error_for({"\0"sv, 80}, af_inet6) == misuse::host_with_nul);
    CHECK(fake.queries.empty());
}

TEST_CASE("a host that is encoded already goes to the resolver as it is", "[resolve_address]") {
    fake_platform fake;
    fake.hosts["b\xfc..b"] = {ipv4(0)};
    CHECK(endpoint_for({encoded_host{"b\xfc..b"}, 80}, af_inet) == ipv4(80));
    CHECK(error_for({encoded_host{"nope\xfc"}, 70000}, af_inet) == gai_error::noname);
    CHECK(error_for({encoded_host{"a\0b"sv}, 80}, af_inet) == misuse::host_with_nul);
    CHECK(error_for({encoded_host{"b\xfc..b"}, 80, 1}, af_inet) == misuse::address_form);
}

TEST_CASE("an address can be resolved before a socket uses it", "[resolve_address]") {
    fake_platform fake;
    fake.hosts["here"] = {ipv4(0)};
    CHECK(resolve({"here", 80}, af_inet) == address("127.0.0.1", 80));
    CHECK(resolve("/path", af_unix) == address("/path"));
    CHECK(error_of(try_resolve({"here", 70000}, af_inet)) == misuse::port_range);
    CHECK(error_of(try_resolve({"nope.invalid", 70000}, af_inet)) == gai_error::noname);
    CHECK(error_of(try_resolve("/path", af_inet)) == misuse::address_form);
}

TEST_CASE("an IPv4-mapped address has an IPv4 form, as getaddrinfo says", "[resolve_address]") {
    fake_platform fake;
    CHECK(endpoint_for({"::ffff:127.0.0.1", 80}, af_inet) == ipv4(80));
    CHECK(error_for({"::ffff:127.0.0.1", 70000}, af_inet) == misuse::port_range);
    CHECK(error_for({"::ffff:127.0.0.1", 80, 0, 1}, af_inet) == misuse::address_form);
    CHECK(error_for({"::127.0.0.1", 80}, af_inet) == gai_error::addrfamily);
    CHECK(endpoint_for({"::ffff:127.0.0.1", 80}, af_inet6).family == af_inet6);
    CHECK(try_gethostbyname("::ffff:127.0.0.1") == "127.0.0.1");
    CHECK(fake.queries.empty());
}

TEST_CASE("RDS sockets have Internet addresses", "[resolve_address]") {
    fake_platform fake;
    CHECK(endpoint_for({"127.0.0.1", 80}, af_rds) == ipv4(80));
    CHECK(endpoint_for({"", 80}, af_rds).family == af_inet);
    CHECK(error_for({"::1", 80}, af_rds) == gai_error::addrfamily);
}

TEST_CASE("digits that IDNA turns into ASCII are a numeric host", "[resolve_address][semantics-14]") {
    fake_platform fake;
    CHECK(endpoint_for({"\uff11\uff12\uff17.0.0.1", 80}, af_inet) == ipv4(80));
}

TEST_CASE("the older forms of an IPv4 address need no look-up", "[resolve_address][semantics-16]") {
    fake_platform fake;
    CHECK(endpoint_for({"127.1", 80}, af_inet) == ipv4(80));
    CHECK(endpoint_for({"0x7f.1", 80}, af_inet) == ipv4(80));
    CHECK(endpoint_for({"2130706433", 80}, af_inet) == ipv4(80));
    CHECK(fake.queries.empty());
    fake.resolve.fails(gai_error::noname);
    CHECK(error_for({"127.0.0.1 junk", 80}, af_inet) == gai_error::noname); // inet_aton alone takes that
    CHECK(fake.queries.size() == 1);
}

TEST_CASE("a scope in the host is looked up, and the scope id given overwrites it", "[resolve_address][semantics-15]") {
    fake_platform fake;
    fake.hosts["fe80::1%eth0"] = {link_local(0, 0, 2)};
    CHECK(endpoint_for({"fe80::1%eth0", 80}, af_inet6) == link_local(80, 0, 0));
    CHECK(endpoint_for({"fe80::1%eth0", 80, 0, 5}, af_inet6) == link_local(80, 0, 5));
    CHECK(fake.queries.size() == 2);
    CHECK(fake.queries[0].host == "fe80::1%eth0");
    CHECK(endpoint_for({"fe80::1", 80, 0, 5}, af_inet6) == link_local(80, 0, 5));
    CHECK(fake.queries.size() == 2);
}

TEST_CASE("flow information is at most 20 bits", "[resolve_address][semantics-15]") {
    fake_platform fake;
    fake.hosts["six"] = {ipv6_loopback(0)};
    for (const char* const host : {"::1", "six", ""}) {
        CHECK(error_for({host, 80, 0x100000}, af_inet6) == misuse::flowinfo_range);
        CHECK(error_for({host, 80, -1}, af_inet6) == misuse::flowinfo_range);
        CHECK(endpoint_for({host, 80, 0xfffff}, af_inet6).flowinfo == 0xfffff);
    }
    CHECK(error_for(address(link_local(80, 0x100000, 0)), af_inet6) == misuse::flowinfo_range);
}

TEST_CASE("an IPv4 address is a pair", "[resolve_address][semantics-15]") {
    fake_platform fake;
    CHECK(error_for({"127.0.0.1", 80, 1}, af_inet) == misuse::address_form);
    CHECK(error_for({"127.0.0.1", 80, 0, 1}, af_inet) == misuse::address_form);
    CHECK(error_for({"name", 80, 0, 1}, af_inet) == misuse::address_form);
    CHECK(fake.queries.empty());
}

TEST_CASE("a path needs room for its NUL, an abstract name does not", "[resolve_address][semantics-18]") {
    fake_platform fake;
    CHECK(text_of(endpoint_for(address(std::string(107, 'a')), af_unix)) == std::string(107, 'a'));
    CHECK(error_for(address(std::string(108, 'a')), af_unix) == fault::path_too_long);
    const std::string abstract = "\0"s + std::string(107, 'a');
    CHECK(text_of(endpoint_for(address(abstract), af_unix)) == abstract);
    CHECK(error_for(address(abstract + "a"), af_unix) == fault::path_too_long);
    CHECK(endpoint_for(address(""), af_unix).length == 0);
    CHECK(endpoint_for(address("path"), af_unix).family == af_unix);
}

TEST_CASE("an address of another form than the family's is refused", "[resolve_address]") {
    fake_platform fake;
    CHECK(error_for({}, af_inet) == misuse::address_form);
    CHECK(error_for({}, af_unix) == misuse::address_form);
    CHECK(error_for(address(endpoint()), af_inet) == misuse::address_form);
    CHECK(error_for(address("path"), af_inet) == misuse::address_form);
    CHECK(error_for({"host", 80}, af_unix) == misuse::address_form);
    CHECK(error_for({"127.0.0.1", 80}, af_unix) == misuse::address_form);
    CHECK(error_for({"host", 80}, af_netlink) == misuse::address_form);
    CHECK(error_for(address("path"), af_netlink) == misuse::address_form);
    CHECK(fake.queries.empty());
}

TEST_CASE("a family of one system takes its own bytes", "[resolve_address]") {
    fake_platform fake;
    const address raw(native_address{af_netlink, "\0\0pidsgrps"});
    CHECK(&*resolved_address(raw, af_netlink) == &raw.numeric());
    CHECK(error_for(raw, af_packet) == misuse::address_form);
    CHECK(error_for(raw, af_inet) == misuse::address_form);
    CHECK(error_for(address(native_address{af_inet, "12345"}), af_inet) == misuse::address_form);
    CHECK(error_for(address(native_address{af_inet6, "1234"}), af_inet6) == misuse::address_form);
    CHECK(error_for(address(native_address{af_unix, std::string(109, 'a')}), af_unix) == fault::path_too_long);
}

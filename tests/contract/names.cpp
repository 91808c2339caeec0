// Names of hosts, services and interfaces.
#include "contract.hpp"

#include <algorithm>
#include <vector>

using namespace contract;
using samesock::gai_category;
using samesock::herror_category;

namespace {

constexpr samesock::resolve_flags numeric_host = samesock::ai_numerichost;

std::vector<resolved> looked_up(const resolve_query& query) {
    must(start());
    auto all = must(resolve(query, after(patience)));
    REQUIRE_FALSE(all.empty());
    return all;
}

} // namespace

namespace {

// The core puts the numbers of its own tables in the place of names, and the other way about.
bool has_no_database() { return is(service_by_name("http", "tcp"), std::errc::function_not_supported); }

} // namespace

TEST_CASE("a numeric host and port resolve to themselves") {
    const auto all = looked_up({.host = "127.0.0.1",
                                .service = "8080",
                                .family = samesock::af_inet,
                                .type = samesock::sock_stream,
                                .flags = numeric_host});
    REQUIRE(all.size() == 1);
    REQUIRE(all[0].what.family == samesock::af_inet);
    REQUIRE(all[0].what.type == samesock::sock_stream);
    REQUIRE(all[0].what.proto == samesock::ipproto_tcp);
    REQUIRE(all[0].where == v4(8080));
}

TEST_CASE("a numeric IPv6 host resolves to itself") {
    const auto all = looked_up({.host = "::1", .service = "1", .type = samesock::sock_dgram, .flags = numeric_host});
    REQUIRE(all.size() == 1);
    REQUIRE(all[0].what.family == samesock::af_inet6);
    REQUIRE(all[0].what.proto == samesock::ipproto_udp);
    REQUIRE(all[0].where == v6(1));
}

TEST_CASE("without a type, each type is an answer") {
    const auto all =
        looked_up({.host = "127.0.0.1", .service = "80", .family = samesock::af_inet, .flags = numeric_host});
    REQUIRE(std::ranges::any_of(all, [](const resolved& r) { return r.what.type == samesock::sock_stream; }));
    REQUIRE(std::ranges::any_of(all, [](const resolved& r) { return r.what.type == samesock::sock_dgram; }));
    for (const resolved& r : all) REQUIRE(r.where == v4(80));
}

TEST_CASE("localhost is this machine") {
    const auto all =
        looked_up({.host = "localhost", .service = "80", .family = samesock::af_inet, .type = samesock::sock_stream});
    REQUIRE(std::ranges::any_of(all, [](const resolved& r) { return r.where == v4(80); }));
}

TEST_CASE("no host is any address for a server, and this machine for a client") {
    const auto passive = looked_up({.host = {},
                                    .service = "80",
                                    .family = samesock::af_inet,
                                    .type = samesock::sock_stream,
                                    .flags = samesock::ai_passive});
    constexpr std::array<std::byte, 4> any{};
    REQUIRE(passive[0].where == endpoint(samesock::af_inet, any, 80));
    const auto active =
        looked_up({.host = {}, .service = "80", .family = samesock::af_inet, .type = samesock::sock_stream});
    REQUIRE(active[0].where == v4(80));
}

TEST_CASE("an empty service is port 0") {
    const auto found =
        looked_up({.host = {}, .service = "", .family = samesock::af_inet, .type = samesock::sock_stream});
    REQUIRE(found[0].where == v4(0));
}

TEST_CASE("the canonical name comes when it is asked for") {
    const resolve_query query{.host = "127.0.0.1",
                              .service = {},
                              .family = samesock::af_inet,
                              .type = samesock::sock_stream,
                              .flags = numeric_host | samesock::ai_canonname};
    REQUIRE(looked_up(query)[0].canonical_name == "127.0.0.1");
    const auto without = looked_up({.host = "127.0.0.1",
                                    .service = {},
                                    .family = samesock::af_inet,
                                    .type = samesock::sock_stream,
                                    .flags = numeric_host});
    REQUIRE(without[0].canonical_name.empty());
}

TEST_CASE("a well-known service has its port") {
    if (has_no_database()) SKIP("no database: the core's own tables serve");
    const auto all = looked_up({.host = "127.0.0.1",
                                .service = "http",
                                .family = samesock::af_inet,
                                .type = samesock::sock_stream,
                                .flags = numeric_host});
    REQUIRE(all[0].where.port == 80);
}

TEST_CASE("what cannot be resolved fails in the domain of getaddrinfo") {
    must(start());
    const auto reason_of = [](const resolve_query& query) {
        const auto code = error_of(resolve(query, after(patience)));
        REQUIRE(&code.category() == &gai_category());
        return code;
    };
    REQUIRE(reason_of({}) == samesock::gai_error::noname);
    REQUIRE(reason_of({.host = "not numeric", .service = {}, .flags = numeric_host}) == samesock::gai_error::noname);
    const auto wrong_family =
        reason_of({.host = "::1", .service = {}, .family = samesock::af_inet, .flags = numeric_host});
    REQUIRE((wrong_family == samesock::gai_error::addrfamily || wrong_family == samesock::gai_error::noname));
    REQUIRE(reason_of({.host = "127.0.0.1", .service = {}, .family = samesock::address_family(0x1fff)}) ==
            samesock::gai_error::family);
    const auto service = reason_of({.host = "127.0.0.1", .service = "no-such-service", .type = samesock::sock_stream});
    REQUIRE((service == samesock::gai_error::service || service == samesock::gai_error::noname));
}

TEST_CASE("an address is named numerically when that is asked for") {
    must(start());
    const auto flags = samesock::ni_numerichost | samesock::ni_numericserv;
    const named four = must(reverse(v4(8080), flags, after(patience)));
    REQUIRE(four.host == "127.0.0.1");
    REQUIRE(four.service == "8080");
    const named six = must(reverse(v6(53), flags, after(patience)));
    REQUIRE(six.host == "::1");
    REQUIRE(six.service == "53");
}

TEST_CASE("a port has its service's name, of TCP or of UDP") {
    if (has_no_database()) SKIP("no database: the core's own tables serve");
    must(start());
    REQUIRE(must(reverse(v4(80), samesock::ni_numerichost, after(patience))).service == "http");
    REQUIRE(must(reverse(v4(69), samesock::ni_numerichost | samesock::ni_dgram, after(patience))).service == "tftp");
}

TEST_CASE("what has no address has no name") {
    must(start());
    const auto code = error_of(reverse({}, samesock::ni_numerichost, after(patience)));
    REQUIRE(code == samesock::gai_error::family);
}

TEST_CASE("a host's entry has its addresses") {
    must(start());
    const auto entry = must_or_skip(host_by_name("localhost"), "host_by_name()");
    REQUIRE_FALSE(entry.name.empty());
    REQUIRE(std::ranges::find(entry.addresses, v4()) != entry.addresses.end());
}

TEST_CASE("a host that does not exist fails in the domain of gethostbyname") {
    must(start());
    const auto entry = host_by_name("no such host.invalid");
    if (is_missing(entry)) SKIP("not on this backend: host_by_name()");
    REQUIRE(&error_of(entry).category() == &herror_category());
}

TEST_CASE("this machine's address has an entry") {
    must(start());
    const auto entry = must_or_skip(host_by_address(v4()), "host_by_address()");
    REQUIRE(std::ranges::find(entry.addresses, v4()) != entry.addresses.end());
}

TEST_CASE("services and protocols are known by name and number") {
    must(start());
    const auto port = service_by_name("http", "tcp");
    if (is(port, std::errc::function_not_supported)) SKIP("no database: the core's own tables serve");
    REQUIRE(must(port) == 80);
    REQUIRE(must(service_by_name("http", "")) == 80);
    REQUIRE(must(service_by_port(80, "tcp")) == "http");
    REQUIRE(must(service_by_port(80, "")) == "http");
    REQUIRE_FALSE(service_by_name("http", "nonsense").has_value());
    REQUIRE_FALSE(service_by_name("no-such-service", "").has_value());
    REQUIRE(error_of(service_by_name("no-such-service", "")) != std::errc::function_not_supported);
    const auto protocol = protocol_by_name("udp");
    if (is(protocol, std::errc::function_not_supported)) SKIP("no database of protocols");
    REQUIRE(must(protocol) == 17);
    REQUIRE(must(protocol_by_name("icmp")) == 1);
    REQUIRE_FALSE(protocol_by_name("no-such-protocol").has_value());
}

TEST_CASE("this machine has a name") {
    must(start());
    REQUIRE_FALSE(must_or_skip(host_name(), "host_name()").empty());
}

TEST_CASE("interfaces have a name and a number that lead to each other") {
    must(start());
    const auto all = must_or_skip(interfaces(), "interfaces()");
    if (all.empty()) SKIP("this machine shows no interface");
    for (const interface_entry& i : all) {
        REQUIRE(i.index != 0);
        REQUIRE(must(interface_index(i.name)) == i.index);
        REQUIRE(must(interface_name(i.index)) == i.name);
    }
    REQUIRE_FALSE(interface_index("no such interface").has_value());
    REQUIRE_FALSE(interface_name(0x7fffffff).has_value());
}

// The policy as tables: address, rule, name and port.
#include "texts.hpp"

#include "special_addresses.hpp"

#include <samesock/constants.hpp>

#include <catch2/catch_all.hpp>

#include <string>

using namespace samesock::gateway;
using namespace samesock::gateway::test;

namespace {

struct denied_class {
    const char* rule; ///< the CIDR that opens it, and it alone
    const char* first;
    const char* last;
    const char* before = ""; ///< public neighbours, where there are
    const char* after = "";
};

constexpr denied_class classes[] = {
    {"0.0.0.0/8", "0.0.0.0", "0.255.255.255", "", "1.0.0.0"},
    {"10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"},
    {"100.64.0.0/10", "100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"},
    {"127.0.0.0/8", "127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"},
    {"168.63.129.16", "168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17"},
    {"169.254.0.0/16", "169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"},
    {"169.254.169.254/32", "169.254.169.254", "169.254.169.254"},
    {"100.100.100.200", "100.100.100.200", "100.100.100.200"},
    {"172.16.0.0/12", "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"},
    {"192.0.0.0/24", "192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"},
    {"192.0.2.0/24", "192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"},
    {"192.88.99.0/24", "192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"},
    {"192.168.0.0/16", "192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"},
    {"198.18.0.0/15", "198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"},
    {"198.51.100.0/24", "198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"},
    {"203.0.113.0/24", "203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"},
    {"224.0.0.0/4", "224.0.0.0", "239.255.255.255", "223.255.255.255", ""},
    {"240.0.0.0/4", "240.0.0.0", "255.255.255.255"},
    {"[::]/96", "::", "::ffff:ffff"},
    {"[::1]", "::1", "::1"},
    {"[64:ff9b::]/96", "64:ff9b::", "64:ff9b::ffff:ffff"},
    {"[64:ff9b:1::]/48", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"},
    {"[100::]/64", "100::", "100::ffff:ffff:ffff:ffff"},
    {"[2001::]/32", "2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
    {"[2001:20::]/28", "2001:20::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff"},
    {"[2001::]/23", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
     "2001:200::"},
    {"[2001:db8::]/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
     "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"},
    {"[2002::]/16", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
     "2003::"},
    {"[3fff::]/20", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
     "3fff:1000::"},
    {"[4000::]/3", "4000::", "5fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""},
    {"[fc00::]/7", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
    {"[fd00:ec2::254]", "fd00:ec2::254", "fd00:ec2::254"},
    {"[fe80::]/10", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
    {"[fec0::]/10", "fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
    {"[ff00::]/8", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
};

bool opens(const std::string& rules, const std::string& address, const std::string& name = "",
           std::uint16_t port = 443) {
    return policy_of(rules).allows_connect(at(address, port), name);
}

} // namespace

TEST_CASE("without a rule nothing is open") {
    const policy nothing;
    for (const char* address : {"1.1.1.1", "127.0.0.1", "10.0.0.1", "2606:4700::1111", "::1", "0.0.0.0"}) {
        INFO(address);
        CHECK_FALSE(nothing.allows_connect(at(address, 80)));
        CHECK_FALSE(nothing.allows_connect(at(address, 80), "example.org"));
        CHECK_FALSE(nothing.shows(at(address, 0), "example.org"));
        CHECK_FALSE(nothing.allows_listen(at(address, 0)));
        CHECK_FALSE(nothing.narrowed(at(address, 0)));
    }
}

TEST_CASE("a class that is not public is opened by its CIDR alone, at its edges") {
    for (const denied_class& c : classes) {
        for (const char* address : {c.first, c.last}) {
            INFO(c.rule << " " << address);
            CHECK_FALSE(special_kind(ip(address)).empty());
            CHECK_FALSE(opens("public", address));
            CHECK_FALSE(opens("*", address, "a.example.org"));
            CHECK_FALSE(opens("*.example.org", address, "a.example.org"));
            CHECK_FALSE(opens("public *", address, "a.example.org"));
            CHECK_FALSE(opens("public", address, "a.example.org"));
            CHECK(opens(c.rule, address));
            CHECK(opens(c.rule, address, "whatever.it.is.called"));
            CHECK(opens(std::string("public ") + c.rule, address));
            CHECK_FALSE(policy_of("public").shows(at(address, 0)));
            CHECK(policy_of(c.rule).shows(at(address, 0)));
        }
        for (const char* address : {c.before, c.after}) {
            if (*address == '\0') continue;
            INFO(c.rule << " beside " << address);
            CHECK(special_kind(ip(address)).empty());
            CHECK(opens("public", address));
            CHECK(opens("*", address, "a.example.org"));
            CHECK_FALSE(opens(c.rule, address));
        }
    }
}

TEST_CASE("an IPv4 address inside an IPv6 one is judged as itself") {
    for (const denied_class& c : classes) {
        const std::string first = c.first;
        if (first.find(':') != std::string::npos) continue;
        const std::string mapped = "::ffff:" + first;
        INFO(mapped);
        CHECK_FALSE(opens("public", mapped));
        CHECK_FALSE(opens("[::]/0", mapped));
        CHECK_FALSE(opens("*", mapped, "example.org"));
        CHECK(opens(c.rule, mapped));
    }
    CHECK(opens("public", "::ffff:1.1.1.1"));
    CHECK_FALSE(opens("[::]/0", "::ffff:1.1.1.1"));
    CHECK(opens("1.1.1.0/24", "::ffff:1.1.1.1"));
}

TEST_CASE("public addresses are opened by public, by their range, and by no other rule") {
    for (const char* address : {"1.1.1.1", "8.8.8.8", "93.184.216.34", "223.255.255.255", "2606:4700::1111",
                                "2a00:1450:4001::200e", "2001:4860:4860::8888", "2620:fe::9"}) {
        INFO(address);
        const bool is_ipv4 = ip(address).is_ipv4();
        CHECK(opens("public", address));
        CHECK(opens("public", address, "example.org"));
        CHECK(opens(is_ipv4 ? "0.0.0.0/0" : "[::]/0", address));
        CHECK_FALSE(opens(is_ipv4 ? "[::]/0" : "0.0.0.0/0", address));
        CHECK_FALSE(opens("10.0.0.0/8 [fd00::]/8", address));
        CHECK_FALSE(opens("*", address));
        CHECK(opens("*", address, "example.org"));
    }
}

TEST_CASE("addresses of the machine itself are not public, whatever they are") {
    const auto opened = [](const std::string& rules, const std::string& address, const std::string& name = "") {
        return policy_of(rules, "", "127.0.0.1 93.184.216.34 2606:2800::5").allows_connect(at(address, 22), name);
    };
    CHECK_FALSE(opened("public", "93.184.216.34"));
    CHECK_FALSE(opened("public", "2606:2800::5"));
    CHECK_FALSE(opened("public", "::ffff:93.184.216.34"));
    CHECK_FALSE(opened("*.example.org", "93.184.216.34", "a.example.org"));
    CHECK(opened("public", "93.184.216.35"));
    CHECK(opened("93.184.216.34:22", "93.184.216.34"));
    CHECK(opened("93.184.0.0/16", "93.184.216.34"));
}

TEST_CASE("what is denied is denied whatever a rule says") {
    const policy p =
        policy_of("public 0.0.0.0/0 *", "0.0.0.0/0", "127.0.0.1", "93.184.216.0/24 127.0.0.0/8 [2606::]/16");
    CHECK_FALSE(p.allows_connect(at("93.184.216.34", 80)));
    CHECK_FALSE(p.allows_connect(at("93.184.216.34", 80), "example.org"));
    CHECK_FALSE(p.allows_connect(at("::ffff:93.184.216.34", 80)));
    CHECK_FALSE(p.allows_connect(at("2606::1", 80)));
    CHECK_FALSE(p.shows(at("93.184.216.34", 0)));
    CHECK_FALSE(p.allows_listen(at("127.0.0.1", 80)));
    CHECK(p.allows_connect(at("93.184.217.1", 80)));
    CHECK(p.allows_listen(at("10.0.0.1", 80)));
}

TEST_CASE("rules open their ports alone") {
    struct row {
        const char* rules;
        std::uint16_t port;
        bool opened;
    };
    constexpr row rows[] = {
        {"127.0.0.0/8", 1, true},
        {"127.0.0.0/8", 65535, true},
        {"127.0.0.0/8", 0, false},
        {"127.0.0.0/8:80", 80, true},
        {"127.0.0.0/8:80", 79, false},
        {"127.0.0.0/8:80", 81, false},
        {"127.0.0.0/8:80,443", 443, true},
        {"127.0.0.0/8:80,443", 442, false},
        {"127.0.0.0/8:8000-8999", 7999, false},
        {"127.0.0.0/8:8000-8999", 8000, true},
        {"127.0.0.0/8:8000-8999", 8999, true},
        {"127.0.0.0/8:8000-8999", 9000, false},
        {"127.0.0.0/8:1-65535", 1, true},
        {"127.0.0.0/8:1-65535", 65535, true},
        {"127.0.0.0/8:5432,6379,8000-8001", 6379, true},
        {"127.0.0.0/8:5432,6379,8000-8001", 8001, true},
        {"127.0.0.0/8:5432,6379,8000-8001", 8002, false},
        {"127.0.0.1:80 127.0.0.1:81", 81, true},
        {"127.0.0.2:80 127.0.0.1:81", 80, false},
    };
    for (const row& r : rows) {
        INFO(r.rules << " " << r.port);
        CHECK(opens(r.rules, "127.0.0.1", "", r.port) == r.opened);
    }
    CHECK(opens("public:443", "1.1.1.1", "", 443));
    CHECK_FALSE(opens("public:443", "1.1.1.1", "", 80));
    CHECK_FALSE(opens("public:443 *:80", "1.1.1.1", "", 80));
    CHECK(opens("public:443 *:80", "1.1.1.1", "example.org", 80));
    CHECK_FALSE(opens("*.example.org:8000-8999", "1.1.1.1", "a.example.org", 443));
    CHECK(opens("*.example.org:8000-8999", "1.1.1.1", "a.example.org", 8443));
}

TEST_CASE("name rules match names whole, in any case, with or without the dot at the end") {
    struct row {
        const char* rule;
        const char* name;
        bool matches;
    };
    const row rows[] = {
        {"example.org", "example.org", true},
        {"example.org", "EXAMPLE.ORG", true},
        {"example.org", "Example.Org.", true},
        {"example.org", "example.org..", false},
        {"example.org", ".example.org", false},
        {"example.org", "a.example.org", false},
        {"example.org", "anexample.org", false},
        {"example.org", "example.org.evil.net", false},
        {"example.org", "example.or", false},
        {"example.org", "example.org:443", false},
        {"example.org", "example.org/", false},
        {"example.org", "example.org ", false},
        {"example.org", " example.org", false},
        {"example.org", "example%2eorg", false},
        {"example.org", "example.org%eth0", false},
        {"example.org", "user@example.org", false},
        {"example.org", "", false},
        {"EXAMPLE.org", "example.org", true},
        {"example.org", "exаmple.org", false}, // a Cyrillic letter
        {"*.example.org", "a.example.org", true},
        {"*.example.org", "A.B.eXample.org.", true},
        {"*.example.org", "a.b.c.example.org", true},
        {"*.example.org", "example.org", false},
        {"*.example.org", ".example.org", false},
        {"*.example.org", "aexample.org", false},
        {"*.example.org", "a..example.org", false},
        {"*.example.org", "*.example.org", false},
        {"*.example.org", "a.example.org.evil.net", false},
        {"*.example.org", "evil.net#.example.org", false},
        {"*", "example.org", true},
        {"*", "localhost", true}, // whose address stays denied
        {"*", "a_b.example.org", true},
        {"*", "xn--bcher-kva.example", true},
        {"*", "", false},
        {"*", ".", false},
        // Numbers that resolvers take for addresses are no names.
        {"*", "1.1.1.1", false},
        {"*", "1.1.1.1.", false},
        {"*", "16843009", false},
        {"*", "0x01010101", false},
        {"*", "0X1.0x1.0x1.0x1", false},
        {"*", "001.001.001.001", false},
        {"*", "1.257", false},
        {"*", "0x", false},
        {"*", "a.0x1f", false},
        {"*", "a.1", false},
        {"*", "::1", false},
        {"*", "[::1]", false},
        {"*", "fe80::1%eth0", false},
        {"*", "1.1.1.1.example", true},
        {"*", "3com.example", true},
    };
    for (const row& r : rows) {
        INFO(r.rule << " " << r.name);
        CHECK(opens(r.rule, "1.1.1.1", r.name) == r.matches);
    }
    using namespace std::string_literals;
    for (const std::string& name :
         {"example.org\0"s, "example.org\0.evil.net"s, "evil.net\0.example.org"s, "\0"s, "example.org\n"s,
          std::string(300, 'a') + ".example.org", std::string(64, 'a') + ".example.org"}) {
        CHECK_FALSE(opens("example.org *.example.org *", "1.1.1.1", name));
        CHECK(opens("public", "1.1.1.1", name)); // the address is what public judges
    }
    CHECK(opens("*.example.org", "1.1.1.1", std::string(63, 'a') + ".example.org"));
}

TEST_CASE("a name does not lift the denial of the address it resolves to") {
    for (const char* name : {"localhost", "localhost.", "LOCALHOST", "metadata.google.internal", "a.example.org",
                             "127.0.0.1.nip.example", "2130706433", "0x7f.1", "0177.0.0.1"}) {
        INFO(name);
        for (const char* address : {"127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "::ffff:127.0.0.1"}) {
            CHECK_FALSE(opens("public * *.example.org", address, name));
            CHECK_FALSE(policy_of("public *").shows(at(address, 0), name));
        }
        CHECK(opens("127.0.0.1", "127.0.0.1", name));
    }
}

TEST_CASE("other families are never allowed") {
    samesock::endpoint other;
    CHECK_FALSE(policy_of("public 0.0.0.0/0 [::]/0 *").allows_connect(other, "example.org"));
    const std::byte path[] = {std::byte{'/'}, std::byte{'x'}};
    other = samesock::endpoint(samesock::af_unix, path, 80);
    CHECK_FALSE(policy_of("public 0.0.0.0/0 [::]/0 *").allows_connect(other));
    CHECK_FALSE(policy_of("", "public 0.0.0.0/0 [::]/0").allows_listen(other));
    const std::byte short_one[] = {std::byte{1}, std::byte{1}, std::byte{1}};
    other = samesock::endpoint(samesock::af_inet, short_one, 80);
    CHECK_FALSE(policy_of("public 0.0.0.0/0").allows_connect(other));
}

TEST_CASE("a scope and a flow make no difference") {
    samesock::endpoint local = at("[fe80::1]:80");
    local.scope_id = 3;
    local.flowinfo = 77;
    CHECK_FALSE(policy_of("public").allows_connect(local));
    CHECK(policy_of("[fe80::]/10:80").allows_connect(local));
    CHECK(to_text(local) == "[fe80::1%3]:80");
}

TEST_CASE("what is shown is what could be dialled at some port, or at the port that was asked for") {
    const policy p = policy_of("127.0.0.0/8:80 *.example.org:443");
    CHECK(p.shows(at("127.0.0.1:0")));
    CHECK(p.shows(at("127.0.0.1:80")));
    CHECK_FALSE(p.shows(at("127.0.0.1:81")));
    CHECK(p.shows(at("1.1.1.1:0"), "a.example.org"));
    CHECK_FALSE(p.shows(at("1.1.1.1:0"), "example.net"));
    CHECK_FALSE(p.shows(at("1.1.1.1:0")));
    CHECK_FALSE(p.shows(at("10.0.0.1:0"), "a.example.org"));
}

TEST_CASE("the wildcard as a destination is this machine's loopback address") {
    CHECK(dialled(at("0.0.0.0:80")) == at("127.0.0.1:80"));
    CHECK(dialled(at("[::]:80")) == at("[::1]:80"));
    CHECK(dialled(at("[::ffff:0.0.0.0]:80")) == at("127.0.0.1:80"));
    CHECK(dialled(at("1.1.1.1:80")) == at("1.1.1.1:80"));
    CHECK_FALSE(policy_of("127.0.0.0/8").allows_connect(at("0.0.0.0:80")));
}

TEST_CASE("listening is opened by a rule that contains the address and the port") {
    struct row {
        const char* rules;
        const char* where;
        bool opened;
    };
    const row rows[] = {
        {"127.0.0.0/8", "127.0.0.1:0", true},
        {"127.0.0.0/8", "127.0.0.1:65535", true},
        {"127.0.0.0/8", "127.9.9.9:80", true},
        {"127.0.0.0/8", "0.0.0.0:80", false},
        {"127.0.0.0/8", "10.0.0.1:80", false},
        {"127.0.0.0/8", "[::1]:80", false},
        {"127.0.0.0/8", "[::ffff:127.0.0.1]:80", true},
        {"127.0.0.1:8000-8999", "127.0.0.1:8000", true},
        {"127.0.0.1:8000-8999", "127.0.0.1:0", false},
        {"127.0.0.1:0,8000-8999", "127.0.0.1:0", true},
        {"127.0.0.1:8000-8999", "127.0.0.1:9000", false},
        {"0.0.0.0/0", "0.0.0.0:80", true},
        {"0.0.0.0/0", "127.0.0.1:80", true},
        {"0.0.0.0", "0.0.0.0:80", true},
        {"0.0.0.0", "127.0.0.1:80", false},
        {"0.0.0.0/0", "[::]:80", false},
        {"[::]/0", "[::]:80", true},
        {"[::1]", "[::1]:80", true},
        {"[::1]", "[::]:80", false},
        {"public", "93.184.216.34:80", true},
        {"public", "10.0.0.1:80", false},
        {"public", "127.0.0.1:80", false},
        {"public", "0.0.0.0:80", false},
        {"public", "[::]:80", false},
    };
    for (const row& r : rows) {
        INFO(r.rules << " " << r.where);
        CHECK(policy_of("", r.rules).allows_listen(at(r.where)) == r.opened);
        CHECK_FALSE(
            policy_of(r.rules == std::string("127.0.0.1:0,8000-8999") ? "" : r.rules).allows_listen(at(r.where)));
    }
}

TEST_CASE("the wildcard to listen on is narrowed to an address of this machine that a rule names") {
    struct row {
        const char* rules;
        const char* asked;
        const char* narrowed; ///< empty: denied
    };
    const row rows[] = {
        {"127.0.0.0/8", "0.0.0.0:80", "127.0.0.1:80"},
        {"127.0.0.0/8", "0.0.0.0:0", "127.0.0.1:0"},
        {"127.0.0.1", "0.0.0.0:80", "127.0.0.1:80"},
        {"127.0.0.0/8", "[::]:80", ""},
        {"127.0.0.0/8 [::1]", "[::]:80", "[::1]:80"},
        {"10.0.0.0/8", "0.0.0.0:80", "10.1.2.3:80"},
        {"10.1.0.0/16 127.0.0.1", "0.0.0.0:80", "10.1.2.3:80"},
        {"10.9.0.0/16", "0.0.0.0:80", ""},
        {"10.9.0.0/16 127.0.0.1", "0.0.0.0:80", "127.0.0.1:80"},
        {"10.0.0.0/8:81 127.0.0.1:80", "0.0.0.0:80", "127.0.0.1:80"},
        {"10.0.0.0/8:81", "0.0.0.0:80", ""},
        {"10.0.0.0/8:81", "0.0.0.0:0", ""},
        {"0.0.0.0/0", "0.0.0.0:80", "0.0.0.0:80"},
        {"127.0.0.1 0.0.0.0/0", "0.0.0.0:80", "0.0.0.0:80"},
        {"0.0.0.0/0:81 127.0.0.1", "0.0.0.0:80", "127.0.0.1:80"},
        {"[::]/0", "[::]:80", "[::]:80"},
        {"public", "0.0.0.0:80", "93.184.216.34:80"},
        {"public", "[::]:80", "[2606:2800::5]:80"},
    };
    for (const row& r : rows) {
        INFO(r.rules << " " << r.asked);
        const auto became =
            policy_of("", r.rules, "127.0.0.1 10.1.2.3 93.184.216.34 ::1 fe80::1 2606:2800::5").narrowed(at(r.asked));
        CHECK((became ? to_text(*became) : "") == r.narrowed);
    }
    const policy denied = policy_of("", "127.0.0.0/8 10.0.0.0/8", "127.0.0.1 10.1.2.3", "127.0.0.0/8");
    CHECK(to_text(denied.narrowed(at("0.0.0.0:80")).value()) == "10.1.2.3:80");
}

TEST_CASE("the machine's own addresses are found") {
    const own_addresses own;
    CHECK(own.contains(ip("127.0.0.1")));
    CHECK_FALSE(own.contains(ip("192.0.2.77")));
    const own_addresses copy = own;
    CHECK(copy.all() == own.all());
}

TEST_CASE("make() takes rules as texts, and says what is wrong with one") {
    const std::vector<std::string> good{"public", "127.0.0.0/8:80"};
    const std::vector<std::string> listen{"127.0.0.1"};
    const auto p = policy::make(good, listen);
    REQUIRE(p);
    CHECK(p->allows_connect(at("127.0.0.1:80")));
    CHECK(p->allows_listen(at("127.0.0.1:80")));
    CHECK_FALSE(p->opens_nothing());
    const std::vector<std::string> bad{"public", "127.0.0.0/33"};
    CHECK(policy::make(bad, listen).error().find("`33`") != std::string::npos);
    CHECK(policy::make({}, {})->opens_nothing());
}

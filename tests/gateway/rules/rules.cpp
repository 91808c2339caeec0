// RULE, addresses and ranges: what is taken, and what is said of what is not.
#include "texts.hpp"

#include "rule.hpp"

#include <catch2/catch_all.hpp>

using namespace samesock::gateway;
using namespace samesock::gateway::test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("rules are written in these ways") {
    for (const char* text : {"public",
                             "Public",
                             "public:443",
                             "public:1-65535",
                             "127.0.0.1",
                             "127.0.0.0/8",
                             "10.1.0.0/16:5432,6379",
                             "[fd00::]/8:443",
                             "[::1]",
                             "[::1]:80",
                             "[::1]/128:80",
                             "fd00::/8",
                             "fd00::/8:443",
                             "0.0.0.0/0",
                             "[::]/0",
                             "*.example.org:8000-8999",
                             "example.org",
                             "*",
                             "*:443",
                             "a-b.example.org.",
                             "db",
                             "db:5432",
                             "xn--bcher-kva.example",
                             "1.2.3.4.example"}) {
        INFO(text);
        const auto r = parse_rule(text);
        INFO((r ? "" : r.error()));
        CHECK(r);
    }
    CHECK(std::get<ip_range>(parse_rule("fd00::/8:443")->where) == std::get<ip_range>(parse_rule("[fd00::]/8")->where));
    CHECK(parse_rule("10.1.0.0/16:5432,6379")->ports == std::vector<port_range>{{5432, 5432}, {6379, 6379}});
    CHECK(parse_rule("*.example.org:8000-8999")->ports == std::vector<port_range>{{8000, 8999}});
    CHECK(parse_listen_rule("127.0.0.1:0,8000-8999")->ports == std::vector<port_range>{{0, 0}, {8000, 8999}});
}

TEST_CASE("a rule that is none is answered with what to write") {
    struct row {
        const char* text;
        const char* says;
    };
    const row rows[] = {
        {"", "write `public`"},
        {":80", "nothing stands before the ports"},
        {"127.0.0.1:", "is no port"},
        {"127.0.0.1:http", "`http` is no port"},
        {"127.0.0.1:80,", "is no port"},
        {"127.0.0.1:,80", "is no port"},
        {"127.0.0.1:80-", "`80-` is no port"},
        {"127.0.0.1:-80", "is no port"},
        {"127.0.0.1:80-90-100", "is no port"},
        {"127.0.0.1:65536", "`65536` is no port"},
        {"127.0.0.1:99999999999999999999", "is no port"},
        {"127.0.0.1: 80", "is no port"},
        {"127.0.0.1:+80", "is no port"},
        {"127.0.0.1:80:90", "is no port"},
        {"127.0.0.1:90-80", "write the smaller one first"},
        {"127.0.0.1:0", "no port 0"},
        {"127.0.0.1:0-80", "no port 0"},
        {"127.0.0.1/33", "no prefix length from 0 to 32"},
        {"127.0.0.1/", "no prefix length"},
        {"127.0.0.1/-1", "no prefix length"},
        {"127.0.0.1/08", "no prefix length"},
        {"127.0.0.1/255.0.0.0", "no prefix length"},
        {"[::1]/129", "no prefix length from 0 to 128"},
        {"10.1.2.3/8", "write 10.0.0.0/8, or 10.1.2.3 for the one address"},
        {"[fd00::1]/8", "write [fd00::]/8, or [fd00::1]"},
        {"10.1.2/24", "not a numeric address"},
        {"10.1.2", "not a numeric address"},
        {"010.0.0.1", "not a numeric address"},
        {"10.0.0.256", "not a numeric address"},
        {"2130706433", "not a numeric address"},
        {"[10.0.0.0]/8", "not a numeric address"},
        {"[::1", "not a numeric address"},
        {"[]", "not a numeric address"},
        {"[fe80::1%eth0]", "not a numeric address"},
        {"::1", "write [::1]"},
        {"::1:443", "write [::1:443]"},
        {"fd00::zz/8", "is no port"},
        {"[fd00::/8]", "write [fd00::]/8"},
        {"[fd00::/8]:443", "write [fd00::]/8"},
        {"[::ffff:10.0.0.0]/104", "write 10.0.0.0"},
        {"[::ffff:10.0.0.1]", "write 10.0.0.1"},
        {"localhost", "write 127.0.0.0/8 or [::1]"},
        {"localhost:80", "write 127.0.0.0/8 or [::1]"},
        {"LOCALHOST.", "write 127.0.0.0/8 or [::1]"},
        {"*example.org", "a star stands alone or first"},
        {"a.*.org", "a star stands alone or first"},
        {"*.*", "a star stands alone or first"},
        {"**", "a star stands alone or first"},
        {"*.", "a star stands alone or first"},
        {"bücher.example", "xn--"},
        {"exa mple.org", "is no name"},
        {".example.org", "is no name"},
        {"a..example.org", "is no name"},
        {"https://example.org", "is no"},
        {"example.org/path", "not a numeric address"},
        {"all", "write `public`"},
        {"ANY:80", "write `public`"},
    };
    for (const row& r : rows) {
        INFO(r.text);
        const auto outcome = parse_rule(r.text);
        REQUIRE_FALSE(outcome);
        CHECK_THAT(outcome.error(), ContainsSubstring(r.says));
    }
    using namespace std::string_view_literals;
    CHECK_FALSE(parse_rule("127.0.0.1\0"sv));
    CHECK_FALSE(parse_rule("example.org\0.evil"sv));
    CHECK_FALSE(parse_rule("public\0"sv));
}

TEST_CASE("a name opens nothing to listen on") {
    CHECK_THAT(parse_listen_rule("example.org").error(), ContainsSubstring("an address, not a name"));
    CHECK_THAT(parse_listen_rule("*").error(), ContainsSubstring("an address, not a name"));
    CHECK(parse_listen_rule("public:8000-8999"));
}

TEST_CASE("addresses are read in their standard forms alone") {
    for (const char* text : {"0.0.0.0", "255.255.255.255", "::", "::1", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "FE80::1"})
        CHECK(parse_ip(text));
    for (const char* text : {"", " 1.2.3.4", "1.2.3.4 ", "1.2.3", "1.2.3.4.5", "0x7f.0.0.1", "0177.0.0.1", "127.1",
                             "1.2.3.04", ":::", "1::2::3", "12345::", "::1%1", "[::1]", "::1/128", "g::"}) {
        INFO(text);
        CHECK_FALSE(parse_ip(text));
    }
}

TEST_CASE("endpoints have a port, and IPv6 addresses brackets") {
    for (const char* text : {"127.0.0.1:0", "0.0.0.0:65535", "[::]:6001", "[::1]:80"})
        CHECK(to_text(parse_endpoint(text).value()) == text);
    struct row {
        const char* text;
        const char* says;
    };
    const row rows[] = {
        {"127.0.0.1", "write ADDRESS:PORT"},
        {"::1:80", "in brackets"},
        {"[::1]", "in brackets"},
        {"localhost:80", "names are not"},
        {"[127.0.0.1]:80", "is not a numeric"},
        {"127.0.0.1:65536", "no port"},
        {"127.0.0.1:", "no port"},
        {"127.0.0.1:080", "no port"},
        {":80", "is not a numeric"},
        {"", "write ADDRESS:PORT"},
    };
    for (const row& r : rows) {
        INFO(r.text);
        CHECK_THAT(parse_endpoint(r.text).error(), ContainsSubstring(r.says));
    }
}

TEST_CASE("ranges are printed as they are read") {
    for (const char* text : {"10.0.0.0/8", "0.0.0.0/0", "127.0.0.1", "[::]/0", "[fd00::]/8", "[::1]"})
        CHECK(to_text(parse_range(text).value()) == text);
    CHECK(parse_range("192.168.1.128/25")->contains(ip("192.168.1.128")));
    CHECK(parse_range("192.168.1.128/25")->contains(ip("192.168.1.255")));
    CHECK_FALSE(parse_range("192.168.1.128/25")->contains(ip("192.168.1.127")));
    CHECK_FALSE(parse_range("0.0.0.0/0")->contains(ip("::")));
}

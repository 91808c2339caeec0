// Host and Origin: who may reach a gateway that any web page can send a request to.
#include "texts.hpp"

#include "plain_answer.hpp"
#include "request_check.hpp"

#include <catch2/catch_all.hpp>

using namespace samesock::gateway;
using namespace samesock::gateway::test;
using Catch::Matchers::ContainsSubstring;

namespace {

request_rules rules() {
    return {{"gate.example.org", "192.0.2.7"}, {"https://app.example.org", "http://localhost:8080"}, false};
}

unsigned status_of(const std::expected<void, request_refusal>& outcome) {
    return outcome ? 101 : outcome.error().status;
}

unsigned ask(std::string_view host, std::optional<std::string_view> origin = {}, std::string_view target = "/",
             const std::string& local = "127.0.0.1:6001", const request_rules& by = rules()) {
    return status_of(check_upgrade(by, {target, host, origin, false}, at(local)));
}

} // namespace

TEST_CASE("Host is an address that the request came in at, localhost, or a configured name") {
    struct row {
        const char* host;
        unsigned status;
    };
    const row rows[] = {
        {"127.0.0.1:6001", 101},
        {"127.0.0.1", 101},
        {"127.0.0.1:9000", 101}, // through a forwarded port
        {"localhost:6001", 101},
        {"LocalHost", 101},
        {"localhost.:6001", 101},
        {"[::ffff:127.0.0.1]:6001", 101},
        {"gate.example.org", 101},
        {"GATE.Example.Org.:443", 101},
        {"192.0.2.7:80", 101},
        {"127.0.0.2:6001", 421},
        {"[::1]:6001", 421},
        {"0.0.0.0:6001", 421},
        {"rebind.example.net", 421},
        {"127.0.0.1.nip.example", 421},
        {"localhost.example.net", 421},
        {"a.localhost", 421},
        {"a.gate.example.org", 421},
        {"gate.example.org.evil.net", 421},
        {"2130706433", 400},
        {"0x7f.1:6001", 400},
        {"0177.0.0.1", 400},
        {"127.1", 400},
        {"", 400},
        {":6001", 400},
        {"localhost:", 400},
        {"localhost:x", 400},
        {"localhost:65536", 400},
        {"localhost:80:80", 400},
        {"localhost%00", 400},
        {"user@localhost", 400},
        {"localhost/", 400},
        {"localhost, evil.net", 400},
        {"[::1", 400},
        {"[::1]x", 400},
        {"[fe80::1%25eth0]", 400},
        {"::1", 400},
    };
    for (const row& r : rows) {
        INFO(r.host);
        CHECK(ask(r.host) == r.status);
        CHECK(status_of(check_host(rules(), {"/", r.host, "https://evil.net", false}, at("127.0.0.1:6001"))) ==
              r.status);
    }
    CHECK(ask("[::1]:6001", {}, "/", "[::1]:6001") == 101);
    CHECK(ask("[0:0::1]", {}, "/", "[::1]:6001") == 101);
    CHECK(ask("127.0.0.1", {}, "/", "[::1]:6001") == 421);
    CHECK(ask("127.0.0.1", {}, "/", "[::ffff:127.0.0.1]:6001") == 101); // accepted by a socket of both families
    CHECK(ask("93.184.216.34", {}, "/", "93.184.216.34:80") == 101);
}

TEST_CASE("a request without Host, or with two, is none") {
    CHECK(status_of(check_upgrade(rules(), {"/", {}, {}, false}, at("127.0.0.1:6001"))) == 400);
    CHECK(status_of(check_host(rules(), {"/", {}, {}, false}, at("127.0.0.1:6001"))) == 400);
}

TEST_CASE("Origin is that host with its port, or a listed one, and never null") {
    struct row {
        const char* host;
        const char* origin;
        unsigned status;
    };
    const row rows[] = {
        {"localhost:6001", "http://localhost:6001", 101},
        {"localhost:6001", "HTTP://LOCALHOST:6001", 101},
        {"localhost:6001", "http://localhost", 403},
        {"localhost:6001", "http://localhost:3000", 403}, // another program's page
        {"localhost:6001", "http://127.0.0.1:6001", 403},
        {"localhost", "http://localhost", 101},
        {"localhost:80", "http://localhost", 101},
        {"localhost", "http://localhost:80", 101},
        {"localhost:443", "http://localhost", 403},
        {"gate.example.org", "https://gate.example.org", 101}, // a proxy ended TLS
        {"gate.example.org:443", "https://gate.example.org", 101},
        {"gate.example.org", "https://gate.example.org:443", 101},
        {"gate.example.org", "http://gate.example.org", 101},
        {"gate.example.org", "https://gate.example.org:8443", 403},
        {"gate.example.org:8443", "https://gate.example.org:8443", 101},
        {"gate.example.org", "https://app.example.org", 101},
        {"gate.example.org", "https://app.example.org:443", 101},
        {"gate.example.org", "HTTPS://App.example.org", 101},
        {"gate.example.org", "http://app.example.org", 403},
        {"gate.example.org", "https://app.example.org:8443", 403},
        {"gate.example.org", "https://app.example.org.evil.net", 403},
        {"gate.example.org", "https://a.app.example.org", 403},
        {"gate.example.org", "https://evil.net", 403},
        {"gate.example.org", "http://localhost:8080", 101},
        {"127.0.0.1:6001", "http://127.0.0.1:6001", 101},
        {"localhost:6001", "null", 403},
        {"localhost:6001", "", 403},
        {"localhost:6001", "localhost:6001", 403},
        {"localhost:6001", "file://", 403},
        {"localhost:6001", "ftp://localhost:6001", 403},
        {"localhost:6001", "chrome-extension://localhost:6001", 403},
        {"localhost:6001", "http://localhost:6001/", 403},
        {"localhost:6001", "http://localhost:6001 http://evil.net", 403},
        {"localhost:6001", "http://user@localhost:6001", 403},
    };
    for (const row& r : rows) {
        INFO(r.host << " " << r.origin);
        CHECK(ask(r.host, r.origin) == r.status);
    }
    CHECK(ask("[::1]:6001", "http://[::1]:6001", "/", "[::1]:6001") == 101);
    CHECK(ask("[::1]:6001", "http://[0::1]:6001", "/", "[::1]:6001") == 101);
    CHECK(ask("localhost") == 101); // no browser
    CHECK(status_of(check_upgrade(rules(), {"/", "localhost", "http://localhost", true}, at("127.0.0.1:6001"))) == 400);
}

TEST_CASE("every origin may be let in, but null") {
    request_rules all;
    all.any_origin = true;
    CHECK(ask("localhost", "https://evil.net", "/", "127.0.0.1:6001", all) == 101);
    CHECK(ask("localhost", "chrome-extension://abcdefgh", "/", "127.0.0.1:6001", all) == 101);
    CHECK(ask("localhost", "null", "/", "127.0.0.1:6001", all) == 403);
    CHECK(ask("rebind.example.net", "https://evil.net", "/", "127.0.0.1:6001", all) == 421);
}

TEST_CASE("the path ends in a slash") {
    for (const char* target : {"/", "/samesock/", "/wisp/", "/a/b/?x=y", "/?x"})
        CHECK(ask("localhost", {}, target) == 101);
    for (const char* target : {"", "*", "/wisp", "/a?x=/", "http://localhost/x", "/metrics"})
        CHECK(ask("localhost", {}, target) == 404);
}

TEST_CASE("a refusal says what to do, and shows no more than the host or the origin") {
    const auto host = check_upgrade(rules(), {"/", "Evil.Example", {}, false}, at("127.0.0.1:6001"));
    CHECK_THAT(host.error().text, ContainsSubstring("`evil.example`") && ContainsSubstring("server-names"));
    const auto origin = check_upgrade(rules(), {"/", "localhost", "https://evil.net", false}, at("127.0.0.1:6001"));
    CHECK_THAT(origin.error().text, ContainsSubstring("`https://evil.net`") && ContainsSubstring("origins"));
}

TEST_CASE("origins have one form each") {
    CHECK(normal_origin("https://App.Example.org:443") == "https://app.example.org");
    CHECK(normal_origin("http://[0:0::1]:8080") == "http://[::1]:8080");
    CHECK(normal_origin("http://x:443") == "http://x:443");
    for (const char* text : {"null", "", "https://", "://x", "https:/x", "https://x/", "https://x?y", "ht tp://x",
                             "https://*.example.org", "9p://x"}) {
        INFO(text);
        CHECK_FALSE(normal_origin(text));
    }
}

TEST_CASE("a plain request is answered after the same look at Host") {
    const plain_request request{"GET", "/", "localhost:6001", ""};
    CHECK(answer_plainly(rules(), nullptr, request, at("127.0.0.1:6001")).status == 426);
    CHECK(answer_plainly(rules(), nullptr, {"GET", "/", "evil.net", ""}, at("127.0.0.1:6001")).status == 421);
    CHECK(answer_plainly(rules(), nullptr, {"GET", "/", "", ""}, at("127.0.0.1:6001")).status == 400);
}

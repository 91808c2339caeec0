// Who is turned away before the upgrade, over real connections: by Host, by Origin, by what is missing; and how many
// may be on their way there.
#include "running_gateway.hpp"
#include "tunnel_client.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace samesock::testing {
namespace {

using Catch::Matchers::ContainsSubstring, Catch::Matchers::StartsWith;

constexpr std::string_view known_token = "a-token-that-is-long-enough";

gateway::configuration with_known_token() {
    auto c = open_configuration();
    REQUIRE(c.credentials.add_token("alice", known_token).empty());
    return c;
}

std::string upgrade_request(std::string_view headers, std::string_view target = "/") {
    return "GET " + std::string(target) + " HTTP/1.1\r\n" + std::string(headers) +
           "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
}

std::string host_of(const running_gateway& g) { return "Host: 127.0.0.1:" + std::to_string(g.port()) + "\r\n"; }

/// The whole answer to one that is turned away, and the head of the answer to one that is not.
std::string answer_to(const running_gateway& g, std::string_view request) {
    plain_socket client;
    client.connect(loopback(g.port()));
    client.send(request);
    std::string answer = client.receive_exactly(12);
    if (!answer.ends_with(" 101")) return answer + client.receive_what_there_is();
    while (!answer.contains("\r\n\r\n")) answer += client.receive_exactly(1);
    return answer;
}

int status_of(std::string_view answer) { return std::stoi(std::string(answer.substr(9, 3))); }

std::vector<nlohmann::json> lines_of(const running_gateway& g) {
    const std::string all = g.log();
    std::vector<nlohmann::json> lines;
    for (std::size_t at = 0; at != all.size(); at = all.find('\n', at) + 1)
        lines.push_back(nlohmann::json::parse(all.substr(at, all.find('\n', at) - at)));
    return lines;
}

TEST_CASE("Other origins, no origin and names that are not the gateway's are turned away, and the log says why") {
    running_gateway gateway;
    const std::string host = host_of(gateway);
    const std::string port = std::to_string(gateway.port());
    struct row {
        std::string headers;
        std::string_view target;
        int status;
        std::string_view why;
    };
    const row rows[] = {
        {host + "Origin: https://evil.example\r\n", "/", 403, "Pages of `https://evil.example` are not served"},
        {host + "Origin: http://127.0.0.1\r\n", "/", 403, "are not served"}, // another port
        {host + "Origin: http://localhost:" + port + "\r\n", "/", 403, "are not served"},
        {host + "Origin: null\r\n", "/", 403, "Pages without an origin"},
        {host + "Origin: \r\n", "/", 403, "The Origin header is no origin."},
        {host + "Origin: https://user:secret@evil.example\r\n", "/", 403, "The Origin header is no origin."},
        {host + "Origin: http://127.0.0.1:" + port + "\r\nOrigin: https://evil.example\r\n", "/", 400, "one Origin"},
        {"Host: rebind.example.net:" + port + "\r\n", "/", 421, "not known as `rebind.example.net`"},
        {"Host: 127.0.0.1.nip.example\r\n", "/", 421, "not known as `127.0.0.1.nip.example`"},
        {"Host: 127.0.0.2:" + port + "\r\n", "/", 421, "not known as `127.0.0.2`"},
        {"Host: rebind.example.net\r\nOrigin: http://rebind.example.net\r\n", "/", 421, "not known as"},
        {"Host: 2130706433:" + port + "\r\n", "/", 400, "The Host header is no host."},
        {"Host: 0x7f.1:" + port + "\r\n", "/", 400, "The Host header is no host."},
        {"Host: [::1%25lo]:" + port + "\r\n", "/", 400, "The Host header is no host."},
        {host + host, "/", 400, "one Host header"},
        {"", "/", 400, "one Host header"},
        {host, "/socket", 404, "ends in `/`"},
    };
    std::size_t count = 0;
    for (const row& r : rows) {
        CAPTURE(r.headers);
        // None of these belongs into a log.
        const std::string answer =
            answer_to(gateway, upgrade_request(r.headers + "Authorization: Bearer hush\r\nCookie: hush\r\n",
                                               std::string(r.target) + "?token=hush"));
        CHECK(status_of(answer) == r.status);
        CHECK_THAT(answer, ContainsSubstring(std::string(r.why)));
        const auto lines = lines_of(gateway);
        REQUIRE(lines.size() == ++count);
        CHECK(lines.back()["event"] == "connection");
        CHECK(lines.back()["client"] == "127.0.0.1");
        CHECK(lines.back()["status"] == r.status);
        CHECK_THAT(lines.back()["ended"].get<std::string>(), ContainsSubstring(std::string(r.why)));
    }
    CHECK(gateway.figures().requests_refused.value() == count);
    CHECK(gateway.figures().connections_total.value() == 0);
    CHECK_FALSE(gateway.log().contains("hush"));
}

TEST_CASE("Its own page, a program that is no browser, and localhost in any spelling are let in") {
    running_gateway gateway;
    const std::string host = host_of(gateway);
    const std::string port = std::to_string(gateway.port());
    const std::string rows[] = {
        host,
        host + "Origin: http://127.0.0.1:" + port + "\r\n",
        "Host: localhost:" + port + "\r\nOrigin: http://localhost:" + port + "\r\n",
        "Host: LocalHost.:" + port + "\r\nOrigin: HTTP://LOCALHOST:" + port + "\r\n",
    };
    for (const std::string& headers : rows) {
        CAPTURE(headers);
        CHECK(status_of(answer_to(gateway, upgrade_request(headers))) == 101);
    }
    CHECK(gateway.figures().requests_refused.value() == 0);
}

TEST_CASE("Wrong credentials at the upgrade are answered and logged, without the secret") {
    running_gateway gateway(with_known_token());
    const std::string host = host_of(gateway);
    const std::string wrong = upgrade_request(host + "Authorization: Bearer not-the-token-that-is-known\r\n");
    CHECK(status_of(answer_to(gateway, wrong)) == 401);
    CHECK(status_of(answer_to(gateway, upgrade_request(host))) == 401);
    const std::string right = upgrade_request(host + "Authorization: Bearer " + std::string(known_token) + "\r\n");
    CHECK(status_of(answer_to(gateway, right)) == 101);
    while (gateway.figures().connections_total.value() == 0 || gateway.figures().connections.value() != 0)
        std::this_thread::yield();
    const auto lines = lines_of(gateway);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0]["status"] == 401);
    CHECK(lines[0]["ended"] == "The credentials of the header Authorization are wrong.");
    CHECK(lines[1]["status"] == 401);
    CHECK(lines[2]["principal"] == "alice");
    CHECK_FALSE(gateway.log().contains("token-that"));
}

TEST_CASE("Who has as many connections as it may have is answered and logged") {
    auto c = open_configuration();
    c.limits.connections = 1;
    running_gateway gateway(std::move(c));
    const tunnel_client first(gateway.port());
    const std::string answer = answer_to(gateway, upgrade_request(host_of(gateway)));
    CHECK(status_of(answer) == 429);
    const auto lines = lines_of(gateway);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0]["status"] == 429);
}

TEST_CASE("Of connections that come to nothing only so many are held, and the one that waited longest goes") {
    auto c = open_configuration();
    c.limits.pending_connections = 3;
    running_gateway gateway(std::move(c));
    const std::string host = host_of(gateway);
    const auto half = [&] {
        plain_socket one;
        one.connect(loopback(gateway.port()));
        one.send("GET / HTTP/1.1\r\n");
        return one;
    };
    std::vector<std::unique_ptr<tunnel_client>> upgraded; // these are not counted
    for (int i = 0; i != 4; ++i) upgraded.push_back(std::make_unique<tunnel_client>(gateway.port()));
    plain_socket first = half();
    plain_socket second;
    SECTION("requests that are never whole") { second = half(); }
    SECTION("plain requests that are not followed by others") {
        second.connect(loopback(gateway.port()));
        second.send("GET /nothing HTTP/1.1\r\n" + host + "\r\n");
        CHECK(second.receive_exactly(12) == "HTTP/1.1 426");
        first.send(host + "\r\n"); // which is answered, and so has waited less long than the other
        CHECK(first.receive_exactly(12) == "HTTP/1.1 426");
        std::swap(first, second);
    }
    plain_socket third = half();
    CHECK(gateway.figures().over_limit.value() == 0);
    const tunnel_client newcomer(gateway.port());
    (void)first.receive_error(); // it has ended
    CHECK(gateway.figures().over_limit.value() == 1);
    CHECK(newcomer.handshake().state() == tunnel::client_handshake::step::agreed);
    third.send(host + "\r\n");
    CHECK(third.receive_exactly(12) == "HTTP/1.1 426");
}

TEST_CASE("The answer to one that is turned away arrives whole, whatever else it has sent") {
    running_gateway gateway;
    const std::string more(100'000, 'x');
    const std::string refused = answer_to(gateway, upgrade_request("Host: rebind.example.net\r\n") + more);
    CHECK(status_of(refused) == 421);
    CHECK_THAT(refused, ContainsSubstring("not known as"));
    const std::string too_long = answer_to(gateway, upgrade_request("X: " + more + "\r\n" + host_of(gateway)) + more);
    CHECK(status_of(too_long) == 431);
    CHECK_THAT(too_long, ContainsSubstring("too long"));
}

TEST_CASE("Who is turned away may go on sending, and is not reset before it has read why") {
    running_gateway gateway;
    plain_socket client;
    client.connect(loopback(gateway.port()));
    SECTION("an upgrade") { client.send(upgrade_request("Host: rebind.example.net\r\n")); }
    SECTION("a plain request") {
        client.send("POST / HTTP/1.1\r\n" + host_of(gateway) + "Content-Length: 1000000\r\n\r\n");
    }
    for (int i = 0; i != 10; ++i) {
        client.send(std::string(10'000, 'x')); // fails after a reset
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    client.finish();
    CHECK_THAT(client.receive_all(), StartsWith("HTTP/1.1 4"));
}

TEST_CASE("Who is turned away and never ends is let go in time") {
    auto c = open_configuration();
    c.handshake = std::chrono::seconds(1);
    running_gateway gateway(std::move(c));
    plain_socket client;
    client.connect(loopback(gateway.port()));
    client.send(upgrade_request("Host: rebind.example.net\r\n"));
    CHECK_THAT(client.receive_all(), StartsWith("HTTP/1.1 421"));
    const int why = client.send_until_failure("x");
    CHECK((why == ECONNRESET || why == EPIPE));
}

} // namespace
} // namespace samesock::testing

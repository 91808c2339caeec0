// The log's lines and the metrics' text.
#include "log.hpp"
#include "metrics.hpp"

#include "of_this_process.hpp"

#include <nlohmann/json.hpp>

#include <catch2/catch_all.hpp>

#include <sstream>

using namespace samesock::gateway;
using Catch::Matchers::ContainsSubstring;
using json = nlohmann::json;

namespace {

connection_record record() {
    connection_record r;
    r.began = std::chrono::system_clock::time_point(std::chrono::milliseconds(1'764'096'143'007));
    r.lasted = std::chrono::milliseconds(1'500);
    r.client = "192.0.2.1";
    r.ended = "closed";
    return r;
}

} // namespace

TEST_CASE("a connection is one line of JSON") {
    connection_record r = record();
    r.principal = "alice";
    r.origin = "https://app.example.org";
    r.protocol = "samesock";
    r.streams = 3;
    r.bytes_to_client = 1ULL << 40;
    const std::string line = to_json(r);
    CHECK(line.find('\n') == std::string::npos);
    const json parsed = json::parse(line);
    CHECK(parsed["time"] == "2025-11-25T18:42:23.007Z");
    CHECK(parsed["event"] == "connection");
    CHECK(parsed["client"] == "192.0.2.1");
    CHECK(parsed["principal"] == "alice");
    CHECK(parsed["seconds"] == 1.5);
    CHECK(parsed["bytes_to_client"] == 1ULL << 40);
    CHECK(parsed["status"] == 101);
}

TEST_CASE("what is not known is left out, and what a client sent stays inside its quotes") {
    connection_record r = record();
    r.origin = "x\"}\n{\"event\":\"forged\xFF";
    const std::string line = to_json(r);
    CHECK(line.find('\n') == std::string::npos);
    const json parsed = json::parse(line);
    CHECK_FALSE(parsed.contains("principal"));
    CHECK_FALSE(parsed.contains("protocol"));
    CHECK(parsed["event"] == "connection");
    CHECK_THAT(parsed["origin"].get<std::string>(), ContainsSubstring("forged"));
}

TEST_CASE("lines are written whole, one after the other") {
    const samesock::testing::lines_in_memory written;
    const samesock::gateway::log to(written.descriptor());
    to.note("reload", "the configuration was read again");
    to.write(record());
    std::istringstream lines(written.all());
    std::string line;
    REQUIRE(std::getline(lines, line));
    CHECK(json::parse(line)["event"] == "reload");
    REQUIRE(std::getline(lines, line));
    CHECK(json::parse(line)["event"] == "connection");
    CHECK_FALSE(std::getline(lines, line));
}

TEST_CASE("a log that nobody takes does not stop the gateway") {
    const samesock::gateway::log nowhere(-1);
    nowhere.note("start", "unheard");
    nowhere.write(record());
}

TEST_CASE("metrics are Prometheus text, each figure with its kind and its help") {
    metrics m;
    m.connections.add(2);
    m.connections.subtract();
    m.bytes_to_clients.add(1ULL << 40);
    const std::string text = prometheus_text(m);
    CHECK_THAT(text, ContainsSubstring("# TYPE samesock_gateway_connections gauge\nsamesock_gateway_connections 1\n"));
    CHECK_THAT(text, ContainsSubstring("# TYPE samesock_gateway_bytes_to_clients_total counter\n"
                                       "samesock_gateway_bytes_to_clients_total 1099511627776\n"));
    CHECK(text.find('{') == std::string::npos);
    std::istringstream lines(text);
    std::size_t help = 0, type = 0, value = 0;
    for (std::string line; std::getline(lines, line);)
        ++(line.starts_with("# HELP ") ? help : line.starts_with("# TYPE ") ? type : value);
    CHECK(help == value);
    CHECK(type == value);
    CHECK(value == sizeof(metrics) / sizeof(counter));
}

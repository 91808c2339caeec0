// Random programs at both ends over a transport that delays, cuts and breaks: every byte arrives once, where it
// belongs.
#include "storm.hpp"

using namespace samesock;
using namespace samesock::testing;

namespace {

void weather(storm& s, int steps) {
    const std::uint32_t client_budget = s.client.free_budget();
    const std::uint32_t gateway_budget = s.gateway.free_budget();
    s.run(steps);
    s.calm();
    CHECK(s.client.strays() + s.gateway.strays() == 0);
    CHECK(s.client.free_budget() == client_budget);
    CHECK(s.gateway.free_budget() == gateway_budget);
    CHECK(s.client.unsent() + s.gateway.unsent() == 0);
    CHECK(s.bytes() > 100'000);
    CHECK(s.datagrams() > 10);
}

} // namespace

TEST_CASE("messages cut anywhere and delayed: every byte arrives once") {
    for (std::uint32_t seed = 1; seed != 4; ++seed) {
        INFO("seed " << seed);
        storm s(seed, tunnel::usual_features, false);
        weather(s, 8000);
    }
}

TEST_CASE("WebSockets that break again and again: every byte arrives once") {
    for (std::uint32_t seed = 1; seed != 4; ++seed) {
        INFO("seed " << seed);
        storm s(seed, tunnel::usual_features, true);
        weather(s, 8000);
        CHECK(s.breaks() > 5);
    }
}

TEST_CASE("without resumption and early data every byte arrives once as well") {
    storm s(
        5, static_cast<std::uint32_t>(tunnel::feature::listen) | static_cast<std::uint32_t>(tunnel::feature::datagrams),
        false);
    weather(s, 8000);
}

// By hand, after a change: tunnel "[.long]".
TEST_CASE("a long storm", "[.long]") {
    for (std::uint32_t seed = 100; seed != 300; ++seed) {
        INFO("seed " << seed);
        storm s(seed, tunnel::usual_features, seed % 4 != 0);
        weather(s, 20'000);
    }
}

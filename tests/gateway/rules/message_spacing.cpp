// When messages wait for each other: see message_spacing.hpp.
#include "message_spacing.hpp"

#include <catch2/catch_all.hpp>

#include <array>
#include <cstdint>

namespace samesock::testing {
namespace {

using gateway::message_spacing;

constexpr std::int64_t start = 5'000'000'000, distance = message_spacing::distance, window = message_spacing::window;

struct spaced {
    message_spacing spacing;
    std::array<message_spacing::mark, 10> marks{};

    void hear(std::size_t streams, std::int64_t now) {
        for (std::size_t i = 0; i != streams; ++i) spacing.heard(marks.at(i), now);
    }
    bool waits(std::int64_t now) const { return spacing.earliest(now) > now; }
};

TEST_CASE("A message waits for nobody before anything was heard") { CHECK_FALSE(spaced().waits(start)); }

TEST_CASE("A few streams never wait, however often they are heard") {
    spaced s;
    for (std::int64_t now = start; now < start + 3 * window; now += window / 10) {
        s.hear(message_spacing::several - 1, now);
        CHECK_FALSE(s.waits(now));
        s.spacing.sent(now);
    }
}

TEST_CASE("Several streams wait until a distance after the last message, and no longer") {
    spaced s;
    s.hear(message_spacing::several, start);
    CHECK_FALSE(s.waits(start)); // nothing was sent before
    s.spacing.sent(start);
    CHECK(s.spacing.earliest(start) == start + distance);
    CHECK(s.waits(start + distance - 1));
    CHECK_FALSE(s.waits(start + distance));
}

TEST_CASE("Streams that were several in the window before still are") {
    spaced s;
    s.hear(message_spacing::several, start);
    s.hear(1, start + window);
    s.spacing.sent(start + window);
    CHECK(s.waits(start + window));
}

TEST_CASE("Streams that have fallen silent are several no longer") {
    spaced s;
    s.hear(message_spacing::several, start);
    s.spacing.sent(start + 2 * window);
    CHECK_FALSE(s.waits(start + 2 * window));
    s.hear(1, start + 2 * window); // the window before this one had nobody
    CHECK_FALSE(s.waits(start + 2 * window));
    s.hear(message_spacing::several, start + 3 * window);
    s.hear(1, start + 4 * window);
    s.hear(1, start + 5 * window); // and before this one there was one
    s.spacing.sent(start + 5 * window);
    CHECK_FALSE(s.waits(start + 5 * window));
}

} // namespace
} // namespace samesock::testing

// The loop by itself: whose turn it is, and when.
#include "loop.hpp"

#include <catch2/catch_all.hpp>

#include <cstdint>
#include <functional>
#include <vector>

namespace samesock::testing {
namespace {

using gateway::loop;
using gateway::timer;

/// Who has something to send at the end of a round.
struct sender final : gateway::watcher {
    void on_ready(std::uint32_t) override {}
    void on_round_end() override { ++messages; }
    int messages = 0;
};

TEST_CASE("What becomes ready in a round goes out with it") {
    sender who;
    loop on;
    int before = -1;
    on.post([&] {
        on.at_round_end(who);
        on.post([&] {
            before = who.messages;
            on.stop();
        });
    });
    on.run();
    CHECK(before == 0);
    CHECK(who.messages == 1);
}

TEST_CASE("A round ends, however much becomes ready") {
    sender who;
    loop on;
    int calls = 0;
    std::function<void()> more = [&] {
        on.at_round_end(who);
        if (++calls == 1'000) return on.stop();
        on.post(more);
    };
    on.post(more);
    on.run();
    CHECK(who.messages > 10);
    CHECK(who.messages < 100);
}

TEST_CASE("A timer that sets itself to the past keeps nobody waiting") {
    loop on;
    int calls = 0;
    timer* self = nullptr;
    timer eager(on, [&] {
        if (++calls == 10) on.stop(); // which is heard in the next round
        if (calls < 1'000) self->set(0);
    });
    self = &eager;
    eager.set(0);
    on.run();
    CHECK(calls < 1'000);
}

TEST_CASE("Timers are called in their order, and one that is cancelled is not") {
    loop on;
    std::vector<int> called;
    timer first(on, [&] { called.push_back(1); });
    timer cancelled(on, [&] { called.push_back(2); });
    timer last(on, [&] {
        called.push_back(3);
        on.stop();
    });
    last.set(on.now() + 2'000'000);
    cancelled.set(on.now() + 1'000'000);
    first.set(on.now());
    cancelled.cancel();
    on.run();
    CHECK(called == std::vector{1, 3});
}

} // namespace
} // namespace samesock::testing

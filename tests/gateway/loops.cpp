// The loop by itself: whose turn it is, and when.
#include "loop.hpp"

#include <catch2/catch_all.hpp>

#include <vector>

namespace samesock::testing {
namespace {

using gateway::loop;
using gateway::timer;

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

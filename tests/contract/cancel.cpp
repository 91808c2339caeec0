// cancel(): a closing thread wakes the others, and lets none fall asleep again.
#include "contract.hpp"
#include "second_thread.hpp"

#include <atomic>

using namespace contract;

namespace {

// Ends the test with a code and not with silence where nobody is woken.
result<std::size_t> sleep_on(handle h) {
    std::array one{interest{h, readiness::readable}};
    return wait(one, after(patience));
}

} // namespace

TEST_CASE("a cancelled handle lets nobody sleep, until it is closed") {
    owned h = bound_udp();
    cancel(h);
    REQUIRE(error_of(sleep_on(h)) == std::errc::operation_canceled);
    cancel(h);
    REQUIRE(error_of(sleep_on(h)) == std::errc::operation_canceled);
    std::array one{interest{h, readiness::readable}};
    REQUIRE(error_of(wait(one, at_once())) == std::errc::operation_canceled);

    const handle was = h.release();
    must(close(was));
    const owned next = bound_udp(); // where numbers are reused, the same one
    std::array again{interest{next, readiness::readable}};
    REQUIRE(must(wait(again, after(1ms))) == 0);
}

TEST_CASE("cancelling one handle leaves the others alone") {
    owned cancelled = bound_udp();
    const owned other = bound_udp();
    cancel(cancelled);
    std::array one{interest{other, readiness::readable}};
    REQUIRE(must(wait(one, after(1ms))) == 0);
    std::array both{interest{other, readiness::readable}, interest{cancelled, readiness::readable}};
    REQUIRE(error_of(wait(both, after(patience))) == std::errc::operation_canceled);
}

TEST_CASE("many handles can be cancelled at the same time") {
    std::array<owned, 64> handles;
    for (owned& h : handles) {
        h = bound_udp();
        cancel(h);
    }
    for (const owned& h : handles) REQUIRE(error_of(sleep_on(h)) == std::errc::operation_canceled);
    for (owned& h : handles) h.reset();
    const owned fresh = bound_udp();
    std::array one{interest{fresh, readiness::readable}};
    REQUIRE(must(wait(one, after(1ms))) == 0);
}

TEST_CASE("cancelling a handle that nobody waits for harms nobody") {
    owned h = bound_udp();
    cancel(h);
    h.reset();
    cancel(handle::none);
    (void)close(handle::none);
}

TEST_CASE("cancel wakes a thread that sleeps") {
    if (!has_threads) SKIP("this target has no threads");
    owned h = bound_udp();
    std::atomic<bool> about_to_sleep = false;
    result<std::size_t> outcome = 0;
    second_thread sleeper([&] {
        about_to_sleep = true;
        outcome = sleep_on(h);
    });
    while (!about_to_sleep) {}
    (void)wait(std::span<interest>{}, after(20ms)); // asleep by now, or soon: both must end
    const std::int64_t before = now();
    cancel(h);
    sleeper.join();
    REQUIRE(now() - before < std::chrono::nanoseconds(patience).count() / 2);
    REQUIRE(error_of(outcome) == std::errc::operation_canceled);
}

TEST_CASE("cancel wakes every thread that sleeps on the handle, and no other") {
    if (!has_threads) SKIP("this target has no threads");
    owned h = bound_udp();
    const owned other = bound_udp();
    std::array<result<std::size_t>, 3> outcomes{0, 0, 0};
    {
        second_thread bystander([&] {
            std::array one{interest{other, readiness::readable}};
            outcomes[2] = wait(one, after(100ms));
        });
        second_thread first([&] { outcomes[0] = sleep_on(h); });
        second_thread second([&] { outcomes[1] = sleep_on(h); });
        (void)wait(std::span<interest>{}, after(20ms));
        cancel(h);
    }
    REQUIRE(error_of(outcomes[0]) == std::errc::operation_canceled);
    REQUIRE(error_of(outcomes[1]) == std::errc::operation_canceled);
    REQUIRE(must(outcomes[2]) == 0);
}

TEST_CASE("a thread that was woken sleeps again as before") {
    if (!has_threads) SKIP("this target has no threads");
    for (int i = 0; i != 50; ++i) {
        owned h = bound_udp();
        const owned next = bound_udp();
        result<std::size_t> first = 0;
        result<std::size_t> second = 1;
        {
            second_thread sleeper([&] {
                first = sleep_on(h);
                std::array one{interest{next, readiness::readable}};
                second = wait(one, after(1ms));
            });
            cancel(h);
        }
        REQUIRE(error_of(first) == std::errc::operation_canceled);
        REQUIRE(must(second) == 0);
    }
}

// What one client may have at a time. The time is the test's own.
#include "limits.hpp"

#include <catch2/catch_all.hpp>

#include <thread>
#include <vector>

using namespace samesock::gateway;
using namespace std::chrono_literals;

namespace {

const steady_time start = steady_time() + 1000h;

limits nothing_limited() { return {0, 0, 0, 0, 0, 0, 0, 0}; }

} // namespace

TEST_CASE("connections are counted by client and in all, as long as their leases live") {
    limits l = nothing_limited();
    l.all_connections = 3;
    l.connections = 2;
    clients all(l);
    auto one = all.admit("a", start);
    auto two = all.admit("a", start);
    REQUIRE(one);
    REQUIRE(two);
    CHECK(all.admit("a", start).error() == over_limit::connections);
    auto other = all.admit("b", start);
    REQUIRE(other);
    CHECK(all.admit("c", start).error() == over_limit::all_connections);
    *one = lease();
    CHECK(all.admit("c", start));
    CHECK(all.admit("a", start));
    lease moved = std::move(*two);
    CHECK_FALSE(*two);
    CHECK(moved);
}

TEST_CASE("nobody's lease allows nothing") {
    lease none;
    CHECK_FALSE(none);
    CHECK_FALSE(none.open_stream(start));
    CHECK_FALSE(none.open_listener());
    none.close_stream();
    none.close_listener();
    CHECK(none.carried(1, start) == 0ns);
}

TEST_CASE("streams and listeners are counted over all connections of a client") {
    limits l = nothing_limited();
    l.streams = 3;
    l.listeners = 1;
    clients all(l);
    lease one = all.admit("a", start).value();
    lease two = all.admit("a", start).value();
    lease other = all.admit("b", start).value();
    CHECK(one.open_stream(start));
    CHECK(one.open_stream(start));
    CHECK(two.open_stream(start));
    CHECK_FALSE(two.open_stream(start));
    CHECK(other.open_stream(start));
    one.close_stream();
    CHECK(two.open_stream(start));
    CHECK(one.open_listener());
    CHECK_FALSE(two.open_listener());
    one.close_listener();
    CHECK(two.open_listener());
    two = lease(); // two streams and a listener
    CHECK(one.open_listener());
    CHECK(one.open_stream(start));
    CHECK(one.open_stream(start));
    CHECK_FALSE(one.open_stream(start));
}

TEST_CASE("more is not given back than was taken") {
    limits l = nothing_limited();
    l.streams = 1;
    clients all(l);
    lease one = all.admit("a", start).value();
    lease two = all.admit("a", start).value();
    CHECK(one.open_stream(start));
    two.close_stream();
    two.close_listener();
    CHECK_FALSE(two.open_stream(start));
    one.close_stream();
    one.close_stream();
    CHECK(two.open_stream(start));
    CHECK_FALSE(one.open_stream(start));
}

TEST_CASE("new connections and streams have a rate, with a burst of one interval") {
    limits l = nothing_limited();
    l.connections_per_minute = 2;
    l.streams_per_second = 4;
    clients all(l);
    lease one = all.admit("a", start).value();
    lease two = all.admit("a", start).value();
    CHECK(all.admit("a", start).error() == over_limit::connection_rate);
    CHECK(all.admit("b", start));
    CHECK(all.admit("a", start + 29s).error() == over_limit::connection_rate);
    CHECK(all.admit("a", start + 30s));
    CHECK(all.admit("a", start + 31s).error() == over_limit::connection_rate);
    for (int i = 0; i < 4; ++i) CHECK(one.open_stream(start));
    CHECK_FALSE(two.open_stream(start + 249ms));
    CHECK(two.open_stream(start + 250ms));
    CHECK_FALSE(two.open_stream(start + 250ms));
    for (int i = 0; i < 4; ++i) CHECK(one.open_stream(start + 1h));
    CHECK_FALSE(one.open_stream(start + 1h));
}

TEST_CASE("bytes have a rate over all connections of a client, and say how long to wait") {
    limits l = nothing_limited();
    l.bytes_per_second = 1'000'000;
    clients all(l);
    lease one = all.admit("a", start).value();
    lease two = all.admit("a", start).value();
    CHECK(one.carried(1'000'000, start) == 0ns); // the burst
    CHECK(two.carried(500'000, start) == 500ms);
    CHECK(one.carried(500'000, start) == 1s);
    CHECK(one.carried(0, start + 1s) == 0ns);
    CHECK(one.carried(1'000, start + 1s) == 1ms);
    CHECK(one.carried(1'000'000, start + 1h) == 0ns);
    l.bytes_per_second = 0;
    all.change(l);
    CHECK(one.carried(1ULL << 40, start) == 0ns);
}

TEST_CASE("who gives wrong credentials too often must wait") {
    limits l = nothing_limited();
    l.failures_per_minute = 3;
    clients all(l);
    for (int i = 0; i < 3; ++i) {
        CHECK(all.admit("a", start));
        all.failed("a", start);
    }
    CHECK(all.admit("a", start)); // a burst of a minute's worth is paid
    all.failed("a", start);
    CHECK(all.admit("a", start).error() == over_limit::failures);
    CHECK(all.admit("b", start));
    CHECK(all.admit("a", start + 19s).error() == over_limit::failures);
    CHECK(all.admit("a", start + 20s));
}

TEST_CASE("a reload changes limits for those who are there") {
    limits l = nothing_limited();
    clients all(l);
    lease one = all.admit("a", start).value();
    for (int i = 0; i < 10; ++i) CHECK(one.open_stream(start));
    l.streams = 5;
    all.change(l);
    CHECK_FALSE(one.open_stream(start));
    for (int i = 0; i < 6; ++i) one.close_stream();
    CHECK(one.open_stream(start));
    CHECK_FALSE(one.open_stream(start));
}

TEST_CASE("clients that are gone are forgotten, however many they were") {
    clients all(nothing_limited());
    for (int i = 0; i < 10'000; ++i) (void)all.admit("client " + std::to_string(i), start);
    CHECK(all.known() == 0);
    limits l = nothing_limited();
    l.failures_per_minute = 1;
    all.change(l);
    // Those who failed are remembered a while, and not forever.
    for (int i = 0; i < 10'000; ++i) all.failed("client " + std::to_string(i), start + std::chrono::minutes(i));
    CHECK(all.known() < 2'000);
}

TEST_CASE("limits hold with many threads at once") {
    limits l = nothing_limited();
    l.streams = 100;
    l.connections = 8;
    clients all(l);
    std::atomic<int> now{0};
    std::atomic<int> most{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int round = 0; round < 200; ++round) {
                auto mine = all.admit("a", start);
                if (!mine) continue;
                int opened = 0;
                while (opened < 40 && mine->open_stream(start)) ++opened;
                const int total = now += opened;
                for (int seen = most; seen < total && !most.compare_exchange_weak(seen, total);) {}
                now -= opened;
                if (round % 2 == 0)
                    for (; opened > 0; --opened) mine->close_stream();
            }
        });
    for (std::thread& t : threads) t.join();
    CHECK(most <= 100);
    CHECK(all.known() == 0);
    lease one = all.admit("a", start).value();
    for (int i = 0; i < 100; ++i) CHECK(one.open_stream(start));
    CHECK_FALSE(one.open_stream(start));
}

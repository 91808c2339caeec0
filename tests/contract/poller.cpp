// Pollers: many handles, registered once.
#include "contract.hpp"
#include "second_thread.hpp"

#include <algorithm>
#include <vector>

using namespace contract;

namespace {

void poke(handle h) { (void)must(send_to(h, data_of("x"), {}, must(local_endpoint(h)))); }

// Events until there is one, with patience.
std::vector<event> events_of(poller p, std::size_t room = 16) {
    std::vector<event> all(room);
    all.resize(must(wait(p, all, after(patience))));
    return all;
}

} // namespace

TEST_CASE("an empty poller sleeps until its deadline") {
    const owned_poller p;
    std::array<event, 4> room;
    const std::int64_t until = now() + 20'000'001;
    REQUIRE(must(wait(p, room, {until})) == 0);
    REQUIRE(now() >= until);
    REQUIRE(must(wait(p, room, at_once())) == 0);
}

TEST_CASE("an event carries its handle's token") {
    const owned_poller p;
    const owned a = bound_udp();
    const owned b = bound_udp();
    const std::uint64_t large = 0xfedc'ba98'7654'3210;
    must(watch(p, a, readable, 7));
    must(watch(p, b, readable, large));
    poke(b);
    const auto one = events_of(p);
    REQUIRE(one.size() == 1);
    REQUIRE(one[0].token == large);
    REQUIRE(one[0].got == readable);
    poke(a);
    ready(a, readable);
    auto both = events_of(p);
    std::ranges::sort(both, {}, &event::token);
    REQUIRE(both.size() == 2);
    REQUIRE(both[0].token == 7);
    REQUIRE(both[1].token == large);
}

TEST_CASE("every token is the program's") {
    const owned_poller p;
    const owned a = bound_udp();
    must(watch(p, a, readable, ~std::uint64_t{0}));
    must(wake(p));
    std::array<event, 4> room;
    REQUIRE(must(wait(p, room, after(patience))) == 0);
    poke(a);
    const auto one = events_of(p);
    REQUIRE(one.size() == 1);
    REQUIRE(one[0].token == ~std::uint64_t{0});
}

TEST_CASE("what is ready is told again until it is dealt with") {
    const owned_poller p;
    const owned h = bound_udp();
    must(watch(p, h, readable, 1));
    poke(h);
    REQUIRE(events_of(p).size() == 1);
    REQUIRE(events_of(p).size() == 1);
    (void)received_text(h);
    std::array<event, 4> room;
    REQUIRE(must(wait(p, room, at_once())) == 0);
}

TEST_CASE("what is watched for can be changed") {
    const owned_poller p;
    const auto [client, server] = connected_pair();
    must(watch(p, client, readable, 1));
    std::array<event, 4> room;
    REQUIRE(must(wait(p, room, at_once())) == 0);
    must(watch(p, client, readable | writable, 2));
    auto one = events_of(p);
    REQUIRE(one.size() == 1);
    REQUIRE(one[0].token == 2);
    REQUIRE(one[0].got == writable);
    send_text(server, "x");
    ready(client, readable);
    one = events_of(p);
    REQUIRE(one.size() == 1);
    REQUIRE(one[0].got == (readable | writable));
    must(watch(p, client, readable, 3));
    one = events_of(p);
    REQUIRE(one.size() == 1);
    REQUIRE(one[0].token == 3);
    REQUIRE(one[0].got == readable);
}

TEST_CASE("a handle that was taken out is told of no more") {
    const owned_poller p;
    const owned h = bound_udp();
    must(watch(p, h, readable, 1));
    poke(h);
    REQUIRE(events_of(p).size() == 1);
    must(watch(p, h, readiness::none, 0));
    std::array<event, 4> room;
    REQUIRE(must(wait(p, room, at_once())) == 0);
    must(watch(p, h, readiness::none, 0));
    must(watch(p, h, readable, 2));
    REQUIRE(events_of(p)[0].token == 2);
}

TEST_CASE("a closed handle leaves the poller, and its number can be watched again") {
    const owned_poller p;
    owned h = bound_udp();
    must(watch(p, h, readable, 1));
    poke(h);
    const handle was = h.release();
    must(close(was));
    must(watch(p, was, readiness::none, 0));
    std::array<event, 4> room;
    REQUIRE(must(wait(p, room, at_once())) == 0);
    const owned next = bound_udp();
    must(watch(p, next, readable, 2));
    poke(next);
    REQUIRE(events_of(p)[0].token == 2);
}

TEST_CASE("what is no handle cannot be watched") {
    const owned_poller p;
    REQUIRE(error_of(watch(p, handle::none, readable, 1)) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(watch(poller::none, handle::none, readable, 1)) == std::errc::bad_file_descriptor);
    std::array<event, 1> room;
    REQUIRE(error_of(wait(poller::none, room, at_once())) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(wake(poller::none)) == std::errc::bad_file_descriptor);
    close(poller::none);
}

TEST_CASE("one handle may be in two pollers") {
    const owned_poller p;
    const owned_poller q;
    const owned h = bound_udp();
    must(watch(p, h, readable, 1));
    must(watch(q, h, readable, 2));
    poke(h);
    REQUIRE(events_of(p)[0].token == 1);
    REQUIRE(events_of(q)[0].token == 2);
}

TEST_CASE("a peer that is gone is told") {
    const owned_poller p;
    auto [client, server] = connected_pair();
    must(watch(p, server, readable, 1));
    client.reset();
    const auto one = events_of(p);
    REQUIRE(one.size() == 1);
    REQUIRE(any(one[0].got & (readable | readiness::hang_up)));
}

TEST_CASE("a wake before the wait ends it, once") {
    const owned_poller p;
    std::array<event, 4> room;
    must(wake(p));
    must(wake(p));
    REQUIRE(must(wait(p, room, deadline::never())) == 0);
    const std::int64_t until = now() + 5'000'000;
    REQUIRE(must(wait(p, room, {until})) == 0);
    REQUIRE(now() >= until);
}

TEST_CASE("a wake leaves the events where they are") {
    const owned_poller p;
    const owned h = bound_udp();
    must(watch(p, h, readable, 1));
    poke(h);
    ready(h, readable);
    must(wake(p));
    std::array<event, 4> room;
    std::size_t n = must(wait(p, room, after(patience)));
    if (n == 0) n = must(wait(p, room, after(patience)));
    REQUIRE(n == 1);
    REQUIRE(room[0].token == 1);
}

TEST_CASE("a wake from another thread ends a wait") {
    if (!has_threads) SKIP("this target has no threads");
    const owned_poller p;
    std::array<event, 4> room;
    for (int i = 0; i != 20; ++i) {
        second_thread other([&] {
            if (i % 2 != 0) (void)wait(std::span<interest>{}, after(2ms));
            (void)wake(p);
        });
        REQUIRE(must(wait(p, room, after(patience))) == 0);
    }
}

TEST_CASE("a thousand handles are watched, and each is heard", "[soak]") {
    const owned_poller p;
    constexpr std::size_t count = 1000;
    std::vector<owned> handles;
    for (std::size_t i = 0; i != count; ++i) {
        auto opened = open(udp, false);
        if (is(opened, std::errc::too_many_files_open)) SKIP("this process may not open a thousand handles");
        handles.emplace_back(must(std::move(opened)));
        must(bind(handles.back(), v4()));
        must(watch(p, handles.back(), readable, i));
    }
    std::array<event, 4> few;
    REQUIRE(must(wait(p, few, at_once())) == 0);
    for (const std::size_t i : {std::size_t{0}, count / 2, count - 1}) {
        poke(handles[i]);
        const auto one = events_of(p);
        REQUIRE(one.size() == 1);
        REQUIRE(one[0].token == i);
        (void)received_text(handles[i]);
    }
    // All at once, taken a few at a time: nobody is passed over.
    for (const owned& h : handles) poke(h);
    std::vector<bool> heard(count);
    for (std::size_t total = 0; total != count;) {
        const std::size_t n = must(wait(p, few, after(patience)));
        REQUIRE(n != 0);
        for (const event& e : std::span(few).first(n)) {
            const auto which = static_cast<std::size_t>(e.token);
            REQUIRE_FALSE(heard[which]);
            heard[which] = true;
            (void)received_text(handles[which]);
        }
        total += n;
    }
}

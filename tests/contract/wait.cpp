// wait(): the one place that sleeps.
#include "contract.hpp"

#include <vector>

using namespace contract;

namespace {} // namespace

TEST_CASE("a wait with no handles sleeps until its deadline") {
    const std::int64_t before = now();
    REQUIRE(must(wait(std::span<interest>{}, after(30ms))) == 0);
    REQUIRE(now() - before >= 30'000'000);
}

TEST_CASE("a deadline is never early") {
    const owned h = bound_udp();
    for (const auto time :
         {std::chrono::nanoseconds(1), std::chrono::nanoseconds(1'000'001), std::chrono::nanoseconds(7'999'999)}) {
        for (int i = 0; i != 10; ++i) {
            std::array one{interest{h, readable}};
            const std::int64_t until = now() + time.count();
            REQUIRE(must(wait(one, {until})) == 0);
            REQUIRE(now() >= until);
            REQUIRE(one[0].got == readiness::none);
        }
    }
}

TEST_CASE("a deadline that has passed looks once") {
    const owned h = bound_udp();
    std::array one{interest{h, readable}};
    REQUIRE(must(wait(one, {0})) == 0);
    REQUIRE(must(wait(one, at_once())) == 0);
    (void)must(send_to(h, data_of("x"), {}, must(local_endpoint(h))));
    ready(h, readable);
    REQUIRE(must(wait(one, {0})) == 1);
    REQUIRE(one[0].got == readable);
}

TEST_CASE("what is ready does not sleep, however late the deadline") {
    const auto [client, server] = connected_pair();
    send_text(client, "x");
    std::array one{interest{server, readable}};
    REQUIRE(must(wait(one, deadline::never())) == 1);
    REQUIRE(one[0].got == readable);
    std::array both{interest{client, readable | writable}};
    REQUIRE(must(wait(both, {std::numeric_limits<std::int64_t>::max() - 1})) == 1);
    REQUIRE(both[0].got == writable);
}

TEST_CASE("only what was asked for is told") {
    const auto [client, server] = connected_pair();
    send_text(client, "x");
    ready(server, readable);
    std::array one{interest{server, writable}};
    REQUIRE(must(wait(one, at_once())) == 1);
    REQUIRE(one[0].got == writable);
}

TEST_CASE("of many handles, those that are ready are told") {
    const owned quiet = bound_udp();
    const auto [client, server] = connected_pair();
    send_text(client, "x");
    std::array several{interest{quiet, readable}, interest{server, readable}, interest{client, readable}};
    REQUIRE(must(wait(several, after(patience))) == 1);
    REQUIRE(several[0].got == readiness::none);
    REQUIRE(several[1].got == readable);
    REQUIRE(several[2].got == readiness::none);
}

TEST_CASE("what was told before is forgotten") {
    const owned h = bound_udp();
    std::array one{interest{h, readable, readable}};
    REQUIRE(must(wait(one, at_once())) == 0);
    REQUIRE(one[0].got == readiness::none);
}

TEST_CASE("a handle may be waited for twice in one list") {
    const auto [client, server] = connected_pair();
    send_text(client, "x");
    ready(server, readable);
    std::array twice{interest{server, readable}, interest{server, writable}};
    REQUIRE(must(wait(twice, after(patience))) == 2);
    REQUIRE(twice[0].got == readable);
    REQUIRE(twice[1].got == writable);
}

TEST_CASE("more handles than fit on a stack can be waited for") {
    std::vector<owned> handles(100);
    std::vector<interest> all;
    for (owned& h : handles) {
        h = bound_udp();
        all.push_back({h, readable});
    }
    REQUIRE(must(wait(all, at_once())) == 0);
    (void)must(send_to(handles[0], data_of("x"), {}, must(local_endpoint(handles[97]))));
    REQUIRE(must(wait(all, after(patience))) == 1);
    REQUIRE(all[97].got == readable);
}

TEST_CASE("the end of a stream is ready to read") {
    auto [client, server] = connected_pair();
    client.reset();
    REQUIRE(any(ready(server, readable) & (readable | readiness::hang_up)));
    REQUIRE(received_text(server).empty());
}

TEST_CASE("a handle that hangs up is ready though nothing is asked") {
    endpoint nobody;
    {
        const owned listener = listening();
        nobody = must(local_endpoint(listener));
    }
    const owned h = open_socket(tcp);
    if (!is(connect(h, nobody), std::errc::operation_in_progress)) SKIP("this system refuses at once");
    REQUIRE(any(ready(h, readiness::none) & readiness::hang_up));
}

TEST_CASE("no handle is ready, and says that it is none") {
    must(start());
    const owned good = bound_udp();
    std::array several{interest{good, readable}, interest{handle::none, readable}};
    REQUIRE(must(wait(several, deadline::never())) == 1);
    REQUIRE(several[0].got == readiness::none);
    REQUIRE(several[1].got == readiness::invalid);
}

TEST_CASE("a closed handle is ready, and says that it is none") {
    owned h = bound_udp();
    // What a thread opens in order to be woken, it opens before its first sleep: then it cannot take the number.
    std::array one{interest{h, readable}};
    REQUIRE(must(wait(one, deadline{now() + 1'000'000})) == 0);
    const handle was = h.release();
    must(close(was));
    one[0] = interest{was, readable};
    REQUIRE(must(wait(one, deadline::never())) == 1);
    REQUIRE(one[0].got == readiness::invalid);
}

TEST_CASE("a stream that is full is not ready to write until somebody reads") {
    const auto [client, server] = connected_pair();
    const std::vector<std::byte> block(64 * 1024);
    std::size_t sent = 0;
    for (auto n = send(client, block, {}); n; n = send(client, block, {})) sent += *n;
    REQUIRE_FALSE(is_ready_now(client, writable));
    std::vector<std::byte> room(256 * 1024);
    for (std::size_t received = 0; received != sent;)
        received += must(eventually(server, readable, [&] { return receive(server, room, {}); }));
    REQUIRE(any(ready(client, writable) & writable));
}

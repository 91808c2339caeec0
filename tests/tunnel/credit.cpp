// Credit: never exceeded, given back as the reader takes, and out of one budget that stalled streams cannot use up.
#include "joined.hpp"

#include "tunnel/credit.hpp"

#include <samesock/error_code.hpp>

#include <cerrno>
#include <random>

using namespace samesock;
using namespace samesock::testing;
using tunnel::credit_budget;
using tunnel::receive_window;
using tunnel::stock_window;

namespace {

constexpr std::uint32_t first = 16'384;

bool holds(const receive_window& w) { return w.granted() + w.held() <= first + w.share(); }

} // namespace

TEST_CASE("a stream that nobody reads is granted its first grant, and no more") {
    credit_budget budget{first, 1 << 20, 6 << 20};
    receive_window w(first);
    CHECK(w.receive(10'000));
    CHECK(w.receive(6'384));
    CHECK_FALSE(w.receive(1));
    CHECK(w.granted() == 0);
    CHECK(w.held() == first);
    CHECK(w.share() == 0);
    CHECK(budget.free == 6 << 20);
}

TEST_CASE("who reads gets more, up to the window") {
    credit_budget budget{first, 100'000, 6 << 20};
    receive_window w(first);
    std::uint32_t most = 0;
    for (int i = 0; i != 100; ++i) {
        const std::uint32_t size = w.granted();
        REQUIRE(w.receive(size));
        (void)w.consume(size, budget);
        CHECK(holds(w));
        most = std::max(most, w.granted());
    }
    CHECK(most == 100'000);
    CHECK(budget.free + w.share() == 6 << 20);
    w.release(budget);
    CHECK(budget.free == 6 << 20);
}

TEST_CASE("credit comes in parts that are worth a packet") {
    credit_budget budget{first, first, 0};
    receive_window w(first);
    REQUIRE(w.receive(first));
    int packets = 0;
    std::uint32_t credit = 0;
    for (std::uint32_t i = 0; i != first; ++i) {
        const std::uint32_t more = w.consume(1, budget);
        packets += more != 0 ? 1 : 0;
        credit += more;
    }
    CHECK(credit == first);
    CHECK(packets == 4);
    CHECK(w.consume(1, budget) == 0); // more than was held is nothing
}

TEST_CASE("a window that is smaller than the first grant gives that grant and nothing of the budget") {
    credit_budget budget{first, first, 1 << 20};
    receive_window w(first);
    REQUIRE(w.receive(first));
    CHECK(w.consume(first, budget) == first);
    CHECK(w.share() == 0);
}

TEST_CASE("dropping gives credit back and no larger share") {
    credit_budget budget{first, 1 << 20, 1 << 20};
    receive_window w(first);
    REQUIRE(w.receive(first));
    CHECK(w.drop(first, budget) == first);
    CHECK(w.share() == 0);
    w.stop(budget);
    REQUIRE(w.receive(100));
    CHECK(w.drop(100, budget) == 0);
}

TEST_CASE("a share shrinks when others need it, as fast as it is used up") {
    credit_budget budget{first, 1 << 20, 1 << 20};
    receive_window w(first);
    for (int i = 0; i != 20; ++i) {
        const std::uint32_t size = w.granted();
        REQUIRE(w.receive(size));
        (void)w.consume(size, budget);
    }
    const std::uint32_t before = w.share();
    CHECK(before == (1 << 20) / 4);
    budget.free -= budget.free - 1000; // somebody else's now
    for (int i = 0; i != 20; ++i) {
        REQUIRE(w.receive(10'000));
        (void)w.consume(10'000, budget);
        CHECK(holds(w));
    }
    CHECK(w.share() < before / 2);
}

TEST_CASE("after a FIN the share goes back, but for what is held") {
    credit_budget budget{first, 1 << 20, 1 << 20};
    receive_window w(first);
    for (int i = 0; i != 20; ++i) {
        REQUIRE(w.receive(w.granted()));
        (void)w.consume(w.held(), budget);
    }
    REQUIRE(w.receive(100'000));
    w.stop(budget);
    CHECK(w.share() == 100'000 - first);
    CHECK(w.consume(50'000, budget) == 0);
    CHECK(w.share() == 50'000 - first);
    CHECK(w.consume(50'000, budget) == 0);
    CHECK(w.share() == 0);
    CHECK(budget.free == 1 << 20);
}

TEST_CASE("whatever streams do, no more is granted than first grants and budget") {
    std::mt19937 engine(7);
    const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
    credit_budget budget{first, 200'000, 1'000'000};
    std::vector<receive_window> streams(50, receive_window(first));
    for (int i = 0; i != 200'000; ++i) {
        receive_window& w = streams[random() % streams.size()];
        switch (random() % 4) {
        case 0: (void)w.receive(random() % (w.granted() + 1)); break;
        case 1: (void)w.consume(w.held() == 0 ? 0 : random() % (w.held() + 1), budget); break;
        case 2: (void)w.consume(w.held(), budget); break;
        default:
            if (random() % 100 != 0) break;
            w.release(budget);
            w = receive_window(first);
        }
        REQUIRE(holds(w));
    }
    std::uint64_t shares = 0;
    for (const receive_window& w : streams) shares += w.share();
    CHECK(shares + budget.free == 1'000'000);
}

TEST_CASE("a stock client is told what fits, packets of n KiB counting as n") {
    stock_window w(8);
    w.receive(100);
    w.receive(5000);
    CHECK(w.consume(100, 16) == 11); // 5 KiB are held
    CHECK(w.consume(5000, 16) == 0); // it has enough
    for (int i = 0; i != 12; ++i) w.receive(10);
    CHECK(w.consume(120, 16) == 16);
    for (int i = 0; i != 40; ++i) w.receive(1024); // more than it was told: some were on their way
    CHECK(w.consume(1024, 16) == 0);
    CHECK(w.consume(30 * 1024, 16) == 7);
    CHECK(w.consume(1, 16) == 0);
    CHECK(w.consume(9 * 1024, 16) == 16);
}

TEST_CASE("a sender stops when its credit is used up, and goes on with CREDIT") {
    joined j;
    const auto id = j.connected();
    const std::vector<std::byte> much(100'000);
    CHECK(j.client.send(id, much) == 16'384u);
    CHECK(j.client.send(id, much) == 0u);
    CHECK(j.client.room(id, 1)->empty());
    j.up();
    j.gateway.consumed(id, 2000); // less than is worth a packet
    CHECK(j.down().empty());
    j.gateway.consumed(id, 2000);
    CHECK(j.down() == lines{"CREDIT 1 8000"}); // as much again: who reads gets more
    CHECK(j.client_heard() == lines{"credited 1"});
    CHECK(j.client.send(id, much) == 8000u);
}

TEST_CASE("of 10,000 streams 1,000 stall, and the others keep their rate; nothing exceeds its credit") {
    tunnel::settings settings;
    settings.queue = std::size_t{64} << 20;
    agreed both = agreed::extended();
    constexpr std::uint32_t grant = 2048;
    both.client.theirs.first_grant = both.gateway.ours.first_grant = grant;
    joined j(both, settings);
    const std::uint32_t whole = j.gateway.free_budget();
    std::vector<std::uint32_t> ids;
    for (int i = 0; i != 10'000; ++i) {
        ids.push_back(*j.client.open(2, wire::stream_type::stream));
        REQUIRE(j.client.ask(ids.back(), wire::connect{0, loopback(80)}));
    }
    j.up();
    for (const auto id : ids) REQUIRE(j.gateway.done(id, wire::connected{loopback(1), loopback(2)}));
    j.settle();

    const std::vector<std::byte> block(grant);
    std::vector<std::uint64_t> sent_bytes(ids.size());
    std::vector<std::uint64_t> got(ids.size());
    const auto is_stalled = [](std::uint32_t id) { return id % 10 == 0; };
    constexpr int rounds = 4;
    for (int round = 0; round != rounds; ++round) {
        for (const auto id : ids)
            while (const std::size_t taken = *j.client.send(id, block)) sent_bytes[id - 1] += taken;
        for (const message& m : messages_of(j.client)) {
            j.gateway.feed(m, 0);
            while (const auto e = j.gateway.next_event()) {
                const auto& data = std::get<tunnel::events::received>(*e);
                got[data.id - 1] += data.bytes.size();
                if (!is_stalled(data.id)) j.gateway.consumed(data.id, data.bytes.size());
            }
        }
        j.down();
        j.client_heard();
        REQUIRE(j.gateway.why() == reason::none);
    }
    std::uint64_t stalled = 0, least = ~std::uint64_t{0};
    for (const auto id : ids) {
        REQUIRE(got[id - 1] == sent_bytes[id - 1]);
        if (is_stalled(id))
            stalled = std::max(stalled, got[id - 1]);
        else
            least = std::min(least, got[id - 1]);
    }
    CHECK(stalled == grant);
    CHECK(least >= rounds * grant * 3 / 4); // up to a quarter of the credit waits to be worth a packet
    CHECK(j.gateway.free_budget() <= whole);
    for (const auto id : ids) REQUIRE(j.gateway.reset(id));
    CHECK(j.gateway.free_budget() == whole);
}

TEST_CASE("streams that were fast and stall hold the budget, and the others still have their first grants") {
    tunnel::settings settings;
    settings.budget = 1'000'000;
    joined j(agreed::extended(), settings);
    std::vector<std::uint32_t> ids;
    for (int i = 0; i != 50; ++i) ids.push_back(j.connected());
    const std::vector<std::byte> block(65'536);
    std::uint64_t held = 0;
    const auto round = [&](bool reads) {
        for (const auto id : ids)
            while (*j.client.send(id, block) != 0) {}
        for (const message& m : messages_of(j.client)) {
            j.gateway.feed(m, 0);
            while (const auto e = j.gateway.next_event()) {
                const auto& data = std::get<tunnel::events::received>(*e);
                if (reads)
                    j.gateway.consumed(data.id, data.bytes.size());
                else
                    held += data.bytes.size();
            }
        }
        j.down();
        j.client_heard();
    };
    for (int i = 0; i != 30; ++i) round(true);
    round(false);
    CHECK(held > 50 * 16'384);
    CHECK(held <= 50 * 16'384 + 1'000'000);
    const auto late = j.connected();
    CHECK(j.client.send(late, block) == 16'384u);
    CHECK(j.gateway.why() == reason::none);
}

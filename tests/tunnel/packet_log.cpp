// The queue of packets on their way out: order, messages, acknowledgement, sending again; and what it keeps of memory.
#include "bytes.hpp"

#include "tunnel/packet_log.hpp"

#include <catch2/catch_all.hpp>

#include <deque>
#include <random>
#include <string>

using namespace samesock;
using namespace samesock::testing;
using tunnel::message_pieces;
using tunnel::packet_log;

namespace {

constexpr std::size_t any = 1 << 30;

raw numbered(std::uint32_t number, std::size_t size = 4) {
    return raw(0x02, 1).u32(number).text(std::string(size - 4, 'x'));
}

/// The next message, as its numbers.
std::vector<std::uint32_t> collect(packet_log& log, std::size_t most = any) {
    message_pieces pieces;
    std::vector<std::byte> all;
    log.collect(most, pieces);
    for (const bytes_view piece : pieces.all()) all.insert(all.end(), piece.begin(), piece.end());
    CHECK(all.size() == pieces.size());
    CHECK(all.size() <= most);
    std::vector<std::uint32_t> numbers;
    for (std::size_t at = 0; at != all.size();) {
        REQUIRE(at + 13 <= all.size());
        numbers.push_back(tunnel::get_u32(all.data() + at + 9));
        at += 4 + tunnel::get_u32(all.data() + at);
    }
    return numbers;
}

using numbers = std::vector<std::uint32_t>;

} // namespace

TEST_CASE("packets leave in their order, as many to a message as fit") {
    packet_log log({.in_series = true, .keeps = false});
    for (std::uint32_t i = 0; i != 10; ++i) log.append(numbered(i));
    CHECK(log.size() == 130);
    CHECK(collect(log, 52) == numbers{0, 1, 2, 3});
    log.sent();
    CHECK(log.size() == 78);
    CHECK(collect(log, 64) == numbers{4, 5, 6, 7});
    log.sent();
    CHECK(collect(log) == numbers{8, 9});
    log.sent();
    CHECK(log.size() == 0);
    CHECK(collect(log).empty());
}

TEST_CASE("without a series a message is one packet, without its length") {
    packet_log log({.in_series = false, .keeps = false});
    log.append(numbered(1));
    log.append(numbered(2));
    message_pieces pieces;
    REQUIRE(log.collect(any, pieces));
    REQUIRE(pieces.all().size() == 1);
    CHECK(hex(pieces.all()[0]) == hex(numbered(1)));
    log.sent();
    pieces.clear();
    REQUIRE(log.collect(any, pieces));
    CHECK(hex(pieces.all()[0]) == hex(numbered(2)));
}

TEST_CASE("what is kept waits for its acknowledgement, and is sent again") {
    packet_log log({.in_series = true, .keeps = true});
    for (std::uint32_t i = 1; i <= 6; ++i) log.append(numbered(i));
    CHECK(collect(log, 52) == numbers{1, 2, 3, 4});
    log.sent();
    CHECK(log.size() == 78);
    CHECK(log.unsent_size() == 26);
    CHECK(log.acknowledge(2));
    CHECK(log.size() == 52);
    CHECK_FALSE(log.acknowledge(1));
    CHECK_FALSE(log.acknowledge(5)); // it was not sent
    log.rewind();
    CHECK(collect(log) == numbers{3, 4, 5, 6});
    log.sent();
    CHECK(log.acknowledge(6));
    CHECK(log.size() == 0);
    log.rewind();
    CHECK(collect(log).empty());
}

TEST_CASE("an acknowledgement of a message that is still in flight lets go of its memory later") {
    packet_log log({.in_series = true, .keeps = true});
    log.append(numbered(1));
    message_pieces pieces;
    REQUIRE(log.collect(any, pieces));
    CHECK(log.acknowledge(1));
    CHECK(log.size() == 13);
    CHECK(hex(pieces.all()[0]) == hex(raw::series({numbered(1)})));
    log.sent();
    CHECK(log.size() == 0);
}

TEST_CASE("no more is sent than may be kept") {
    packet_log log({.in_series = true, .keeps = true, .most = 100});
    for (std::uint32_t i = 1; i <= 20; ++i) log.append(numbered(i));
    CHECK_FALSE(log.has_room());
    CHECK(collect(log) == numbers{1, 2, 3, 4, 5, 6, 7, 8});
    log.sent();
    CHECK(collect(log).empty());
    CHECK_FALSE(log.has_unsent());
    CHECK(log.acknowledge(7));
    CHECK(collect(log) == numbers{9, 10, 11, 12, 13, 14, 15});
    log.sent();
}

TEST_CASE("reserved room is at least what was asked for, and nothing if it is not committed") {
    packet_log log({.in_series = true, .keeps = false});
    for (std::size_t wanted : {1u, 100u, 40'000u, 65'591u, 30'000u}) {
        INFO(wanted);
        const auto space = log.reserve((wanted + 1) / 2, wanted);
        CHECK(space.size() <= wanted);
        CHECK(space.size() >= (wanted + 1) / 2);
        for (std::byte& b : space) b = std::byte{7}; // all of it may be written
        log.commit(tunnel::wire::type::data, 3, wanted == 100 ? 100 : space.size());
    }
    (void)log.reserve(10, 10);
    const std::size_t before = log.size();
    (void)log.reserve(60'000, 60'000);
    CHECK(log.size() == before);
    log.append(numbered(9));
    std::size_t size = 0;
    message_pieces pieces;
    while (log.collect(70'000, pieces)) {
        size += pieces.size();
        pieces.clear();
        log.sent();
    }
    CHECK(size == before + 13);
}

TEST_CASE("a message holds no more pieces than there is place for") {
    packet_log log({.in_series = true, .keeps = false});
    const std::size_t large = 40'000; // one to a chunk
    for (std::uint32_t i = 0; i != 20; ++i) log.append(numbered(i, large));
    CHECK(collect(log).size() == 8);
    log.sent();
    CHECK(collect(log).size() == 8);
    log.sent();
    CHECK(collect(log).size() == 4);
    log.sent();
}

TEST_CASE("whatever is appended, sent, acknowledged and lost, each packet arrives once and in order") {
    for (const unsigned seed : {1u, 2u, 3u, 4u}) {
        std::minstd_rand random(seed);
        packet_log log({.in_series = true, .keeps = true, .most = 300'000});
        std::uint32_t appended = 0, received = 0;
        for (int i = 0; i != 5000; ++i) {
            switch (random() % 8) {
            case 0:
            case 1:
            case 2:
                if (log.has_room())
                    log.append(numbered(++appended, 4 + random() % (random() % 20 == 0 ? 60'000 : 100)));
                break;
            case 3: {
                const auto space = log.reserve(4, 4 + random() % 60'000);
                if (!log.has_room() || random() % 4 == 0) break;
                tunnel::put_u32(space.data(), ++appended);
                log.commit(tunnel::wire::type::data, 1, 4 + random() % (space.size() - 3));
                break;
            }
            case 4:
            case 5:
                for (const std::uint32_t number : collect(log, 66'000 + random() % 200'000)) {
                    REQUIRE(number == received + 1);
                    received = number;
                }
                log.sent();
                break;
            case 6: REQUIRE(log.acknowledge(received)); break;
            default:
                if (random() % 10 != 0) break;
                // Some of the message is lost with the transport, and the other end says how much it has.
                for (const std::uint32_t number : collect(log))
                    if (random() % 4 != 0 && number == received + 1) received = number;
                log.lose_flight();
                REQUIRE(log.acknowledge(received));
                log.rewind();
            }
        }
        log.sent();
        while (received != appended) {
            REQUIRE(log.acknowledge(received));
            for (const std::uint32_t number : collect(log)) REQUIRE(number == ++received);
            log.sent();
        }
        REQUIRE(log.acknowledge(received));
        CHECK(log.size() == 0);
        CHECK(appended > 500);
    }
}

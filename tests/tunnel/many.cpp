// Ten thousand streams: what an operation costs, how ids are chosen and used again, and that nothing is allocated for a
// packet once a session is warm.
#include "joined.hpp"

#include "allocations.hpp"

#include <chrono>
#include <set>

using namespace samesock;
using namespace samesock::testing;

namespace {

using tunnel::gateway_bit;
using tunnel::stream_table;
using phase = tunnel::stream::phase;

/// Messages go over without being copied or put into words, as a transport with buffers of its own does it.
struct wire_buffer {
    std::vector<std::byte> bytes = std::vector<std::byte>(512 * 1024);

    std::size_t carry(tunnel::session& from, tunnel::session& to) {
        std::size_t events = 0;
        for (;;) {
            const auto pieces = from.next_message();
            if (pieces.empty()) return events;
            std::size_t size = 0;
            for (const bytes_view piece : pieces) {
                std::ranges::copy(piece, bytes.begin() + static_cast<std::ptrdiff_t>(size));
                size += piece.size();
            }
            from.message_sent();
            to.feed(bytes_view(bytes).first(size), 0);
            while (const auto e = to.next_event()) {
                ++events;
                if (const auto* const data = std::get_if<tunnel::events::received>(&*e))
                    to.consumed(data->id, data->bytes.size());
            }
        }
    }
};

} // namespace

TEST_CASE("ids are taken in turn, and again after the last one, past those that are in use") {
    stream_table table(1, 0x7FFF'FFFD);
    table.add(1, phase::unconnected, 0u, 0u, 0u);
    table.add(2, phase::unconnected, 0u, 0u, 0u);
    CHECK(table.next_id(0) == 0x7FFF'FFFE);
    CHECK(table.next_id(0) == 0x7FFF'FFFF);
    CHECK(table.next_id(0) == 3);
    stream_table gateways(1, 0x7FFF'FFFE);
    gateways.add(gateway_bit | 1, phase::connected, 0u, 0u, 0u);
    CHECK(gateways.gateways() == 1);
    CHECK(gateways.next_id(gateway_bit) == 0xFFFF'FFFF);
    CHECK(gateways.next_id(gateway_bit) == 0x8000'0002);
    gateways.remove(gateway_bit | 1);
    CHECK(gateways.gateways() == 0);
    gateways.remove(gateway_bit | 1);
    CHECK(gateways.gateways() == 0);
}

TEST_CASE("an id that was freed stands for another socket, and nothing of the old one") {
    joined j;
    for (int i = 0; i != 3; ++i) {
        // As a client does it that takes the lowest free id.
        CHECK(hear_packets(j.gateway,
                           {raw(0x10, 5).u16(2).u8(1), raw(0x12, 5).u8(1).u8(0).loopback(1), raw(0x02, 5).text("x")})
                  .size() == 3);
        REQUIRE(j.gateway.done(5, wire::connected{loopback(1), loopback(2)}));
        REQUIRE(j.gateway.send(5, std::vector<std::byte>(16'384)) == 16'384u);
        CHECK(j.gateway.send(5, tunnel::as_bytes("x")) == 0u);
        hear_packets(j.gateway, {raw(0x32, 5).u16(0)});
        CHECK(j.gateway.streams() == 0);
        // The same message may end the one and open the other.
        CHECK(hear_packets(j.gateway, {raw(0x19, 5)}).size() == 1);
        REQUIRE(j.gateway.done(5, wire::interface_list{}) == true);
    }
    CHECK(j.gateway.why() == reason::none);
}

TEST_CASE("ids that were chosen to fall together are found as fast as others") {
    // Multiples of a power of two and of a prime are what simple tables stumble over.
    for (const std::uint32_t step : {1u, 1u << 16, 10'007u}) {
        stream_table table(0x1234'5678);
        const auto begin = std::chrono::steady_clock::now();
        for (std::uint32_t i = 1; i <= 10'000; ++i) table.add(i * step, phase::unconnected, 0u, 0u, 0u);
        std::size_t found = 0;
        for (int round = 0; round != 5; ++round)
            for (std::uint32_t i = 1; i <= 10'000; ++i) found += table.find(i * step) != nullptr ? 1 : 0;
        CHECK(found == 50'000);
        // Quadratic would be minutes.
        CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
    }
}

TEST_CASE("a packet allocates nothing once a session is warm") {
    struct row {
        const char* name;
        agreed both;
    };
    const row rows[] = {
        {"the extension", agreed::extended()},
        {"the extension without resumption", agreed::extended(tunnel::usual_features & ~std::uint32_t{1})},
        {"stock", agreed::stock(2, true, 100)},
    };
    for (const row& r : rows) {
        INFO(r.name);
        joined j(r.both);
        const auto id = j.connected();
        wire_buffer buffer;
        const std::vector<std::byte> small(64), large(16'000);
        std::size_t events = 0;
        const auto exchange = [&] {
            for (int i = 0; i != 40; ++i) {
                for (const auto& bytes : {bytes_view(small), bytes_view(large)}) {
                    REQUIRE(j.client.send(id, bytes));
                    REQUIRE(j.gateway.send(id, bytes));
                    events += buffer.carry(j.client, j.gateway);
                    events += buffer.carry(j.gateway, j.client);
                }
            }
        };
        for (int i = 0; i != 2; ++i) exchange();
        const std::size_t before = allocations();
        for (int i = 0; i != 20; ++i) exchange();
        CHECK(allocations() - before == 0);
        CHECK(events > 2000);
    }
}

TEST_CASE("datagrams and requests on a warm session allocate nothing either") {
    joined j;
    const auto id = *j.client.open(2, wire::stream_type::datagrams);
    wire_buffer buffer;
    const endpoint to = loopback(53);
    std::size_t events = 0;
    const auto exchange = [&] {
        for (int i = 0; i != 300; ++i) {
            REQUIRE(j.client.send_datagram(id, &to, tunnel::as_bytes("query")));
            REQUIRE(j.client.ask(id, wire::get_option{1, 1, 4}));
            events += buffer.carry(j.client, j.gateway);
            REQUIRE(j.gateway.done(id, wire::option_value{tunnel::as_bytes("1234")}));
            REQUIRE(j.gateway.send_datagram(id, &to, tunnel::as_bytes("answer")));
            events += buffer.carry(j.gateway, j.client);
        }
    };
    exchange();
    const std::size_t before = allocations();
    exchange();
    CHECK(allocations() - before == 0);
    CHECK(events >= 2400);
}

TEST_CASE("a stream costs its entry in the table, on a session of ten thousand as on one of a hundred") {
    const auto bytes_per_stream = [](int streams) {
        joined j;
        wire_buffer buffer;
        const std::size_t before = bytes_in_use();
        for (int i = 0; i != streams; ++i) {
            const auto id = *j.client.open(2, wire::stream_type::stream);
            REQUIRE(j.client.ask(id, wire::connect{0, loopback(80)}));
            buffer.carry(j.client, j.gateway);
            REQUIRE(j.gateway.done(id, wire::connected{loopback(1), loopback(2)}));
            buffer.carry(j.gateway, j.client);
        }
        CHECK(j.client.streams() == static_cast<std::size_t>(streams));
        const std::size_t both_ends = bytes_in_use() - before;
        // Chunks of the log come and go: two to an end.
        return (both_ends - std::min<std::size_t>(both_ends, 4 * tunnel::packet_log::longest)) / 2 /
               static_cast<std::size_t>(streams);
    };
    CHECK(bytes_per_stream(100) < 1000);
    CHECK(bytes_per_stream(10'000) < 400);
}

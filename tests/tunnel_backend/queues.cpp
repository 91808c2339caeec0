// What has come and was not taken: bytes, datagrams, names' stand-ins.
#include "wasm/tunnel/byte_queue.hpp"
#include "wasm/tunnel/datagram_queue.hpp"
#include "wasm/tunnel/stand_ins.hpp"

#include <catch2/catch_all.hpp>

#include <random>
#include <string>

using namespace samesock::platform;

namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

TEST_CASE("bytes leave a queue in the order they came, however they are cut") {
    byte_queue queue;
    std::string expected;
    std::minstd_rand random(1);
    char next = 0;
    for (int i = 0; i != 20'000; ++i) {
        if (random() % 2 == 0) {
            std::string part(random() % 700, ' ');
            for (char& c : part) c = next++;
            queue.append(bytes_of(part));
            expected += part;
        } else {
            const std::size_t size = std::min<std::size_t>(random() % 900, queue.size());
            REQUIRE(text_of(queue.bytes().first(size)) == expected.substr(0, size));
            queue.drop(size);
            expected.erase(0, size);
        }
        REQUIRE(queue.size() == expected.size());
        REQUIRE(queue.empty() == expected.empty());
    }
    queue.clear();
    REQUIRE(queue.empty());
}

TEST_CASE("datagrams that do not fit are dropped and counted") {
    datagram_queue queue;
    const std::string large(60'000, 'x');
    int taken = 0;
    while (queue.push({}, bytes_of(large))) ++taken;
    CHECK(taken > 4);
    CHECK(queue.dropped() == 1);
    queue.pop();
    CHECK(queue.push({}, bytes_of(large)));
    queue.clear();
    CHECK(queue.empty());
    int empty = 0;
    while (queue.push({}, {})) ++empty;
    CHECK(empty < 10'000);
}

TEST_CASE("a stand-in leads back to its name, while the name is among the last") {
    stand_ins names;
    const auto first = names.stand_in_for("first.example");
    CHECK(names.stand_in_for("first.example") == first);
    CHECK(*names.name_of(first) == "first.example");
    const auto second = names.stand_in_for("second.example");
    CHECK(second != first);
    for (int i = 0; i != 4095; ++i) (void)names.stand_in_for(std::to_string(i));
    CHECK(names.name_of(first) == nullptr);
    CHECK(*names.name_of(second) == "second.example");
    auto with_port = second;
    with_port.port = 80;
    CHECK(*names.name_of(with_port) == "second.example");
    CHECK(names.name_of({}) == nullptr);
}

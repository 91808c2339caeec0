// WebSocket frames as bytes: whatever they are split into, the same messages come out.
#include "frame_reader.hpp"

#include <catch2/catch_all.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace samesock::testing {
namespace {

using namespace gateway;
using kind = frame_reader::item::kind;
using bytes = std::vector<std::byte>;

void append_frame(bytes& out, unsigned first, const std::string& payload, std::uint32_t mask) {
    out.push_back(static_cast<std::byte>(first));
    const std::size_t n = payload.size();
    const auto put = [&](std::uint64_t value, int count) {
        while (count-- != 0) out.push_back(static_cast<std::byte>(value >> 8 * count));
    };
    if (n < 126)
        put(0x80 | n, 1);
    else if (n < 65'536) {
        put(0xFE, 1);
        put(n, 2);
    } else {
        put(0xFF, 1);
        put(n, 8);
    }
    put(mask, 4);
    for (std::size_t i = 0; i != n; ++i)
        out.push_back(static_cast<std::byte>(payload[i]) ^ static_cast<std::byte>(mask >> 8 * (3 - i % 4)));
}

std::string text(std::span<const std::byte> b) { return {reinterpret_cast<const char*>(b.data()), b.size()}; }

/// What is read of bytes that come in parts of the given sizes.
std::vector<std::pair<kind, std::string>> read_in_parts(const bytes& all, std::minstd_rand& random, std::size_t most,
                                                        bool keeps) {
    frame_reader reader(1 << 20);
    std::vector<std::pair<kind, std::string>> found;
    bytes room(4096);
    for (std::size_t at = 0; at != all.size();) {
        const auto spaces = reader.spaces(room);
        const std::size_t part = std::min({1 + random() % most, all.size() - at, spaces[0].size() + spaces[1].size()});
        const std::size_t first = std::min(part, spaces[0].size());
        std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(at), first, spaces[0].begin());
        std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(at + first), part - first, spaces[1].begin());
        at += part;
        reader.received(part);
        if (keeps && random() % 2 == 0) {
            reader.keep();
            std::ranges::fill(std::span(room).first(64), std::byte{0xEE});
        }
        for (auto item = reader.next(); item.what != kind::none; item = reader.next()) {
            found.emplace_back(item.what, text(item.bytes));
            if (item.what == kind::malformed || item.what == kind::too_big) return found;
        }
    }
    return found;
}

TEST_CASE("Messages come out whole, however their bytes are split") {
    std::minstd_rand random(7);
    bytes all;
    std::vector<std::pair<kind, std::string>> expected;
    for (int i = 0; i != 50; ++i) {
        std::string payload(i % 10 == 0 ? random() % 70'000 : random() % 300, '\0');
        for (char& c : payload) c = static_cast<char>(random());
        if (i % 7 == 3) {
            append_frame(all, 0x02, payload.substr(0, payload.size() / 2), static_cast<std::uint32_t>(random()));
            append_frame(all, 0x89, "ping", 1);
            expected.emplace_back(kind::ping, "ping");
            append_frame(all, 0x80, payload.substr(payload.size() / 2), static_cast<std::uint32_t>(random()));
        } else {
            append_frame(all, 0x82, payload, static_cast<std::uint32_t>(random()));
        }
        expected.emplace_back(kind::message, payload);
    }
    for (const std::size_t most : {1UL, 3UL, 100UL, 5'000UL, 100'000UL}) {
        CAPTURE(most);
        CHECK(read_in_parts(all, random, most, false) == expected);
        CHECK(read_in_parts(all, random, most, true) == expected);
    }
}

TEST_CASE("Frames of a server begin as RFC 6455 says") {
    for (const auto& [length, expected] :
         std::vector<std::pair<std::size_t, std::string>>{{0, std::string("\x82\0", 2)},
                                                          {125, "\x82\x7D"},
                                                          {126, std::string("\x82\x7E\0\x7E", 4)},
                                                          {65'535, "\x82\x7E\xFF\xFF"},
                                                          {65'536, std::string("\x82\x7F\0\0\0\0\0\1\0\0", 10)}}) {
        bytes out;
        append_frame_header(opcode::binary, length, out);
        CHECK(text(out) == expected);
    }
}

TEST_CASE("A frame longer than any message is refused by its header alone") {
    frame_reader reader(1000);
    bytes all;
    append_frame(all, 0x82, std::string(1001, 'x'), 5);
    all.resize(20);
    reader.append(all);
    CHECK(reader.next().what == kind::too_big);
}

TEST_CASE("Fragments that together are longer than any message are refused") {
    frame_reader reader(1000);
    bytes all;
    append_frame(all, 0x02, std::string(600, 'x'), 5);
    append_frame(all, 0x80, std::string(600, 'x'), 5);
    reader.append(all);
    CHECK(reader.next().what == kind::too_big);
}

} // namespace
} // namespace samesock::testing

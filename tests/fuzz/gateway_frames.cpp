// WebSocket frames that come in pieces of any size are the same messages as those that come whole.
#include "expect.hpp"
#include "input.hpp"

#include "native/gateway/frame_reader.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace {

using samesock::fuzz::input;
using samesock::gateway::frame_reader;
using kind = frame_reader::item::kind;

constexpr std::size_t longest_message = 300;

struct message {
    kind what;
    std::vector<std::byte> bytes;
    friend bool operator==(const message&, const message&) = default;
};

bool ends(kind what) { return what == kind::malformed || what == kind::too_big; }

/// What is there; false after a mistake, behind which nothing is read.
bool take_all(frame_reader& reader, std::vector<message>& to) {
    for (;;) {
        const auto item = reader.next();
        if (item.what == kind::none) return true;
        to.push_back({item.what, {item.bytes.begin(), item.bytes.end()}});
        EXPECT(item.bytes.size() <= longest_message);
        if (!ends(item.what)) continue;
        EXPECT(reader.next().what == kind::none);
        return false;
    }
}

std::vector<message> in_one_piece(std::string_view bytes) {
    frame_reader reader(longest_message);
    std::vector<message> all;
    std::vector<std::byte> room(bytes.size());
    (void)reader.spaces(room);
    if (!bytes.empty()) std::memcpy(room.data(), bytes.data(), bytes.size());
    reader.received(bytes.size());
    (void)take_all(reader, all);
    return all;
}

/// As a connection reads: into the two spaces, and with what is left over put by before the room is used again.
std::vector<message> in_pieces(std::string_view bytes, std::string_view sizes) {
    frame_reader reader(longest_message);
    std::vector<message> all;
    std::vector<std::byte> room(64);
    for (std::size_t i = 0; !bytes.empty(); ++i) {
        const std::size_t most = sizes.empty() ? 1 : static_cast<unsigned char>(sizes[i % sizes.size()]) % 80 + 1U;
        std::size_t received = 0;
        for (const auto space : reader.spaces(room)) {
            const std::size_t size = std::min({space.size(), bytes.size(), most - received});
            if (size != 0) std::memcpy(space.data(), bytes.data(), size);
            bytes.remove_prefix(size);
            received += size;
            if (size != space.size()) break;
        }
        reader.received(received);
        if (i % 3 == 2) reader.keep();
        if (!take_all(reader, all)) break;
        reader.keep();
        std::ranges::fill(room, std::byte{0xEE});
        if (i % 5 == 4) reader.trim();
    }
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    input in(data, size);
    const auto sizes = in.take_bytes(in.take<std::uint8_t>() % 8U);
    const auto bytes = in.rest();
    EXPECT(in_pieces(bytes, sizes) == in_one_piece(bytes));
    return 0;
}

// The tunnel's packets and handshakes: what decodes is written as the same bytes, and no bytes hurt.
#include "expect.hpp"
#include "input.hpp"

#include "tunnel/handshake.hpp"
#include "tunnel/packet.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace {

using samesock::fuzz::input;
namespace tunnel = samesock::tunnel;
namespace wire = samesock::tunnel::wire;

std::vector<std::byte> written(const auto& info) {
    std::vector<std::byte> out;
    tunnel::write_info(info, out);
    return out;
}

// What an INFO says is said again by what we write of it.
void check_info(const wire::info& info) {
    if (const auto read = tunnel::read_gateway_info(info)) {
        const auto bytes = written(*read);
        const auto again = wire::decode(bytes);
        EXPECT(again);
        const auto reread = tunnel::read_gateway_info(std::get<wire::info>(again->body));
        EXPECT(reread && written(*reread) == bytes);
    }
    if (const auto read = tunnel::read_client_info(info)) {
        const auto bytes = written(*read);
        const auto again = wire::decode(bytes);
        EXPECT(again);
        const auto reread = tunnel::read_client_info(std::get<wire::info>(again->body));
        EXPECT(reread && written(*reread) == bytes);
    }
}

void check_packet(std::string_view bytes) {
    const auto packet = wire::decode(tunnel::as_bytes(bytes));
    if (!packet) {
        EXPECT(tunnel::is_malformed(packet.error()));
        return;
    }
    std::vector<std::byte> out;
    wire::encode(*packet, out);
    EXPECT(std::ranges::equal(out, tunnel::as_bytes(bytes)));
    EXPECT(wire::type_of(packet->body) == static_cast<wire::type>(bytes[0]));
    if (const auto* const info = std::get_if<wire::info>(&packet->body)) check_info(*info);
    if (const auto* const done = std::get_if<wire::done>(&packet->body))
        EXPECT(wire::belongs_to(done->answer, done->request));
}

void shake_client(input in) {
    tunnel::client_handshake client({});
    std::vector<std::byte> out;
    for (int i = 0; i != 3; ++i) {
        const auto step = client.feed(tunnel::as_bytes(in.take_bytes(in.take<std::uint8_t>())));
        if (step == tunnel::client_handshake::step::asked) client.answer({}, out);
        if (step == tunnel::client_handshake::step::agreed)
            EXPECT(!client.agreement().is_extended || client.agreement().version == 2);
        if (step == tunnel::client_handshake::step::failed) EXPECT(client.why() != tunnel::reason::none);
    }
}

void shake_gateway(input in) {
    tunnel::gateway_handshake gateway({});
    std::vector<std::byte> out;
    gateway.begin(true, out);
    for (int i = 0; i != 2; ++i) {
        const auto step = gateway.feed(tunnel::as_bytes(in.take_bytes(in.take<std::uint8_t>())));
        if (step == tunnel::gateway_handshake::step::asks) gateway.accept(out);
        if (step == tunnel::gateway_handshake::step::failed) EXPECT(gateway.why() != tunnel::reason::none);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const input in(data, size);
    check_packet(in.rest());
    shake_client(in);
    shake_gateway(in);
    return 0;
}

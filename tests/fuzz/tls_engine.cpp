// The TLS engine and a peer that means no good: bytes of its own, or an honest peer's with some of them changed, before
// the handshake and after. No input crashes it, makes its output grow or lets it go on once it has failed; and what it
// gives out as data is what the honest peer has sent.
#include "tls_peer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace {

using namespace samesock::fuzz;
using samesock::tls::engine;
using samesock::tls::progress;
using samesock::tls::step;

// -- the engine under attack --------------------------------------------------------------------------------------------

/// Everything that the input lets it do, and what must hold then.
void drive(engine& one, std::string& data) {
    std::array<std::byte, 4096> into;
    for (;;) {
        const step s = one.read(into);
        if (s.what != progress::done) {
            if (s.what == progress::failed) EXPECT(one.read(into).error == s.error);
            break;
        }
        EXPECT(s.size != 0 && s.size <= into.size());
        data.append(reinterpret_cast<const char*>(into.data()), s.size);
    }
    EXPECT(one.output().size() <= 2 * samesock::tls::memory_transport::output_bound);
    (void)one.pending();
}

void shake_hands(engine& one, engine& other) {
    for (int i = 0; i != 4; ++i) {
        (void)one.handshake();
        feed(other, taken_output(one));
        (void)other.handshake();
        feed(one, taken_output(other));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    input in(bytes, size);
    const auto kind = in.take<std::uint8_t>();
    const bool is_server = (kind & 1) != 0, older = (kind & 2) != 0, after_handshake = (kind & 4) != 0;
    const bool is_honest = (kind & 8) != 0;
    state_of_random = 1;
    const auto victim = start(is_server, older), peer = start(!is_server, older);
    std::string got;
    if (after_handshake) shake_hands(*victim, *peer);
    if (is_honest) {
        for (int i = 0; i != 4; ++i) { // flights, or data, changed on their way
            (void)peer->handshake();
            if (after_handshake) (void)peer->write(std::as_bytes(std::span(honest_data)));
            feed(*victim, changed(taken_output(*peer), in));
            drive(*victim, got);
            feed(*peer, taken_output(*victim));
        }
        for (std::string_view rest = got; !rest.empty(); rest.remove_prefix(std::min(rest.size(), honest_data.size())))
            EXPECT(rest.starts_with(honest_data));
    } else {
        while (!in.rest().empty()) {
            feed(*victim, in.take_bytes(in.take<std::uint8_t>() + 1u));
            drive(*victim, got);
        }
        EXPECT(got.empty());
    }
    victim->input_ended();
    drive(*victim, got);
    (void)victim->shutdown();
    return 0;
}

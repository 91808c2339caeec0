// The TLS engine and a peer that means no good: bytes of its own, or an honest peer's with some of them changed, before
// the handshake and after. No input crashes it, makes its output grow or lets it go on once it has failed; and what it
// gives out as data is what the honest peer has sent.
#include "expect.hpp"
#include "input.hpp"

#include "tls/authority.hpp"

#include "tls/engine.hpp"
#include "tls/ssl_access.hpp"

#include <samesock/ssl.hpp>

#include <openssl/rand.h>
#include <openssl/ssl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace {

using samesock::fuzz::input;
using samesock::tls::engine;
using samesock::tls::progress;
using samesock::tls::step;

constexpr std::string_view honest_data = "what the honest peer has sent";

// -- the same random numbers in every run: what is found here is found again elsewhere ----------------------------------

std::uint64_t state_of_random = 1;

int fill(unsigned char* into, int size) {
    for (int i = 0; i != size; ++i) {
        state_of_random = state_of_random * 6364136223846793005u + 1442695040888963407u;
        into[i] = static_cast<unsigned char>(state_of_random >> 56);
    }
    return 1;
}
int always() { return 1; }

void make_random_repeat() {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    static const RAND_METHOD method{nullptr, fill, nullptr, nullptr, fill, always};
    RAND_set_rand_method(&method);
#pragma GCC diagnostic pop
}

// -- the two ends -------------------------------------------------------------------------------------------------------

struct contexts {
    contexts() {
        make_random_repeat();
        samesock::testing::authority ca;
        const auto localhost = ca.issue();
        const std::string trusted = ca.certificate();
        (void)server.try_load_cert_chain_pem(localhost.certificate, localhost.key);
        (void)client.try_load_verify_locations({.cadata = trusted});
        (void)server.try_set_alpn_protocols({"h2", "http/1.1"});
    }
    samesock::ssl_context server = *samesock::ssl_context::try_make(samesock::PROTOCOL_TLS_SERVER);
    samesock::ssl_context client = *samesock::ssl_context::try_make(samesock::PROTOCOL_TLS_CLIENT);
};

std::unique_ptr<engine> start(bool is_server, bool older) {
    static const contexts both;
    SSL* const ssl = SSL_new(samesock::ssl_access::state(is_server ? both.server : both.client)->native);
    if (older) (void)SSL_set_max_proto_version(ssl, TLS1_2_VERSION);
    is_server ? SSL_set_accept_state(ssl) : SSL_set_connect_state(ssl);
    return std::make_unique<engine>(ssl);
}

void feed(engine& to, std::string_view data) {
    if (data.empty()) return;
    const auto room = to.input_room(data.size());
    EXPECT(room.size() == data.size());
    data.copy(reinterpret_cast<char*>(room.data()), data.size());
    to.received(data.size());
}

std::string taken_output(engine& from) {
    const auto output = from.output();
    std::string copy(reinterpret_cast<const char*>(output.data()), output.size());
    from.sent(copy.size());
    return copy;
}

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

/// Some of its bytes changed, as the input says: how many places, and for each where and how.
std::string changed(std::string data, input& in) {
    for (auto places = in.take<std::uint8_t>() % 8; places != 0 && !data.empty(); --places) {
        const auto where = in.take<std::uint16_t>() % data.size();
        data[where] = static_cast<char>(data[where] ^ in.take<char>());
    }
    return data;
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

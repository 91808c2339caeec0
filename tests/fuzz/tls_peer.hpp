// What the fuzzers of TLS share: contexts of a test authority, the engine of an honest peer, and random numbers that
// are the same in every run, so that what is found here is found again elsewhere.
#pragma once

#include "expect.hpp"
#include "input.hpp"

#include "tls/authority.hpp"

#include "tls/engine.hpp"
#include "tls/ssl_access.hpp"

#include <samesock/ssl.hpp>

#include <openssl/rand.h>
#include <openssl/ssl.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace samesock::fuzz {

inline constexpr std::string_view honest_data = "what the honest peer has sent";

inline std::uint64_t state_of_random = 1;

inline int fill(unsigned char* into, int size) {
    for (int i = 0; i != size; ++i) {
        state_of_random = state_of_random * 6364136223846793005u + 1442695040888963407u;
        into[i] = static_cast<unsigned char>(state_of_random >> 56);
    }
    return 1;
}
inline int always() { return 1; }

inline void make_random_repeat() {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    static const RAND_METHOD method{nullptr, fill, nullptr, nullptr, fill, always};
    RAND_set_rand_method(&method);
#pragma GCC diagnostic pop
}

struct contexts {
    contexts() {
        make_random_repeat();
        testing::authority ca;
        const auto localhost = ca.issue();
        const std::string trusted = ca.certificate();
        (void)server.try_load_cert_chain_pem(localhost.certificate, localhost.key);
        (void)client.try_load_verify_locations({.cadata = trusted});
        (void)server.try_set_alpn_protocols({"h2", "http/1.1"});
    }
    ssl_context server = *ssl_context::try_make(PROTOCOL_TLS_SERVER);
    ssl_context client = *ssl_context::try_make(PROTOCOL_TLS_CLIENT);
};

inline const contexts& both_contexts() {
    static const contexts both;
    return both;
}

inline std::unique_ptr<tls::engine> start(bool is_server, bool older) {
    const contexts& both = both_contexts();
    SSL* const ssl = SSL_new(ssl_access::state(is_server ? both.server : both.client)->native);
    if (older) (void)SSL_set_max_proto_version(ssl, TLS1_2_VERSION);
    is_server ? SSL_set_accept_state(ssl) : SSL_set_connect_state(ssl);
    return std::make_unique<tls::engine>(ssl);
}

inline void feed(tls::engine& to, std::string_view data) {
    if (data.empty()) return;
    const auto room = to.input_room(data.size());
    EXPECT(room.size() == data.size());
    data.copy(reinterpret_cast<char*>(room.data()), data.size());
    to.received(data.size());
}

inline std::string taken_output(tls::engine& from) {
    const auto output = from.output();
    std::string copy(reinterpret_cast<const char*>(output.data()), output.size());
    from.sent(copy.size());
    return copy;
}

/// Some of its bytes changed, as the input says: how many places, and for each where and how.
inline std::string changed(std::string data, input& in) {
    for (auto places = in.take<std::uint8_t>() % 8; places != 0 && !data.empty(); --places) {
        const auto where = in.take<std::uint16_t>() % data.size();
        data[where] = static_cast<char>(data[where] ^ in.take<char>());
    }
    return data;
}

} // namespace samesock::fuzz

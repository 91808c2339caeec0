// What the gateway connects to, and what connects to it: plain blocking sockets on the loopback interface. Nothing
// waits for ever: a call that takes ten seconds fails.
#pragma once

#include "plain_socket.hpp"

#include <samesock/endpoint.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace samesock::testing {

inline endpoint loopback(std::uint16_t port = 0) {
    static constexpr std::array<unsigned char, 4> bytes{127, 0, 0, 1};
    return {address_family(2), std::as_bytes(std::span(bytes)), port};
}
inline endpoint loopback6(std::uint16_t port = 0) {
    static constexpr std::array<unsigned char, 16> bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    return {address_family(10), std::as_bytes(std::span(bytes)), port};
}
inline endpoint ipv4(unsigned char a, unsigned char b, unsigned char c, unsigned char d, std::uint16_t port) {
    const std::array<unsigned char, 4> bytes{a, b, c, d};
    return {address_family(2), std::as_bytes(std::span(bytes)), port};
}

class plain_listener : public plain_socket {
public:
    explicit plain_listener(const endpoint& at = loopback()) : plain_socket(stream_type, at.family.value()) {
        bind(at);
        listen(64);
    }
};

/// A port where nothing listens.
inline endpoint closed_port(int type = stream_type) {
    plain_socket bound(type);
    bound.bind(loopback());
    return bound.local();
}

/// Bytes that tell where they belong.
inline std::string pattern(std::size_t size, unsigned seed = 1) {
    std::string bytes(size, '\0');
    std::uint32_t x = seed * 2'654'435'761U + 1;
    for (char& c : bytes) {
        x = x * 1'664'525 + 1'013'904'223;
        c = static_cast<char>(x >> 24);
    }
    return bytes;
}

} // namespace samesock::testing

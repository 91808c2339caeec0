// What the gateway connects to, and what connects to it: plain blocking sockets on the loopback interface. Nothing
// waits for ever: a call that takes ten seconds fails.
#pragma once

#include "descriptor.hpp"
#include "native_address.hpp"

#include <samesock/endpoint.hpp>

#include <catch2/catch_all.hpp>

#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace samesock::testing {

using gateway::descriptor;
using gateway::native_address;

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

class plain_socket {
public:
    explicit plain_socket(int type = SOCK_STREAM, int family = 2)
        : plain_socket(descriptor(::socket(family, type, 0))) {}
    explicit plain_socket(descriptor fd) : fd_(std::move(fd)) {
        REQUIRE(fd_);
        const timeval patience{10, 0};
        ::setsockopt(number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(number(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    }

    [[nodiscard]] int number() const { return fd_.number(); }
    void bind(const endpoint& at) {
        const native_address native(at);
        REQUIRE(::bind(number(), native.get(), native.length) == 0);
    }
    void connect(const endpoint& to) {
        const native_address native(to);
        REQUIRE(::connect(number(), native.get(), native.length) == 0);
    }
    [[nodiscard]] endpoint local() const { return *gateway::local_endpoint(number()); }
    [[nodiscard]] endpoint peer() const { return *gateway::peer_endpoint(number()); }

    // Some cases call these on a thread of their own: no assertion but a failed one, since Catch2 takes them from one
    // thread at a time.

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto size = ::send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (size <= 0) FAIL("send: errno " << errno);
            bytes.remove_prefix(static_cast<std::size_t>(size));
        }
    }
    /// Empty: the end.
    [[nodiscard]] std::string receive(std::size_t most = 65'536) {
        std::string bytes(most, '\0');
        const auto size = ::recv(number(), bytes.data(), bytes.size(), 0);
        if (size < 0) FAIL("recv: errno " << errno);
        bytes.resize(static_cast<std::size_t>(size));
        return bytes;
    }
    [[nodiscard]] std::string receive_all() {
        std::string all;
        for (std::string more = receive(); !more.empty(); more = receive()) all += more;
        return all;
    }
    [[nodiscard]] std::string receive_exactly(std::size_t size) {
        std::string all;
        while (all.size() < size) {
            const std::string more = receive(size - all.size());
            REQUIRE_FALSE(more.empty());
            all += more;
        }
        return all;
    }
    /// The errno that receiving comes to at last, 0 for the end.
    [[nodiscard]] int receive_error() {
        std::array<char, 4096> bytes;
        for (;;) {
            const auto size = ::recv(number(), bytes.data(), bytes.size(), 0);
            if (size <= 0) return size == 0 ? 0 : errno;
        }
    }
    [[nodiscard]] std::pair<std::string, endpoint> receive_from() {
        std::array<char, 65'536> bytes;
        native_address from;
        const auto size = ::recvfrom(number(), bytes.data(), bytes.size(), 0, from.get(), &from.length);
        REQUIRE(size >= 0);
        return {std::string(bytes.data(), static_cast<std::size_t>(size)), from.to_endpoint()};
    }
    void send_to(const endpoint& to, std::string_view bytes) {
        const native_address native(to);
        REQUIRE(::sendto(number(), bytes.data(), bytes.size(), 0, native.get(), native.length) >= 0);
    }
    void finish() {
        if (::shutdown(number(), SHUT_WR) != 0) FAIL("shutdown: errno " << errno);
    }
    void close() { fd_ = {}; }
    /// The peer sees a reset.
    void abort() {
        const linger at_once{1, 0};
        ::setsockopt(number(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close();
    }

private:
    descriptor fd_;
};

class plain_listener : public plain_socket {
public:
    explicit plain_listener(const endpoint& at = loopback()) : plain_socket(SOCK_STREAM, at.family.value()) {
        bind(at);
        REQUIRE(::listen(number(), 64) == 0);
    }
    [[nodiscard]] plain_socket accept() { return plain_socket(descriptor(::accept(number(), nullptr, nullptr))); }
};

/// A port where nothing listens.
inline endpoint closed_port(int type = SOCK_STREAM) {
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

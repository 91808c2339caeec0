// A blocking socket of the system's, with patience: see targets.hpp.
#pragma once

#include "descriptor.hpp"
#include "native_address.hpp"
#include "sockets.hpp"

#include <catch2/catch_all.hpp>

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace samesock::testing {

using gateway::descriptor;
using gateway::native_address;

inline constexpr int stream_type = SOCK_STREAM, datagram_type = SOCK_DGRAM;

class plain_socket {
public:
    explicit plain_socket(int type = stream_type, int family = 2)
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
    /// errno, or 0.
    [[nodiscard]] int try_connect(const endpoint& to) {
        const native_address native(to);
        return ::connect(number(), native.get(), native.length) == 0 ? 0 : errno;
    }
    void listen(int backlog) { REQUIRE(::listen(number(), backlog) == 0); }
    [[nodiscard]] plain_socket accept() { return plain_socket(descriptor(::accept(number(), nullptr, nullptr))); }
    /// There is something to receive, or to accept.
    [[nodiscard]] bool has_input() const {
        pollfd waits{number(), POLLIN, 0};
        return ::poll(&waits, 1, 0) != 0;
    }
    void set_receive_buffer(int size) {
        REQUIRE(::setsockopt(number(), SOL_SOCKET, SO_RCVBUF, &size, sizeof size) == 0);
    }
    [[nodiscard]] endpoint local() const { return *gateway::sockets::local_endpoint(number()); }
    [[nodiscard]] endpoint peer() const { return *gateway::sockets::peer_endpoint(number()); }

    // Some cases call these on a thread of their own: no assertion but a failed one, since Catch2 takes them from one
    // thread at a time.

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto size = ::send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (size <= 0) FAIL("send: errno " << errno);
            bytes.remove_prefix(static_cast<std::size_t>(size));
        }
    }
    /// What there is room for at once, of it.
    void offer(std::string_view bytes) const {
        (void)!::send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    /// Again and again, until it fails. With which errno.
    [[nodiscard]] int send_until_failure(std::string_view bytes) {
        while (::send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0) {}
        return errno;
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
    /// Up to the end of the stream, or of the connection.
    [[nodiscard]] std::string receive_what_there_is() {
        std::string all;
        std::array<char, 4096> bytes;
        for (ssize_t size = 1; size > 0; all.append(bytes.data(), static_cast<std::size_t>(size > 0 ? size : 0)))
            size = ::recv(number(), bytes.data(), bytes.size(), 0);
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

} // namespace samesock::testing

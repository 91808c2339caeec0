// A blocking socket by the library's seam, with patience: see targets.hpp.
#pragma once

#include "descriptor.hpp"

#include "platform/platform.hpp"

#include <samesock/constants.hpp>

#include <catch2/catch_all.hpp>

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

inline constexpr int stream_type = 1, datagram_type = 2;

class plain_socket {
public:
    explicit plain_socket(int type = stream_type, int family = 2)
        : plain_socket(made({address_family(family), socket_type(type), {}})) {}
    explicit plain_socket(descriptor fd) : fd_(std::move(fd)) {
        REQUIRE(fd_);
        const std::array<std::int64_t, 2> patience{10, 0}; // timeval, as on Linux
        const auto bytes = std::as_bytes(std::span(patience));
        REQUIRE(platform::set_option(handle(), {sol_socket, so_rcvtimeo}, bytes));
        REQUIRE(platform::set_option(handle(), {sol_socket, so_sndtimeo}, bytes));
    }

    [[nodiscard]] int number() const { return fd_.number(); }
    void bind(const endpoint& at) { REQUIRE(platform::bind(handle(), at)); }
    void connect(const endpoint& to) { REQUIRE(try_connect(to) == 0); }
    /// errno, or 0.
    [[nodiscard]] int try_connect(const endpoint& to) { return error_of(platform::connect(handle(), to)); }
    void listen(int backlog) { REQUIRE(platform::listen(handle(), backlog)); }
    [[nodiscard]] plain_socket accept() {
        const auto one = platform::accept(handle(), true);
        REQUIRE(one);
        return plain_socket(descriptor(static_cast<int>(one->connection)));
    }
    /// There is something to receive, or to accept.
    [[nodiscard]] bool has_input() const {
        std::array one{platform::interest{handle(), platform::readiness::readable}};
        return platform::wait(one, platform::deadline{0}).value_or(0) != 0;
    }
    void set_receive_buffer(int size) {
        REQUIRE(platform::set_option(handle(), {sol_socket, so_rcvbuf}, std::as_bytes(std::span(&size, 1))));
    }
    [[nodiscard]] endpoint local() const { return *platform::local_endpoint(handle()); }
    [[nodiscard]] endpoint peer() const { return *platform::peer_endpoint(handle()); }

    // Some cases call these on a thread of their own: no assertion but a failed one, since Catch2 takes them from one
    // thread at a time.

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto size = platform::send(handle(), std::as_bytes(std::span(bytes)), {});
            if (!size) FAIL("send: " << size.error().message());
            bytes.remove_prefix(*size);
        }
    }
    /// What there is room for at once, of it.
    void offer(std::string_view bytes) const {
        (void)platform::send(handle(), std::as_bytes(std::span(bytes)), msg_dontwait);
    }
    /// Again and again, until it fails. With which errno.
    [[nodiscard]] int send_until_failure(std::string_view bytes) {
        for (;;)
            if (const auto size = platform::send(handle(), std::as_bytes(std::span(bytes)), {}); !size)
                return size.error().value();
    }
    /// Empty: the end.
    [[nodiscard]] std::string receive(std::size_t most = 65'536) {
        std::string bytes(most, '\0');
        const auto size = platform::receive(handle(), std::as_writable_bytes(std::span(bytes)), {});
        if (!size) FAIL("receive: " << size.error().message());
        bytes.resize(*size);
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
        std::array<std::byte, 4096> bytes;
        for (;;) {
            const auto size = platform::receive(handle(), bytes, {});
            if (!size || *size == 0) return all;
            all.append(reinterpret_cast<const char*>(bytes.data()), *size);
        }
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
        std::array<std::byte, 4096> bytes;
        for (;;) {
            const auto size = platform::receive(handle(), bytes, {});
            if (!size) return size.error().value();
            if (*size == 0) return 0;
        }
    }
    [[nodiscard]] std::pair<std::string, endpoint> receive_from() {
        std::string bytes(65'536, '\0');
        const auto one = platform::receive_from(handle(), std::as_writable_bytes(std::span(bytes)), {});
        REQUIRE(one);
        bytes.resize(one->size);
        return {bytes, one->peer};
    }
    void send_to(const endpoint& to, std::string_view bytes) {
        REQUIRE(platform::send_to(handle(), std::as_bytes(std::span(bytes)), {}, to));
    }
    void finish() {
        if (!platform::shutdown(handle(), shut_wr)) FAIL("shutdown");
    }
    void close() { fd_ = {}; }
    /// The peer sees a reset.
    void abort() {
        const std::array<int, 2> at_once{1, 0}; // linger, as on Linux
        (void)platform::set_option(handle(), {sol_socket, so_linger}, std::as_bytes(std::span(at_once)));
        close();
    }

private:
    [[nodiscard]] static descriptor made(const platform::kind& what) {
        REQUIRE(platform::start());
        const auto opened = platform::open(what, true);
        REQUIRE(opened);
        return descriptor(static_cast<int>(*opened));
    }
    [[nodiscard]] static int error_of(const status& outcome) { return outcome ? 0 : outcome.error().value(); }
    [[nodiscard]] platform::handle handle() const { return static_cast<platform::handle>(fd_.number()); }

    descriptor fd_;
};

} // namespace samesock::testing

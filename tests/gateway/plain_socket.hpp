// A blocking socket with patience, over the gateway's own calls on sockets: see targets.hpp.
#pragma once

#include "socket_readiness.hpp"
#include "sockets.hpp"

#include <samesock/constants.hpp>

#include <catch2/catch_all.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace samesock::testing {

using gateway::descriptor;
namespace sockets = gateway::sockets;

inline constexpr int stream_type = 1, datagram_type = 2;

class plain_socket {
public:
    explicit plain_socket(int type = stream_type, int family = 2) : plain_socket(made(type, family), type) {}
    explicit plain_socket(descriptor fd, int type = stream_type) : fd_(std::move(fd)), type_(type) { REQUIRE(fd_); }

    [[nodiscard]] int number() const { return fd_.number(); }
    /// In place of ten seconds.
    void wait_for_ever() { patience_ = for_ever; }
    void bind(const endpoint& at) { REQUIRE(sockets::bind(number(), at) == 0); }
    void connect(const endpoint& to) { REQUIRE(try_connect(to) == 0); }
    /// errno, or 0.
    [[nodiscard]] int try_connect(const endpoint& to) {
        const int error = begin_to_connect(to);
        if (error != 0 || type_ != stream_type) return error;
        return waits_for(readiness_kind::output) ? sockets::outcome_of_connect(number()) : ETIMEDOUT;
    }
    /// 0: it may be under way.
    [[nodiscard]] int begin_to_connect(const endpoint& to) { return sockets::connect(number(), to); }
    void listen(int backlog) { REQUIRE(sockets::listen(number(), backlog) == 0); }
    [[nodiscard]] plain_socket accept() {
        for (;;) {
            auto one = sockets::accept(number());
            if (one) return plain_socket(std::move(one->connection));
            REQUIRE((one.error() == sockets::would_block && waits_for(readiness_kind::input)));
        }
    }
    /// There is something to receive, or to accept.
    [[nodiscard]] bool has_input() const {
        return !datagrams_.empty() || is_ready(number(), readiness_kind::input, std::chrono::milliseconds(0));
    }
    void set_receive_buffer(int size) {
        const auto value = std::as_bytes(std::span(&size, 1));
        REQUIRE(sockets::set_option(number(), sol_socket.value(), so_rcvbuf.value(), value) == 0);
    }
    [[nodiscard]] endpoint local() const { return *sockets::local_endpoint(number()); }
    [[nodiscard]] endpoint peer() const { return *sockets::peer_endpoint(number()); }

    // Some cases call these on a thread of their own: no assertion but a failed one, since Catch2 takes them from one
    // thread at a time.

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = send_some(bytes);
            if (sent.error != 0) FAIL("send: " << reason(sent.error));
            bytes.remove_prefix(sent.size);
        }
    }
    /// What there is room for at once, of it.
    void offer(std::string_view bytes) const { (void)sockets::send(number(), std::as_bytes(std::span(bytes))); }
    /// Again and again, until it fails. With which errno.
    [[nodiscard]] int send_until_failure(std::string_view bytes) {
        for (;;)
            if (const auto sent = send_some(bytes); sent.error != 0) return sent.error;
    }
    /// Empty: the end.
    [[nodiscard]] std::string receive(std::size_t most = 65'536) {
        std::string bytes(most, '\0');
        const auto received = receive_some(bytes);
        if (received.error != 0) FAIL("receive: " << reason(received.error));
        bytes.resize(received.size);
        return bytes;
    }
    [[nodiscard]] std::string receive_all() {
        std::string all;
        for (std::string more = receive(); !more.empty(); more = receive()) all += more;
        return all;
    }
    /// Up to the end of the stream, or of the connection.
    [[nodiscard]] std::string receive_what_there_is() {
        std::string all, some(4096, '\0');
        for (auto more = receive_some(some); more.size != 0; more = receive_some(some)) all.append(some, 0, more.size);
        return all;
    }
    [[nodiscard]] std::string receive_exactly(std::size_t size) {
        std::string all;
        while (all.size() < size) {
            const std::string more = receive(size - all.size());
            if (more.empty()) FAIL("the end came after " << all.size() << " of " << size << " bytes");
            all += more;
        }
        return all;
    }
    /// The errno that receiving comes to at last, 0 for the end.
    [[nodiscard]] int receive_error() {
        std::string some(4096, '\0');
        for (;;)
            if (const auto received = receive_some(some); received.size == 0) return received.error;
    }
    [[nodiscard]] std::pair<std::string, endpoint> receive_from() {
        while (datagrams_.empty()) receive_datagrams();
        auto first = std::move(datagrams_.front());
        datagrams_.pop_front();
        return first;
    }
    void send_to(const endpoint& to, std::string_view bytes) {
        REQUIRE(sockets::send_datagram(number(), std::as_bytes(std::span(bytes)), &to) == 0);
    }
    void finish() { sockets::finish_sending(number()); }
    void close() { fd_ = {}; }
    /// The peer sees a reset.
    void abort() {
        sockets::reset_when_closed(number());
        close();
    }

private:
    [[nodiscard]] static descriptor made(int type, int family) {
        prepare_sockets();
        auto opened = sockets::open(address_family(family), socket_type(type));
        REQUIRE(opened);
        return std::move(*opened);
    }
    [[nodiscard]] static std::string reason(int error) { return std::generic_category().message(error); }
    [[nodiscard]] bool waits_for(readiness_kind what) const { return is_ready(number(), what, patience_); }

    /// With the error of what would block, if nothing changes for as long as the patience lasts.
    [[nodiscard]] sockets::moved send_some(std::string_view bytes) const {
        for (;;) {
            const auto sent = sockets::send(number(), std::as_bytes(std::span(bytes)));
            if (sent.error != sockets::would_block || !waits_for(readiness_kind::output)) return sent;
        }
    }
    [[nodiscard]] sockets::moved receive_some(std::string& room) const {
        for (;;) {
            const auto received = sockets::receive(number(), std::as_writable_bytes(std::span(room)));
            if (received.error != sockets::would_block || !waits_for(readiness_kind::input)) return received;
        }
    }
    void receive_datagrams() {
        REQUIRE(waits_for(readiness_kind::input));
        constexpr std::size_t size = sockets::most_datagrams * sockets::longest_datagram;
        const auto room = std::make_unique_for_overwrite<std::byte[]>(size);
        const auto outcome = sockets::receive_datagrams(
            number(), std::span(room.get(), size), [this](std::span<const std::byte> bytes, const endpoint& from) {
                datagrams_.emplace_back(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), from);
            });
        REQUIRE((outcome.error == 0 || outcome.error == sockets::would_block));
    }

    descriptor fd_;
    int type_;
    std::chrono::milliseconds patience_ = std::chrono::seconds(10);
    std::deque<std::pair<std::string, endpoint>>
        datagrams_; ///< that one call has brought, and nobody has asked for yet
};

} // namespace samesock::testing

// The engine alone, two of them joined by memory: records in pieces of every size, truncated, changed, garbage.
#include "authority.hpp"

#include "tls/engine.hpp"
#include "tls/ssl_access.hpp"

#include <samesock/error_code.hpp>
#include <samesock/ssl.hpp>

#include <catch2/catch_all.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace ss = samesock;
using namespace std::literals;
using ss::testing::authority;
using ss::testing::identity;
using ss::tls::engine;
using ss::tls::progress;
using ss::tls::step;

namespace {

constexpr std::size_t everything = ~std::size_t{0};

/// Two engines, and what is under way between them.
class joined {
public:
    explicit joined(ss::tls_version version = ss::tls_version::TLSv1_3, bool may_renegotiate = false) {
        static authority ca;
        static const identity localhost = ca.issue();
        auto for_server = *ss::ssl_context::try_make(ss::PROTOCOL_TLS_SERVER);
        auto for_client = *ss::ssl_context::try_make(ss::PROTOCOL_TLS_CLIENT);
        REQUIRE(for_server.try_load_cert_chain_pem(localhost.certificate, localhost.key));
        const std::string trusted = ca.certificate();
        REQUIRE(for_client.try_load_verify_locations({.cadata = trusted}));
        for (auto* const context : {&for_server, &for_client}) {
            REQUIRE(context->try_minimum_version(version));
            REQUIRE(context->try_maximum_version(version));
        }
        if (may_renegotiate) SSL_CTX_clear_options(ss::ssl_access::state(for_client)->native, SSL_OP_NO_RENEGOTIATION);
        client = start(for_client, false);
        server = start(for_server, true);
    }

    /// Up to `piece` bytes from one engine's output to the other's input; how many there were.
    static std::size_t carry(engine& from, engine& to, std::size_t piece = everything) {
        const auto output = from.output();
        const std::size_t size = std::min(output.size(), piece);
        if (size == 0) return 0;
        feed(to, {reinterpret_cast<const char*>(output.data()), size});
        from.sent(size);
        return size;
    }
    static void feed(engine& to, std::string_view data) {
        if (data.empty()) return;
        const auto room = to.input_room(data.size());
        REQUIRE(room.size() == data.size());
        std::memcpy(room.data(), data.data(), data.size());
        to.received(data.size());
    }

    /// Both handshakes, with so many bytes at a time.
    void shake_hands(std::size_t piece = everything) {
        progress of_client{}, of_server{};
        do {
            of_client = client->handshake().what;
            of_server = server->handshake().what;
            REQUIRE(of_client != progress::failed);
            REQUIRE(of_server != progress::failed);
            const std::size_t moved = carry(*client, *server, piece) + carry(*server, *client, piece);
            if (moved == 0) break;
        } while (of_client != progress::done || of_server != progress::done || !client->output().empty() ||
                 !server->output().empty());
        REQUIRE(of_client == progress::done);
        REQUIRE(of_server == progress::done);
    }

    std::unique_ptr<engine> client, server;

private:
    static std::unique_ptr<engine> start(const ss::ssl_context& context, bool is_server) {
        SSL* const ssl = SSL_new(ss::ssl_access::state(context)->native);
        is_server ? SSL_set_accept_state(ssl) : SSL_set_connect_state(ssl);
        auto made = std::make_unique<engine>(ssl);
        REQUIRE(made->valid());
        return made;
    }
};

std::string read_all(engine& from) {
    std::string all;
    std::byte part[20000];
    for (;;) {
        const step s = from.read(part);
        if (s.what != progress::done) return all;
        all.append(reinterpret_cast<const char*>(part), s.size);
    }
}

step write(engine& into, std::string_view data) { return into.write(std::as_bytes(std::span(data))); }

std::string taken_output(engine& from) {
    const auto output = from.output();
    std::string copy(reinterpret_cast<const char*>(output.data()), output.size());
    from.sent(output.size());
    return copy;
}

ss::tls_version versions() { return GENERATE(ss::tls_version::TLSv1_2, ss::tls_version::TLSv1_3); }

} // namespace

TEST_CASE("records split at every byte are put together again", "[engine]") {
    joined pair(versions());
    pair.shake_hands(1);
    const std::string data(5000, 'd');
    REQUIRE(write(*pair.client, data).size == data.size());
    std::string got;
    while (joined::carry(*pair.client, *pair.server, 1) != 0) got += read_all(*pair.server);
    CHECK(got == data);
}

TEST_CASE("an engine says how much of its record is missing, and wants no byte beyond", "[engine]") {
    joined pair(versions());
    pair.shake_hands();
    for (const std::size_t size : {1u, 100u, 16384u}) {
        REQUIRE(write(*pair.client, std::string(size, 'x')).what == progress::done);
        REQUIRE(write(*pair.client, "the next record").what == progress::done);
        const auto both = taken_output(*pair.client);
        std::byte into[20000];
        std::size_t given = 0;
        step s = pair.server->read(into);
        for (; s.what == progress::want_read; s = pair.server->read(into)) {
            CHECK(pair.server->input_left() == 0);
            CHECK(pair.server->wants_body() == (given == engine::record_header));
            joined::feed(*pair.server, both.substr(given, pair.server->wanted()));
            given += pair.server->wanted();
        }
        CHECK(s.size == size);
        joined::feed(*pair.server, both.substr(given));
        CHECK(read_all(*pair.server) == "the next record");
    }
}

TEST_CASE("a handshake that is cut off after any byte is an end in violation of the protocol", "[engine][truncated]") {
    const auto version = versions();
    std::size_t longest = 1;
    for (std::size_t cut = 0; cut < longest; cut += cut < 200 ? 1 : 37) {
        joined pair(version);
        REQUIRE(pair.client->handshake().what == progress::want_read);
        joined::carry(*pair.client, *pair.server);
        REQUIRE(pair.server->handshake().what == progress::want_read);
        const auto flight = taken_output(*pair.server);
        longest = flight.size();
        joined::feed(*pair.client, flight.substr(0, std::min(cut, longest - 1))); // signatures differ by some bytes
        pair.client->input_ended();
        const step s = pair.client->handshake();
        CHECK(s.what == progress::failed);
        CHECK(s.error == ss::ssl_condition::eof);
    }
}

TEST_CASE("data that is cut off after any byte is an end in violation of the protocol", "[engine][truncated]") {
    const auto version = versions();
    std::size_t longest = 1;
    for (std::size_t cut = 0; cut < longest; ++cut) {
        joined pair(version);
        pair.shake_hands();
        REQUIRE(write(*pair.client, "a short record").what == progress::done);
        const auto record = taken_output(*pair.client);
        longest = record.size();
        joined::feed(*pair.server, record.substr(0, cut));
        pair.server->input_ended();
        std::byte into[100];
        CHECK(pair.server->read(into).error == ss::ssl_condition::eof);
    }
}

TEST_CASE("a byte changed anywhere in a record ends the connection, for good", "[engine][changed]") {
    const auto version = versions();
    std::size_t longest = 1;
    for (std::size_t place = 0; place < longest; ++place) {
        joined pair(version);
        pair.shake_hands();
        REQUIRE(write(*pair.client, "a short record").what == progress::done);
        auto record = taken_output(*pair.client);
        longest = record.size();
        record[place] = static_cast<char>(record[place] ^ 0x40);
        joined::feed(*pair.server, record);
        std::byte into[100];
        step s = pair.server->read(into);
        if (s.what == progress::want_read) { // a longer length: what was to come has ended
            pair.server->input_ended();
            s = pair.server->read(into);
        }
        CAPTURE(place);
        REQUIRE(s.what == progress::failed);
        CHECK(pair.server->read(into).error == s.error);
        CHECK(write(*pair.server, "x").error == s.error);
        CHECK(pair.server->shutdown().error == s.error);
    }
}

TEST_CASE("what is no TLS is refused with a reason", "[engine][garbage]") {
    const auto garbage = GENERATE("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"s, std::string(64, '\0'),
                                  "\x16\x03\x01\xff\xff"s + std::string(70000, 'x'), "SSH-2.0-OpenSSH_9.2\r\n"s);
    joined pair;
    joined::feed(*pair.server, garbage);
    const step s = pair.server->handshake();
    CHECK(s.what == progress::failed);
    CHECK(s.error.category() == ss::ssl_library_category());
    CHECK(ss::ssl_library(s.error) == "SSL");
    CHECK_FALSE(ss::ssl_reason(s.error).empty());
}

TEST_CASE("output has a bound, and goes on once it was sent", "[engine]") {
    joined pair;
    pair.shake_hands();
    const std::string data(1'000'000, 'd');
    std::string_view rest = data;
    std::string got;
    while (!rest.empty()) {
        const step s = write(*pair.client, rest);
        REQUIRE(s.what == progress::done);
        rest.remove_prefix(s.size);
        CHECK(pair.client->output().size() < 2 * ss::tls::memory_transport::output_bound);
        if (!rest.empty()) CHECK(write(*pair.client, rest).what == progress::want_write);
        joined::carry(*pair.client, *pair.server);
        got += read_all(*pair.server);
    }
    CHECK(got == data);
}

TEST_CASE("a peer that asks for ever new keys and reads nothing makes no output grow", "[engine][flood]") {
    joined pair;
    pair.shake_hands();
    for (int i = 0; i != 5000; ++i) {
        REQUIRE(SSL_key_update(pair.client->native(), SSL_KEY_UPDATE_REQUESTED) == 1);
        REQUIRE(write(*pair.client, "x").what == progress::done);
        joined::carry(*pair.client, *pair.server);
        (void)read_all(*pair.server);
    }
    CHECK(pair.server->output().size() < 2 * ss::tls::memory_transport::output_bound);
}

TEST_CASE("after a close_notify the other direction goes on", "[engine][close]") {
    joined pair(versions());
    pair.shake_hands();
    REQUIRE(write(*pair.client, "request").what == progress::done);
    REQUIRE(pair.client->close_notify().what == progress::done);
    joined::carry(*pair.client, *pair.server);
    CHECK(read_all(*pair.server) == "request");
    std::byte into[100];
    CHECK(pair.server->read(into).what == progress::closed);
    REQUIRE(write(*pair.server, "answer").what == progress::done);
    CHECK(pair.server->shutdown().what == progress::done);
    joined::carry(*pair.server, *pair.client);
    CHECK(read_all(*pair.client) == "answer");
    CHECK(pair.client->shutdown().what == progress::done);
    CHECK(ss::ssl_reason(write(*pair.client, "more").error) == "PROTOCOL_IS_SHUTDOWN");
}

TEST_CASE("a close_notify that finds no room is sent once there is some", "[engine][close]") {
    joined pair(versions());
    pair.shake_hands();
    const std::string data(ss::tls::memory_transport::output_bound, 'd');
    REQUIRE(write(*pair.client, data).what == progress::done);
    CHECK(pair.client->close_notify().what == progress::want_write);
    joined::carry(*pair.client, *pair.server);
    CHECK(pair.client->close_notify().what == progress::done);
    joined::carry(*pair.client, *pair.server);
    CHECK(read_all(*pair.server) == data);
    std::byte into[1];
    CHECK(pair.server->read(into).what == progress::closed);
}

TEST_CASE("a close_notify before the handshake is an error, and the handshake goes on", "[engine][close]") {
    joined pair(versions());
    CHECK(pair.client->handshake().what == progress::want_read);
    CHECK(ss::ssl_reason(pair.client->close_notify().error) == "SHUTDOWN_WHILE_IN_INIT");
    CHECK(ss::ssl_reason(pair.client->shutdown().error) == "SHUTDOWN_WHILE_IN_INIT");
    pair.shake_hands();
    REQUIRE(write(*pair.client, "request").what == progress::done);
    joined::carry(*pair.client, *pair.server);
    CHECK(read_all(*pair.server) == "request");
}

TEST_CASE("a shutdown does not throw unread data away", "[engine][close]") {
    joined pair(versions());
    pair.shake_hands();
    REQUIRE(write(*pair.server, "unread").what == progress::done);
    REQUIRE(pair.server->close_notify().what == progress::done);
    joined::carry(*pair.server, *pair.client);
    const step s = pair.client->shutdown();
    CHECK(ss::ssl_reason(s.error) == "APPLICATION_DATA_AFTER_CLOSE_NOTIFY");
    CHECK(read_all(*pair.client) == "unread");
    CHECK(pair.client->shutdown().what == progress::done);
}

TEST_CASE("renegotiation is refused, and the connection goes on", "[engine][renegotiation]") {
    joined pair(ss::tls_version::TLSv1_2, true);
    pair.shake_hands();
    REQUIRE(SSL_renegotiate(pair.client->native()) == 1);
    CHECK(pair.client->handshake().what == progress::want_read);
    joined::carry(*pair.client, *pair.server);
    CHECK(read_all(*pair.server).empty());
    CHECK_FALSE(pair.server->in_handshake());
    joined::carry(*pair.server, *pair.client);
    CHECK(ss::ssl_reason(pair.client->handshake().error) == "NO_RENEGOTIATION");
    REQUIRE(write(*pair.server, "still here").what == progress::done);
}

// The gateway with a certificate: the same tunnel over TLS, and who comes with something else.
#include "bystander.hpp"
#include "certificates.hpp"
#include "running_gateway.hpp"
#include "stock_client.hpp"
#include "tunnel_client.hpp"

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace samesock::testing {
namespace {

using namespace tunnel;
using Catch::Matchers::ContainsSubstring, Catch::Matchers::StartsWith;

/// A client that asks for a page, and sends each byte by itself, or all that it has at a time.
class page_client {
public:
    enum class pace { byte_by_byte, at_once };

    page_client(SSL_CTX* context, std::uint16_t port, pace p) : ssl_(SSL_new(context)), pace_(p) {
        SSL_set_connect_state(ssl_);
        SSL_set_bio(ssl_, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        BIO_set_mem_eof_return(SSL_get_rbio(ssl_), -1);
        socket_.connect(loopback(port));
    }
    page_client(const page_client&) = delete;
    page_client& operator=(const page_client&) = delete;
    ~page_client() { SSL_free(ssl_); }

    /// The head of the answer. `before`: what goes first, and is not TLS's.
    std::string get(std::string before = {}) {
        to_send_ = std::move(before);
        int outcome = SSL_do_handshake(ssl_);
        while (goes_on(outcome)) outcome = SSL_do_handshake(ssl_);
        constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        if (outcome != 1 || SSL_write(ssl_, request.data(), static_cast<int>(request.size())) <= 0) return {};
        std::string answer(4096, '\0');
        const auto read = [&] { return SSL_read(ssl_, answer.data(), static_cast<int>(answer.size())); };
        int size = read();
        while (goes_on(size)) size = read();
        answer.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
        return answer;
    }

private:
    /// What there is to send is sent. True: once more, with what has come.
    bool goes_on(int outcome) {
        for (char one = 0; BIO_read(SSL_get_wbio(ssl_), &one, 1) == 1;) to_send_ += one;
        if (pace_ == pace::at_once) socket_.send(std::exchange(to_send_, {}));
        for (const char one : std::exchange(to_send_, {})) socket_.send(std::string(1, one));
        if (SSL_get_error(ssl_, outcome) != SSL_ERROR_WANT_READ) return false;
        const std::string some = socket_.receive();
        if (!some.empty()) BIO_write(SSL_get_rbio(ssl_), some.data(), static_cast<int>(some.size()));
        return !some.empty();
    }

    SSL* ssl_;
    pace pace_;
    std::string to_send_;
    plain_socket socket_;
};

gateway::configuration with_tls(const certificates& of) {
    auto c = open_configuration();
    c.tls = of.for_gateway();
    return c;
}

/// Counted, perhaps after the client has heard.
void wait_for_failures(const running_gateway& g, std::uint64_t count) {
    while (g.figures().tls_failed.value() != count) std::this_thread::yield();
}

/// What it says to bytes that are no TLS.
std::string said_to(const running_gateway& g, std::string_view bytes) {
    plain_socket client;
    client.connect(loopback(g.port()));
    client.send(bytes);
    return client.receive_all();
}

TEST_CASE("Over TLS a tunnel carries every byte, both ways at once") {
    const certificates known;
    running_gateway gateway(with_tls(known));
    plain_listener listener;
    const auto version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    const client_tls tls(known, {.least = version, .most = version});
    tunnel_client client({gateway.port(), tls.get()});
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    const std::string down = pattern(3'000'000, 1), up = pattern(3'000'000, 2);
    std::string came;
    std::thread other([&] {
        std::thread sender([&] { target.send(down); });
        came = target.receive_exactly(up.size());
        sender.join();
    });
    client.send(id, up);
    client.wait_for_data(id, down.size());
    client.flush();
    other.join();
    CHECK((client.of(id).data == down));
    CHECK((came == up));
}

TEST_CASE("Over TLS a stock client is served, and so is one whose bytes come one by one") {
    const certificates known;
    running_gateway gateway(with_tls(known));
    plain_listener listener;
    const client_tls tls(known);
    stock_client client({gateway.port(), tls.get()});
    client.connect(1, listener.local());
    plain_socket target = listener.accept();
    for (const char c : std::string("slowly")) {
        client.send_data(1, std::string(1, c));
        CHECK(target.receive_exactly(1) == std::string(1, c));
    }
    target.send("answer");
    CHECK(client.next_data() == "answer");
    target.close();
    CHECK(client.next_close() == close_reason::voluntary);
}

TEST_CASE("Over TLS a session goes on over another WebSocket, on whichever worker it is") {
    const certificates known;
    running_gateway gateway(with_tls(known));
    plain_listener listener;
    const client_tls tls(known);
    const gateway_place at{gateway.port(), tls.get()};
    tunnel_client client(at);
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    const std::string bytes = pattern(600'000);
    std::thread sender([&] { target.send(bytes); });
    for (int round = 0; round != 4; ++round) {
        client.wait_for_data(id, static_cast<std::size_t>(round) * 100'000 + 1);
        if (round % 2 == 0) client.web().cut(); // else the old WebSocket is displaced
        client.come_back(at);
    }
    client.wait_for_data(id, bytes.size());
    sender.join();
    CHECK((client.of(id).data == bytes));
    CHECK(gateway.figures().sessions_resumed.value() == 4);
}

TEST_CASE("Over TLS a client that takes nothing for too long is let go") {
    const certificates known;
    auto c = with_tls(known);
    c.stall = std::chrono::seconds(1);
    running_gateway gateway(std::move(c));
    plain_listener listener;
    const client_tls tls(known);
    stock_client client({gateway.port(), tls.get()});
    client.connect(1, listener.local());
    plain_socket target = listener.accept();
    const int why = target.send_until_failure(pattern(1'000'000));
    CHECK((why == ECONNRESET || why == EPIPE));
}

TEST_CASE("Who speaks no TLS where it is spoken is told so, and others go on") {
    const certificates known;
    running_gateway gateway(with_tls(known));
    const client_tls tls(known);
    tunnel_client other({gateway.port(), tls.get()});
    const std::string words = GENERATE(std::string("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                                       std::string("garbage\n"), std::string(20'000, 'x'));
    const std::string answer = said_to(gateway, words);
    CHECK_THAT(answer, StartsWith("HTTP/1.1 400 ") && ContainsSubstring("wss://"));
    wait_for_failures(gateway, 1);
    CHECK_FALSE(other.ask(other.open(), wire::bind{loopback()}).error);
}

TEST_CASE("What begins as a handshake of TLS and is none is cut off, and others go on") {
    const certificates known;
    running_gateway gateway(with_tls(known));
    const client_tls tls(known);
    tunnel_client other({gateway.port(), tls.get()});
    plain_socket client;
    client.connect(loopback(gateway.port()));
    std::string record("\x16\x03\x01\x00\x10", 5);
    record.append(16, 'x');
    client.send(record);
    (void)client.receive_what_there_is(); // an alert
    wait_for_failures(gateway, 1);
    CHECK_THAT(gateway.log(), ContainsSubstring("tls-failed"));
    CHECK_FALSE(other.ask(other.open(), wire::bind{loopback()}).error);
}

TEST_CASE("Handshakes that never come to an end are let go in time, and keep nobody out") {
    const certificates known;
    auto c = with_tls(known);
    c.handshake = std::chrono::seconds(2);
    running_gateway gateway(std::move(c));
    const client_tls tls(known);
    std::vector<plain_socket> half;
    for (int i = 0; i != 100; ++i) {
        half.emplace_back().connect(loopback(gateway.port()));
        half.back().send(i % 2 == 0 ? std::string(1, '\x16') : std::string("\x16\x03\x01\x02\x00\x01", 6));
    }
    tunnel_client client({gateway.port(), tls.get()});
    CHECK_FALSE(client.ask(client.open(), wire::bind{loopback()}).error);
    for (plain_socket& one : half) (void)one.receive_error();
    wait_for_failures(gateway, 100);
}

TEST_CASE("A handshake is made however its bytes come, and behind a proxy's header too") {
    const certificates known;
    auto c = with_tls(known);
    std::string header;
    SECTION("a client") {}
    SECTION("a trusted proxy") {
        c.trusted_proxies = {*gateway::parse_range("127.0.0.1")};
        c.proxy_header = gateway::proxy_header::proxy_v2;
        header = std::string("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0C\xC0\0\2\1\xCB\0\x71\7\x12\x34\1\xBB", 28);
    }
    running_gateway gateway(std::move(c));
    const client_tls tls(known);
    const auto pace = GENERATE(page_client::pace::byte_by_byte, page_client::pace::at_once);
    CHECK_THAT(page_client(tls.get(), gateway.port(), pace).get(header), StartsWith("HTTP/1.1 426"));
}

TEST_CASE("A version before 1.2 is refused") {
    const certificates known;
    running_gateway gateway(with_tls(known));
    const client_tls old(known, {.least = TLS1_1_VERSION, .most = TLS1_1_VERSION});
    CHECK_THROWS(web_client({gateway.port(), old.get()}));
    wait_for_failures(gateway, 1);
}

TEST_CASE("Where clients are asked for a certificate, only those with one of the right authority come in") {
    const certificates known, strange;
    auto c = open_configuration();
    c.tls = known.for_gateway_that_asks();
    running_gateway gateway(std::move(c));
    const client_tls without(known);
    const client_tls wrong(known, {.shows = &strange});
    const client_tls right(known, {.shows = &known});
    // With TLS 1.3 a client hears of it only when it reads.
    CHECK_THROWS(web_client({gateway.port(), without.get()}));
    CHECK_THROWS(web_client({gateway.port(), wrong.get()}));
    wait_for_failures(gateway, 2);
    plain_listener listener;
    tunnel_client client({gateway.port(), right.get()});
    CHECK_FALSE(client.ask(client.open(), wire::connect{0, listener.local()}).error);
}

TEST_CASE("After a reload newcomers see the new certificate, and who is there goes on") {
    const certificates before, after;
    running_gateway gateway(with_tls(before));
    const client_tls old(before), fresh(after);
    plain_listener listener;
    tunnel_client client({gateway.port(), old.get()});
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    gateway.change(with_tls(after));
    tunnel_client newcomer({gateway.port(), fresh.get()});
    CHECK_FALSE(newcomer.ask(newcomer.open(), wire::bind{loopback()}).error);
    CHECK_THROWS(web_client({gateway.port(), old.get()})); // which trusts the one before
    client.send(id, "still");
    client.flush();
    CHECK(target.receive_exactly(5) == "still");
    gateway.change(open_configuration()); // without
    CHECK_NOTHROW(web_client(gateway.port()));
}

} // namespace
} // namespace samesock::testing

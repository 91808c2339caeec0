// Stock Wisp clients, of both versions, as raw packets.
#include "running_gateway.hpp"
#include "tunnel_client.hpp"
#include "tunnel/packet.hpp"

#include <thread>

namespace samesock::testing {
namespace {

using namespace tunnel;

class stock_client {
public:
    explicit stock_client(std::uint16_t port) : web_(port, "") {
        const auto first = next();
        REQUIRE(std::holds_alternative<wire::wisp_continue>(first.body));
        REQUIRE(first.id == 0);
        credit = std::get<wire::wisp_continue>(first.body).remaining;
    }

    void send(std::uint32_t id, const wire::body& body) {
        std::vector<std::byte> out;
        wire::encode({id, body}, out);
        web_.write(out);
    }
    void connect(std::uint32_t id, const endpoint& to, std::uint8_t type = 1, std::string_view host = "127.0.0.1") {
        send(id, wire::wisp_connect{type, to.port, host});
    }
    void send_data(std::uint32_t id, std::string_view bytes) { send(id, wire::data{std::as_bytes(std::span(bytes))}); }
    wire::packet next() {
        kept_ = web_.read();
        REQUIRE(kept_);
        const auto packet = wire::decode(*kept_);
        REQUIRE(packet);
        return *packet;
    }
    /// Past CONTINUEs.
    wire::packet next_of_stream() {
        for (;;)
            if (const auto p = next(); !std::holds_alternative<wire::wisp_continue>(p.body)) return p;
    }
    close_reason next_close() {
        const auto p = next_of_stream();
        REQUIRE(std::holds_alternative<wire::wisp_close>(p.body));
        return std::get<wire::wisp_close>(p.body).reason;
    }
    std::string next_data() {
        const auto p = next_of_stream();
        REQUIRE(std::holds_alternative<wire::data>(p.body));
        const auto bytes = std::get<wire::data>(p.body).bytes;
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

    std::uint32_t credit = 0;

private:
    web_client web_;
    std::optional<std::vector<std::byte>> kept_;
};

TEST_CASE("A stock client sends before it is told of anything, and is answered") {
    running_gateway gateway;
    plain_listener listener;
    stock_client client(gateway.port());
    const auto* const host = GENERATE("127.0.0.1", "localhost");
    client.connect(5, listener.local(), 1, host);
    client.send_data(5, "early");
    plain_socket target = listener.accept();
    CHECK(target.receive_exactly(5) == "early");
    target.send("late");
    CHECK(client.next_data() == "late");
    target.close();
    CHECK(client.next_close() == close_reason::voluntary);
}

TEST_CASE("What a stock client sent before its CLOSE is still delivered") {
    running_gateway gateway;
    plain_listener listener;
    stock_client client(gateway.port());
    client.connect(1, listener.local());
    plain_socket target = listener.accept();
    const std::string bytes = pattern(3'000'000);
    for (std::size_t at = 0; at < bytes.size(); at += 50'000)
        client.send_data(1, std::string_view(bytes).substr(at, 50'000));
    client.send(1, wire::wisp_close{close_reason::voluntary});
    CHECK(target.receive_all() == bytes);
    client.connect(1, listener.local()); // the id is free
    plain_socket again = listener.accept();
    client.send_data(1, "again");
    CHECK(again.receive_exactly(5) == "again");
}

TEST_CASE("What cannot be connected to is closed with Wisp's reason") {
    running_gateway gateway;
    stock_client client(gateway.port());
    client.connect(1, closed_port());
    CHECK(client.next_close() == close_reason::refused);
    client.connect(2, ipv4(10, 0, 0, 1, 80), 1, "10.0.0.1");
    CHECK(client.next_close() == close_reason::blocked);
    client.connect(3, loopback(80), 7);
    CHECK(client.next_close() == close_reason::invalid);
    client.connect(4, loopback(80), 1, "name.invalid");
    CHECK(client.next_close() == close_reason::unreachable);
}

TEST_CASE("A stock client's credit counts packets, and is given back as the target takes them") {
    running_gateway gateway;
    plain_listener listener;
    stock_client client(gateway.port());
    client.connect(1, listener.local());
    plain_socket target = listener.accept();
    for (std::uint32_t i = 0; i != client.credit; ++i) client.send_data(1, "x");
    CHECK(target.receive_exactly(client.credit) == std::string(client.credit, 'x'));
    const auto p = client.next();
    CHECK(p.id == 1);
    REQUIRE(std::holds_alternative<wire::wisp_continue>(p.body));
    CHECK(std::get<wire::wisp_continue>(p.body).remaining != 0);
}

TEST_CASE("A stock client's datagrams go both ways, the first one before the name is known, too") {
    running_gateway gateway;
    plain_socket target(SOCK_DGRAM);
    target.bind(loopback());
    stock_client client(gateway.port());
    client.connect(9, target.local(), 2, "localhost");
    client.send_data(9, "ping");
    const auto [text, from] = target.receive_from();
    CHECK(text == "ping");
    target.send_to(from, "pong");
    CHECK(client.next_data() == "pong");
}

TEST_CASE("Version 2 without the extension confirms connections") {
    running_gateway gateway;
    plain_listener listener;
    client_offer stock;
    stock.extended = false;
    tunnel_client client(gateway.port(), stock);
    CHECK_FALSE(client.session().agreement().is_extended);
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    client.send(id, "words");
    client.flush();
    CHECK(target.receive_exactly(5) == "words");
    const std::uint32_t refused = client.open();
    CHECK(client.ask(refused, wire::connect{0, closed_port()}).error == errno_code(ECONNREFUSED));
}

TEST_CASE("A target that reads nothing stops a stock client that sends, and nobody else") {
    running_gateway gateway;
    plain_listener listener;
    stock_client flooding(gateway.port()), other(gateway.port());
    flooding.connect(1, listener.local());
    plain_socket never_reads = listener.accept();
    std::thread flood([&] {
        const std::string bytes = pattern(500'000);
        for (int i = 0; i != 60; ++i) flooding.send_data(1, bytes); // blocked before the end
    });
    other.connect(1, listener.local());
    plain_socket target = listener.accept();
    other.send_data(1, "unharmed");
    CHECK(target.receive_exactly(8) == "unharmed");
    never_reads.abort();
    flood.join();
}

} // namespace
} // namespace samesock::testing

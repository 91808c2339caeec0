// Stock Wisp clients, of both versions, as raw packets.
#include "lacks.hpp"
#include "running_gateway.hpp"
#include "stock_client.hpp"

#include <cerrno>
#include <chrono>
#include <thread>

namespace samesock::testing {
namespace {

using namespace tunnel;

bool tells_what_is_unsent() {
    plain_listener listener;
    plain_socket sender;
    sender.connect(listener.local());
    const std::string bytes = pattern(8'000'000);
    sender.offer(bytes);
    return sockets::unsent(sender.number()) != 0;
}

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
    client.send_all(1, bytes);
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
    plain_socket target(datagram_type);
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

TEST_CASE("A target that takes nothing of what a stock client has left for it is reset after a while") {
    needs("unsent_bytes", tells_what_is_unsent());
    auto c = open_configuration();
    c.linger = std::chrono::seconds(1);
    running_gateway gateway(std::move(c));
    plain_listener listener;
    listener.set_receive_buffer(4096);
    stock_client client(gateway.port());
    client.connect(1, listener.local());
    plain_socket target = listener.accept();
    const std::string bytes = pattern(3'000'000);
    client.send_all(1, bytes);
    SECTION("one that never reads") {
        client.send(1, wire::wisp_close{close_reason::voluntary});
        const auto closed = std::chrono::steady_clock::now();
        while (gateway.figures().bytes_from_clients.value() != bytes.size()) std::this_thread::yield();
        while (gateway.figures().streams.value() != 0) std::this_thread::yield();
        CHECK(std::chrono::steady_clock::now() - closed >= std::chrono::seconds(1));
        CHECK(target.receive_error() == ECONNRESET);
    }
    SECTION("not one that reads slowly") {
        client.send(1, wire::wisp_close{close_reason::voluntary});
        std::string all;
        for (int i = 0; i != 6; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(400));
            all += target.receive_exactly(200'000);
        }
        CHECK(all + target.receive_all() == bytes);
    }
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

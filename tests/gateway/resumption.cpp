// Sessions that outlive their WebSocket.
#include "running_gateway.hpp"
#include "tunnel_client.hpp"

#include <thread>

namespace samesock::testing {
namespace {

using namespace tunnel;

TEST_CASE("A session goes on over another WebSocket, with nothing lost and nothing twice") {
    running_gateway gateway; // with two workers: every other WebSocket has to move
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    const std::string bytes = pattern(600'000);
    std::thread sender([&] { target.send(bytes); });
    std::string sent;
    for (int round = 0; round != 5; ++round) {
        client.wait_for_data(id, static_cast<std::size_t>(round) * 100'000 + 1);
        const std::string more = pattern(1'000, static_cast<unsigned>(round));
        client.send(id, more);
        sent += more;
        const bool cuts = round % 2 == 0; // else the old WebSocket is displaced
        if (cuts) client.web().cut();
        client.come_back(gateway.port());
    }
    client.wait_for_data(id, bytes.size());
    sender.join();
    CHECK(client.of(id).data == bytes);
    client.flush();
    CHECK(target.receive_exactly(sent.size()) == sent);
    CHECK_FALSE(client.has_restarted());
    CHECK(gateway.figures().sessions_resumed.value() == 5);
    CHECK(gateway.figures().streams.value() == 1);
}

TEST_CASE("A gateway that is one of several says its route, and again when a session goes on") {
    auto c = open_configuration();
    c.route = 7;
    running_gateway gateway(std::move(c));
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    CHECK(client.route() == 7);
    client.web().cut();
    gateway.change([] {
        auto other = open_configuration();
        other.route = 8;
        return other;
    }());
    client.come_back(gateway.port());
    target.send("x");
    client.wait_for_data(id, 1);
    CHECK(client.route() == 8);
}

TEST_CASE("A listener stays while its client is away") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.open();
    REQUIRE_FALSE(client.ask(id, wire::bind{loopback()}).error);
    const auto listens = client.ask(id, wire::listen{8});
    REQUIRE(client.session().grant_accepts(id, 8));
    client.flush();
    (void)client.ask(id, wire::get_option{1, 30, 4}); // the grant has come
    client.web().cut();
    plain_socket peer;
    peer.connect(listens.local);
    peer.send("early bird");
    client.come_back(gateway.port());
    client.wait_for([&] { return !client.of(id).accepted.empty(); });
    client.wait_for_data(client.of(id).accepted.front(), 10);
}

TEST_CASE("A client that does not come back in time has lost its session") {
    auto c = open_configuration();
    c.session.grace = 200'000'000;
    running_gateway gateway(std::move(c));
    plain_listener listener;
    tunnel_client client(gateway.port());
    (void)client.connected(listener.local());
    plain_socket target = listener.accept();
    client.web().cut();
    CHECK(target.receive_all().empty());
    client.come_back(gateway.port());
    CHECK(client.has_restarted());
    (void)client.connected(listener.local());
}

TEST_CASE("Sessions that wait for their clients end with the gateway") {
    plain_listener listener;
    plain_socket target = [&] {
        running_gateway gateway;
        tunnel_client client(gateway.port());
        (void)client.connected(listener.local());
        plain_socket accepted = listener.accept();
        client.web().cut();
        return accepted;
    }();
    CHECK(target.receive_all().empty());
}

} // namespace
} // namespace samesock::testing

// Listening sockets over the extension.
#include "running_gateway.hpp"
#include "tunnel_client.hpp"

#include <cerrno>

#include <thread>

namespace samesock::testing {
namespace {

using namespace tunnel;

endpoint wildcard() { return ipv4(0, 0, 0, 0, 0); }

std::uint32_t listening(tunnel_client& client, endpoint& where, std::uint32_t backlog = 8) {
    const std::uint32_t id = client.open();
    REQUIRE_FALSE(client.ask(id, wire::bind{loopback()}).error);
    const auto answer = client.ask(id, wire::listen{backlog});
    REQUIRE_FALSE(answer.error);
    where = answer.local;
    return id;
}

TEST_CASE("A listener says its port, and takes connections with both addresses") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    endpoint where;
    const std::uint32_t listener = listening(client, where);
    CHECK(where.port != 0);
    REQUIRE(client.session().grant_accepts(listener, 8));
    client.flush();
    plain_socket peer;
    peer.connect(where);
    client.wait_for([&] { return !client.of(listener).accepted.empty(); });
    const std::uint32_t id = client.of(listener).accepted.front();
    CHECK(client.of(id).local == where);
    CHECK(client.of(id).peer == peer.local());
    peer.send("hello");
    client.wait_for_data(id, 5);
    client.send(id, "and back");
    client.flush();
    CHECK(peer.receive_exactly(8) == "and back");
}

TEST_CASE("No connection is taken that the client has not granted") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    endpoint where;
    const std::uint32_t listener = listening(client, where);
    REQUIRE(client.session().grant_accepts(listener, 1));
    client.flush();
    plain_socket first, second;
    first.connect(where);
    client.wait_for([&] { return client.of(listener).accepted.size() == 1; });
    second.connect(where);
    // A round trip, in which the second one would have come.
    CHECK_FALSE(client.ask(listener, wire::get_option{1, 30, 4}).error);
    CHECK(client.of(listener).accepted.size() == 1);
    REQUIRE(client.session().grant_accepts(listener, 1));
    client.wait_for([&] { return client.of(listener).accepted.size() == 2; });
}

TEST_CASE("Only what a rule opens is bound, and the wildcard is narrowed to it") {
    tunnel::wire::listen one{1};
    SECTION("no rule") {
        running_gateway gateway(open_configuration({{"127.0.0.0/8"}, {}}));
        tunnel_client client(gateway.port());
        CHECK(client.ask(client.open(), wire::bind{loopback()}).error == errno_code(EACCES));
        CHECK(client.ask(client.open(), wire::bind{wildcard()}).error == errno_code(EACCES));
        CHECK(client.ask(client.open(), one).error == errno_code(EACCES));
    }
    SECTION("a rule for one address") {
        running_gateway gateway(open_configuration({{}, {"127.0.0.1/32"}}));
        tunnel_client client(gateway.port());
        const auto bound = client.ask(client.open(), wire::bind{wildcard()});
        REQUIRE_FALSE(bound.error);
        CHECK(bound.local == loopback(bound.local.port));
        CHECK(bound.local.port != 0);
        CHECK(client.ask(client.open(), wire::bind{ipv4(127, 0, 0, 2, 0)}).error == errno_code(EACCES));
        const auto unbound = client.ask(client.open(), one);
        REQUIRE_FALSE(unbound.error);
        CHECK(unbound.local == loopback(unbound.local.port));
    }
    SECTION("IPv6") {
        running_gateway gateway;
        tunnel_client client(gateway.port());
        const std::uint32_t id = client.open(wire::stream_type::stream, 10);
        const auto bound = client.ask(id, wire::bind{loopback6()});
        REQUIRE_FALSE(bound.error);
        CHECK(bound.local == loopback6(bound.local.port));
        CHECK_FALSE(client.ask(id, one).error);
        CHECK(client.ask(client.open(), wire::bind{loopback6()}).error == errno_code(EAFNOSUPPORT));
    }
}

TEST_CASE("An address in use is said, and the socket may be bound to another") {
    running_gateway gateway;
    plain_listener taken;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.open();
    CHECK(client.ask(id, wire::bind{taken.local()}).error == errno_code(EADDRINUSE));
    CHECK_FALSE(client.ask(id, wire::bind{loopback()}).error);
}

TEST_CASE("A listener that is closed, or whose WebSocket is cut, takes no more connections") {
    running_gateway gateway;
    endpoint where;
    auto client = std::make_unique<tunnel_client>(gateway.port(), without_resumption());
    const std::uint32_t listener = listening(*client, where);
    SECTION("closed") {
        REQUIRE(client->session().close(listener));
        client->wait_for([&] { return client->session().streams() == 0; });
    }
    SECTION("cut") {
        client->web().cut();
        while (gateway.figures().listeners.value() != 0) std::this_thread::yield();
    }
    // Its descriptor goes at the end of a round of the loop.
    for (int error = 0; error != ECONNREFUSED;) {
        plain_socket peer;
        error = peer.try_connect(where);
    }
}

TEST_CASE("Many connections at once are all taken") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    endpoint where;
    constexpr std::size_t count = 200;
    const std::uint32_t listener = listening(client, where, count);
    REQUIRE(client.session().grant_accepts(listener, count));
    client.flush();
    std::vector<plain_socket> peers(count);
    for (auto& peer : peers) peer.connect(where);
    client.wait_for([&] { return client.of(listener).accepted.size() == count; });
}

} // namespace
} // namespace samesock::testing

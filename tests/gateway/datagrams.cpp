// Datagram sockets over the extension.
#include "lacks.hpp"
#include "running_gateway.hpp"
#include "tunnel_client.hpp"

#include <cerrno>
#include <chrono>

namespace samesock::testing {
namespace {

using namespace tunnel;

tunnel::bytes_view bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

bool hears_of_refusals() {
    plain_socket one(datagram_type);
    one.connect(closed_port(datagram_type));
    one.send("anybody?");
    return is_ready(one.number(), readiness_kind::input, std::chrono::seconds(1));
}

struct datagram_exchange {
    running_gateway gateway;
    plain_socket target{datagram_type};
    tunnel_client client{gateway.port()};
    std::uint32_t id = client.open(wire::stream_type::datagrams);

    datagram_exchange() { target.bind(loopback()); }
    void send(std::string_view text, const endpoint* to) {
        REQUIRE(client.session().send_datagram(id, to, bytes_of(text)));
        client.flush();
    }
    std::pair<std::string, endpoint> receive() {
        client.wait_for([&] { return !client.of(id).datagrams.empty(); });
        auto first = client.of(id).datagrams.front();
        client.of(id).datagrams.pop_front();
        return first;
    }
};

TEST_CASE("Datagrams go to their address, and come with the address that they are from") {
    datagram_exchange x;
    const endpoint to = x.target.local();
    x.send("ping", &to);
    const auto [text, from] = x.target.receive_from();
    CHECK(text == "ping");
    x.target.send_to(from, "pong");
    x.target.send_to(from, "");
    CHECK(x.receive() == std::pair(std::string("pong"), to));
    CHECK(x.receive() == std::pair(std::string(), to));
}

TEST_CASE("The largest datagram arrives whole, and a larger one is refused") {
    datagram_exchange x;
    const endpoint to = x.target.local();
    const std::string large = pattern(65'507);
    x.send(large, &to);
    const auto [text, from] = x.target.receive_from();
    CHECK(text == large);
    x.target.send_to(from, large);
    CHECK(x.receive().first == large);
    x.send(pattern(65'508), &to);
    x.client.wait_for([&] { return !x.client.of(x.id).errors.empty(); });
    CHECK(x.client.of(x.id).errors.front() == errno_code(EMSGSIZE));
}

TEST_CASE("A connected datagram socket hears its peer alone, and what ICMP tells") {
    datagram_exchange x;
    SECTION("its peer") {
        REQUIRE_FALSE(x.client.ask(x.id, wire::connect{0, x.target.local()}).error);
        x.send("one", nullptr);
        const auto [text, from] = x.target.receive_from();
        plain_socket stranger(datagram_type);
        stranger.send_to(from, "not this");
        x.target.send_to(from, "this");
        CHECK(x.receive().first == "this");
    }
    SECTION("nobody there") {
        needs("refused_datagrams", hears_of_refusals());
        REQUIRE_FALSE(x.client.ask(x.id, wire::connect{0, closed_port(datagram_type)}).error);
        x.send("anybody?", nullptr);
        x.client.wait_for([&] { return !x.client.of(x.id).errors.empty(); });
        CHECK(x.client.of(x.id).errors.front() == errno_code(ECONNREFUSED));
    }
    SECTION("no more, when the association is dissolved") {
        REQUIRE_FALSE(x.client.ask(x.id, wire::connect{0, x.target.local()}).error);
        REQUIRE_FALSE(x.client.ask(x.id, wire::connect{0, endpoint()}).error);
        plain_socket other(datagram_type);
        other.bind(loopback());
        const endpoint to = other.local();
        x.send("elsewhere", &to);
        CHECK(other.receive_from().first == "elsewhere");
    }
}

TEST_CASE("Every destination of a datagram is judged") {
    datagram_exchange x;
    const endpoint denied = ipv4(10, 0, 0, 1, 53);
    x.send("no", &denied);
    x.client.wait_for([&] { return !x.client.of(x.id).errors.empty(); });
    CHECK(x.client.of(x.id).errors.front() == errno_code(EACCES));
    CHECK(x.client.ask(x.id, wire::connect{0, denied}).error == errno_code(EACCES));
    const endpoint to = x.target.local();
    x.send("yes", &to);
    CHECK(x.target.receive_from().first == "yes");
}

TEST_CASE("A bound datagram socket says its port, and receives from anybody") {
    datagram_exchange x;
    const auto bound = x.client.ask(x.id, wire::bind{loopback()});
    REQUIRE_FALSE(bound.error);
    CHECK(bound.local.port != 0);
    x.target.send_to(bound.local, "unasked");
    CHECK(x.receive() == std::pair(std::string("unasked"), x.target.local()));
}

TEST_CASE("A flood of datagrams is dropped where it does not fit, and nothing else suffers") {
    datagram_exchange x;
    const auto bound = x.client.ask(x.id, wire::bind{loopback()});
    REQUIRE_FALSE(bound.error);
    const std::string large = pattern(60'000);
    for (int i = 0; i != 300; ++i) x.target.send_to(bound.local, large); // the client reads none of them meanwhile
    plain_listener listener;
    const std::uint32_t id = x.client.connected(listener.local());
    plain_socket target = listener.accept();
    target.send("through");
    x.client.wait_for_data(id, 7);
    CHECK(x.client.of(id).data == "through");
}

} // namespace
} // namespace samesock::testing

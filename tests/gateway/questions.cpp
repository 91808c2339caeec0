// Names and options over the extension.
#include "running_gateway.hpp"
#include "tunnel_client.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace samesock::testing {
namespace {

using namespace tunnel;

heard_answer question(tunnel_client& client, const wire::request& request) {
    const auto id = client.session().query(request);
    REQUIRE(id);
    return client.next_answer(*id);
}

int number_in(const std::string& value) {
    int number = -1;
    REQUIRE(value.size() == sizeof number);
    std::memcpy(&number, value.data(), sizeof number);
    return number;
}

wire::set_option option(std::int32_t level, std::int32_t name, const int& value) {
    return {level, name, std::as_bytes(std::span(&value, 1))};
}

TEST_CASE("Names are resolved with getaddrinfo's arguments") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    const auto found = question(client, wire::resolve{2, 1, 0, 0, "localhost", "80"});
    REQUIRE_FALSE(found.error);
    CHECK(found.addresses == std::vector{loopback(80)});
    const auto six = question(client, wire::resolve{10, 1, 0, 0, "::1", "443"});
    REQUIRE_FALSE(six.error);
    CHECK(six.addresses == std::vector{loopback6(443)});
    const auto any = question(client, wire::resolve{2, 1, 0, 1, std::nullopt, "7"}); // AI_PASSIVE
    REQUIRE_FALSE(any.error);
    CHECK(any.addresses == std::vector{ipv4(0, 0, 0, 0, 7)});
    CHECK(question(client, wire::resolve{2, 1, 0, 4, "no.address.at.all", "80"}).error ==
          std::error_code(gai_error::noname)); // AI_NUMERICHOST
}

TEST_CASE("A name is shown only if it could be dialled") {
    running_gateway gateway(open_configuration({{"public"}, {}}));
    tunnel_client client(gateway.port());
    CHECK(question(client, wire::resolve{2, 1, 0, 0, "localhost", "80"}).error == std::error_code(gai_error::noname));
    const auto of_loopback = question(client, wire::reverse{0, loopback(80)});
    CHECK(of_loopback.value == "127.0.0.1");
    CHECK(question(client, wire::reverse{8, loopback(80)}).error == std::error_code(gai_error::noname)); // NI_NAMEREQD
    CHECK(question(client, wire::interfaces{}).names.empty());
}

TEST_CASE("Addresses are turned into names, and interfaces are listed") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    CHECK(question(client, wire::reverse{1 | 2, loopback(80)}).value == "127.0.0.1"); // both numeric
    CHECK(question(client, wire::reverse{0, loopback(80)}).value == "localhost");
    const auto names = question(client, wire::interfaces{}).names;
    CHECK(std::ranges::find(names, "lo") != names.end());
}

TEST_CASE("More look-ups than are allowed at a time fail at once, and the rest is answered") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    std::vector<std::uint32_t> ids;
    for (int i = 0; i != 300; ++i) {
        const auto id = client.session().query(wire::resolve{2, 1, 0, 0, "localhost", "80"});
        REQUIRE(id);
        ids.push_back(*id);
    }
    std::size_t found = 0, refused = 0;
    for (const auto id : ids) {
        const auto answer = client.next_answer(id);
        if (!answer.error) ++found;
        if (answer.error == std::error_code(gai_error::again)) ++refused;
    }
    CHECK(found + refused == ids.size());
    CHECK(found != 0);
    CHECK(refused != 0);
}

TEST_CASE("Options of the list are set and told, others are refused") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.open();
    const int on = 1;
    CHECK_FALSE(client.ask(id, option(1, 9, on)).error); // SO_KEEPALIVE
    CHECK(number_in(client.ask(id, wire::get_option{1, 9, 4}).value) == 1);
    CHECK_FALSE(client.ask(id, option(6, 4, 77)).error); // TCP_KEEPIDLE
    CHECK(number_in(client.ask(id, wire::get_option{6, 4, 4}).value) == 77);
    CHECK(number_in(client.ask(id, wire::get_option{1, 3, 4}).value) == 1); // SO_TYPE
    for (const auto& refused : {std::pair{1, 15}, {1, 36}, {1, 25}, {0, 19}, {0, 4}, {1, 20}, {255, 1}}) {
        CAPTURE(refused.first, refused.second);
        CHECK(client.ask(id, option(refused.first, refused.second, on)).error == errno_code(ENOPROTOOPT));
    }
    const auto datagrams = client.open(wire::stream_type::datagrams);
    CHECK(client.ask(datagrams, option(1, 2, on)).error == errno_code(ENOPROTOOPT)); // SO_REUSEADDR
    CHECK_FALSE(client.ask(id, option(1, 2, on)).error);
}

TEST_CASE("The size of a buffer is capped") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.open();
    const int huge = 1 << 30;
    CHECK_FALSE(client.ask(id, option(1, 8, huge)).error); // SO_RCVBUF
    CHECK(number_in(client.ask(id, wire::get_option{1, 8, 4}).value) <= 8 * 1024 * 1024);
}

TEST_CASE("A group is joined only if its address could be sent to") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.open(wire::stream_type::datagrams);
    const std::array<unsigned char, 8> membership{239, 1, 2, 3, 127, 0, 0, 1};
    CHECK(client.ask(id, wire::set_option{0, 35, std::as_bytes(std::span(membership))}).error == errno_code(EACCES));
}

} // namespace
} // namespace samesock::testing

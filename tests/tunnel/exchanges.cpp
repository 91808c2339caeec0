// What the two ends of an extended session say to each other, request by request.
#include "joined.hpp"

#include <samesock/error_code.hpp>

#include <cerrno>

using namespace samesock;
using namespace samesock::testing;

TEST_CASE("the gateway begins with WELCOME, and the client says nothing before it") {
    const agreed both = agreed::extended();
    tunnel::client_session client(both.client, {}, 0);
    tunnel::gateway_session gateway(both.gateway, {}, {secret_of('a'), 77}, 0);
    REQUIRE(client.open(2, stream) == 1u);
    CHECK(sent(client).empty());
    const auto greeting = messages_of(gateway);
    REQUIRE(greeting.size() == 1);
    CHECK(packets_of(greeting[0]) == lines{"WELCOME no 0"});
    CHECK(hear(client, greeting[0]) == lines{"welcomed no 77"});
    CHECK(sent(client) == lines{"OPEN 1 2 1"});
}

TEST_CASE("the client's first message tells the gateway that the secret has come") {
    const agreed both = agreed::extended();
    tunnel::gateway_session gateway(both.gateway, {}, {secret_of('a'), 0}, 0);
    CHECK(sent(gateway) == lines{"WELCOME no 0"});
    CHECK(hear_packets(gateway, {raw(0x38, 0).u64(1)}) == lines{"secret confirmed"});
    CHECK(hear_packets(gateway, {raw(0x38, 0).u64(2)}).empty());
}

TEST_CASE("open and connect travel in one message, and the answer tells both addresses") {
    joined j;
    const auto id = j.client.open(2, stream, 5);
    REQUIRE(id);
    REQUIRE(j.client.ask(*id, wire::connect{0, wire::host_and_port{443, "example.org"}}));
    const auto messages = messages_of(j.client);
    REQUIRE(messages.size() == 1);
    CHECK(packets_of(messages[0]) == lines{"OPEN 1 2 1", "CONNECT 1 example.org:443"});
    CHECK(hear(j.gateway, messages[0]) == lines{"opened 1 2 1", "requested CONNECT 1 example.org:443"});
    CHECK(j.gateway.done(1, wire::connected{loopback(9), loopback(443)}) == false);
    CHECK(j.down() == lines{"DONE 1 CONNECT 127.0.0.1:9 127.0.0.1:443"});
    CHECK(j.client_heard() == lines{"answered 1 CONNECT 0 127.0.0.1:9 127.0.0.1:443"});
}

TEST_CASE("each request is answered by its DONE") {
    joined j;
    const auto id = *j.client.open(2, stream);
    const std::uint32_t value = 1;
    const auto bytes = std::as_bytes(std::span(&value, 1));
    REQUIRE(j.client.ask(id, wire::set_option{1, 2, bytes}));
    REQUIRE(j.client.ask(id, wire::get_option{1, 2, 4}));
    REQUIRE(j.client.ask(id, wire::bind{loopback(0)}));
    REQUIRE(j.client.ask(id, wire::listen{5}));
    j.up();
    CHECK(j.at_gateway.size() == 5);
    REQUIRE(j.gateway.done(id, wire::option_set{}));
    REQUIRE(j.gateway.done(id, wire::option_value{tunnel::as_bytes("on")}));
    REQUIRE(j.gateway.done(id, wire::bound{loopback(4000)}));
    REQUIRE(j.gateway.done(id, wire::bound{loopback(4000)}));
    j.down();
    CHECK(j.client_heard() == lines{"answered 1 SETOPT 0", "answered 1 GETOPT 0 'on'",
                                    "answered 1 BIND 0 127.0.0.1:4000", "answered 1 LISTEN 0 127.0.0.1:4000"});
    CHECK(error_of(j.gateway.done(id, wire::bound{loopback(1)})) == errno_code(EINVAL));
}

TEST_CASE("a request fails with an errno of this build, or with an EAI code") {
    joined j;
    const auto id = *j.client.open(10, stream);
    REQUIRE(j.client.ask(id, wire::connect{0, loopback(80)}));
    REQUIRE(j.client.ask(id, wire::connect{0, wire::host_and_port{80, "nowhere"}}));
    j.up();
    CHECK(j.gateway.fail(id, errno_code(ECONNREFUSED)) == false);
    CHECK(j.gateway.fail(id, make_error_code(gai_error::noname)) == false);
    CHECK(j.down() == lines{"FAILED 1 CONNECT 0 111", "FAILED 1 CONNECT 1 -2"});
    CHECK(j.client_heard() == lines{"answered 1 CONNECT errno 111", "answered 1 CONNECT getaddrinfo -2"});
    // What has no number on the wire is EIO, and never success.
    REQUIRE(j.client.ask(id, wire::connect{0, loopback(80)}));
    j.up();
    REQUIRE(j.gateway.fail(id, make_error_code(fault::timed_out)));
    CHECK(j.down() == lines{"FAILED 1 CONNECT 0 5"});
}

TEST_CASE("queries have ids of their own, which are free with the answer") {
    joined j;
    CHECK(j.client.query(wire::resolve{2, 1, 0, 0, "host", "80"}) == 1u);
    CHECK(j.client.query(wire::reverse{0, loopback(80)}) == 2u);
    CHECK(j.client.query(wire::interfaces{}) == 3u);
    CHECK(j.client.query(wire::resolve{2, 1, 0, 0, "nobody", std::nullopt}) == 4u);
    j.up();
    CHECK(j.gateway_heard() == lines{"requested RESOLVE 1 host 80", "requested REVERSE 2 127.0.0.1:80",
                                     "requested INTERFACES 3", "requested RESOLVE 4 nobody none"});
    // They are answered in any order.
    CHECK(j.gateway.done(3, wire::interface_list{{1, "lo"}}) == true);
    CHECK(j.gateway.done(1, wire::resolved{{2, 1, 6, "host.example", loopback(80)}}) == true);
    CHECK(j.gateway.done(2, wire::host_and_service{"localhost", "http"}) == true);
    CHECK(j.gateway.fail(4, make_error_code(gai_error::noname)) == true);
    j.down();
    CHECK(j.client_heard() ==
          lines{"answered 3 INTERFACES 0 1 lo over", "answered 1 RESOLVE 0 host.example 127.0.0.1:80 over",
                "answered 2 REVERSE 0 localhost http over", "answered 4 RESOLVE getaddrinfo -2 over"});
    CHECK(j.client.streams() == 0);
    CHECK(j.gateway.streams() == 0);
}

TEST_CASE("an answer of another kind than its request is not sent") {
    joined j;
    const auto id = *j.client.open(2, stream);
    REQUIRE(j.client.ask(id, wire::bind{loopback(0)}));
    j.up();
    CHECK(error_of(j.gateway.done(id, wire::option_set{})) == errno_code(EINVAL));
    CHECK(j.down().empty());
    CHECK(j.gateway.done(id, wire::bound{loopback(1)}) == false);
}

TEST_CASE("an answer that is too long for a message is not sent, and can be shortened") {
    joined j;
    const auto id = *j.client.query(wire::resolve{0, 0, 0, 0, "many", std::nullopt});
    j.up();
    wire::resolved list(3000, {2, 1, 6, "", loopback(80)});
    CHECK(error_of(j.gateway.done(id, list)) == errno_code(EMSGSIZE));
    list.resize(2000);
    CHECK(j.gateway.done(id, list) == true);
    j.down();
    CHECK(j.at_client.size() == 1);
}

TEST_CASE("bytes go both ways, and are the bytes that were sent") {
    joined j;
    const auto id = j.connected();
    j.client.attach(id, 11);
    j.gateway.attach(id, 12);
    CHECK(j.client.send(id, tunnel::as_bytes("ping")) == 4u);
    CHECK(j.up() == lines{"DATA 1 'ping'"});
    CHECK(j.gateway_heard() == lines{"received 1 'ping'"});
    CHECK(j.gateway.send(id, tunnel::as_bytes("pong")) == 4u);
    CHECK(j.down() == lines{"DATA 1 'pong'"});
    CHECK(j.client_heard() == lines{"received 1 'pong'"});
}

TEST_CASE("events carry what was attached to the id") {
    joined j;
    const auto id = j.connected();
    j.client.attach(id, 11);
    j.gateway.attach(id, 12);
    REQUIRE(j.client.send(id, tunnel::as_bytes("x")));
    const auto messages = messages_of(j.client);
    j.gateway.feed(messages[0], 0);
    const auto event = j.gateway.next_event();
    REQUIRE(event);
    CHECK(std::get<tunnel::events::received>(*event).user == 12);
}

TEST_CASE("room that is filled in place is sent, and room that is not is nothing") {
    joined j;
    const auto id = j.connected();
    auto room = j.client.room(id, 100);
    REQUIRE(room);
    CHECK(room->size() == 100);
    j.client.filled(0);
    CHECK(j.up().empty());
    room = j.client.room(id, 100);
    std::ranges::copy(tunnel::as_bytes("ab"), room->begin());
    j.client.filled(2);
    CHECK(j.up() == lines{"DATA 1 'ab'"});
}

TEST_CASE("datagrams carry addresses, and are as long as UDP's longest") {
    joined j;
    const auto id = *j.client.open(2, datagrams);
    const endpoint to = loopback(53);
    REQUIRE(j.client.send_datagram(id, &to, tunnel::as_bytes("query")));
    REQUIRE(j.client.send_datagram(id, &to, {}));
    REQUIRE(j.client.send_datagram(id, nullptr, tunnel::as_bytes("to the peer")));
    CHECK(j.up() ==
          lines{"OPEN 1 2 2", "DATAGRAM 1 127.0.0.1:53 'query'", "DATAGRAM 1 127.0.0.1:53 ''", "DATA 1 'to the peer'"});
    CHECK(j.gateway_heard() == lines{"opened 1 2 2", "datagram 1 127.0.0.1:53 'query'", "datagram 1 127.0.0.1:53 ''",
                                     "received 1 'to the peer'"});
    const std::vector<std::byte> longest(65'507);
    endpoint v6(af_inet6, std::vector<std::byte>(16), 53);
    REQUIRE(j.gateway.send_datagram(id, &v6, longest));
    CHECK(j.down() == lines{"DATAGRAM 1 [v6]:53 <65507 bytes>"});
    CHECK(error_of(j.client.send_datagram(id, &to, std::vector<std::byte>(70'000))) == errno_code(EMSGSIZE));
    REQUIRE(j.gateway.pending_error(id, ECONNREFUSED));
    j.client_heard();
    CHECK(j.down() == lines{"ERROR 1 111"});
    CHECK(j.client_heard() == lines{"error 1 errno 111"});
}

TEST_CASE("a listener is sent as many connections as it was granted") {
    joined j;
    const auto listener = j.listening(2);
    const auto first = j.gateway.accepted(listener, loopback(80), loopback(1001), 5);
    const auto second_one = j.gateway.accepted(listener, loopback(80), loopback(1002));
    CHECK(first == 0x8000'0001u);
    CHECK(second_one == 0x8000'0002u);
    CHECK(error_of(j.gateway.accepted(listener, loopback(80), loopback(1003))) == errno_code(EAGAIN));
    CHECK(j.down() == lines{"ACCEPTED 1 1 127.0.0.1:80 127.0.0.1:1001", "ACCEPTED 2 1 127.0.0.1:80 127.0.0.1:1002"});
    CHECK(j.client_heard() ==
          lines{"accepted 1 1 127.0.0.1:80 127.0.0.1:1001", "accepted 2 1 127.0.0.1:80 127.0.0.1:1002"});
    REQUIRE(j.client.grant_accepts(listener, 1));
    CHECK(j.up() == lines{"ACCEPT 1 1"});
    CHECK(j.gateway_heard() == lines{"accepts 1 1"});
    CHECK(j.gateway.accepted(listener, loopback(80), loopback(1003)) == 0x8000'0003u);
    // They are streams like others.
    j.down();
    CHECK(j.client.send(*first, tunnel::as_bytes("hi")) == 2u);
    j.up();
    CHECK(j.gateway_heard() == lines{"received 2147483649 'hi'"});
}

TEST_CASE("early data follows its CONNECT at once, within the first grant") {
    joined j;
    const auto id = *j.client.open(2, stream);
    REQUIRE(j.client.ask(id, wire::connect{wire::connect::early_data, loopback(80)}));
    CHECK(j.client.send(id, tunnel::as_bytes("GET /")) == 5u);
    CHECK(j.client.finish(id) == false);
    CHECK(j.up() == lines{"OPEN 1 2 1", "CONNECT 1 127.0.0.1:80 early", "DATA 1 'GET /'", "FIN 1"});
    CHECK(j.gateway_heard() ==
          lines{"opened 1 2 1", "requested CONNECT 1 127.0.0.1:80 early", "received 1 'GET /'", "finished 1"});
}

TEST_CASE("without early data nothing is sent before the connection is made") {
    joined j(agreed::extended(tunnel::usual_features & ~std::uint32_t{32}));
    const auto id = *j.client.open(2, stream);
    CHECK(error_of(j.client.send(id, tunnel::as_bytes("x"))) == errno_code(ENOTCONN));
    REQUIRE(j.client.ask(id, wire::connect{wire::connect::early_data, loopback(80)}));
    CHECK(error_of(j.client.send(id, tunnel::as_bytes("x"))) == errno_code(ENOTCONN));
    CHECK(error_of(j.client.finish(id)) == errno_code(ENOTCONN));
    CHECK(j.up() == lines{"OPEN 1 2 1", "CONNECT 1 127.0.0.1:80"});
}

TEST_CASE("early data of a connection that fails is dropped, and its credit and its end come back") {
    joined j;
    const auto id = *j.client.open(2, stream);
    REQUIRE(j.client.ask(id, wire::connect{wire::connect::early_data, loopback(80)}));
    REQUIRE(j.client.send(id, std::vector<std::byte>(8000)) == 8000u);
    j.up();
    REQUIRE(j.gateway.fail(id, errno_code(ECONNREFUSED)));
    // This crosses with the failure.
    REQUIRE(j.client.send(id, std::vector<std::byte>(8000)) == 8000u);
    j.at_gateway.clear();
    j.up();
    CHECK(j.gateway_heard().empty());
    CHECK(j.down() == lines{"FAILED 1 CONNECT 0 111", "CREDIT 1 8000", "CREDIT 1 8000"});
    CHECK(error_of(j.client.send(id, tunnel::as_bytes("x"))) == errno_code(ENOTCONN));
    // And it may try again.
    REQUIRE(j.client.ask(id, wire::connect{wire::connect::early_data, loopback(81)}));
    CHECK(j.client.send(id, std::vector<std::byte>(20'000)) == 16'384u);
    CHECK(j.client.finish(id) == false);
    j.up();
    REQUIRE(j.gateway.fail(id, errno_code(ECONNREFUSED)));
    CHECK(j.down() == lines{"FAILED 1 CONNECT 0 111", "ENDED 1"});
}

TEST_CASE("a CONNECT behind a LISTEN has no early data: it might come to a listener") {
    joined j;
    const auto id = *j.client.open(2, stream);
    REQUIRE(j.client.ask(id, wire::listen{1}));
    REQUIRE(j.client.ask(id, wire::connect{wire::connect::early_data, loopback(80)}));
    CHECK(error_of(j.client.send(id, tunnel::as_bytes("x"))) == errno_code(ENOTCONN));
    CHECK(j.up() == lines{"OPEN 1 2 1", "LISTEN 1 1", "CONNECT 1 127.0.0.1:80"});
    REQUIRE(j.client.close(id));
    CHECK(j.up() == lines{"RESET 1 0"});
}

TEST_CASE("what a LISTEN was done for listens at both ends, whatever was asked after it") {
    joined j;
    const auto id = *j.client.open(2, stream);
    REQUIRE(j.client.ask(id, wire::listen{1}));
    REQUIRE(j.client.grant_accepts(id, 1));
    const bool is_answered_before_connect_comes = GENERATE(true, false);
    if (is_answered_before_connect_comes) {
        j.up();
        REQUIRE(j.gateway.done(id, wire::bound{loopback(80)}));
    }
    REQUIRE(j.client.ask(id, wire::connect{0, loopback(81)}));
    j.up();
    if (!is_answered_before_connect_comes) REQUIRE(j.gateway.done(id, wire::bound{loopback(80)}));
    REQUIRE(j.gateway.accepted(id, loopback(80), loopback(1001)));
    REQUIRE(j.gateway.fail(id, errno_code(EISCONN)));
    j.down();
    CHECK(j.client_heard() == lines{"answered 1 LISTEN 0 127.0.0.1:80", "accepted 1 1 127.0.0.1:80 127.0.0.1:1001",
                                    "answered 1 CONNECT errno 106"});
}

TEST_CASE("a CONNECT behind an early one has early data, too") {
    joined j;
    const auto id = *j.client.open(2, stream);
    REQUIRE(j.client.ask(id, wire::connect{wire::connect::early_data, loopback(80)}));
    j.up();
    REQUIRE(j.gateway.fail(id, errno_code(ECONNREFUSED)));
    REQUIRE(j.client.ask(id, wire::connect{0, loopback(81)}));
    CHECK(j.client.send(id, tunnel::as_bytes("x")) == 1u);
    CHECK(j.up() == lines{"CONNECT 1 127.0.0.1:81 early", "DATA 1 'x'"});
}

TEST_CASE("a PING is answered before what is queued, and only the last one") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.gateway.send(id, tunnel::as_bytes("queued")));
    CHECK(hear_packets(j.gateway, {raw(0x38, 0).u64(41), raw(0x38, 0).u64(42)}).empty());
    CHECK(sent(j.gateway) == lines{"PONG 42", "DATA 1 'queued'"});
}

TEST_CASE("after GOAWAY nothing new is opened, and what is open goes on") {
    joined j;
    const auto id = j.connected();
    j.gateway.go_away(5000);
    CHECK(j.down() == lines{"GOAWAY 5000"});
    CHECK(j.client_heard() == lines{"leaving 5000"});
    CHECK(error_of(j.client.open(2, stream)) == errno_code(ENETDOWN));
    CHECK(error_of(j.client.query(wire::interfaces{})) == errno_code(ENETDOWN));
    CHECK(j.client.send(id, tunnel::as_bytes("x")) == 1u);
}

TEST_CASE("packets of many calls make one message, and no more than the other end takes") {
    agreed both = agreed::extended();
    both.client.theirs.maximum_message = tunnel::least_maximum_message;
    both.client.theirs.first_grant = 300'000;
    both.gateway.ours.first_grant = 300'000;
    both.gateway.ours.maximum_message = tunnel::least_maximum_message;
    joined j(both);
    const auto id = j.connected();
    std::size_t left = 300'000;
    while (left != 0) left -= *j.client.send(id, std::vector<std::byte>(left));
    const auto messages = messages_of(j.client);
    CHECK(messages.size() == 5);
    for (const message& m : messages) {
        CHECK(m.size() <= tunnel::least_maximum_message);
        CHECK(hear(j.gateway, m).size() == packets_of(m).size());
    }
}

TEST_CASE("CLOSE(0) of either end is the last of a session") {
    for (const bool by_client : {true, false}) {
        joined j;
        const auto id = j.connected();
        tunnel::session& from = by_client ? static_cast<tunnel::session&>(j.client) : j.gateway;
        tunnel::session& to = by_client ? static_cast<tunnel::session&>(j.gateway) : j.client;
        from.end(reason::abandoned);
        CHECK(heard(from) == lines{"over: this end has closed the session"});
        const auto messages = messages_of(from);
        REQUIRE(messages.size() == 1);
        CHECK(packets_of(messages[0]) == lines{"CLOSE 0 2"});
        CHECK(hear(to, messages[0]) == lines{"over: the other end has closed the session 2"});
        CHECK(sent(to).empty());
        CHECK(to.is_over());
        CHECK(to.streams() == 0);
        CHECK(error_of(to.send(id, tunnel::as_bytes("x"))) == errno_code(ECONNRESET));
        CHECK(error_of(from.finish(id)) == errno_code(ECONNRESET));
        CHECK(hear_packets(to, {raw(0x38, 0).u64(1)}).empty());
    }
}

TEST_CASE("what a feature stands for is EOPNOTSUPP without it") {
    joined j(agreed::extended(0));
    CHECK(error_of(j.client.open(2, datagrams)) == errno_code(EOPNOTSUPP));
    CHECK(error_of(j.client.open(1, stream)) == errno_code(EAFNOSUPPORT));
    CHECK(error_of(j.client.query(wire::resolve{})) == errno_code(EOPNOTSUPP));
    const auto id = *j.client.open(2, stream);
    CHECK(error_of(j.client.ask(id, wire::listen{1})) == errno_code(EOPNOTSUPP));
    CHECK(error_of(j.client.ask(id, wire::set_option{})) == errno_code(EOPNOTSUPP));
    CHECK(error_of(j.client.ask(id, wire::get_option{})) == errno_code(EOPNOTSUPP));
    CHECK(error_of(j.client.grant_accepts(id, 1)) == errno_code(EOPNOTSUPP));
    CHECK(j.client.ask(id, wire::bind{loopback(0)}));
    CHECK(j.client.ask(id, wire::connect{0, loopback(1)}));
}

TEST_CASE("calls with what cannot be sent are refused before anything is") {
    joined j;
    const auto id = *j.client.open(2, stream);
    const auto query = *j.client.query(wire::interfaces{});
    j.up();
    const std::string longest(1025, 'x');
    CHECK(error_of(j.client.ask(id, wire::connect{0, wire::host_and_port{1, longest}})) == errno_code(EINVAL));
    CHECK(error_of(j.client.ask(id, wire::set_option{1, 1, tunnel::as_bytes(longest)})) == errno_code(EINVAL));
    CHECK(error_of(j.client.query(wire::resolve{0, 0, 0, 0, longest, std::nullopt})) == errno_code(EINVAL));
    CHECK(error_of(j.client.query(wire::bind{loopback(0)})) == errno_code(EINVAL));
    CHECK(error_of(j.client.ask(id, wire::interfaces{})) == errno_code(EINVAL));
    CHECK(error_of(j.client.ask(query, wire::bind{loopback(0)})) == errno_code(EINVAL));
    CHECK(error_of(j.client.ask(99, wire::bind{loopback(0)})) == errno_code(EBADF));
    CHECK(error_of(j.client.grant_accepts(id, 0)) == errno_code(EINVAL));
    CHECK(error_of(j.client.reset(query)) == errno_code(EINVAL));
    CHECK(error_of(j.client.handed_on(id)) == errno_code(EINVAL));
    CHECK(error_of(j.client.send_datagram(id, nullptr, {})) == errno_code(EOPNOTSUPP));
    CHECK(j.up().empty());
    for (int i = 0; i != 16; ++i) REQUIRE(j.client.ask(id, wire::bind{loopback(0)}));
    CHECK(error_of(j.client.ask(id, wire::bind{loopback(0)})) == errno_code(EAGAIN));
}

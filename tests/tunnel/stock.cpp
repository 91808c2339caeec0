// Stock Wisp: our client with a server that knows no extension, our gateway with such a client. Versions 1 and 2.
#include "joined.hpp"

#include <samesock/error_code.hpp>

#include <cerrno>

using namespace samesock;
using namespace samesock::testing;

namespace {

tunnel::settings unconfirmed() {
    tunnel::settings s;
    s.unconfirmed_connect = true;
    return s;
}

tunnel::client_session stock_client(int version = 2, bool confirms = true, const tunnel::settings& settings = {}) {
    return {agreed::stock(version, confirms, 2).client, settings, 0};
}

std::uint32_t open_connected(tunnel::client_session& client) {
    const auto id = *client.open(2, stream);
    REQUIRE(client.ask(id, wire::connect{0, loopback(80)}));
    if (client.agreement().confirms) hear(client, raw(0x03, id).u32(2));
    heard(client);
    sent(client);
    return id;
}

tunnel::gateway_session stock_gateway(int version = 2, bool confirms = true, const tunnel::settings& settings = {},
                                      std::uint32_t streams = 10) {
    tunnel::agreement a = agreed::stock(version, confirms, 4).gateway;
    a.ours.maximum_streams = streams;
    return {a, settings, {}, 0};
}

void connect(tunnel::gateway_session& gateway, std::uint32_t id) {
    hear(gateway, raw(0x01, id).u8(1).u16(80).text("host"));
    REQUIRE(gateway.done(id, wire::connected{}));
    sent(gateway);
}

} // namespace

TEST_CASE("a stock connect is one packet, and the server's CONTINUE confirms it") {
    auto client = stock_client();
    CHECK(client.open(2, stream) == 1u);
    CHECK(sent(client).empty());
    REQUIRE(client.ask(1, wire::connect{0, wire::host_and_port{443, "example.org"}}));
    const auto messages = messages_of(client);
    REQUIRE(messages.size() == 1);
    CHECK(hex(messages[0]) == hex(raw(0x01, 1).u8(1).u16(443).text("example.org")));
    CHECK(heard(client).empty());
    CHECK(error_of(client.send(1, tunnel::as_bytes("x"))) == errno_code(ENOTCONN));
    CHECK(hear(client, raw(0x03, 1).u32(5)) == lines{"answered 1 CONNECT 0 none:0 none:0", "credited 1"});
    CHECK(client.send(1, tunnel::as_bytes("x")) == 1u);
    CHECK(error_of(client.ask(1, wire::connect{0, loopback(1)})) == errno_code(EISCONN));
}

TEST_CASE("addresses travel as text") {
    auto client = stock_client();
    unsigned char bytes[16] = {0x20, 0x01, 0x0d, 0xb8};
    bytes[15] = 0x1f;
    REQUIRE(client.open(10, stream));
    REQUIRE(client.ask(1, wire::connect{0, endpoint(af_inet6, std::as_bytes(std::span(bytes)), 80)}));
    REQUIRE(client.open(2, stream));
    REQUIRE(client.ask(2, wire::connect{0, loopback(65'535)}));
    CHECK(sent(client) == lines{"WISP-CONNECT 1 1 2001:db8:0:0:0:0:0:1f 80", "WISP-CONNECT 2 1 127.0.0.1 65535"});
    REQUIRE(client.open(2, stream));
    CHECK(error_of(client.ask(3, wire::connect{0, endpoint(af_unix, tunnel::as_bytes("/x"))})) ==
          errno_code(EAFNOSUPPORT));
}

TEST_CASE("a server that confirms nothing is connected to only where the program says so") {
    auto strict = stock_client(1, false);
    REQUIRE(strict.open(2, stream));
    CHECK(error_of(strict.ask(1, wire::connect{0, loopback(80)})) == errno_code(EOPNOTSUPP));
    CHECK(sent(strict).empty());

    auto lenient = stock_client(1, false, unconfirmed());
    REQUIRE(lenient.open(2, stream));
    REQUIRE(lenient.ask(1, wire::connect{0, loopback(80)}));
    CHECK(heard(lenient) == lines{"answered 1 CONNECT 0 none:0 none:0"});
    CHECK(lenient.send(1, tunnel::as_bytes("x")) == 1u);
    // What the server thinks of it comes later.
    CHECK(hear(lenient, raw(0x04, 1).u8(0x44)) == lines{"reset 1 errno 111"});
    CHECK(lenient.streams() == 0);
}

TEST_CASE("CLOSE before the confirmation is the answer of connect") {
    const std::pair<std::uint8_t, std::string> rows[] = {
        {0x44, "answered 1 CONNECT errno 111 over"}, {0x42, "answered 1 CONNECT errno 113 over"},
        {0x43, "answered 1 CONNECT errno 110 over"}, {0x48, "answered 1 CONNECT errno 13 over"},
        {0x02, "answered 1 CONNECT errno 104 over"},
    };
    for (const auto& [close, words] : rows) {
        auto client = stock_client();
        REQUIRE(client.open(2, stream));
        REQUIRE(client.ask(1, wire::connect{0, loopback(80)}));
        CHECK(hear(client, raw(0x04, 1).u8(close)) == lines{words});
        CHECK(client.streams() == 0);
    }
}

TEST_CASE("a server's CLOSE of a connected stream is its end, or its error") {
    const std::pair<std::uint8_t, std::string> rows[] = {{0x02, "finished 1 over"},
                                                         {0x03, "reset 1 errno 104"},
                                                         {0x47, "reset 1 errno 110"},
                                                         {0x49, "reset 1 errno 105"}};
    for (const auto& [close, words] : rows) {
        auto client = stock_client();
        open_connected(client);
        CHECK(hear(client, raw(0x04, 1).u8(close)) == lines{words});
        CHECK(hear(client, raw(0x04, 1).u8(close)).empty()); // twice is a stray
        CHECK(client.strays() == 1);
        CHECK(client.streams() == 0);
    }
}

TEST_CASE("a stock client sends as many packets as it was told, and CONTINUE replaces what is left") {
    auto client = stock_client();
    const auto id = open_connected(client);
    CHECK(client.send(id, std::vector<std::byte>(70'000)) == 65'591u);
    CHECK(client.send(id, tunnel::as_bytes("b")) == 1u);
    CHECK(client.send(id, tunnel::as_bytes("c")) == 0u);
    CHECK(messages_of(client).size() == 2);
    CHECK(hear(client, raw(0x03, id).u32(0)).empty());
    CHECK(client.send(id, tunnel::as_bytes("c")) == 0u);
    CHECK(hear(client, raw(0x03, id).u32(1)) == lines{"credited 1"});
    CHECK(client.send(id, tunnel::as_bytes("c")) == 1u);
    CHECK(client.send(id, tunnel::as_bytes("d")) == 0u);
}

TEST_CASE("a stock client has no half-close; its close is CLOSE after the data") {
    auto client = stock_client();
    const auto id = open_connected(client);
    REQUIRE(client.send(id, tunnel::as_bytes("x")));
    CHECK(error_of(client.finish(id)) == errno_code(EOPNOTSUPP));
    REQUIRE(client.close(id));
    CHECK(sent(client) == lines{"DATA 1 'x'", "CLOSE 1 2"});
    CHECK(client.streams() == 0);
    const auto next = open_connected(client);
    REQUIRE(client.reset(next, ECONNRESET));
    CHECK(sent(client) == lines{"CLOSE 2 3"});
    // Of what was never connected the server knows nothing.
    REQUIRE(client.open(2, stream));
    REQUIRE(client.close(3));
    CHECK(sent(client).empty());
}

TEST_CASE("a stock client's UDP is connected, has no credit and no addresses") {
    auto client = stock_client();
    const auto id = *client.open(2, datagrams);
    const endpoint to = loopback(53);
    CHECK(error_of(client.send_datagram(id, nullptr, tunnel::as_bytes("x"))) == errno_code(ENOTCONN));
    REQUIRE(client.ask(id, wire::connect{0, loopback(53)}));
    CHECK(heard(client) == lines{"answered 1 CONNECT 0 none:0 none:0"});
    CHECK(error_of(client.send_datagram(id, &to, tunnel::as_bytes("x"))) == errno_code(EOPNOTSUPP));
    for (int i = 0; i != 5; ++i) REQUIRE(client.send_datagram(id, nullptr, tunnel::as_bytes("x")));
    CHECK(sent(client).size() == 6);
    CHECK(hear(client, raw(0x02, id).text("answer")) == lines{"received 1 'answer'"});
    CHECK(hear(client, raw(0x03, id).u32(9)).empty());
    CHECK(hear(client, raw(0x04, id).u8(0x42)) == lines{"reset 1 errno 113"});
}

TEST_CASE("a client of version 2 has UDP where the server named it") {
    tunnel::agreement a = agreed::stock(2, true).client;
    a.udp = false;
    tunnel::client_session client(a, {}, 0);
    CHECK(error_of(client.open(2, datagrams)) == errno_code(EOPNOTSUPP));
}

TEST_CASE("what Wisp lacks is EOPNOTSUPP with a stock server") {
    auto client = stock_client();
    const auto id = *client.open(2, stream);
    CHECK(error_of(client.ask(id, wire::bind{loopback(0)})) == errno_code(EOPNOTSUPP));
    CHECK(error_of(client.ask(id, wire::listen{1})) == errno_code(EOPNOTSUPP));
    CHECK(error_of(client.ask(id, wire::set_option{})) == errno_code(EOPNOTSUPP));
    CHECK(error_of(client.query(wire::resolve{})) == errno_code(EOPNOTSUPP));
    CHECK(error_of(client.grant_accepts(id, 1)) == errno_code(EOPNOTSUPP));
    CHECK(sent(client).empty());
}

TEST_CASE("a server that floods ends the session with ENOBUFS") {
    tunnel::settings small;
    small.stock_held = 100'000;
    auto client = stock_client(2, true, small);
    const auto id = open_connected(client);
    const raw flood = raw(0x02, id).text(std::string(40'000, 'x'));
    CHECK(hear(client, flood) == lines{"received 1 <40000 bytes>"});
    hear(client, flood);
    client.consumed(id, 40'000);
    hear(client, flood);
    CHECK_FALSE(client.is_over());
    CHECK(hear(client, flood) == lines{"over: the server sent more than can be kept"});
    CHECK(error_of(client.send(id, tunnel::as_bytes("x"))) == errno_code(ENOBUFS));
}

TEST_CASE("an INFO after a start with CONTINUE is ignored, and only then") {
    auto first = stock_client(1, false);
    CHECK(hear(first, raw(0x05, 0).u8(2).u8(0)).empty());
    CHECK_FALSE(first.is_over());
    auto second_version = stock_client(2, true);
    hear(second_version, raw(0x05, 0).u8(2).u8(0));
    CHECK(second_version.why() == reason::wrong_sender);
}

TEST_CASE("what a stock server may not send", "[malformed]") {
    const std::pair<raw, reason> rows[] = {
        {raw(), reason::empty_message},
        {raw().u32(0), reason::truncated},
        {raw(0x03, 1).u16(1), reason::truncated},
        {raw(0x04, 1).u8(2).u8(0), reason::trailing_bytes},
        {raw(0x01, 9).u8(1).u16(80).text("host"), reason::wrong_sender},
        {raw(0x02, 0).text("x"), reason::wrong_id},
        {raw(0x20, 1).u8(0x11).loopback(1), reason::unknown_type},
        {raw(0x31, 1), reason::unknown_type},
        {raw(0x38, 0).u64(1), reason::unknown_type},
        {raw(0x99, 1), reason::unknown_type},
        {raw(0x04, 0).u8(0x49), reason::closed},
    };
    for (const auto& [bytes, why] : rows) {
        INFO(hex(bytes));
        auto client = stock_client();
        open_connected(client);
        hear(client, bytes);
        CHECK(text_of(client.why()) == text_of(why));
        CHECK(sent(client) == (why == reason::closed ? lines{} : lines{"CLOSE 0 129"}));
    }
}

TEST_CASE("to the gateway a stock CONNECT is a socket and its request, and DONE confirms it") {
    auto gateway = stock_gateway();
    CHECK(hear(gateway, raw(0x01, 77).u8(1).u16(443).text("example.org")) ==
          lines{"opened 77 0 1", "requested CONNECT 77 example.org:443"});
    // Data may follow at once.
    CHECK(hear(gateway, raw(0x02, 77).text("hello")) == lines{"received 77 'hello'"});
    CHECK(error_of(gateway.send(77, tunnel::as_bytes("x"))) == errno_code(ENOTCONN));
    CHECK(gateway.done(77, wire::connected{loopback(1), loopback(2)}) == false);
    CHECK(sent(gateway) == lines{"CONTINUE 77 3"}); // a packet of it is held
    CHECK(gateway.send(77, tunnel::as_bytes("x")) == 1u);
    const auto messages = messages_of(gateway);
    REQUIRE(messages.size() == 1);
    CHECK(hex(messages[0]) == hex(raw(0x02, 77).text("x")));
}

TEST_CASE("a client that did not name it is not sent a confirmation") {
    auto gateway = stock_gateway(1, false);
    hear(gateway, raw(0x01, 1).u8(1).u16(80).text("host"));
    CHECK(gateway.done(1, wire::connected{}) == false);
    CHECK(sent(gateway).empty());
}

TEST_CASE("the gateway closes a stock stream with a reason") {
    const std::pair<int, std::string> rows[] = {{ECONNREFUSED, "CLOSE 1 68"}, {EHOSTUNREACH, "CLOSE 1 66"},
                                                {ETIMEDOUT, "CLOSE 1 67"},    {EACCES, "CLOSE 1 72"},
                                                {EMFILE, "CLOSE 1 73"},       {0, "CLOSE 1 1"}};
    for (const auto& [number, words] : rows) {
        auto gateway = stock_gateway();
        hear(gateway, raw(0x01, 1).u8(1).u16(80).text("host"));
        CHECK(gateway.fail(1, errno_code(number)) == true);
        CHECK(sent(gateway) == lines{words});
        CHECK(gateway.streams() == 0);
    }
    auto gateway = stock_gateway();
    connect(gateway, 1);
    CHECK(gateway.finish(1) == true);
    CHECK(sent(gateway) == lines{"CLOSE 1 2"});
    connect(gateway, 1); // the id is free at once
    REQUIRE(gateway.reset(1, ECONNRESET));
    CHECK(sent(gateway) == lines{"CLOSE 1 3"});
    CHECK(gateway.streams() == 0);
}

TEST_CASE("a stock client's CLOSE 0x02 is the end of what is to be flushed, others are errors") {
    auto gateway = stock_gateway();
    connect(gateway, 1);
    hear(gateway, raw(0x02, 1).text("flush me"));
    CHECK(hear(gateway, raw(0x04, 1).u8(0x02)) == lines{"finished 1 over"});
    connect(gateway, 1);
    CHECK(hear(gateway, raw(0x04, 1).u8(0x81)) == lines{"reset 1 errno 104"});
    CHECK(hear(gateway, raw(0x04, 1).u8(0x02)).empty());
    CHECK(hear(gateway, raw(0x02, 1).text("late")).empty());
    CHECK(hear(gateway, raw(0x03, 1).u32(1)).empty());
    CHECK(gateway.strays() == 3);
    CHECK_FALSE(gateway.is_over());
}

TEST_CASE("a stock CONNECT that cannot be is closed, and the session goes on") {
    auto gateway = stock_gateway(2, true, {}, 2);
    CHECK(hear(gateway, raw(0x01, 1).u8(3).u16(80).text("host")).empty());
    CHECK(hear(gateway, raw(0x01, 1).u8(1).u16(0).text("host")).empty());
    CHECK(hear(gateway, raw(0x01, 1).u8(1).u16(80)).empty());
    CHECK(sent(gateway) == lines{"CLOSE 1 65", "CLOSE 1 65", "CLOSE 1 65"});
    connect(gateway, 1);
    connect(gateway, 0xFFFF'FFFF); // stock ids are any number
    CHECK(hear(gateway, raw(0x01, 3).u8(1).u16(80).text("host")).empty());
    CHECK(sent(gateway) == lines{"CLOSE 3 73"});
    CHECK_FALSE(gateway.is_over());
}

TEST_CASE("a stock client's UDP has no CONTINUE") {
    auto gateway = stock_gateway();
    CHECK(hear(gateway, raw(0x01, 1).u8(2).u16(53).text("dns")) == lines{"opened 1 0 2", "requested CONNECT 1 dns:53"});
    CHECK(gateway.done(1, wire::connected{}) == false);
    CHECK(sent(gateway).empty());
    for (int i = 0; i != 9; ++i) CHECK(hear(gateway, raw(0x02, 1).text("query")) == lines{"received 1 'query'"});
    CHECK(hear(gateway, raw(0x02, 1)) == lines{"received 1 ''"});
    REQUIRE(gateway.send_datagram(1, nullptr, tunnel::as_bytes("answer")));
    CHECK(sent(gateway) == lines{"DATA 1 'answer'"});
}

TEST_CASE("what a stock client may not send", "[malformed]") {
    const std::pair<raw, reason> rows[] = {
        {raw(0x01, 0).u8(1).u16(80).text("host"), reason::wrong_id},
        {raw(0x01, 1).u8(1).u16(80).text("host"), reason::id_in_use},
        {raw(0x01, 1).u8(1), reason::truncated},
        {raw(0x02, 0).text("x"), reason::wrong_id},
        {raw(0x03, 1).u32(1), reason::wrong_sender},
        {raw(0x04, 1), reason::truncated},
        {raw(0x05, 0).u8(2).u8(0), reason::wrong_sender},
        {raw(0x10, 2).u16(2).u8(1), reason::unknown_type},
        {raw(0x04, 0).u8(0x02), reason::closed},
    };
    for (const auto& [bytes, why] : rows) {
        INFO(hex(bytes));
        auto gateway = stock_gateway();
        connect(gateway, 1);
        hear(gateway, bytes);
        CHECK(text_of(gateway.why()) == text_of(why));
        CHECK(sent(gateway) == (why == reason::closed ? lines{} : lines{"CLOSE 0 65"}));
    }
    auto first = stock_gateway(1, false);
    CHECK(hear(first, raw(0x05, 0).u8(2).u8(0)).empty());
    CHECK_FALSE(first.is_over());
}

TEST_CASE("empty DATA of a stock stream is a packet, and nothing else") {
    auto gateway = stock_gateway();
    connect(gateway, 1);
    CHECK(hear(gateway, raw(0x02, 1)).empty());
    CHECK_FALSE(gateway.is_over());
}

TEST_CASE("the gateway gives credit back as data is taken, large packets count several times") {
    tunnel::settings settings;
    settings.stock_window = 16;
    auto gateway = stock_gateway(2, true, settings);
    connect(gateway, 1);
    for (int i = 0; i != 4; ++i) hear(gateway, raw(0x02, 1).text(std::string(4096, 'x')));
    // 16 KiB are held: nothing may come before they are taken.
    CHECK(sent(gateway).empty());
    gateway.consumed(1, 4096);
    CHECK(sent(gateway) == lines{"CONTINUE 1 4"});
    gateway.consumed(1, 4096);
    CHECK(sent(gateway) == lines{"CONTINUE 1 8"});
    gateway.consumed(1, 8192);
    CHECK(sent(gateway) == lines{"CONTINUE 1 16"});
}

TEST_CASE("a stock client that is not taken from is not read from") {
    tunnel::settings settings;
    settings.stock_held = 100'000;
    auto gateway = stock_gateway(2, true, settings);
    connect(gateway, 1);
    connect(gateway, 2);
    CHECK(gateway.may_read());
    hear(gateway, raw(0x02, 1).text(std::string(60'000, 'x')));
    hear(gateway, raw(0x02, 2).text(std::string(60'000, 'x')));
    CHECK_FALSE(gateway.may_read());
    gateway.consumed(1, 30'000);
    CHECK(gateway.may_read());
    hear(gateway, raw(0x02, 2).text(std::string(60'000, 'x')));
    CHECK_FALSE(gateway.may_read());
    hear(gateway, raw(0x04, 2).u8(2)); // what is still flushed then is the caller's to bound
    CHECK(gateway.may_read());
}

TEST_CASE("the calls of the extension do nothing to a stock client") {
    auto gateway = stock_gateway();
    connect(gateway, 1);
    gateway.go_away(1);
    CHECK(error_of(gateway.pending_error(1, EIO)) == errno_code(EOPNOTSUPP));
    CHECK(error_of(gateway.handed_on(1)) == errno_code(EINVAL));
    CHECK(error_of(gateway.accepted(1, loopback(1), loopback(2))) == errno_code(EINVAL));
    CHECK(sent(gateway).empty());
    gateway.transport_lost(0);
    CHECK(heard(gateway) == lines{"over: the connection is lost"});
}

TEST_CASE("our client and our gateway understand each other in stock Wisp") {
    for (const int version : {1, 2}) {
        joined j(agreed::stock(version, version == 2, 8), unconfirmed());
        const auto id = *j.client.open(2, stream);
        REQUIRE(j.client.ask(id, wire::connect{0, loopback(80)}));
        j.up();
        REQUIRE(j.gateway.done(id, wire::connected{}));
        j.down();
        CHECK(j.client_heard()[0] == "answered 1 CONNECT 0 none:0 none:0");
        j.gateway_heard();
        std::size_t got = 0;
        for (int i = 0; i != 1000; ++i) {
            const auto taken = j.client.send(id, std::vector<std::byte>(5000));
            REQUIRE(taken);
            j.up();
            got += j.gateway_heard().size();
            j.gateway.consumed(id, 5000);
            j.down();
        }
        CHECK(got == 1000);
        REQUIRE(j.gateway.send(id, tunnel::as_bytes("bye")));
        REQUIRE(j.gateway.finish(id) == true);
        j.client_heard();
        j.down();
        CHECK(j.client_heard() == lines{"received 1 'bye'", "finished 1 over"});
        CHECK(j.client.streams() + j.gateway.streams() == 0);
    }
}

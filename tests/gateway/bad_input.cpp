// What clients should not send, and what they leave undone: it ends their own connection, and nothing else.
#include "bystander.hpp"
#include "running_gateway.hpp"
#include "stock_client.hpp"
#include "tunnel_client.hpp"

#include <cerrno>
#include <chrono>
#include <string>
#include <thread>

namespace samesock::testing {
namespace {

using namespace tunnel;
using bytes = std::vector<std::byte>;

void append_packet(bytes& out, std::uint32_t id, const wire::body& body) {
    bytes packet;
    wire::encode({id, body}, packet);
    const std::size_t begin = out.size();
    out.resize(begin + wire::length_size);
    put_u32(out.data() + begin, static_cast<std::uint32_t>(packet.size()));
    out.insert(out.end(), packet.begin(), packet.end());
}

bytes series(std::initializer_list<wire::packet> packets) {
    bytes out;
    for (const auto& p : packets) append_packet(out, p.id, p.body);
    return out;
}

/// CLOSE(0), then the WebSocket's close.
void check_ends(tunnel_client& client, std::uint16_t code = 1002) {
    while (const auto message = client.web().read()) {
        client.session().feed(*message, 0);
        while (client.session().next_event()) {}
    }
    CHECK(client.web().close_code() == code);
    CHECK(client.session().is_over());
}

TEST_CASE("A malformed packet ends its connection with a reason, and no other") {
    running_gateway gateway;
    bystander other(gateway);
    tunnel_client client(gateway.port());
    const wire::packet open{1, wire::open{}};
    SECTION("a length beyond the message") {
        client.web().write(bytes{std::byte{200}, {}, {}, {}, {}, {}, {}, {}, {}});
    }
    SECTION("a truncated packet") {
        client.web().write(bytes{std::byte{6}, {}, {}, {}, std::byte{0x10}, std::byte{1}, {}, {}, {}, {}});
    }
    SECTION("an unknown type") { client.web().write(bytes{std::byte{5}, {}, {}, {}, std::byte{0x77}, {}, {}, {}, {}}); }
    SECTION("an empty message") { client.web().write(bytes{}); }
    SECTION("data for what is not connected") { client.web().write(series({open, {1, wire::data{bytes(3)}}})); }
    SECTION("data beyond the credit") {
        const std::uint32_t id = client.connected(other.listener.local());
        const bytes large(60'000);
        bytes message;
        append_packet(message, id, wire::data{large});
        client.web().write(message);
    }
    SECTION("an id in use") { client.web().write(series({open, open})); }
    SECTION("an id of the gateway's half") { client.web().write(series({{0x8000'0001, wire::open{}}})); }
    SECTION("a gateway's packet") {
        client.web().write(series({open, {1, wire::accepted{1, loopback(), loopback()}}}));
    }
    SECTION("17 unanswered requests") {
        bytes message;
        append_packet(message, 1, wire::open{});
        append_packet(message, 1, wire::request(wire::connect{0, wire::host_and_port{80, "localhost"}}));
        for (int i = 0; i != 16; ++i) append_packet(message, 1, wire::request(wire::get_option{1, 9, 4}));
        client.web().write(message);
    }
    SECTION("more ids than are served") {
        bytes message;
        for (std::uint32_t id = 1; id != 11'000; ++id) append_packet(message, id, wire::open{});
        for (bytes rest = message; !rest.empty();) {
            const std::size_t part = std::min<std::size_t>(rest.size(), 12 * 10'000);
            client.web().write(bytes_view(rest).first(part));
            rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(part));
        }
    }
    check_ends(client);
    CHECK(gateway.figures().malformed.value() == 1);
    other.check();
}

TEST_CASE("Text ends the connection, and so does a message that is too long") {
    running_gateway gateway;
    tunnel_client client(gateway.port());
    SECTION("text") {
        client.web().write_text("hello");
        check_ends(client, 1003);
    }
    SECTION("longer than was said") {
        client.web().write(bytes(300'000));
        check_ends(client, 1009);
    }
    SECTION("longer than any") {
        client.web().write(bytes(2'000'000));
        check_ends(client, 1009);
    }
}

TEST_CASE("Packets for ids that are free are dropped, to a limit") {
    running_gateway gateway;
    tunnel_client client(gateway.port(), without_resumption()); // whose session would be told of more than it has sent
    bytes message;
    for (int i = 0; i != 10'000; ++i) append_packet(message, 77, wire::data{bytes(1)});
    for (int i = 0; i != 10; ++i) client.web().write(message);
    CHECK(client.ask(client.open(), wire::get_option{1, 9, 4}).error == std::error_code()); // it is alive
    client.web().write(message);
    check_ends(client);
}

TEST_CASE("A client that never says who it is, is let go") {
    auto c = open_configuration();
    c.handshake = std::chrono::seconds(1);
    running_gateway gateway(std::move(c));
    SECTION("after the upgrade") {
        web_client client(gateway.port());
        while (client.read()) {}
        CHECK(client.close_code() == 1002);
    }
    SECTION("before it") {
        plain_socket client;
        client.connect(loopback(gateway.port()));
        client.send("GET / HTTP/1.1\r\nHost: ");
        CHECK(client.receive_error() == 0);
    }
}

TEST_CASE("Anything but an INFO ends the handshake") {
    running_gateway gateway;
    web_client client(gateway.port());
    REQUIRE(client.read());
    bytes out;
    wire::encode({1, wire::wisp_connect{1, 80, "127.0.0.1"}}, out);
    client.write(out);
    while (client.read()) {}
    CHECK(client.close_code() == 1002);
    CHECK(gateway.figures().handshakes_failed.value() == 1);
}

TEST_CASE("Frames that are none end the WebSocket") {
    running_gateway gateway;
    web_client client(gateway.port(), "");
    REQUIRE(client.read());
    const std::string frame = GENERATE(std::string("\x82\x01x"), // not masked
                                       std::string("\xF2\x81"
                                                   "abcdx"), // reserved bits
                                       std::string("\x83\x81"
                                                   "abcdx"), // no such opcode
                                       std::string("\x09\x81"
                                                   "abcdx"), // half a ping
                                       std::string("\x80\x81"
                                                   "abcdx"), // more of nothing
                                       std::string("\x82\xFE\0\x05"
                                                   "abcd12345",
                                                   13)); // a length that is too long
    client.write_raw(frame);
    while (client.read()) {}
    CHECK(client.close_code() == 1002);
}

TEST_CASE("After frames that are none the connection ends without an answer, which could not be read") {
    running_gateway gateway;
    plain_socket client;
    client.connect(loopback(gateway.port()));
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    CHECK(client.receive_exactly(12) == "HTTP/1.1 101");
    client.send("\x82\x01x" + std::string(100'000, 'x'));
    CHECK(client.receive_all().contains("\x03\xea"
                                        "a frame is malformed")); // 1002
    CHECK(gateway.figures().connections.value() == 1);            // it waits for the client's end
    client.close();
    while (gateway.figures().connections.value() != 0) std::this_thread::yield();
}

TEST_CASE("A message in fragments, and pings between them, are taken") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    const bytes message = series({{1, wire::open{}}, {1, wire::request(wire::connect{0, listener.local()})}});
    const bytes_view all(message);
    client.web().write_fragment(false, all.first(7));
    client.web().ping();
    client.web().write_fragment(false, all.subspan(7, 20));
    client.web().write_fragment(true, all.subspan(27));
    plain_socket target = listener.accept();
    CHECK(target.peer().port != 0);
}

TEST_CASE("A client that takes no answers is read no further, and costs bounded memory") {
    running_gateway gateway;
    bystander other(gateway);
    tunnel_client client(gateway.port());
    client.web().write(series({{1, wire::open{}}}));
    bytes message;
    for (int i = 0; i != 5'000; ++i)
        append_packet(message, 1, wire::request(wire::get_option{6, 11, 1024})); // TCP_INFO
    // The mask of zeros leaves the payload as it is.
    bytes frame{std::byte{0x82}, std::byte{0xFF}};
    for (int shift = 56; shift >= 0; shift -= 8) frame.push_back(static_cast<std::byte>(message.size() >> shift));
    frame.resize(frame.size() + 4);
    frame.insert(frame.end(), message.begin(), message.end());
    std::size_t taken = 0;
    for (bytes_view rest = frame; taken < std::size_t{256} << 20;) {
        const std::size_t size = client.web().write_some_raw(rest, std::chrono::seconds(1));
        if (size == 0) break;
        taken += size;
        rest = rest.subspan(size);
        if (rest.empty()) rest = frame;
    }
    CHECK(taken < std::size_t{64} << 20);
    other.check();
}

TEST_CASE("A client that takes nothing for too long is let go, and its targets are closed") {
    auto c = open_configuration();
    c.stall = std::chrono::seconds(1);
    running_gateway gateway(std::move(c));
    bystander other(gateway);
    plain_listener listener;
    stock_client client(gateway.port());
    client.connect(1, listener.local());
    plain_socket target = listener.accept();
    const auto begun = std::chrono::steady_clock::now();
    const std::string much = pattern(1'000'000);
    // Nobody reads this: it fills what is between here and there, and then fails, since the gateway has closed it.
    const int why = target.send_until_failure(much);
    CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::seconds(1));
    other.check();
    const auto is_logged = [&] { return gateway.log().contains("the client does not read"); };
    for (int i = 0; i != 1'000 && !is_logged(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(is_logged());
    CHECK((why == ECONNRESET || why == EPIPE));
}

} // namespace
} // namespace samesock::testing

// Bytes and datagrams in and out: one attempt each.
#include "contract.hpp"

#include <vector>

using namespace contract;

namespace {

// Fills the stream until it takes no more; returns how much it took.
std::size_t fill(handle h) {
    const std::vector<std::byte> block(64 * 1024);
    std::size_t total = 0;
    for (;;) {
        const auto n = send(h, block, {});
        if (!n) {
            REQUIRE(n.error() == std::errc::operation_would_block);
            return total;
        }
        REQUIRE(*n != 0);
        total += *n;
    }
}

} // namespace

TEST_CASE("an empty queue would block") {
    const auto [client, server] = connected_pair();
    std::array<std::byte, 4> room;
    REQUIRE(error_of(receive(server, room, {})) == std::errc::operation_would_block);
    REQUIRE(error_of(receive_from(server, room, {})) == std::errc::operation_would_block);
    const owned datagrams = bound_udp();
    REQUIRE(error_of(receive(datagrams, room, {})) == std::errc::operation_would_block);
    REQUIRE(error_of(receive_from(datagrams, room, {})) == std::errc::operation_would_block);
}

TEST_CASE("a full queue would block, and nothing that was taken is lost") {
    const auto [client, server] = connected_pair();
    std::size_t sent = fill(client);
    REQUIRE(sent != 0);
    std::vector<std::byte> room(256 * 1024);
    std::size_t received = 0;
    while (received != sent)
        received += must(eventually(server, readiness::readable, [&] { return receive(server, room, {}); }));
    REQUIRE(received == sent);
    ready(client, readiness::writable);
    REQUIRE(fill(client) != 0);
}

TEST_CASE("a stream keeps order and forgets borders") {
    const auto [client, server] = connected_pair();
    send_text(client, "one ");
    send_text(client, "two ");
    send_text(client, "three");
    REQUIRE(received_text_of(server, 13) == "one two three");
}

TEST_CASE("peeking leaves the bytes where they are") {
    const auto [client, server] = connected_pair();
    send_text(client, "look");
    ready(server, readiness::readable);
    std::array<std::byte, 2> room;
    REQUIRE(must(receive(server, room, samesock::msg_peek)) == 2);
    REQUIRE(text_of(room) == "lo");
    REQUIRE(received_text(server, samesock::msg_peek) == "look");
    REQUIRE(received_text(server) == "look");
    REQUIRE(error_of(receive(server, room, samesock::msg_peek)) == std::errc::operation_would_block);
}

TEST_CASE("peeking at a datagram leaves it, and its address, where they are") {
    const owned from = bound_udp();
    const owned to = bound_udp();
    REQUIRE(must(send_to(from, data_of("seen"), {}, must(local_endpoint(to)))) == 4);
    std::array<std::byte, 16> room;
    for (const message_flags flags : {samesock::msg_peek, message_flags{}}) {
        const auto one = must(eventually(to, readiness::readable, [&] { return receive_from(to, room, flags); }));
        REQUIRE(text_of(std::span(room).first(one.size)) == "seen");
        REQUIRE(one.peer == must(local_endpoint(from)));
    }
    REQUIRE(error_of(receive_from(to, room, {})) == std::errc::operation_would_block);
}

TEST_CASE("a flag may ask a blocking handle not to block") {
    const auto [client, server] = connected_pair();
    must(set_blocking(server, true));
    std::array<std::byte, 2> room;
    REQUIRE(error_of(receive(server, room, samesock::msg_dontwait)) == std::errc::operation_would_block);
}

TEST_CASE("a datagram says where it is from, and the answer goes back there") {
    const owned here = bound_udp();
    const owned there = bound_udp();
    REQUIRE(must(send_to(here, data_of("ping"), {}, must(local_endpoint(there)))) == 4);
    std::array<std::byte, 64> room;
    const auto ping = must(eventually(there, readiness::readable, [&] { return receive_from(there, room, {}); }));
    REQUIRE(text_of(std::span(room).first(ping.size)) == "ping");
    REQUIRE(ping.peer == must(local_endpoint(here)));
    REQUIRE(must(send_to(there, data_of("pong!"), {}, ping.peer)) == 5);
    const auto pong = must(eventually(here, readiness::readable, [&] { return receive_from(here, room, {}); }));
    REQUIRE(text_of(std::span(room).first(pong.size)) == "pong!");
    REQUIRE(pong.peer == must(local_endpoint(there)));
}

TEST_CASE("a datagram over IPv6 says where it is from") {
    must(start());
    const owned here(must_or_skip(open(udp6, false), "IPv6"));
    const status at = bind(here, v6());
    if (is(at, std::errc::address_not_available)) SKIP("this machine has no ::1");
    must(at);
    const owned there = open_socket(udp6);
    must(bind(there, v6()));
    REQUIRE(must(send_to(here, data_of("six"), {}, must(local_endpoint(there)))) == 3);
    std::array<std::byte, 64> room;
    const auto one = must(eventually(there, readiness::readable, [&] { return receive_from(there, room, {}); }));
    REQUIRE(one.peer == must(local_endpoint(here)));
    REQUIRE(one.peer.length == 16);
}

TEST_CASE("what does not fit of a datagram is lost, and the next one is whole") {
    const owned from = bound_udp();
    const owned to = bound_udp();
    const endpoint at = must(local_endpoint(to));
    (void)must(send_to(from, data_of("longer than it"), {}, at));
    (void)must(send_to(from, data_of("next"), {}, at));
    std::array<std::byte, 4> room;
    REQUIRE(must(eventually(to, readiness::readable, [&] { return receive(to, room, {}); })) == 4);
    REQUIRE(text_of(room) == "long");
    REQUIRE(must(eventually(to, readiness::readable, [&] { return receive(to, room, {}); })) == 4);
    REQUIRE(text_of(room) == "next");
}

TEST_CASE("a datagram of no bytes arrives") {
    const owned from = bound_udp();
    const owned to = bound_udp();
    REQUIRE(must(send_to(from, {}, {}, must(local_endpoint(to)))) == 0);
    std::array<std::byte, 4> room;
    const auto one = must(eventually(to, readiness::readable, [&] { return receive_from(to, room, {}); }));
    REQUIRE(one.size == 0);
    REQUIRE(one.peer == must(local_endpoint(from)));
    REQUIRE(error_of(receive_from(to, room, {})) == std::errc::operation_would_block);
}

TEST_CASE("a connected datagram socket sends without an address and hears nobody else") {
    const owned server = bound_udp();
    const owned stranger = bound_udp();
    const owned client = bound_udp();
    must(connected(client, must(local_endpoint(server))));
    const endpoint at = must(local_endpoint(client));
    send_text(client, "hello");
    REQUIRE(received_text(server) == "hello");
    (void)must(send_to(stranger, data_of("noise"), {}, at));
    (void)must(send_to(server, data_of("signal"), {}, at));
    REQUIRE(received_text(client) == "signal");
}

TEST_CASE("a datagram that is too long is refused") {
    const owned h = bound_udp();
    const std::vector<std::byte> huge(70'000);
    REQUIRE(error_of(send_to(h, huge, {}, v4(9))) == std::errc::message_size);
}

TEST_CASE("a datagram without an address needs a connection") {
    const owned h = bound_udp();
    const auto sent = send(h, data_of("x"), {});
    REQUIRE((is(sent, std::errc::destination_address_required) || is(sent, std::errc::not_connected)));
}

TEST_CASE("a connected stream has no sender's address") {
    const auto [client, server] = connected_pair();
    send_text(client, "x");
    std::array<std::byte, 4> room;
    const auto one = must(eventually(server, readiness::readable, [&] { return receive_from(server, room, {}); }));
    REQUIRE(one.size == 1);
    REQUIRE((one.peer.family == samesock::af_unspec || one.peer == must(local_endpoint(client))));
}

TEST_CASE("sending to one who is gone is an error, not a signal") {
    auto [client, server] = connected_pair();
    server.reset();
    std::error_code reason;
    for (const deadline until = after(patience); !reason && now() < until.at;) {
        const auto sent = send(client, data_of("anybody there?"), {});
        if (!sent && sent.error() != std::errc::operation_would_block) reason = sent.error();
        (void)wait(std::span<interest>{}, after(1ms));
    }
    REQUIRE((reason == std::errc::broken_pipe || reason == std::errc::connection_reset));
}

TEST_CASE("a message is gathered from many buffers and scattered into many") {
    const auto [client, server] = connected_pair();
    const std::array<samesock::const_buffer, 4> parts{"gather", "", "ed and scat", "tered"};
    REQUIRE(must(send_message(client, parts, {}, nullptr, {})) == 22);
    REQUIRE(received_text_of(server, 0).empty());
    ready(server, readiness::readable);
    std::array<char, 8> first{};
    std::array<char, 64> second{};
    const std::array<samesock::mutable_buffer, 2> room{first, second};
    const auto message =
        must(eventually(server, readiness::readable, [&] { return receive_message(server, room, {}, 0); }));
    REQUIRE(message.size == 22);
    REQUIRE(std::string_view(first.data(), 8) == "gathered");
    REQUIRE(std::string_view(second.data(), 14) == " and scattered");
    REQUIRE(message.ancillary.empty());
}

TEST_CASE("more buffers than fit on a stack are gathered as well") {
    const auto [client, server] = connected_pair();
    std::vector<samesock::const_buffer> parts(100, samesock::const_buffer("ab"));
    REQUIRE(must(send_message(client, parts, {}, nullptr, {})) == 200);
    std::vector<std::array<char, 2>> bytes(100);
    std::vector<samesock::mutable_buffer> room(bytes.begin(), bytes.end());
    std::size_t total = 0;
    while (total != 200)
        total +=
            must(eventually(server, readiness::readable, [&] { return receive_message(server, room, {}, 0); })).size;
    REQUIRE(total == 200);
}

TEST_CASE("a message to an address says where it is from, and what was cut off") {
    const owned from = bound_udp();
    const owned to = bound_udp();
    const endpoint at = must(local_endpoint(to));
    const std::array<samesock::const_buffer, 2> parts{"two", "parts"};
    REQUIRE(must(send_message(from, parts, {}, &at, {})) == 8);
    std::array<char, 5> few{};
    const std::array<samesock::mutable_buffer, 1> room{few};
    const auto message = must(eventually(to, readiness::readable, [&] { return receive_message(to, room, {}, 0); }));
    REQUIRE(message.size == 5);
    REQUIRE(message.peer == must(local_endpoint(from)));
    REQUIRE((message.flags & samesock::msg_trunc) == samesock::msg_trunc);
    REQUIRE(std::string_view(few.data(), 5) == "twopa");
}

TEST_CASE("the size of ancillary data is bounded") {
    if (is_missing(ancillary_length(4))) {
        REQUIRE(is_missing(ancillary_space(4)));
        SKIP("not on this backend: ancillary data");
    }
    const std::size_t none = must(ancillary_length(0));
    REQUIRE(must(ancillary_length(5)) == none + 5);
    REQUIRE(must(ancillary_space(5)) >= none + 5);
    REQUIRE(must(ancillary_space(5)) % alignof(std::size_t) == 0);
    REQUIRE(error_of(ancillary_length(0x7fffffff)) == std::errc::value_too_large);
    REQUIRE(error_of(ancillary_space(0x7fffffff)) == std::errc::value_too_large);
}

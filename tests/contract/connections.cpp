// Binding, listening, accepting, connecting and half-closing.
#include "contract.hpp"

#include <cstdlib>

using namespace contract;

TEST_CASE("binding to port 0 takes a port") {
    const auto what = GENERATE(tcp, udp);
    const owned h = open_socket(what);
    must(bind(h, v4()));
    const endpoint at = must(local_endpoint(h));
    REQUIRE(at.family == samesock::af_inet);
    REQUIRE(at.length == 4);
    REQUIRE(at.port != 0);
    REQUIRE(at == v4(at.port));
}

TEST_CASE("binding twice fails") {
    const owned h = open_socket(tcp);
    must(bind(h, v4()));
    REQUIRE(error_of(bind(h, v4())) == std::errc::invalid_argument);
}

TEST_CASE("a port that is listened on is in use") {
    const owned first = listening();
    const owned second = open_socket(tcp);
    const endpoint taken = must(local_endpoint(first));
    status outcome = bind(second, taken);
    if (outcome) outcome = listen(second, 1);
    REQUIRE(error_of(outcome) == std::errc::address_in_use);
}

TEST_CASE("an address of another family does not bind") {
    const owned h = open_socket(tcp);
    const auto outcome = bind(h, v6());
    REQUIRE((is(outcome, std::errc::address_family_not_supported) || is(outcome, std::errc::invalid_argument)));
}

TEST_CASE("an address that is not this machine's does not bind") {
    const owned h = open_socket(tcp);
    constexpr std::array bytes{std::byte{192}, std::byte{0}, std::byte{2}, std::byte{1}}; // TEST-NET-1
    REQUIRE(error_of(bind(h, {samesock::af_inet, bytes})) == std::errc::address_not_available);
}

TEST_CASE("an internet address of the wrong length is refused") {
    const owned h = open_socket(tcp);
    constexpr std::array bytes{std::byte{127}, std::byte{0}, std::byte{1}};
    REQUIRE(error_of(bind(h, {samesock::af_inet, bytes})) == std::errc::invalid_argument);
}

TEST_CASE("accept finds nobody at first, then the one who connects, and says who it is") {
    const owned listener = listening();
    REQUIRE(error_of(accept(listener, false)) == std::errc::operation_would_block);
    REQUIRE_FALSE(is_ready_now(listener, readiness::readable));

    const owned client = open_socket(tcp);
    must(connected(client, must(local_endpoint(listener))));
    const accepted one = accept_one(listener);
    const owned server(one.connection);
    REQUIRE(one.peer == must(local_endpoint(client)));
    REQUIRE(must(peer_endpoint(server)) == must(local_endpoint(client)));
    REQUIRE(must(peer_endpoint(client)) == must(local_endpoint(server)));
    REQUIRE(must(describe(server)).type == samesock::sock_stream);
    REQUIRE(error_of(accept(listener, false)) == std::errc::operation_would_block);
}

TEST_CASE("a connection over IPv6 has IPv6 ends") {
    must(start());
    const owned listener(must_or_skip(open(tcp6, false), "IPv6"));
    const status at = bind(listener, v6());
    if (is(at, std::errc::address_not_available)) SKIP("this machine has no ::1");
    must(at);
    must(listen(listener, 1));
    const endpoint here = must(local_endpoint(listener));
    REQUIRE(here == v6(here.port));
    const owned client = open_socket(tcp6);
    must(connected(client, here));
    const accepted one = accept_one(listener);
    const owned server(one.connection);
    REQUIRE(one.peer.family == samesock::af_inet6);
    REQUIRE(one.peer == must(local_endpoint(client)));
    send_text(client, "six");
    REQUIRE(received_text(server) == "six");
}

TEST_CASE("several connections wait in the backlog, in turn") {
    const owned listener = listening();
    const endpoint at = must(local_endpoint(listener));
    std::array<owned, 5> clients;
    for (owned& c : clients) {
        c = open_socket(tcp);
        must(connected(c, at));
    }
    for (const owned& c : clients) {
        const accepted one = accept_one(listener);
        const owned server(one.connection);
        REQUIRE(one.peer == must(local_endpoint(c)));
    }
}

TEST_CASE("connecting where nobody listens is refused") {
    endpoint nobody;
    {
        const owned listener = listening();
        nobody = must(local_endpoint(listener));
    }
    const owned h = open_socket(tcp);
    REQUIRE(error_of(connected(h, nobody)) == std::errc::connection_refused);
}

TEST_CASE("a refused connection wakes who waits for it, and is told once") {
    endpoint nobody;
    {
        const owned listener = listening();
        nobody = must(local_endpoint(listener));
    }
    const owned h = open_socket(tcp);
    const status begun = connect(h, nobody);
    if (is(begun, std::errc::connection_refused)) SKIP("this system refuses at once");
    REQUIRE(error_of(begun) == std::errc::operation_in_progress);
    const readiness got = ready(h, readiness::writable | readiness::exceptional);
    REQUIRE(any(got & (readiness::writable | readiness::exceptional | readiness::hang_up)));
    REQUIRE(error_of(finish_connect(h)) == std::errc::connection_refused);
    // Whoever asks again is not told to wait for ever.
    REQUIRE_FALSE(is(finish_connect(h), std::errc::operation_in_progress));
    REQUIRE_FALSE(finish_connect(h).has_value());
}

TEST_CASE("connecting again says that it is connected") {
    const owned listener = listening();
    const endpoint at = must(local_endpoint(listener));
    const owned client = open_socket(tcp);
    must(connected(client, at));
    const owned server(accept_one(listener).connection);
    must(finish_connect(client));
    // Linux tells the first who asks again that what went on in the background has succeeded.
    status again = connect(client, at);
    if (again) again = connect(client, at);
    REQUIRE(error_of(again) == std::errc::already_connected);
}

TEST_CASE("a socket that is not connected has no peer") {
    const owned h = open_socket(tcp);
    REQUIRE(error_of(peer_endpoint(h)) == std::errc::not_connected);
    REQUIRE_FALSE(shutdown(h, samesock::shut_wr).has_value());
    std::array<std::byte, 1> room;
    REQUIRE(error_of(receive(h, room, {})) == std::errc::not_connected);
    const auto sent = send(h, room, {});
    REQUIRE((is(sent, std::errc::broken_pipe) || is(sent, std::errc::not_connected)));
}

TEST_CASE("listening needs no address of its own") {
    const owned h = open_socket(tcp);
    must_or_skip(listen(h, 1), "listen() before bind()");
    REQUIRE(must(local_endpoint(h)).port != 0);
}

TEST_CASE("datagram sockets do not listen") {
    const owned h = bound_udp();
    REQUIRE(error_of(listen(h, 1)) == std::errc::operation_not_supported);
}

TEST_CASE("half a connection goes on after the other half ends") {
    const auto [client, server] = connected_pair();
    send_text(client, "the question");
    must(shutdown(client, samesock::shut_wr));
    REQUIRE(received_text_of(server, 100) == "the question");
    REQUIRE(received_text(server).empty());
    send_text(server, "the answer");
    const std::string answer = received_text_of(client, 10);
    if (answer.empty() && std::getenv("SAMESOCK_WASI_HOST") != nullptr)
        SKIP("not on this host: after shutdown of the sending side, reads give the end of the stream at once");
    REQUIRE(answer == "the answer");
    std::array<std::byte, 1> room{};
    REQUIRE(error_of(send(client, room, {})) == std::errc::broken_pipe);
}

TEST_CASE("closing ends the peer's stream") {
    auto [client, server] = connected_pair();
    send_text(client, "last words");
    client.reset();
    REQUIRE(received_text_of(server, 100) == "last words");
    REQUIRE(received_text(server).empty());
    REQUIRE(received_text(server).empty());
}

TEST_CASE("a datagram socket connects at once, and to nobody in particular again") {
    const owned there = bound_udp();
    const owned elsewhere = bound_udp();
    const owned h = open_socket(udp);
    must(connected(h, must(local_endpoint(there))));
    must(finish_connect(h));
    REQUIRE(must(peer_endpoint(h)) == must(local_endpoint(there)));
    must(connected(h, must(local_endpoint(elsewhere))));
    REQUIRE(must(peer_endpoint(h)) == must(local_endpoint(elsewhere)));
}

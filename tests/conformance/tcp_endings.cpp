// How TCP connections end: half-close, shutdown, reset, and close with data on its way.
#include "suite.hpp"

TEST_CASE("after the client's half-close it can still receive", "[tcp][half-close]") {
    auto s = connected_to_peer("half_close");
    ok(s.try_sendall("request"));
    ok(s.try_shutdown(ss::SHUT_WR));
    const auto answer = s.try_recv(1, ss::MSG_PEEK);
    needs("half_close", answer && answer->size() == 1);
    CHECK(read_to_end(s) == "after the end: 7");
}

TEST_CASE("a server sees the half-close and still sends", "[tcp][half-close]") {
    auto [client, server] = tcp_pair();
    ok(client.try_sendall("request"));
    ok(client.try_shutdown(ss::SHUT_WR));
    CHECK(read_to_end(server) == "request");
    ok(server.try_sendall("answer"));
    ok(server.try_close());
    const auto answer = client.try_recv(1, ss::MSG_PEEK);
    needs("half_close", answer && answer->size() == 1);
    CHECK(read_to_end(client) == "answer");
}

TEST_CASE("sending after shutdown of sending is EPIPE and no signal", "[tcp][shutdown][semantics-20]") {
    auto [client, server] = tcp_pair();
    ok(client.try_shutdown(ss::SHUT_WR));
    CHECK(error_of(client.try_send("x")) == ss::errno_code(EPIPE));
    CHECK(error_of(client.try_sendall("x")) == ss::errno_code(EPIPE));
    const std::vector<ss::const_buffer> parts{"x"};
    CHECK(error_of(client.try_sendmsg(parts)) == ss::errno_code(EPIPE));
}

TEST_CASE("receiving after shutdown of receiving is the end of the stream", "[tcp][shutdown]") {
    auto [client, server] = tcp_pair();
    ok(server.try_shutdown(ss::SHUT_RD));
    CHECK(value_of(server.try_recv(1)) == ""sv);
    ok(server.try_sendall("still open"));
    CHECK(read_exactly(client, 10) == "still open");
}

TEST_CASE("shutdown of both directions ends both", "[tcp][shutdown]") {
    auto [client, server] = tcp_pair();
    ok(client.try_shutdown(ss::SHUT_RDWR));
    CHECK(value_of(client.try_recv(1)) == ""sv);
    CHECK(value_of(server.try_recv(1)) == ""sv);
    CHECK(error_of(client.try_send("x")) == ss::errno_code(EPIPE));
}

TEST_CASE("an unknown way to shut down is EINVAL", "[tcp][shutdown][bad]") {
    auto [client, server] = tcp_pair();
    CHECK(error_of(client.try_shutdown(ss::shutdown_how(7))) == ss::errno_code(EINVAL));
    ok(client.try_sendall("unharmed"));
    CHECK(read_exactly(server, 8) == "unharmed");
}

TEST_CASE("a reset by the peer is ECONNRESET for recv", "[tcp][reset]") {
    auto s = connected_to_peer("reset");
    ok(s.try_sendall("0\n"));
    CHECK(error_of(s.try_recv(1)) == ss::errno_code(ECONNRESET));
    CHECK(value_of(s.try_recv(1)) == ""sv); // the error is told once
}

TEST_CASE("bytes before a reset are not lost", "[tcp][reset]") {
    auto s = connected_to_peer("reset");
    ok(s.try_sendall("5000\n"));
    CHECK(read_exactly(s, 5000) == pattern(5000));
    ok(s.try_sendall("!"));
    CHECK(error_of(s.try_recv(1)) == ss::errno_code(ECONNRESET));
}

TEST_CASE("sending to a peer that has reset is ECONNRESET or EPIPE", "[tcp][reset][semantics-20]") {
    auto s = connected_to_peer("reset");
    ok(s.try_sendall("0\n"));
    wait_readable(s);
    const auto first = error_of(s.try_send("x"));
    CHECK((first == ss::errno_code(ECONNRESET) || first == ss::errno_code(EPIPE)));
    CHECK(error_of(s.try_send("x")) == ss::errno_code(EPIPE));
}

TEST_CASE("close with data unread resets the other end", "[tcp][reset]") {
    auto [client, server] = tcp_pair();
    ok(client.try_sendall("never read"));
    wait_readable(server);
    ok(server.try_close());
    wait_readable(client);
    const auto outcome = client.try_recv(1);
    CHECK((error_of(outcome) == ss::errno_code(ECONNRESET) || (outcome && outcome->empty())));
}

TEST_CASE("close is no shutdown while a duplicate lives", "[tcp][close][semantics-21]") {
    auto [client, server] = tcp_pair();
    auto copy = value_of(client.try_dup());
    ok(client.try_close());
    ok(copy.try_sendall("still here"));
    CHECK(read_exactly(server, 10) == "still here");
    ok(copy.try_close());
    CHECK(read_to_end(server).empty());
}

TEST_CASE("a destroyed socket closes its connection", "[tcp][close]") {
    auto [client, server] = tcp_pair();
    { const auto gone = std::move(client); }
    CHECK(read_to_end(server).empty());
}

TEST_CASE("closing after the peer's reset is no error", "[tcp][close][semantics-21]") {
    auto s = connected_to_peer("reset");
    ok(s.try_sendall("0\n"));
    wait_readable(s);
    CHECK_FALSE(error_of(s.try_close()));
}

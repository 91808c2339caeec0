// Datagrams: with and without connect, truncated, empty, refused, from the wrong sender.
#include "suite.hpp"

#include <array>

TEST_CASE("datagrams go to an address and say where they came from", "[udp]") {
    auto a = bound_udp(), b = bound_udp();
    const auto at_b = value_of(b.try_getsockname());
    CHECK(value_of(a.try_sendto("hello", at_b)) == 5);
    const auto [data, from] = value_of(b.try_recvfrom(100));
    CHECK(data == "hello"sv);
    CHECK(from == value_of(a.try_getsockname()));
    CHECK(value_of(b.try_sendto("back", from)) == 4);
    std::string into(10, '.');
    const auto [size, at] = value_of(a.try_recvfrom_into(into));
    CHECK(into.substr(0, size) == "back");
    CHECK(at == at_b);
}

TEST_CASE("datagrams travel over IPv6", "[udp][ipv6]") {
    needs_ipv6();
    auto s = udp(ss::AF_INET6);
    ok(s.try_settimeout(10));
    CHECK(value_of(s.try_sendto("six", peer_address("udp_echo6"))) == 3);
    const auto [data, from] = value_of(s.try_recvfrom(100));
    CHECK(data == "six"sv);
    CHECK(from == peer_address("udp_echo6"));
}

TEST_CASE("an unbound socket gets a port when it sends", "[udp]") {
    auto s = udp();
    ok(s.try_settimeout(10));
    CHECK(value_of(s.try_sendto("x", peer_address("udp_echo"))) == 1);
    CHECK(value_of(s.try_getsockname()).port() != 0);
    CHECK(value_of(s.try_recv(10)) == "x"sv);
}

TEST_CASE("a connected datagram socket sends and receives without addresses", "[udp]") {
    auto s = udp();
    ok(s.try_settimeout(10));
    ok(s.try_connect(peer_address("udp_echo")));
    CHECK(value_of(s.try_getpeername()) == peer_address("udp_echo"));
    CHECK(value_of(s.try_send("one")) == 3);
    CHECK(value_of(s.try_recv(10)) == "one"sv);
    ok(s.try_sendall("two"));
    std::array<char, 10> into{};
    CHECK(value_of(s.try_recv_into(into)) == 3);
    CHECK(value_of(s.try_send("three")) == 5);
    const auto [data, from] = value_of(s.try_recvfrom(10));
    CHECK(data == "three"sv);
    CHECK(from == peer_address("udp_echo"));
}

TEST_CASE("a connected datagram socket hears nobody else", "[udp]") {
    auto s = udp();
    ok(s.try_connect(peer_address("udp_elsewhere"))); // answers from another port
    CHECK(value_of(s.try_send("x")) == 1);
    ok(s.try_settimeout(0.1));
    CHECK(error_of(s.try_recv(10)) == ss::fault::timed_out);
}

TEST_CASE("a socket that is not connected hears another port", "[udp]") {
    auto s = udp();
    ok(s.try_settimeout(10));
    CHECK(value_of(s.try_sendto("x", peer_address("udp_elsewhere"))) == 1);
    CHECK(value_of(s.try_recvfrom(10)).second == peer_address("udp_elsewhere_answers"));
}

TEST_CASE("a datagram socket can be connected again elsewhere", "[udp]") {
    auto s = udp();
    ok(s.try_settimeout(10));
    ok(s.try_connect(peer_address("udp_elsewhere")));
    ok(s.try_connect(peer_address("udp_echo")));
    CHECK(value_of(s.try_send("x")) == 1);
    CHECK(value_of(s.try_recv(10)) == "x"sv);
}

TEST_CASE("the rest of a long datagram is lost", "[udp][semantics-24]") {
    auto a = bound_udp(), b = bound_udp();
    const auto at_b = value_of(b.try_getsockname());
    CHECK(value_of(a.try_sendto("abcdef", at_b)) == 6);
    CHECK(value_of(a.try_sendto("next", at_b)) == 4);
    CHECK(value_of(b.try_recv(3)) == "abc"sv);
    CHECK(value_of(b.try_recvfrom(100)).first == "next"sv);
}

TEST_CASE("recvmsg says that a datagram was truncated", "[udp][message]") {
    auto a = bound_udp(), b = bound_udp();
    CHECK(value_of(a.try_sendto("abcdef", value_of(b.try_getsockname()))) == 6);
    const auto got = value_of(b.try_recvmsg(3));
    CHECK(got.data == "abc"sv);
    CHECK((got.msg_flags & ss::MSG_TRUNC) == ss::MSG_TRUNC);
    CHECK(got.address == value_of(a.try_getsockname()));
}

TEST_CASE("an empty datagram arrives and is no end", "[udp][semantics-24]") {
    auto a = bound_udp(), b = bound_udp();
    const auto at_b = value_of(b.try_getsockname());
    CHECK(value_of(a.try_sendto("", at_b)) == 0);
    CHECK(value_of(a.try_sendto("after", at_b)) == 5);
    const auto [data, from] = value_of(b.try_recvfrom(10));
    CHECK(data == ""sv);
    CHECK(from == value_of(a.try_getsockname()));
    CHECK(value_of(b.try_recv(10)) == "after"sv);
}

TEST_CASE("MSG_PEEK leaves a datagram whole", "[udp][peek]") {
    auto a = bound_udp(), b = bound_udp();
    CHECK(value_of(a.try_sendto("abcdef", value_of(b.try_getsockname()))) == 6);
    CHECK(value_of(b.try_recv(2, ss::MSG_PEEK)) == "ab"sv);
    const auto [peeked, from] = value_of(b.try_recvfrom(100, ss::MSG_PEEK));
    CHECK(peeked == "abcdef"sv);
    CHECK(from == value_of(a.try_getsockname()));
    CHECK(value_of(b.try_recv(100)) == "abcdef"sv);
    ok(b.try_setblocking(false));
    CHECK(error_of(b.try_recv(100)) == std::errc::operation_would_block);
}

TEST_CASE("sendmsg gathers one datagram", "[udp][message]") {
    auto a = bound_udp(), b = bound_udp();
    const std::array<ss::const_buffer, 3> parts{"one", "two", "three"};
    CHECK(value_of(a.try_sendmsg(parts, {}, 0, value_of(b.try_getsockname()))) == 11);
    std::string first(4, '.'), second(20, '.');
    const std::array<ss::mutable_buffer, 2> into{first, second};
    const auto got = value_of(b.try_recvmsg_into(into));
    CHECK(got.nbytes == 11);
    CHECK(first + second.substr(0, 7) == "onetwothree");
    CHECK(got.address == value_of(a.try_getsockname()));
}

TEST_CASE("a datagram to a port where nobody listens is ECONNREFUSED on a connected socket", "[udp][semantics-31]") {
    auto s = udp();
    ok(s.try_settimeout(10));
    ok(s.try_connect(peer_address("udp_refused")));
    CHECK(value_of(s.try_send("x")) == 1);
    const auto outcome = s.try_recv(10);
    needs("refused_datagrams", outcome);
    CHECK(error_of(outcome) == ss::errno_code(ECONNREFUSED));
}

TEST_CASE("send without a destination is EDESTADDRREQ", "[udp][bad]") {
    auto s = udp();
    CHECK(error_of(s.try_send("x")) == ss::errno_code(EDESTADDRREQ));
    CHECK(error_of(s.try_getpeername()) == ss::errno_code(ENOTCONN));
}

TEST_CASE("a datagram beyond what UDP carries is EMSGSIZE", "[udp][bad]") {
    auto s = udp();
    CHECK(error_of(s.try_sendto(std::string(70'000, 'x'), peer_address("udp_echo"))) == ss::errno_code(EMSGSIZE));
}

TEST_CASE("a non-blocking recvfrom with nothing there is EAGAIN", "[udp][nonblocking]") {
    auto s = bound_udp();
    ok(s.try_setblocking(false));
    CHECK(error_of(s.try_recvfrom(10)) == std::errc::operation_would_block);
    CHECK(error_of(s.try_recv(10)) == std::errc::operation_would_block);
}

TEST_CASE("datagrams arrive in order and apart from each other over loopback", "[udp]") {
    auto a = bound_udp(), b = bound_udp();
    const auto at_b = value_of(b.try_getsockname());
    for (int i = 0; i < 20; ++i) CHECK(value_of(a.try_sendto(std::to_string(i), at_b)) > 0);
    for (int i = 0; i < 20; ++i) CHECK(value_of(b.try_recv(100)) == std::to_string(i));
}

TEST_CASE("sendto takes flags and a name that is resolved", "[udp]") {
    auto s = bound_udp();
    CHECK(value_of(s.try_sendto("x", ss::MSG_DONTWAIT, {"localhost", peer_port("udp_echo")})) == 1);
    CHECK(value_of(s.try_recv(10)) == "x"sv);
}

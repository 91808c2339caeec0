// create_connection, create_server, socketpair, and what a platform says it supports.
#include "suite.hpp"

#include <algorithm>

TEST_CASE("create_connection connects and keeps the timeout", "[create_connection][semantics-26]") {
    auto s = value_of(
        ss::try_create_connection(peer_address("echo"), {.timeout = 5, .source_address = {}, .all_errors = false}));
    CHECK(s.gettimeout() == 5.0);
    ok(s.try_sendall("x"));
    CHECK(read_exactly(s, 1) == "x");
}

TEST_CASE("create_connection without a timeout has the default", "[create_connection][semantics-26]") {
    CHECK(value_of(ss::try_create_connection(peer_address("echo"))).gettimeout() == std::nullopt);
    const default_timeout nine(9);
    CHECK(value_of(ss::try_create_connection(peer_address("echo"))).gettimeout() == 9.0);
    const auto none = value_of(ss::try_create_connection(
        peer_address("echo"), {.timeout = std::nullopt, .source_address = {}, .all_errors = false}));
    CHECK(none.gettimeout() == 9.0); // an absent timeout; None itself is written so:
    const auto blocking = value_of(ss::try_create_connection(
        peer_address("echo"), {.timeout = ss::timeout_value(std::nullopt), .source_address = {}, .all_errors = false}));
    CHECK(blocking.gettimeout() == std::nullopt);
}

TEST_CASE("create_connection resolves a name", "[create_connection]") {
    auto s = value_of(ss::try_create_connection({"localhost", peer_port("echo")}));
    ok(s.try_sendall("x"));
    CHECK(read_exactly(s, 1) == "x");
}

TEST_CASE("create_connection binds the source address", "[create_connection][semantics-26]") {
    auto l = listener();
    const auto to = value_of(l.try_getsockname());
    const auto s =
        value_of(ss::try_create_connection(to, {.timeout = {}, .source_address = {loopback, 0}, .all_errors = false}));
    CHECK(value_of(s.try_getsockname()).host() == "127.0.0.1");
    const auto refused =
        ss::try_create_connection(to, {.timeout = {}, .source_address = {"192.0.2.1", 0}, .all_errors = false});
    CHECK(error_of(refused) == ss::errno_code(EADDRNOTAVAIL));
}

TEST_CASE("create_connection reports the last error and with all_errors each one",
          "[create_connection][semantics-26]") {
    CHECK(error_of(ss::try_create_connection(peer_address("refused"))) == ss::errno_code(ECONNREFUSED));
    std::vector<std::error_code> errors;
    CHECK_FALSE(ss::try_create_connection(peer_address("refused"),
                                          {.timeout = {}, .source_address = {}, .all_errors = true}, errors)
                    .has_value());
    CHECK(errors == std::vector{ss::errno_code(ECONNREFUSED)});
}

TEST_CASE("create_connection times out", "[create_connection][timeout]") {
    const stopwatch clock;
    const auto outcome = ss::try_create_connection(peer_address("black_hole"),
                                                   {.timeout = 0.05, .source_address = {}, .all_errors = false});
    CHECK(error_of(outcome) == ss::fault::timed_out);
    CHECK(clock.seconds() >= 0.05);
}

TEST_CASE("create_connection to an unknown host is a gaierror", "[create_connection][bad]") {
    CHECK(error_of(ss::try_create_connection({unknown_host(), 80})).category() == ss::gai_category());
}

TEST_CASE("create_server listens", "[create_server][semantics-26]") {
    auto l = value_of(ss::try_create_server({loopback, 0}));
    CHECK(l.family() == ss::AF_INET);
    CHECK(value_of(l.try_getsockopt(ss::SOL_SOCKET, ss::SO_ACCEPTCONN)) == 1);
    auto s = value_of(ss::try_create_connection(value_of(l.try_getsockname())));
    CHECK(l.try_accept().has_value());
}

TEST_CASE("create_server on every address serves loopback", "[create_server]") {
    auto l = value_of(ss::try_create_server(
        {"", 0}, {.family = ss::AF_INET, .backlog = 5, .reuse_port = false, .dualstack_ipv6 = false}));
    const auto port = value_of(l.try_getsockname()).port();
    CHECK(ss::try_create_connection({loopback, port}).has_value());
}

TEST_CASE("create_server for IPv6 takes no IPv4", "[create_server][ipv6][semantics-26]") {
    needs_ipv6();
    auto l = value_of(ss::try_create_server(
        {"::", 0}, {.family = ss::AF_INET6, .backlog = {}, .reuse_port = false, .dualstack_ipv6 = false}));
    CHECK(value_of(l.try_getsockopt(ss::IPPROTO_IPV6, ss::IPV6_V6ONLY)) == 1);
    const auto port = value_of(l.try_getsockname()).port();
    CHECK(ss::try_create_connection({loopback6, port}).has_value());
    CHECK(error_of(ss::try_create_connection({loopback, port})) == ss::errno_code(ECONNREFUSED));
}

TEST_CASE("a dual-stack server takes both", "[create_server][ipv6]") {
    needs_ipv6();
    auto opened = ss::try_create_server(
        {"", 0}, {.family = ss::AF_INET6, .backlog = {}, .reuse_port = false, .dualstack_ipv6 = true});
    CHECK(ss::has_dualstack_ipv6() == opened.has_value());
    needs("dual_stack_server", opened);
    auto l = value_of(std::move(opened));
    const auto port = value_of(l.try_getsockname()).port();
    auto four = value_of(ss::try_create_connection({loopback, port}));
    CHECK(value_of(l.try_accept()).second.host() == "::ffff:127.0.0.1");
    auto six = value_of(ss::try_create_connection({loopback6, port}));
    CHECK(value_of(l.try_accept()).second.host() == "::1");
}

TEST_CASE("a dual-stack server of another family is refused", "[create_server][bad]") {
    const auto outcome = ss::try_create_server(
        {"", 0}, {.family = ss::AF_INET, .backlog = {}, .reuse_port = false, .dualstack_ipv6 = true});
    const auto code = error_of(outcome);
    CHECK((code == ss::misuse::dual_stack_family || code == ss::fault::no_dual_stack));
}

TEST_CASE("two servers share a port when both ask for it", "[create_server]") {
    auto a = ss::try_create_server({loopback, 0},
                                   {.family = ss::AF_INET, .backlog = {}, .reuse_port = true, .dualstack_ipv6 = false});
    needs("reuse_port_server", a);
    const auto where = value_of(value_of(std::move(a)).try_dup());
    const auto again =
        ss::try_create_server(value_of(where.try_getsockname()),
                              {.family = ss::AF_INET, .backlog = {}, .reuse_port = true, .dualstack_ipv6 = false});
    CHECK(again.has_value());
}

TEST_CASE("create_server on a port in use is EADDRINUSE", "[create_server][bad]") {
    auto l = listener();
    CHECK(error_of(ss::try_create_server(value_of(l.try_getsockname()))) == ss::errno_code(EADDRINUSE));
}

TEST_CASE("a server's port can be bound again right after its connections", "[create_server]") {
    auto l = value_of(ss::try_create_server({loopback, 0}));
    const auto where = value_of(l.try_getsockname());
    {
        auto client = value_of(ss::try_create_connection(where));
        auto server = value_of(l.try_accept()).first;
        ok(server.try_close()); // the server's end waits in TIME_WAIT
    }
    ok(l.try_close());
    CHECK(ss::try_create_server(where).has_value());
}

TEST_CASE("socketpair gives two connected sockets", "[socketpair]") {
    auto [a, b] = value_of(ss::try_socketpair());
    CHECK(a.family() == (ss::supports(ss::AF_UNIX) ? ss::AF_UNIX : ss::AF_INET));
    CHECK(a.gettimeout() == std::nullopt);
    CHECK_FALSE(value_of(a.try_get_inheritable()));
    ok(a.try_sendall("ab"));
    CHECK(read_exactly(b, 2) == "ab");
    ok(b.try_sendall("c"));
    CHECK(read_exactly(a, 1) == "c");
    ok(a.try_close());
    CHECK(read_to_end(b).empty());
}

TEST_CASE("socketpair of Internet sockets", "[socketpair][semantics-28]") {
    auto [a, b] = value_of(ss::try_socketpair(ss::AF_INET));
    CHECK(a.family() == ss::AF_INET);
    CHECK(value_of(a.try_getsockname()) == value_of(b.try_getpeername()));
    CHECK(value_of(b.try_getsockname()) == value_of(a.try_getpeername()));
    ok(a.try_sendall("ab"));
    CHECK(read_exactly(b, 2) == "ab");
}

TEST_CASE("socketpair of datagrams keeps their bounds", "[socketpair]") {
    auto [a, b] = value_of(ss::try_socketpair({}, ss::SOCK_DGRAM));
    CHECK(value_of(a.try_send("one")) == 3);
    CHECK(value_of(a.try_send("two")) == 3);
    CHECK(value_of(b.try_recv(100)) == "one"sv);
    CHECK(value_of(b.try_recv(100)) == "two"sv);
}

TEST_CASE("socketpair takes the default timeout", "[socketpair][timeout]") {
    const default_timeout four(4);
    auto [a, b] = value_of(ss::try_socketpair());
    CHECK(a.gettimeout() == 4.0);
    CHECK(b.gettimeout() == 4.0);
}

TEST_CASE("what supports answers is what opening says", "[supports]") {
    for (const auto family : {ss::AF_INET, ss::AF_INET6, ss::AF_UNIX, ss::address_family(99)}) {
        for (const auto type : {ss::SOCK_STREAM, ss::SOCK_DGRAM, ss::SOCK_SEQPACKET}) {
            INFO("family " << family.value() << " type " << type.value());
            CHECK(ss::supports(family, type) == ss::socket::try_open(family, type).has_value());
        }
    }
    CHECK(ss::supports(ss::AF_INET));
    CHECK(ss::supports(ss::AF_INET, ss::SOCK_DGRAM));
    CHECK(ss::has_ipv6);
}

// Timeouts: never early, and a timeout of one's own is told apart from the kernel's. How late is for the bench.
#include "suite.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace {

constexpr double asked = 0.05;

// The operation ends by its timeout, and not before it.
template <class Operation>
void is_never_early(Operation operation) {
    const stopwatch clock;
    const std::error_code outcome = operation();
    CHECK(clock.seconds() >= asked);
    CHECK(outcome == ss::fault::timed_out);
}

connection silent_pair() {
    auto pair = tcp_pair();
    ok(pair.client.try_settimeout(asked));
    ok(pair.server.try_settimeout(asked));
    return pair;
}

// Sends until there is no room. The system may find some more later: what succeeds is sent again.
template <class Send>
void times_out_when_full(ss::socket& s, Send send) {
    ok(s.try_setblocking(false));
    const std::string block(1 << 20, 'x');
    while (s.try_send(block)) {}
    ok(s.try_settimeout(asked));
    std::error_code outcome;
    do {
        const stopwatch clock;
        outcome = error_of(send());
        if (outcome) CHECK(clock.seconds() >= asked);
    } while (!outcome);
    CHECK(outcome == ss::fault::timed_out);
}

} // namespace

TEST_CASE("recv times out and not early", "[timeout]") {
    auto [client, server] = silent_pair();
    for (int i = 0; i < 5; ++i) is_never_early([&] { return error_of(server.try_recv(1)); });
}

TEST_CASE("every way to receive times out and not early", "[timeout]") {
    auto [client, server] = silent_pair();
    std::array<std::byte, 4> into{};
    const std::array<ss::mutable_buffer, 1> one{into};
    is_never_early([&] { return error_of(server.try_recv_into(into)); });
    is_never_early([&] { return error_of(server.try_recvfrom(1)); });
    is_never_early([&] { return error_of(server.try_recvfrom_into(into)); });
    is_never_early([&] { return error_of(server.try_recvmsg(1)); });
    is_never_early([&] { return error_of(server.try_recvmsg_into(one)); });
}

TEST_CASE("accept times out and not early", "[timeout]") {
    auto l = listener();
    ok(l.try_settimeout(asked));
    is_never_early([&] { return error_of(l.try_accept()); });
}

TEST_CASE("connect times out and not early", "[timeout]") {
    auto s = tcp();
    ok(s.try_settimeout(asked));
    is_never_early([&] { return error_of(s.try_connect(peer_address("black_hole"))); });
}

TEST_CASE("a timeout holds although a duplicate makes the descriptor blocking", "[timeout][handle][semantics-4]") {
    auto [client, server] = silent_pair();
    for (const ss::socket* const s : {&client, &server}) ok(value_of(s->try_dup()).try_setblocking(true));
    std::array<std::byte, 4> into{};
    is_never_early([&] { return error_of(server.try_recv_into(into)); });
    is_never_early([&] { return error_of(server.try_recvfrom_into(into)); });
    is_never_early([&] { return error_of(server.try_recvmsg(1)); });
    const std::string much(1 << 26, 'x');
    is_never_early([&] { return error_of(client.try_sendall(much)); });
    auto l = listener();
    ok(l.try_settimeout(asked));
    ok(value_of(l.try_dup()).try_setblocking(true));
    is_never_early([&] { return error_of(l.try_accept()); });
}

TEST_CASE("a datagram socket's receive times out and not early", "[timeout][udp]") {
    auto s = bound_udp();
    ok(s.try_settimeout(asked));
    is_never_early([&] { return error_of(s.try_recvfrom(1)); });
    is_never_early([&] { return error_of(s.try_recv(1)); });
}

TEST_CASE("send into a full connection times out and not early", "[timeout]") {
    auto [client, server] = tcp_pair();
    times_out_when_full(client, [&] { return client.try_send("x"); });
    const std::array<ss::const_buffer, 1> one{"x"};
    times_out_when_full(client, [&] { return client.try_sendmsg(one); });
}

TEST_CASE("sendall has one deadline for all of it", "[timeout][semantics-6]") {
    auto [client, server] = tcp_pair();
    ok(client.try_settimeout(asked));
    is_never_early([&] { return error_of(client.try_sendall(std::string(std::size_t{64} << 20, 'x'))); });
}

TEST_CASE("sendall ends by its total deadline although the reader takes a little all the time",
          "[timeout][semantics-6]") {
    auto s = connected_to_peer("slow");
    ok(s.try_settimeout(asked));
    // The slow reader takes 50 MB in about a second, and there is progress within every 50 ms.
    is_never_early([&] { return error_of(s.try_sendall(std::string(50'000'000, 'x'))); });
}

TEST_CASE("select and selector time out and not early", "[timeout][select]") {
    auto s = bound_udp();
    const stopwatch clock;
    CHECK(value_of(ss::try_select({&s}, {}, {}, asked)).readable.empty());
    CHECK(clock.seconds() >= asked);
    auto many = value_of(ss::selector::try_open());
    CHECK(many.try_register(s, ss::EVENT_READ).has_value());
    const stopwatch again;
    CHECK(value_of(many.try_select(asked)).empty());
    CHECK(again.seconds() >= asked);
}

TEST_CASE("data that comes in time ends the wait", "[timeout]") {
    auto s = connected_to_peer("delay");
    ok(s.try_sendall("30 late\n"));
    CHECK(read_exactly(s, 4) == "late");
}

TEST_CASE("a timeout leaves the connection as it was", "[timeout]") {
    auto [client, server] = silent_pair();
    CHECK(error_of(server.try_recv(1)) == ss::fault::timed_out);
    ok(server.try_settimeout(std::nullopt)); // the way of a byte may be longer on a busy machine
    ok(client.try_sendall("x"));
    CHECK(read_exactly(server, 1) == "x");
}

TEST_CASE("a socket starts in blocking mode and remembers what it is told", "[timeout][settimeout]") {
    auto s = tcp();
    CHECK(s.gettimeout() == std::nullopt);
    CHECK(s.getblocking());
    ok(s.try_settimeout(2.5));
    CHECK(s.gettimeout() == 2.5);
    CHECK(s.getblocking()); // although the descriptor is not: [semantics-4]
    ok(s.try_settimeout(0));
    CHECK(s.gettimeout() == 0.0);
    CHECK_FALSE(s.getblocking());
    ok(s.try_settimeout(std::nullopt));
    CHECK(s.gettimeout() == std::nullopt);
    ok(s.try_setblocking(false));
    CHECK(s.gettimeout() == 0.0);
    ok(s.try_setblocking(true));
    CHECK(s.gettimeout() == std::nullopt);
}

TEST_CASE("settimeout takes durations and what gettimeout returned", "[timeout][settimeout]") {
    auto s = tcp();
    ok(s.try_settimeout(1500ms));
    CHECK(s.gettimeout() == 1.5);
    ok(s.try_settimeout(2min));
    CHECK(s.gettimeout() == 120.0);
    ok(s.try_settimeout(3));
    CHECK(s.gettimeout() == 3.0);
    auto other = tcp();
    ok(other.try_settimeout(s.gettimeout()));
    CHECK(other.gettimeout() == 3.0);
}

TEST_CASE("a tiny timeout rounds up and stays a timeout", "[timeout][settimeout][semantics-10]") {
    auto s = bound_udp();
    ok(s.try_settimeout(1e-12));
    CHECK(s.gettimeout() == 1e-9);
    CHECK(s.getblocking());
    CHECK(error_of(s.try_recv(1)) == ss::fault::timed_out); // not EAGAIN
}

TEST_CASE("a timeout that is negative NaN or too large is refused and changes nothing",
          "[timeout][settimeout][bad][semantics-10]") {
    auto s = tcp();
    ok(s.try_settimeout(7));
    CHECK(error_of(s.try_settimeout(-1)) == ss::misuse::timeout_negative);
    CHECK(error_of(s.try_settimeout(-1e-12)) == ss::misuse::timeout_negative);
    CHECK(error_of(s.try_settimeout(-5ms)) == ss::misuse::timeout_negative);
    CHECK(error_of(s.try_settimeout(std::nan(""))) == ss::misuse::timeout_nan);
    CHECK(error_of(s.try_settimeout(1e300)) == ss::misuse::timeout_range);
    CHECK(error_of(s.try_settimeout(std::numeric_limits<double>::infinity())) == ss::misuse::timeout_range);
    CHECK(s.gettimeout() == 7.0);
    CHECK(error_of(ss::try_setdefaulttimeout(-1)) == ss::misuse::timeout_negative);
    CHECK(error_of(ss::try_setdefaulttimeout(std::nan(""))) == ss::misuse::timeout_nan);
    CHECK(ss::getdefaulttimeout() == std::nullopt);
}

TEST_CASE("a timeout of centuries is no overflow", "[timeout][settimeout][semantics-10]") {
    auto [client, server] = tcp_pair();
    ok(server.try_settimeout(9e9));
    ok(client.try_sendall("x"));
    CHECK(value_of(server.try_recv(1)) == "x"sv);
}

TEST_CASE("the default timeout is read when a socket is made", "[timeout][semantics-9]") {
    CHECK(ss::getdefaulttimeout() == std::nullopt);
    auto before = tcp();
    const default_timeout three(3);
    CHECK(ss::getdefaulttimeout() == 3.0);
    auto after = tcp();
    CHECK(before.gettimeout() == std::nullopt);
    CHECK(after.gettimeout() == 3.0);
    ok(ss::try_setdefaulttimeout(0));
    CHECK_FALSE(tcp().getblocking());
    ok(ss::try_setdefaulttimeout(std::nullopt));
    CHECK(after.gettimeout() == 3.0);
}

TEST_CASE("SOCK_NONBLOCK makes the timeout zero and is no part of the type", "[timeout][semantics-9]") {
    auto s = value_of(ss::socket::try_open(ss::AF_INET, ss::SOCK_STREAM | ss::SOCK_NONBLOCK | ss::SOCK_CLOEXEC));
    CHECK(s.gettimeout() == 0.0);
    CHECK(s.type() == ss::SOCK_STREAM);
    auto d = value_of(ss::socket::try_open(ss::AF_INET, ss::SOCK_DGRAM | ss::SOCK_NONBLOCK));
    CHECK(d.type() == ss::SOCK_DGRAM);
    CHECK(error_of(d.try_recv(1)) == std::errc::operation_would_block);
}

// Options: what is set is read back, what the platform always does succeeds, what it cannot do fails with its errno.
#include "suite.hpp"

#include <array>
#include <cstring>

namespace {

int get(const ss::socket& s, ss::option_level level, ss::option_name name) {
    return value_of(s.try_getsockopt(level, name));
}

void round_trip(ss::socket& s, ss::option_level level, ss::option_name name, int value) {
    INFO("level " << level.value() << " option " << name.value());
    ok(s.try_setsockopt(level, name, value));
    CHECK(get(s, level, name) == value);
}

} // namespace

TEST_CASE("a socket's kind can be asked of it", "[option]") {
    const auto s = tcp();
    CHECK(get(s, ss::SOL_SOCKET, ss::SO_TYPE) == ss::SOCK_STREAM.value());
    CHECK(get(s, ss::SOL_SOCKET, ss::SO_DOMAIN) == ss::AF_INET.value());
    CHECK(get(s, ss::SOL_SOCKET, ss::SO_PROTOCOL) == ss::IPPROTO_TCP.value());
    CHECK(get(s, ss::SOL_SOCKET, ss::SO_ERROR) == 0);
    const auto d = udp(ss::AF_INET6);
    CHECK(get(d, ss::SOL_SOCKET, ss::SO_TYPE) == ss::SOCK_DGRAM.value());
    CHECK(get(d, ss::SOL_SOCKET, ss::SO_DOMAIN) == ss::AF_INET6.value()); // Linux's number in every build
    CHECK(get(d, ss::SOL_SOCKET, ss::SO_PROTOCOL) == ss::IPPROTO_UDP.value());
}

TEST_CASE("SO_ACCEPTCONN tells a listener", "[option]") {
    CHECK(get(tcp(), ss::SOL_SOCKET, ss::SO_ACCEPTCONN) == 0);
    CHECK(get(listener(), ss::SOL_SOCKET, ss::SO_ACCEPTCONN) == 1);
}

TEST_CASE("keep-alive and its times are read back", "[option]") {
    auto s = tcp();
    CHECK(get(s, ss::SOL_SOCKET, ss::SO_KEEPALIVE) == 0);
    round_trip(s, ss::SOL_SOCKET, ss::SO_KEEPALIVE, 1);
    round_trip(s, ss::IPPROTO_TCP, ss::TCP_KEEPIDLE, 30);
    round_trip(s, ss::IPPROTO_TCP, ss::TCP_KEEPINTVL, 5);
    round_trip(s, ss::IPPROTO_TCP, ss::TCP_KEEPCNT, 3);
    round_trip(s, ss::SOL_SOCKET, ss::SO_KEEPALIVE, 0);
}

TEST_CASE("buffer sizes are at least what was asked for", "[option]") {
    for (auto s : {udp().detach(), tcp().detach()}) {
        auto one = value_of(ss::socket::try_adopt(s));
        ok(one.try_setsockopt(ss::SOL_SOCKET, ss::SO_RCVBUF, 32768));
        CHECK(get(one, ss::SOL_SOCKET, ss::SO_RCVBUF) >= 32768);
        ok(one.try_setsockopt(ss::SOL_SOCKET, ss::SO_SNDBUF, 32768));
        CHECK(get(one, ss::SOL_SOCKET, ss::SO_SNDBUF) >= 32768);
    }
}

TEST_CASE("hop limits are read back", "[option]") {
    auto s = tcp();
    round_trip(s, ss::IPPROTO_IP, ss::IP_TTL, 17);
    auto d = udp();
    round_trip(d, ss::IPPROTO_IP, ss::IP_TTL, 18);
    auto v6 = tcp(ss::AF_INET6);
    round_trip(v6, ss::IPPROTO_IPV6, ss::IPV6_UNICAST_HOPS, 19);
}

TEST_CASE("TCP_NODELAY can be set and reads back", "[option]") {
    auto s = tcp();
    round_trip(s, ss::IPPROTO_TCP, ss::TCP_NODELAY, 1);
}

TEST_CASE("TCP_NODELAY can be taken back", "[option]") {
    auto s = tcp();
    const auto outcome = s.try_setsockopt(ss::IPPROTO_TCP, ss::TCP_NODELAY, 0);
    needs("nagle", outcome);
    CHECK(get(s, ss::IPPROTO_TCP, ss::TCP_NODELAY) == 0);
}

TEST_CASE("SO_REUSEADDR can be set and reads back", "[option]") {
    auto s = tcp();
    round_trip(s, ss::SOL_SOCKET, ss::SO_REUSEADDR, 1);
}

TEST_CASE("SO_REUSEADDR can be taken back", "[option]") {
    auto s = tcp();
    const auto outcome = s.try_setsockopt(ss::SOL_SOCKET, ss::SO_REUSEADDR, 0);
    needs("no_reuse_address", outcome);
    CHECK(get(s, ss::SOL_SOCKET, ss::SO_REUSEADDR) == 0);
}

TEST_CASE("SO_REUSEADDR can be set on a datagram socket", "[option][udp]") {
    auto s = udp();
    CHECK(get(s, ss::SOL_SOCKET, ss::SO_REUSEADDR) == 0);
    const auto outcome = s.try_setsockopt(ss::SOL_SOCKET, ss::SO_REUSEADDR, 1);
    needs("reuse_address_udp", outcome);
    CHECK(get(s, ss::SOL_SOCKET, ss::SO_REUSEADDR) == 1);
}

TEST_CASE("SO_REUSEPORT lets two sockets share a port", "[option]") {
    auto a = tcp();
    needs("reuse_port", a.try_setsockopt(ss::SOL_SOCKET, ss::SO_REUSEPORT, 1));
    ok(a.try_bind(any_port()));
    auto b = tcp();
    ok(b.try_setsockopt(ss::SOL_SOCKET, ss::SO_REUSEPORT, 1));
    ok(b.try_bind(value_of(a.try_getsockname())));
}

TEST_CASE("SO_LINGER is a structure of two ints", "[option]") {
    auto s = tcp();
    const std::array<int, 2> asked{1, 5};
    needs("linger", s.try_setsockopt(ss::SOL_SOCKET, ss::SO_LINGER, ss::const_buffer(asked.data(), sizeof asked)));
    const auto read = value_of(s.try_getsockopt(ss::SOL_SOCKET, ss::SO_LINGER, sizeof asked));
    std::array<int, 2> got{};
    REQUIRE(read.size() == sizeof got);
    std::memcpy(got.data(), read.data(), sizeof got);
    CHECK(got == asked);
}

TEST_CASE("a linger of zero makes close a reset", "[option][reset]") {
    auto [client, server] = tcp_pair();
    const std::array<int, 2> at_once{1, 0};
    needs("linger",
          client.try_setsockopt(ss::SOL_SOCKET, ss::SO_LINGER, ss::const_buffer(at_once.data(), sizeof at_once)));
    ok(client.try_close());
    CHECK(error_of(server.try_recv(1)) == ss::errno_code(ECONNRESET));
}

TEST_CASE("SO_BROADCAST can be set", "[option][udp]") {
    auto s = udp();
    needs("broadcast", s.try_setsockopt(ss::SOL_SOCKET, ss::SO_BROADCAST, 1));
    CHECK(get(s, ss::SOL_SOCKET, ss::SO_BROADCAST) == 1);
}

TEST_CASE("multicast options are read back", "[option][udp]") {
    auto s = udp();
    needs("multicast", s.try_setsockopt(ss::IPPROTO_IP, ss::IP_MULTICAST_TTL, 3));
    CHECK(get(s, ss::IPPROTO_IP, ss::IP_MULTICAST_TTL) == 3);
    round_trip(s, ss::IPPROTO_IP, ss::IP_MULTICAST_LOOP, 0);
}

TEST_CASE("IPV6_V6ONLY can be chosen", "[option][ipv6]") {
    auto s = tcp(ss::AF_INET6);
    round_trip(s, ss::IPPROTO_IPV6, ss::IPV6_V6ONLY, 1);
    needs("dual_stack", s.try_setsockopt(ss::IPPROTO_IPV6, ss::IPV6_V6ONLY, 0));
    CHECK(get(s, ss::IPPROTO_IPV6, ss::IPV6_V6ONLY) == 0);
}

TEST_CASE("unknown options are ENOPROTOOPT", "[option][bad]") {
    auto s = tcp();
    CHECK(error_of(s.try_getsockopt(ss::SOL_SOCKET, ss::option_name(9999))) == ss::errno_code(ENOPROTOOPT));
    CHECK(error_of(s.try_setsockopt(ss::SOL_SOCKET, ss::option_name(9999), 1)) == ss::errno_code(ENOPROTOOPT));
    CHECK(error_of(s.try_setsockopt(ss::option_level(9999), ss::option_name(1), 1)) == ss::errno_code(ENOPROTOOPT));
}

TEST_CASE("getsockopt's length is 1 to 1024", "[option][bad][semantics-25]") {
    const auto s = tcp();
    CHECK(error_of(s.try_getsockopt(ss::SOL_SOCKET, ss::SO_TYPE, -1)) == ss::fault::option_length);
    CHECK(error_of(s.try_getsockopt(ss::SOL_SOCKET, ss::SO_TYPE, 1025)) == ss::fault::option_length);
    CHECK(s.try_getsockopt(ss::SOL_SOCKET, ss::SO_TYPE, 1024).has_value());
    CHECK(value_of(s.try_getsockopt(ss::SOL_SOCKET, ss::SO_TYPE, 4)).size() == sizeof(int));
}

TEST_CASE("getsockopt with more room gives as much as the option has", "[option]") {
    const auto read = value_of(tcp().try_getsockopt(ss::SOL_SOCKET, ss::SO_TYPE, 1024));
    needs("option_length", read.size() == sizeof(int));
    CHECK(read.size() == sizeof(int));
}

TEST_CASE("an option set as bytes is the same as one set as int", "[option]") {
    auto s = tcp();
    const int one = 1;
    ok(s.try_setsockopt(ss::SOL_SOCKET, ss::SO_KEEPALIVE, ss::const_buffer(&one, sizeof one)));
    CHECK(get(s, ss::SOL_SOCKET, ss::SO_KEEPALIVE) == 1);
}

TEST_CASE("ioctl sets the times of keep-alive", "[option]") {
    auto s = tcp();
    const std::array<std::uint32_t, 3> on_after_interval{1, 30'000, 5'000};
    needs("ioctl",
          s.try_ioctl(ss::SIO_KEEPALIVE_VALS, ss::const_buffer(on_after_interval.data(), sizeof on_after_interval)));
    ok(s.try_ioctl(ss::SIO_KEEPALIVE_VALS, ss::const_buffer(on_after_interval.data(), sizeof on_after_interval)));
}

TEST_CASE("share has nothing for a process that is none", "[option]") {
    const auto s = tcp();
    const auto outcome = s.try_share(1); // no process of Windows has this number
    needs("share", outcome);
    CHECK_FALSE(outcome.has_value());
}

TEST_CASE("fromshare takes what share gave and nothing else", "[option]") {
    const auto outcome = ss::try_fromshare("nothing");
    needs("share", outcome);
    CHECK(error_of(outcome) == ss::errno_code(EINVAL));
}

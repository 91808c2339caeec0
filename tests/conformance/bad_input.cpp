// Wrong arguments: each has its own error, and nothing is harmed.
#include "suite.hpp"

#include <array>

TEST_CASE("a port outside 0 to 65535 is refused by every call that takes an address", "[bad][semantics-13]") {
    auto s = tcp();
    auto d = udp();
    for (const long long port : {-1LL, 65536LL, 70000LL, 1LL << 40}) {
        INFO(port);
        const ss::address where(loopback, port);
        CHECK(error_of(s.try_bind(where)) == ss::misuse::port_range);
        CHECK(error_of(s.try_connect(where)) == ss::misuse::port_range);
        CHECK(error_of(s.try_connect_ex(where)) == ss::misuse::port_range); // raises in Python too
        CHECK(error_of(d.try_sendto("x", where)) == ss::misuse::port_range);
        const std::array<ss::const_buffer, 1> data{"x"};
        CHECK(error_of(d.try_sendmsg(data, {}, 0, where)) == ss::misuse::port_range);
    }
    ok(s.try_bind(any_port()));
}

TEST_CASE("the name is resolved before the port is looked at", "[bad][names][semantics-13]") {
    auto s = tcp();
    const auto outcome = error_of(s.try_connect({unknown_host(), 70000}));
    CHECK(outcome.category() == ss::gai_category());
}

TEST_CASE("flow information outside 20 bits is refused", "[bad][ipv6][semantics-15]") {
    auto s = tcp(ss::AF_INET6);
    CHECK(error_of(s.try_bind({loopback6, 0, 0x100000})) == ss::misuse::flowinfo_range);
    CHECK(error_of(s.try_bind({loopback6, 0, -1})) == ss::misuse::flowinfo_range);
    CHECK(error_of(s.try_connect({loopback6, 9, 0x100000})) == ss::misuse::flowinfo_range);
}

TEST_CASE("a NUL in a host name is refused", "[bad][names][semantics-14]") {
    auto s = tcp();
    CHECK(error_of(s.try_bind({"127.0.0.1\0x"sv, 0})) == ss::misuse::host_with_nul);
    CHECK(error_of(s.try_connect({"a\0b"sv, 9})) == ss::misuse::host_with_nul);
    CHECK(error_of(udp().try_sendto("x", {"a\0b"sv, 9})) == ss::misuse::host_with_nul);
}

TEST_CASE("a label over 63 bytes is refused", "[bad][names][semantics-14]") {
    const std::string label(64, 'a');
    CHECK(error_of(ss::try_getaddrinfo(label, 80)) == ss::misuse::label_too_long);
    CHECK(error_of(ss::try_gethostbyname(label)) == ss::misuse::label_too_long);
    CHECK(error_of(ss::try_getaddrinfo("a..b", 80)) == ss::misuse::label_empty);
    auto s = tcp();
    // An ASCII name is not encoded for a socket address: the resolver refuses it.
    CHECK(error_of(s.try_connect({label, 80})).category() == ss::gai_category());
    CHECK(error_of(s.try_connect({"\xc3\xa4" + label, 80})) == ss::misuse::label_too_long);
}

TEST_CASE("an address of the other family is refused", "[bad]") {
    auto v4 = tcp();
    CHECK(error_of(v4.try_bind({"::1", 0})).category() == ss::gai_category());
    auto v6 = tcp(ss::AF_INET6);
    CHECK(error_of(v6.try_bind({"127.0.0.1", 0})).category() == ss::gai_category());
    CHECK(error_of(v6.try_bind({"<broadcast>", 0})) == ss::fault::family_mismatched); // [semantics-12]
    CHECK(error_of(v6.try_bind({"255.255.255.255", 0})) == ss::fault::family_mismatched);
    CHECK(error_of(v4.try_bind("/a/path")) == ss::misuse::address_form);
    CHECK(error_of(v4.try_connect(ss::address())) == ss::misuse::address_form);
}

TEST_CASE("negative sizes are refused before anything is received", "[bad][recv][semantics-24]") {
    auto [client, server] = tcp_pair();
    ok(client.try_sendall("x"));
    std::array<std::byte, 4> into{};
    const std::array<ss::mutable_buffer, 1> buffers{into};
    CHECK(error_of(server.try_recv(-1)) == ss::misuse::negative_size);
    CHECK(error_of(server.try_recvfrom(-1)) == ss::misuse::negative_size);
    CHECK(error_of(server.try_recv_into(into, -1)) == ss::misuse::negative_size);
    CHECK(error_of(server.try_recvfrom_into(into, -1)) == ss::misuse::negative_size);
    CHECK(error_of(server.try_recvmsg(-1)) == ss::misuse::negative_size);
    CHECK(error_of(server.try_recvmsg(1, -1)) == ss::misuse::ancillary_size);
    CHECK(error_of(server.try_recvmsg_into(buffers, -1)) == ss::misuse::ancillary_size);
    CHECK(error_of(server.try_recv_into(into, 5)) == ss::misuse::size_beyond_buffer);
    CHECK(error_of(server.try_recvfrom_into(into, 5)) == ss::misuse::size_beyond_buffer);
    CHECK(read_exactly(server, 1) == "x");
}

TEST_CASE("unknown families types and protocols are refused", "[bad]") {
    CHECK(error_of(ss::socket::try_open(ss::address_family(99))) == ss::errno_code(EAFNOSUPPORT));
    CHECK_FALSE(ss::socket::try_open(ss::AF_INET, ss::socket_type(99)).has_value());
    CHECK(error_of(ss::socket::try_open(ss::AF_INET, ss::SOCK_STREAM, ss::protocol(99))) ==
          ss::errno_code(EPROTONOSUPPORT));
    CHECK(error_of(ss::socket::try_open(ss::AF_INET, ss::SOCK_STREAM, ss::IPPROTO_UDP)) ==
          ss::errno_code(EPROTONOSUPPORT));
    CHECK(error_of(ss::socket::try_open(ss::AF_INET, ss::SOCK_DGRAM, ss::IPPROTO_TCP)) ==
          ss::errno_code(EPROTONOSUPPORT));
}

TEST_CASE("a second bind is EINVAL", "[bad]") {
    auto s = tcp();
    ok(s.try_bind(any_port()));
    CHECK(error_of(s.try_bind(any_port())) == ss::errno_code(EINVAL));
    auto d = udp();
    ok(d.try_bind(any_port()));
    CHECK(error_of(d.try_bind(any_port())) == ss::errno_code(EINVAL));
}

TEST_CASE("a port in use is EADDRINUSE", "[bad]") {
    auto l = listener();
    auto s = tcp();
    CHECK(error_of(s.try_bind(value_of(l.try_getsockname()))) == ss::errno_code(EADDRINUSE));
    auto d = bound_udp();
    CHECK(error_of(udp().try_bind(value_of(d.try_getsockname()))) == ss::errno_code(EADDRINUSE));
}

TEST_CASE("an address of another machine cannot be bound", "[bad]") {
    CHECK(error_of(tcp().try_bind({"192.0.2.1", 0})) == ss::errno_code(EADDRNOTAVAIL));
    CHECK(error_of(udp().try_bind({"192.0.2.1", 0})) == ss::errno_code(EADDRNOTAVAIL));
}

TEST_CASE("connect after close is EBADF and a fresh socket connects", "[bad][close]") {
    auto s = tcp();
    ok(s.try_close());
    CHECK(error_of(s.try_connect(peer_address("echo"))) == ss::errno_code(EBADF));
    CHECK(value_of(s.try_connect_ex(peer_address("echo"))) == EBADF);
    s = tcp();
    ok(s.try_connect(peer_address("echo")));
}

TEST_CASE("packed addresses of the wrong length are refused", "[bad][inet]") {
    CHECK(error_of(ss::try_inet_ntoa("abc")) == ss::misuse::packed_length);
    CHECK(error_of(ss::try_inet_ntoa("abcde")) == ss::misuse::packed_length);
    CHECK(error_of(ss::try_inet_ntop(ss::AF_INET, "abc")) == ss::misuse::packed_length);
    CHECK(error_of(ss::try_inet_ntop(ss::AF_INET6, "abcd")) == ss::misuse::packed_length);
    CHECK(error_of(ss::try_inet_ntop(ss::AF_UNIX, "abcd")) == ss::misuse::unknown_family);
    CHECK(error_of(ss::try_inet_pton(ss::AF_UNIX, "127.0.0.1")) == ss::errno_code(EAFNOSUPPORT));
    CHECK(error_of(ss::try_inet_pton(ss::AF_INET, "127.1")) == ss::fault::illegal_ip_text);
    CHECK(error_of(ss::try_inet_aton("nonsense")) == ss::fault::illegal_ipv4_text);
    CHECK(error_of(ss::try_inet_aton("127.0.0.1\0"sv)) == ss::misuse::embedded_nul);
}

TEST_CASE("byte order functions refuse what does not fit", "[bad][inet]") {
    CHECK(error_of(ss::try_host_to_network_short(65536)) == ss::misuse::byte_order_range);
    CHECK(error_of(ss::try_host_to_network_short(-1)) == ss::misuse::byte_order_range);
    CHECK(error_of(ss::try_host_to_network_long(std::int64_t{1} << 32)) == ss::misuse::byte_order_range);
    CHECK(value_of(ss::try_host_to_network_short(0x1234)) == 0x3412);
}

TEST_CASE("an over-long AF_UNIX path is refused", "[bad][unix]") {
    auto opened = ss::socket::try_open(ss::AF_UNIX);
    needs("unix_sockets", opened);
    auto s = value_of(std::move(opened));
    CHECK(error_of(s.try_bind(std::string(109, 'a'))) == ss::fault::path_too_long);
    CHECK(error_of(s.try_connect(std::string(4000, 'a'))) == ss::fault::path_too_long);
    CHECK(error_of(s.try_connect(std::string(100, 'a'))) == ss::errno_code(ENOENT));
    CHECK(error_of(s.try_connect({"127.0.0.1", 9})) == ss::misuse::address_form);
}

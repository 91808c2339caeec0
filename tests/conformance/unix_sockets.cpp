// AF_UNIX and ancillary data: paths, abstract names, descriptors that travel.
#include "suite.hpp"

#include <array>
#include <cstdio>

namespace {

// Unique among processes that run at once: the port of a socket that lives on meanwhile.
struct temporary_path {
    ss::socket keeps = bound_udp();
    std::string path = "samesock-" + std::to_string(value_of(keeps.try_getsockname()).port()) + ".socket";
    ~temporary_path() { (void)std::remove(path.c_str()); }
};

} // namespace

TEST_CASE("AF_UNIX streams connect by path", "[unix]") {
    auto opened = ss::socket::try_open(ss::AF_UNIX);
    needs("unix_sockets", opened);
    auto l = value_of(std::move(opened));
    const temporary_path at;
    ok(l.try_bind(at.path));
    ok(l.try_listen(1));
    CHECK(value_of(l.try_getsockname()).path() == at.path);
    auto client = value_of(ss::socket::try_open(ss::AF_UNIX));
    ok(client.try_connect(at.path));
    auto server = value_of(l.try_accept()).first;
    CHECK(value_of(client.try_getpeername()).path() == at.path);
    CHECK(value_of(client.try_getsockname()).path().empty());
    ok(client.try_sendall("x"));
    CHECK(read_exactly(server, 1) == "x");
}

TEST_CASE("an AF_UNIX path need not be ASCII", "[unix]") {
    auto opened = ss::socket::try_open(ss::AF_UNIX);
    needs("unix_sockets", opened);
    auto l = value_of(std::move(opened));
    temporary_path at;
    at.path += "-\u00e4\u4e2d";
    ok(l.try_bind(at.path));
    ok(l.try_listen(1));
    CHECK(value_of(l.try_getsockname()).path() == at.path);
    auto client = value_of(ss::socket::try_open(ss::AF_UNIX));
    ok(client.try_connect(at.path));
    CHECK(value_of(client.try_getpeername()).path() == at.path);
}

TEST_CASE("AF_UNIX datagrams name their sender", "[unix]") {
    auto opened = ss::socket::try_open(ss::AF_UNIX, ss::SOCK_DGRAM);
    needs("unix_datagrams", opened);
    auto a = value_of(std::move(opened));
    auto b = value_of(ss::socket::try_open(ss::AF_UNIX, ss::SOCK_DGRAM));
    const temporary_path at_a, at_b;
    ok(a.try_bind(at_a.path));
    ok(b.try_bind(at_b.path));
    CHECK(value_of(a.try_sendto("x", at_b.path)) == 1);
    CHECK(value_of(b.try_recvfrom(10)).second.path() == at_a.path);
}

// Linux says of the sender that it can be written to, always: what is full is the queue of another.
TEST_CASE("sendto a full AF_UNIX queue times out and not early", "[unix][timeout][semantics-5]") {
    auto opened = ss::socket::try_open(ss::AF_UNIX, ss::SOCK_DGRAM);
    needs("unix_datagrams", opened);
    auto full = value_of(std::move(opened));
    const temporary_path at;
    ok(full.try_bind(at.path));
    auto sender = value_of(ss::socket::try_open(ss::AF_UNIX, ss::SOCK_DGRAM));
    ok(sender.try_settimeout(0));
    while (sender.try_sendto("x", at.path)) {}
    ok(sender.try_settimeout(0.1));
    const auto begun = std::chrono::steady_clock::now();
    CHECK(error_of(sender.try_sendto("x", at.path)) == ss::fault::timed_out);
    CHECK(std::chrono::steady_clock::now() - begun >= 100ms);
}

TEST_CASE("AF_UNIX has abstract names on Linux", "[unix]") {
    auto opened = ss::socket::try_open(ss::AF_UNIX);
    needs("unix_sockets", opened);
    auto l = value_of(std::move(opened));
    const temporary_path unique;
    const std::string name = '\0' + unique.path;
    const auto bound = l.try_bind(name);
    if (!bound) SKIP("this system has no abstract names");
    ok(l.try_listen(1));
    CHECK(value_of(l.try_getsockname()).path() == name);
    auto client = value_of(ss::socket::try_open(ss::AF_UNIX));
    ok(client.try_connect(name));
    CHECK(value_of(client.try_getpeername()).path() == name);
}

TEST_CASE("a bound path is in use for the next", "[unix][bad]") {
    auto opened = ss::socket::try_open(ss::AF_UNIX);
    needs("unix_sockets", opened);
    auto s = value_of(std::move(opened));
    const temporary_path at;
    ok(s.try_bind(at.path));
    CHECK(error_of(value_of(ss::socket::try_open(ss::AF_UNIX)).try_bind(at.path)) == ss::errno_code(EADDRINUSE));
    CHECK(error_of(value_of(ss::socket::try_open(ss::AF_UNIX)).try_connect(at.path)) == ss::errno_code(ECONNREFUSED));
}

TEST_CASE("SOCK_SEQPACKET keeps bounds and order", "[unix]") {
    auto pair = ss::try_socketpair(ss::AF_UNIX, ss::SOCK_SEQPACKET);
    needs("unix_socketpair", pair);
    auto [a, b] = value_of(std::move(pair));
    CHECK(value_of(a.try_send("one")) == 3);
    CHECK(value_of(a.try_send("two")) == 3);
    CHECK(value_of(b.try_recv(100)) == "one"sv);
    CHECK(value_of(b.try_recv(100)) == "two"sv);
}

TEST_CASE("descriptors travel through a socket", "[unix][message]") {
    auto [a, b] = value_of(ss::try_socketpair());
    auto [client, server] = tcp_pair();
    const std::array<ss::const_buffer, 1> data{"a socket"};
    const std::array<int, 1> fds{static_cast<int>(client.fileno())};
    const auto sent = ss::try_send_fds(a, data, fds);
    needs("descriptor_passing", sent);
    CHECK(value_of(sent) == 8);
    const auto got = value_of(ss::try_recv_fds(b, 100, 1));
    CHECK(got.msg == "a socket"sv);
    REQUIRE(got.fds.size() == 1);
    auto copy = value_of(ss::socket::try_adopt(got.fds[0]));
    CHECK(copy.fileno() != client.fileno());
    ok(copy.try_sendall("through another number"));
    CHECK(read_exactly(server, 22) == "through another number");
}

TEST_CASE("recv_fds without descriptors returns data alone", "[unix][message]") {
    auto [a, b] = value_of(ss::try_socketpair());
    ok(a.try_sendall("plain"));
    const auto outcome = ss::try_recv_fds(b, 100, 4);
    needs("descriptor_passing_receive", outcome);
    CHECK(value_of(outcome).msg == "plain"sv);
    CHECK(value_of(outcome).fds.empty());
}

TEST_CASE("an ancillary item arrives as it was sent", "[message]") {
    auto [a, b] = value_of(ss::try_socketpair());
    const int number = static_cast<int>(a.fileno());
    const std::array<ss::ancillary_view, 1> items{
        {{ss::SOL_SOCKET, ss::SCM_RIGHTS, ss::const_buffer(&number, sizeof number)}}};
    const std::array<ss::const_buffer, 1> data{"x"};
    const auto sent = a.try_sendmsg(data, items);
    needs("ancillary_data", sent);
    const auto got =
        value_of(b.try_recvmsg(10, static_cast<std::ptrdiff_t>(value_of(ss::try_cmsg_space(sizeof number)))));
    REQUIRE(got.ancdata.size() == 1);
    CHECK(got.ancdata[0].level == ss::SOL_SOCKET);
    CHECK(got.ancdata[0].type == ss::SCM_RIGHTS);
    CHECK(got.ancdata[0].data.size() == sizeof number);
    int received = -1;
    std::copy_n(got.ancdata[0].data.data(), sizeof received, reinterpret_cast<std::byte*>(&received));
    ok(ss::try_close(received));
}

TEST_CASE("ancillary data that finds no room is truncated and said so", "[message]") {
    auto [a, b] = value_of(ss::try_socketpair());
    const int number = static_cast<int>(a.fileno());
    const std::array<ss::ancillary_view, 1> items{
        {{ss::SOL_SOCKET, ss::SCM_RIGHTS, ss::const_buffer(&number, sizeof number)}}};
    const std::array<ss::const_buffer, 1> data{"x"};
    needs("ancillary_data", a.try_sendmsg(data, items));
    const auto got = value_of(b.try_recvmsg(10));
    CHECK(got.data == "x"sv);
    CHECK(got.ancdata.empty());
    CHECK((got.msg_flags & ss::MSG_CTRUNC) == ss::MSG_CTRUNC);
}

TEST_CASE("the sizes of ancillary items", "[message]") {
    const auto length = ss::try_cmsg_len(4);
    needs("ancillary_sizes", length);
    CHECK(value_of(length) > 4);
    CHECK(value_of(ss::try_cmsg_space(4)) >= value_of(length));
    CHECK_FALSE(ss::try_cmsg_len(-1).has_value());
}

TEST_CASE("a raw socket needs a privilege or works", "[raw]") {
    const auto raw = ss::socket::try_open(ss::AF_INET, ss::SOCK_RAW, ss::IPPROTO_ICMP);
    needs("raw_sockets", raw);
    CHECK((raw || error_of(raw) == ss::errno_code(EPERM)));
}

// The life of a socket object and its handle: dup, detach, adopt, fromfd, close, moves, and what a closed socket
// answers.
#include "suite.hpp"

#include <array>
#include <functional>
#include <sstream>

namespace {

struct operation {
    const char* name;
    std::function<std::error_code(ss::socket&)> run;
};

const std::vector<operation>& operations() {
    static std::array<std::byte, 4> into{};
    static const std::array<ss::mutable_buffer, 1> buffers{into};
    static const std::array<ss::const_buffer, 1> data{"x"};
    static const ss::address where(loopback, 9);
    static const std::vector<operation> all{
        {"accept", [](ss::socket& s) { return error_of(s.try_accept()); }},
        {"bind", [](ss::socket& s) { return error_of(s.try_bind(where)); }},
        {"connect", [](ss::socket& s) { return error_of(s.try_connect(where)); }},
        {"connect_ex", [](ss::socket& s) { return ss::errno_code(s.try_connect_ex(where).value_or(0)); }},
        {"listen", [](ss::socket& s) { return error_of(s.try_listen()); }},
        {"shutdown", [](ss::socket& s) { return error_of(s.try_shutdown(ss::SHUT_RDWR)); }},
        {"dup", [](ss::socket& s) { return error_of(s.try_dup()); }},
        {"getsockname", [](ss::socket& s) { return error_of(s.try_getsockname()); }},
        {"getpeername", [](ss::socket& s) { return error_of(s.try_getpeername()); }},
        {"recv", [](ss::socket& s) { return error_of(s.try_recv(1)); }},
        {"recv_into", [](ss::socket& s) { return error_of(s.try_recv_into(into)); }},
        {"recvfrom", [](ss::socket& s) { return error_of(s.try_recvfrom(1)); }},
        {"recvfrom_into", [](ss::socket& s) { return error_of(s.try_recvfrom_into(into)); }},
        {"recvmsg", [](ss::socket& s) { return error_of(s.try_recvmsg(1)); }},
        {"recvmsg_into", [](ss::socket& s) { return error_of(s.try_recvmsg_into(buffers)); }},
        {"send", [](ss::socket& s) { return error_of(s.try_send("x")); }},
        {"sendall", [](ss::socket& s) { return error_of(s.try_sendall("x")); }},
        {"sendto", [](ss::socket& s) { return error_of(s.try_sendto("x", where)); }},
        {"sendmsg", [](ss::socket& s) { return error_of(s.try_sendmsg(data)); }},
        {"sendfile",
         [](ss::socket& s) {
             std::istringstream file("x");
             return error_of(s.try_sendfile(file));
         }},
        {"settimeout", [](ss::socket& s) { return error_of(s.try_settimeout(1)); }},
        {"setblocking", [](ss::socket& s) { return error_of(s.try_setblocking(true)); }},
        {"getsockopt", [](ss::socket& s) { return error_of(s.try_getsockopt(ss::SOL_SOCKET, ss::SO_TYPE)); }},
        {"getsockopt of bytes",
         [](ss::socket& s) { return error_of(s.try_getsockopt(ss::SOL_SOCKET, ss::SO_TYPE, 4)); }},
        {"setsockopt", [](ss::socket& s) { return error_of(s.try_setsockopt(ss::SOL_SOCKET, ss::SO_KEEPALIVE, 1)); }},
        {"get_inheritable", [](ss::socket& s) { return error_of(s.try_get_inheritable()); }},
        {"set_inheritable", [](ss::socket& s) { return error_of(s.try_set_inheritable(false)); }},
    };
    return all;
}

void every_operation_is_ebadf(ss::socket& s) {
    for (const operation& o : operations()) {
        INFO(o.name);
        CHECK(o.run(s) == ss::errno_code(EBADF));
    }
}

} // namespace

TEST_CASE("every operation on a closed socket is EBADF", "[handle][close]") {
    auto s = tcp();
    ok(s.try_close());
    every_operation_is_ebadf(s);
}

TEST_CASE("every operation on a socket that was moved from is EBADF", "[handle][move]") {
    auto s = tcp();
    const auto moved = std::move(s);
    every_operation_is_ebadf(s);
    CHECK(moved.fileno() != -1);
}

TEST_CASE("every operation on a detached socket is EBADF", "[handle][detach]") {
    auto s = tcp();
    const auto number = s.detach();
    every_operation_is_ebadf(s);
    ok(ss::try_close(number));
}

TEST_CASE("a closed or moved-from socket has no number and does not close again", "[handle][semantics-23]") {
    auto s = tcp();
    CHECK(s.fileno() >= 0);
    CHECK(s);
    ok(s.try_close());
    CHECK(s.fileno() == -1);
    CHECK_FALSE(s);
    ok(s.try_close()); // a second close does nothing: [semantics-21]
    CHECK(s.detach() == -1);
    ss::socket none(std::nullopt);
    CHECK(none.fileno() == -1);
    ok(none.try_close());
    CHECK(none.detach() == -1);
}

TEST_CASE("settimeout on a closed socket keeps the value and fails", "[handle][semantics-10]") {
    auto s = tcp();
    ok(s.try_close());
    CHECK(error_of(s.try_settimeout(3)) == ss::errno_code(EBADF));
    CHECK(s.gettimeout() == 3.0);
}

TEST_CASE("a moved socket keeps its connection", "[handle][move]") {
    auto [client, server] = tcp_pair();
    const auto number = client.fileno();
    ss::socket moved = std::move(client);
    CHECK(moved.fileno() == number);
    ok(moved.try_sendall("x"));
    CHECK(read_exactly(server, 1) == "x");
    ss::socket target = tcp();
    target = std::move(moved);
    CHECK(target.fileno() == number);
    ok(target.try_sendall("y"));
    CHECK(read_exactly(server, 1) == "y");
}

TEST_CASE("dup gives a second handle of the same connection with the same timeout", "[handle][dup][semantics-11]") {
    auto [client, server] = tcp_pair();
    auto copy = value_of(client.try_dup());
    CHECK(copy.fileno() != client.fileno());
    CHECK(copy.gettimeout() == client.gettimeout());
    CHECK(copy.family() == client.family());
    CHECK(copy.type() == client.type());
    CHECK(copy.proto() == client.proto());
    CHECK_FALSE(value_of(copy.try_get_inheritable()));
    ok(copy.try_sendall("a"));
    ok(client.try_sendall("b"));
    CHECK(read_exactly(server, 2) == "ab");
    ok(server.try_sendall("c"));
    CHECK(read_exactly(copy, 1) == "c");
}

TEST_CASE("detach hands out the number and leaves the connection open", "[handle][detach][semantics-23]") {
    auto [client, server] = tcp_pair();
    const auto number = client.fileno();
    CHECK(client.detach() == number);
    CHECK(client.fileno() == -1);
    auto again = value_of(ss::socket::try_adopt(number));
    CHECK(again.fileno() == number);
    ok(again.try_sendall("x"));
    CHECK(read_exactly(server, 1) == "x");
}

TEST_CASE("adopt asks the handle what it is", "[handle][adopt]") {
    auto s = udp();
    const auto number = s.detach();
    const auto again = value_of(ss::socket::try_adopt(number));
    CHECK(again.family() == ss::AF_INET);
    CHECK(again.type() == ss::SOCK_DGRAM);
    CHECK(again.gettimeout() == std::nullopt);
}

TEST_CASE("adopt believes what it is told", "[handle][adopt]") {
    auto s = tcp();
    auto again = value_of(ss::socket::try_adopt(s.detach(), ss::AF_INET, ss::SOCK_STREAM, ss::IPPROTO_TCP));
    CHECK(again.proto() == ss::IPPROTO_TCP);
}

TEST_CASE("adopt refuses what is no handle", "[handle][adopt][bad]") {
    CHECK(error_of(ss::socket::try_adopt(-1)) == ss::misuse::negative_fileno);
    CHECK(error_of(ss::socket::try_adopt(100'000)) == ss::errno_code(EBADF));
    auto s = tcp();
    const auto number = s.fileno();
    ok(s.try_close());
    CHECK(error_of(ss::socket::try_adopt(number)) == ss::errno_code(EBADF));
}

TEST_CASE("a descriptor that is no socket is ENOTSOCK", "[handle][adopt][bad]") {
    const auto outcome = ss::socket::try_adopt(0);
    needs("standard_input_by_number", outcome);
    CHECK(error_of(outcome) == ss::errno_code(ENOTSOCK));
}

TEST_CASE("fromfd duplicates and leaves the original alone", "[handle][fromfd]") {
    auto [client, server] = tcp_pair();
    {
        auto copy = value_of(ss::try_fromfd(client.fileno(), ss::AF_INET, ss::SOCK_STREAM));
        CHECK(copy.fileno() != client.fileno());
        ok(copy.try_sendall("x"));
    }
    ok(client.try_sendall("y"));
    CHECK(read_exactly(server, 2) == "xy");
    CHECK(error_of(ss::try_fromfd(100'000, ss::AF_INET, ss::SOCK_STREAM)) == ss::errno_code(EBADF));
}

TEST_CASE("fromfd does not look at the mode of the handle", "[handle][fromfd][semantics-11]") {
    auto s = bound_udp(); // has a timeout
    auto copy = value_of(ss::try_fromfd(s.fileno(), ss::AF_INET, ss::SOCK_DGRAM));
    CHECK(copy.gettimeout() == std::nullopt);
    const default_timeout two(2);
    CHECK(value_of(ss::try_fromfd(s.fileno(), ss::AF_INET, ss::SOCK_DGRAM)).gettimeout() == 2.0);
}

TEST_CASE("close and dup of a bare number", "[handle]") {
    auto [client, server] = tcp_pair();
    const auto copy = value_of(ss::try_dup(client.fileno()));
    CHECK(copy != client.fileno());
    ok(client.try_close());
    ok(server.try_settimeout(0.02));
    CHECK(error_of(server.try_recv(1)) == ss::fault::timed_out); // the copy holds the connection
    ok(server.try_settimeout(10));
    ok(ss::try_close(copy));
    CHECK(read_to_end(server).empty());
    CHECK(error_of(ss::try_close(copy)) == ss::errno_code(EBADF));
    CHECK(error_of(ss::try_dup(copy)) == ss::errno_code(EBADF));
    CHECK(error_of(ss::try_close(-1)) == ss::errno_code(EBADF));
}

TEST_CASE("sockets are not inherited unless asked for", "[handle][inherit][semantics-29]") {
    auto s = tcp();
    CHECK_FALSE(value_of(s.try_get_inheritable()));
    ok(s.try_set_inheritable(false));
    needs("inheritance", s.try_set_inheritable(true));
    ok(s.try_set_inheritable(true));
    CHECK(value_of(s.try_get_inheritable()));
    CHECK_FALSE(value_of(value_of(s.try_dup()).try_get_inheritable()));
}

TEST_CASE("an accepted socket is not inherited", "[handle][inherit][semantics-29]") {
    auto [client, server] = tcp_pair();
    CHECK_FALSE(value_of(server.try_get_inheritable()));
    CHECK_FALSE(value_of(client.try_get_inheritable()));
}

TEST_CASE("a socket says what it was made as", "[handle]") {
    const ss::socket plain = value_of(ss::socket::try_open());
    CHECK(plain.family() == ss::AF_INET);
    CHECK(plain.type() == ss::SOCK_STREAM);
    CHECK(plain.proto().value() == 0);
    const ss::SocketType explicit_one = value_of(ss::socket::try_open(ss::AF_INET, ss::SOCK_DGRAM, ss::IPPROTO_UDP));
    CHECK(explicit_one.type() == ss::SOCK_DGRAM);
    CHECK(explicit_one.proto() == ss::IPPROTO_UDP);
}

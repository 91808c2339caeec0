// Handles of Windows that are no sockets, numbers that are no handles, and sockets closed behind the library's back.
// Includes system headers: it is about the system under the library.
#include "conformance/suite.hpp"

#include <winsock2.h>

#include <windows.h>

#include <array>
#include <thread>

namespace {

// A call of each kind: options, names, connections, data.
void every_call_fails_with(ss::socket& s, int number) {
    const std::array<ss::const_buffer, 1> parts{"x"};
    const auto expected = ss::errno_code(number);
    CHECK(error_of(s.try_getsockopt(ss::sol_socket, ss::so_keepalive)) == expected);
    CHECK(error_of(s.try_setsockopt(ss::sol_socket, ss::so_keepalive, 1)) == expected);
    CHECK(error_of(s.try_getsockname()) == expected);
    CHECK(error_of(s.try_getpeername()) == expected);
    CHECK(error_of(s.try_bind(any_port())) == expected);
    CHECK(error_of(s.try_listen()) == expected);
    CHECK(error_of(s.try_accept()) == expected);
    CHECK(error_of(s.try_connect({loopback, 9})) == expected);
    CHECK(error_of(s.try_recv(1)) == expected);
    CHECK(error_of(s.try_recv(1, ss::msg_peek)) == expected);
    CHECK(error_of(s.try_recvfrom(1)) == expected);
    CHECK(error_of(s.try_recvmsg(1)) == expected);
    CHECK(error_of(s.try_send("x")) == expected);
    CHECK(error_of(s.try_sendto("x", {loopback, 9})) == expected);
    CHECK(error_of(s.try_sendmsg(parts)) == expected);
    CHECK(error_of(s.try_shutdown(ss::shut_wr)) == expected);
    CHECK(error_of(s.try_dup()) == expected);
}

// Every way to take a number over.
void is_refused_with(std::intptr_t number, int reason) {
    const auto expected = ss::errno_code(reason);
    CHECK(error_of(ss::socket::try_adopt(number)) == expected);
    CHECK(error_of(ss::socket::try_adopt(number, ss::af_inet, ss::sock_stream, ss::ipproto_tcp)) == expected);
    CHECK(error_of(ss::try_fromfd(number, ss::af_inet, ss::sock_stream)) == expected);
    CHECK(error_of(ss::try_dup(number)) == expected);
    CHECK(error_of(ss::try_close(number)) == expected);
}

} // namespace

TEST_CASE("a handle that is no socket is ENOTSOCK and left alone", "[handle][bad]") {
    const HANDLE event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    is_refused_with(reinterpret_cast<std::intptr_t>(event), ENOTSOCK);
    CHECK(::CloseHandle(event) != 0);
}

TEST_CASE("a number above what handles have is EBADF and not another handle's", "[handle][bad]") {
    auto [client, server] = tcp_pair();
    for (const std::intptr_t beyond : {std::intptr_t{1} << 31, std::intptr_t{1} << 32, std::intptr_t{1} << 40}) {
        INFO(beyond);
        is_refused_with(client.fileno() + beyond, EBADF);
    }
    ok(client.try_sendall("unharmed"));
    CHECK(read_exactly(server, 8) == "unharmed");
}

TEST_CASE("a socket made by somebody else blocks and has timeouts as one of ours", "[handle][adopt]") {
    ok(tcp().try_close()); // Winsock is started by the first
    for (const bool is_told : {false, true}) {
        const auto number = static_cast<std::intptr_t>(::socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP));
        auto s = value_of(is_told ? ss::socket::try_adopt(number, ss::af_inet, ss::sock_dgram, ss::ipproto_udp)
                                  : ss::socket::try_adopt(number));
        ok(s.try_bind(any_port()));
        ok(s.try_settimeout(0.02));
        CHECK(error_of(s.try_recv(1)) == ss::fault::timed_out);
        ok(s.try_settimeout(std::nullopt));
        auto other = udp();
        std::thread sender([&, where = value_of(s.try_getsockname())] {
            std::this_thread::sleep_for(30ms);
            (void)other.try_sendto("x", where);
        });
        CHECK(value_of(s.try_recv(1)) == "x"sv);
        sender.join();
    }
}

TEST_CASE("a socket closed by somebody else is EBADF for calls and waits", "[handle][bad][select]") {
    for (const ss::timeout_value timeout : {ss::timeout_value(std::nullopt), ss::timeout_value(5)}) {
        auto [client, server] = tcp_pair();
        ok(server.try_settimeout(timeout));
        auto many = value_of(ss::selector::try_open());
        value_of(many.try_register(server, ss::EVENT_READ));
        REQUIRE(::closesocket(static_cast<SOCKET>(server.fileno())) == 0);
        CHECK(value_of(many.try_select(0.02)).empty());
        CHECK(error_of(ss::try_select({&server}, {}, {}, 5)) == ss::errno_code(EBADF));
        every_call_fails_with(server, EBADF);
        CHECK(error_of(server.try_close()) == ss::errno_code(EBADF));
    }
}

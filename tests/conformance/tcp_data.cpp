// Data over a TCP connection: every way of sending and receiving, the flags, and the sizes.
#include "suite.hpp"

#include <array>

TEST_CASE("recv gives what there is and keeps the rest", "[tcp][recv]") {
    auto [client, server] = tcp_pair();
    ok(client.try_sendall("abcdef"));
    CHECK(read_exactly(server, 2) == "ab");
    CHECK(read_exactly(server, 4) == "cdef");
}

TEST_CASE("recv gives nothing at the end of the stream and again after it", "[tcp][recv]") {
    auto [client, server] = tcp_pair();
    ok(client.try_sendall("end"));
    ok(client.try_close());
    CHECK(read_to_end(server) == "end");
    CHECK(value_of(server.try_recv(10)) == ""sv);
    std::array<std::byte, 4> into{};
    CHECK(value_of(server.try_recv_into(into)) == 0);
}

TEST_CASE("recv of nothing returns at once without touching the stream", "[tcp][recv][semantics-24]") {
    auto [client, server] = tcp_pair();
    CHECK(value_of(server.try_recv(0)) == ""sv); // would wait ten seconds otherwise
    auto unconnected = tcp();
    CHECK(value_of(unconnected.try_recv(0)) == ""sv);
    std::array<std::byte, 4> into{};
    CHECK(value_of(unconnected.try_recv_into(std::span(into).first(0))) == 0);
}

TEST_CASE("recv_into fills the buffer or the part that is asked for", "[tcp][recv][semantics-24]") {
    auto [client, server] = tcp_pair();
    ok(client.try_sendall("abcdef"));
    wait_readable(server);
    std::string into = "........";
    CHECK(value_of(server.try_recv_into(into, 2)) == 2);
    CHECK(into == "ab......");
    CHECK(value_of(server.try_recv_into(into)) == 4); // 0 is all of the buffer
    CHECK(into == "cdef....");
}

TEST_CASE("recvfrom on a connected stream has no address", "[tcp][recv]") {
    auto [client, server] = tcp_pair();
    ok(client.try_sendall("abc"));
    const auto [data, from] = value_of(server.try_recvfrom(2));
    CHECK(data == "ab"sv);
    CHECK(from.empty());
    std::array<char, 4> into{};
    const auto [size, none] = value_of(server.try_recvfrom_into(into));
    CHECK(size == 1);
    CHECK(into[0] == 'c');
    CHECK(none.empty());
}

TEST_CASE("a NUL and every other byte pass unchanged", "[tcp]") {
    auto [client, server] = tcp_pair();
    std::string all;
    for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
    ok(client.try_sendall(all));
    CHECK(read_exactly(server, 256) == all);
    ok(client.try_sendall("a\0b"));
    CHECK(read_exactly(server, 3) == "a\0b"sv);
}

TEST_CASE("send says how much it took", "[tcp][send]") {
    auto [client, server] = tcp_pair();
    CHECK(value_of(client.try_send("hello")) == 5);
    const std::vector<std::byte> bytes(3);
    CHECK(value_of(client.try_send(bytes)) == 3);
    CHECK(read_exactly(server, 8) == "hello\0\0\0"sv);
}

TEST_CASE("sendto with an address on a connected stream is not sent elsewhere", "[tcp][send]") {
    auto [client, server] = tcp_pair();
    const auto outcome = client.try_sendto("x", peer_address("echo"));
    // Linux ignores the address, others say EISCONN: never does it reach that address.
    CHECK((outcome || error_of(outcome) == ss::errno_code(EISCONN)));
    if (outcome) CHECK(read_exactly(server, 1) == "x");
}

TEST_CASE("sendmsg gathers and recvmsg_into scatters", "[tcp][message]") {
    auto [client, server] = tcp_pair();
    const std::array<ss::const_buffer, 3> parts{"one", "", "three"};
    CHECK(value_of(client.try_sendmsg(parts)) == 8);
    wait_readable(server);
    std::string a(2, '.'), b(4, '.'), c(9, '.');
    const std::array<ss::mutable_buffer, 3> into{a, b, c};
    const auto got = value_of(server.try_recvmsg_into(into));
    CHECK(got.nbytes == 8);
    CHECK(got.ancdata.empty());
    CHECK(got.address.empty());
    CHECK(a == "on");
    CHECK(b == "ethr");
    CHECK(c.substr(0, 2) == "ee");
}

TEST_CASE("recvmsg returns data without ancillary items where none were sent", "[tcp][message]") {
    auto [client, server] = tcp_pair();
    ok(client.try_sendall("hello"));
    const auto got = value_of(server.try_recvmsg(100));
    CHECK(got.data == "hello"sv);
    CHECK(got.ancdata.empty());
    CHECK(got.msg_flags == ss::message_flags(0));
    ok(client.try_shutdown(ss::SHUT_WR));
    CHECK(value_of(server.try_recvmsg(100)).data == ""sv);
}

TEST_CASE("MSG_PEEK leaves the data for the next recv", "[tcp][peek]") {
    auto [client, server] = tcp_pair();
    ok(client.try_sendall("abcdef"));
    wait_readable(server);
    CHECK(value_of(server.try_recv(3, ss::MSG_PEEK)) == "abc"sv);
    CHECK(value_of(server.try_recv(100, ss::MSG_PEEK)) == "abcdef"sv);
    CHECK(value_of(server.try_recv(2)) == "ab"sv);
    CHECK(value_of(server.try_recv(100, ss::MSG_PEEK)) == "cdef"sv);
    // What was peeked counts as readable.
    CHECK(value_of(ss::try_select({&server}, {}, {}, 0)).readable.size() == 1);
    CHECK(value_of(server.try_recv(100)) == "cdef"sv);
}

TEST_CASE("MSG_PEEK sees the end of the stream as often as it looks", "[tcp][peek]") {
    auto [client, server] = tcp_pair();
    ok(client.try_sendall("x"));
    ok(client.try_close());
    CHECK(value_of(server.try_recv(1)) == "x"sv);
    CHECK(value_of(server.try_recv(1, ss::MSG_PEEK)) == ""sv);
    CHECK(value_of(server.try_recv(1, ss::MSG_PEEK)) == ""sv);
    CHECK(value_of(server.try_recv(1)) == ""sv);
}

TEST_CASE("MSG_WAITALL on a blocking socket waits for all of it", "[tcp][waitall]") {
    auto s = tcp();
    ok(s.try_connect(peer_address("delay")));
    ok(s.try_sendall("0 abc\n50 def\n")); // the second half comes later
    CHECK(value_of(s.try_recv(6, ss::MSG_WAITALL)) == "abcdef"sv);
}

TEST_CASE("MSG_WAITALL returns less at the end of the stream", "[tcp][waitall]") {
    auto [client, server] = tcp_pair();
    ok(server.try_settimeout(std::nullopt));
    ok(client.try_sendall("abc"));
    ok(client.try_close());
    CHECK(value_of(server.try_recv(6, ss::MSG_WAITALL)) == "abc"sv);
}

TEST_CASE("MSG_DONTWAIT on a blocking socket is EAGAIN when there is nothing", "[tcp][dontwait]") {
    auto [client, server] = tcp_pair();
    ok(server.try_settimeout(std::nullopt));
    CHECK(error_of(server.try_recv(1, ss::MSG_DONTWAIT)) == std::errc::operation_would_block);
    ok(client.try_sendall("x"));
    wait_readable(server);
    CHECK(value_of(server.try_recv(1, ss::MSG_DONTWAIT)) == "x"sv);
}

TEST_CASE("a non-blocking recv with nothing there is EAGAIN", "[tcp][nonblocking]") {
    auto [client, server] = tcp_pair();
    ok(server.try_setblocking(false));
    CHECK(error_of(server.try_recv(1)) == std::errc::operation_would_block);
    CHECK(error_of(server.try_recv(1)) == std::errc::resource_unavailable_try_again);
    std::array<std::byte, 4> into{};
    CHECK(error_of(server.try_recv_into(into)) == std::errc::operation_would_block);
    CHECK(error_of(server.try_recvfrom(1)) == std::errc::operation_would_block);
    CHECK(error_of(server.try_recvmsg(1)) == std::errc::operation_would_block);
}

TEST_CASE("a non-blocking send takes a part and then says EAGAIN until there is room", "[tcp][nonblocking]") {
    auto [client, server] = tcp_pair();
    ok(client.try_setblocking(false));
    const std::string block(1 << 20, 'x');
    std::size_t total = 0;
    std::error_code full;
    while (!full && total < (std::size_t{256} << 20)) {
        const auto sent = client.try_send(block);
        full = error_of(sent);
        if (sent) total += *sent;
    }
    CHECK(full == std::errc::operation_would_block);
    CHECK(total > 0);
    CHECK(value_of(ss::try_select({}, {&client}, {}, 0)).writable.empty());

    ok(server.try_settimeout(10));
    std::size_t received = 0;
    while (received < total) received += value_of(server.try_recv(1 << 20)).size();
    CHECK(received == total);
    CHECK(value_of(ss::try_select({}, {&client}, {}, 10)).writable.size() == 1);
}

TEST_CASE("sendall on a non-blocking socket that is full fails", "[tcp][nonblocking][semantics-6]") {
    auto [client, server] = tcp_pair();
    ok(client.try_setblocking(false));
    CHECK(error_of(client.try_sendall(std::string(std::size_t{64} << 20, 'x'))) == std::errc::operation_would_block);
}

TEST_CASE("out-of-band data arrives apart from the stream", "[tcp][oob]") {
    auto [client, server] = tcp_pair();
    needs("out_of_band", client.try_send("!", ss::MSG_OOB));
    CHECK(value_of(ss::try_select({}, {}, {&server}, 10)).exceptional.size() == 1);
    CHECK(value_of(server.try_recv(1, ss::MSG_OOB)) == "!"sv);
    ok(client.try_sendall("in band"));
    CHECK(read_exactly(server, 7) == "in band");
}

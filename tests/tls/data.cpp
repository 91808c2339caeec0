// Data over TLS: modes, large transfers, what select() sees, and how connections end.
#include "connections.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace {

/// Both ends send `all` and receive as much, in turns, non-blocking.
void transfer_both_ways(tls_pair& pair, std::string_view all) {
    struct direction {
        ss::ssl_socket& from;
        ss::ssl_socket& to;
        std::size_t sent = 0;
        std::string got{};
    };
    ok(pair.client.try_setblocking(false));
    ok(pair.server.try_setblocking(false));
    direction there{pair.client, pair.server}, back{pair.server, pair.client};
    const stopwatch time;
    while (there.got.size() < all.size() || back.got.size() < all.size()) {
        if (time.seconds() > 60) FAIL("no end in sight: " << there.got.size() << " and " << back.got.size());
        bool stands = true;
        for (direction* const d : {&there, &back}) {
            if (d->sent < all.size()) {
                const auto sent = d->from.try_send(all.substr(d->sent));
                if (sent) d->sent += *sent;
                if (!sent && !tls_tests::would_block(sent.error())) FAIL("send: " << text(sent.error()));
                stands = stands && !sent;
            }
            const auto part = d->to.try_recv(50000);
            if (part) d->got += part->view();
            if (!part && !tls_tests::would_block(part.error())) FAIL("recv: " << text(part.error()));
            stands = stands && !part;
        }
        if (stands) (void)value_of(ss::try_select({&pair.client.transport(), &pair.server.transport()}, {}, {}, 0.01));
    }
    CHECK(fingerprint(there.got) == fingerprint(all));
    CHECK(fingerprint(back.got) == fingerprint(all));
}

/// How many whole records `data` begins with. Source: RFC 8446, 5.1.
int records_in(const ss::bytes& data) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(data.view()[i]); };
    int count = 0;
    for (std::size_t at = 0; at + 5 <= data.size(); ++count) {
        at += 5 + (std::size_t{byte(at + 3)} << 8 | byte(at + 4));
        if (at > data.size()) break;
    }
    return count;
}

} // namespace

TEST_CASE("large transfers both ways at once lose and change no byte", "[tls][bulk]") {
    auto pair = world().connected();
    transfer_both_ways(pair, pattern(3'000'000));
}

TEST_CASE("recv gives what there is, and an object of any size is read in any pieces", "[tls][data]") {
    auto pair = world().connected();
    ok(pair.client.try_sendall("Hello, world"));
    CHECK(value_of(pair.server.try_recv(5)) == "Hello"sv);
    CHECK(pair.server.pending() == 7);
    char rest[20] = {};
    CHECK(value_of(pair.server.try_recv_into(rest)) == 7);
    CHECK(std::string_view(rest) == ", world");
    CHECK(pair.server.pending() == 0);
    CHECK(value_of(pair.server.try_recv(0)).empty());
    CHECK(error_of(pair.server.try_recv(-1)) == ss::misuse::negative_size);
    CHECK(error_of(pair.server.try_recv_into(rest, 21)) == ss::misuse::size_beyond_buffer);
    CHECK(value_of(pair.client.try_send("")) == 0);
    CHECK(value_of(pair.client.try_write("by Python's other names")) == 23);
    CHECK(value_of(pair.server.try_read()) == "by Python's other names"sv);
}

TEST_CASE("a server's tickets go out with its answer to what is there, or before it waits", "[tls][data]") {
    const world w;
    tls_pair pair(w.for_client, w.for_server);
    ok(pair.client.try_setblocking(false));
    ok(pair.server.try_setblocking(false));
    ok(pair.client.transport().try_setsockopt(ss::IPPROTO_TCP, ss::TCP_NODELAY, 1));
    const auto arrives = [](ss::ssl_socket& at, double patience) {
        return !value_of(ss::try_select({&at.transport()}, {}, {}, patience)).readable.empty();
    };
    CHECK(error_of(pair.client.try_do_handshake()) == ss::ssl_condition::want_read);
    REQUIRE(arrives(pair.server, 10));
    while (error_of(pair.client.try_do_handshake()) == ss::ssl_condition::want_read) {
        CHECK(error_of(pair.server.try_do_handshake()) == ss::ssl_condition::want_read);
        REQUIRE(arrives(pair.client, 10));
    }
    ok(pair.client.try_sendall("Hello"));
    // A change of ciphers for the sake of middleboxes, the end of the handshake, and the data.
    const stopwatch time;
    while (records_in(pair.server.transport().try_recv(4096, ss::MSG_PEEK).value_or(ss::bytes())) != 3) {
        if (time.seconds() > 10) FAIL("the client's data does not come");
        (void)arrives(pair.server, 0.01); // which may be only a part of it
    }
    ok(pair.server.try_do_handshake());
    CHECK(read_exactly(pair.server, 5) == "Hello");
    CHECK_FALSE(arrives(pair.client, 0.05));
    ok(pair.client.try_settimeout(10));
    SECTION("with its answer") {
        ok(pair.server.try_sendall("world"));
        CHECK(read_exactly(pair.client, 5) == "world");
        CHECK(pair.client.session()->has_ticket());
    }
    SECTION("before it waits") {
        CHECK(error_of(pair.server.try_recv(1)) == ss::ssl_condition::want_read);
        CHECK(arrives(pair.client, 10));
    }
    SECTION("with its close_notify") {
        ok(pair.server.try_close_notify());
        CHECK(value_of(pair.client.try_recv(1)).empty());
        CHECK(pair.client.session()->has_ticket());
    }
}

TEST_CASE("select sees every record that recv has not begun", "[tls][select]") {
    auto pair = world().connected();
    for (int i = 0; i != 3; ++i) ok(pair.client.try_sendall(std::string(1000, 'x')));
    for (int i = 0; i != 3; ++i) {
        wait_readable(pair.server.transport());
        CHECK(value_of(pair.server.try_recv(1000)).size() == 1000);
        CHECK(pair.server.pending() == 0);
    }
    CHECK(value_of(ss::try_select({&pair.server.transport()}, {}, {}, 0)).readable.empty());
}

TEST_CASE("a recv that would block is want_read", "[tls][modes]") {
    auto pair = world().connected();
    ok(pair.client.try_setblocking(false));
    CHECK(error_of(pair.client.try_recv(1)) == ss::ssl_condition::want_read);
    ok(pair.server.try_sendall("now"));
    auto got = pair.client.try_recv(10);
    while (!got && tls_tests::would_block(got.error())) { // the server's session tickets may come by themselves
        wait_readable(pair.client.transport());
        got = pair.client.try_recv(10);
    }
    CHECK(value_of(std::move(got)) == "now"sv);
}

TEST_CASE("a send that would block is want_write, and is tried again with the same data", "[tls][modes]") {
    auto pair = world().connected();
    ok(pair.client.try_setblocking(false));
    ok(pair.server.try_setblocking(false));
    (void)pair.client.transport().try_setsockopt(ss::SOL_SOCKET, ss::SO_SNDBUF, 32768);
    (void)pair.server.transport().try_setsockopt(ss::SOL_SOCKET, ss::SO_RCVBUF, 32768);
    const std::string data = pattern(4 << 20); // more than the two sockets hold
    std::string_view rest = data;
    std::error_code stopped;
    const auto send_some = [&] {
        const auto part = pair.client.try_send(rest);
        if (part) rest.remove_prefix(*part);
        stopped = error_of(part);
    };
    while (!stopped && !rest.empty()) send_some();
    CHECK(stopped == ss::ssl_condition::want_write);
    CHECK(error_of(pair.client.try_send("x")) == ss::ssl_misuse::write_retry);
    std::string got;
    for (const stopwatch time; got.size() < data.size();) {
        if (time.seconds() > 60) FAIL("no end in sight: " << got.size());
        if (!rest.empty()) send_some();
        const auto part = pair.server.try_recv(65536);
        if (part)
            got += part->view();
        else
            (void)value_of(ss::try_select({&pair.server.transport()}, {}, {}, 0.01));
    }
    CHECK(fingerprint(got) == fingerprint(data));
}

TEST_CASE("a timeout ends a recv, and the connection goes on", "[tls][timeout]") {
    auto pair = world().connected();
    ok(pair.client.try_settimeout(0.1));
    const stopwatch time;
    CHECK(error_of(pair.client.try_recv(1)) == ss::fault::timed_out);
    CHECK(time.seconds() >= 0.1);
    ok(pair.server.try_sendall("late"));
    CHECK(read_exactly(pair.client, 4) == "late");
}

TEST_CASE("sendall has one deadline for all of it", "[tls][timeout][semantics-6]") {
    auto pair = world().connected();
    ok(pair.client.try_settimeout(0.3));
    const std::string much(64 << 20, 'x');
    const stopwatch time;
    CHECK(error_of(pair.client.try_sendall(much)) == ss::fault::timed_out); // nobody reads
    CHECK(time.seconds() >= 0.3);
}

TEST_CASE("the end of a connection with a close_notify is b\"\"", "[tls][close]") {
    auto pair = world().connected();
    ok(pair.server.try_sendall("the end"));
    ok(pair.server.try_close_notify());
    CHECK(read_to_end(pair.client) == "the end");
    CHECK(value_of(pair.client.try_recv(1)).empty());
    ok(pair.client.try_sendall("and yet")); // its own direction is open
    CHECK(read_exactly(pair.server, 7) == "and yet");
}

TEST_CASE("after close_notify the answer can still be read", "[tls][close]") {
    auto pair = world().connected();
    ok(pair.client.try_sendall("request"));
    ok(pair.client.try_close_notify());
    CHECK(ss::ssl_reason(error_of(pair.client.try_send("more"))) == "PROTOCOL_IS_SHUTDOWN");
    CHECK(read_to_end(pair.server) == "request");
    ok(pair.server.try_sendall("answer"));
    ok(pair.server.try_close_notify());
    CHECK(read_to_end(pair.client) == "answer");
}

TEST_CASE("an end without a close_notify is b\"\" only if the options say so, as by default",
          "[tls][close][truncated]") {
    const world w;
    auto options = as_client();
    options.suppress_ragged_eofs = GENERATE(true, false);
    auto pair = tls_pair(w.for_client, w.for_server, options).shaken();
    ok(pair.server.try_sendall("cut"));
    ok(pair.server.try_shutdown(ss::SHUT_WR));
    CHECK(read_exactly(pair.client, 3) == "cut");
    for (int i = 0; i != 2; ++i) {
        const auto end = pair.client.try_recv(1);
        if (options.suppress_ragged_eofs)
            CHECK(value_of(end).empty());
        else
            CHECK(error_of(end) == ss::ssl_condition::eof);
    }
}

TEST_CASE("a record that is cut off is an end without a close_notify", "[tls][close][truncated]") {
    const world w;
    auto options = as_client();
    options.suppress_ragged_eofs = false;
    auto pair = tls_pair(w.for_client, w.for_server, options).shaken();
    ok(pair.server.transport().try_sendall("\x17\x03\x03\x01\x00half of it"sv));
    ok(pair.server.try_shutdown(ss::SHUT_WR));
    CHECK(error_of(pair.client.try_recv(1)) == ss::ssl_condition::eof);
}

TEST_CASE("a connection that is reset is ECONNRESET, whatever the options say of an end", "[tls][close][reset]") {
    auto pair = world().connected();
    const std::array<int, 2> at_once{1, 0};
    needs("linger", pair.server.transport().try_setsockopt(ss::SOL_SOCKET, ss::SO_LINGER,
                                                           ss::const_buffer(at_once.data(), sizeof at_once)));
    ok(pair.server.try_close());
    CHECK(error_of(pair.client.try_recv(1)) == std::errc::connection_reset);
}

TEST_CASE("unwrap ends TLS, and the two go on without it", "[tls][unwrap]") {
    auto pair = world().connected();
    ss::socket plain_client{std::nullopt}, plain_server{std::nullopt};
    const auto ended = in_turns(
        pair.client,
        [&](ss::ssl_socket& s) -> ss::status {
            auto plain = s.try_unwrap();
            if (!plain) return ss::failure(plain.error());
            plain_client = *std::move(plain);
            return {};
        },
        pair.server,
        [&](ss::ssl_socket& s) -> ss::status {
            auto plain = s.try_unwrap();
            if (!plain) return ss::failure(plain.error());
            plain_server = *std::move(plain);
            ok(plain_server.try_settimeout(10));
            ok(plain_server.try_sendall("in the clear, and at once")); // right behind its close_notify
            return {};
        });
    CHECK_FALSE(ended.client);
    CHECK_FALSE(ended.server);
    REQUIRE(plain_client);
    ok(plain_client.try_settimeout(10));
    CHECK(read_exactly(plain_client, 25) == "in the clear, and at once");
    CHECK(error_of(pair.client.try_recv(1)) == ss::errno_code(EBADF));
    CHECK(pair.client.fileno() == -1);
}

TEST_CASE("unwrap does not throw away what nobody has read", "[tls][unwrap]") {
    auto pair = world().connected();
    ok(pair.server.try_sendall("unread"));
    wait_readable(pair.client.transport());
    CHECK(ss::ssl_reason(error_of(pair.client.try_unwrap())) == "APPLICATION_DATA_AFTER_CLOSE_NOTIFY");
    CHECK(read_exactly(pair.client, 6) == "unread");
    ok(pair.server.try_close_notify());
    CHECK(value_of(pair.client.try_unwrap()));
}

TEST_CASE("what is no record ends the connection, and every later call says why", "[tls][garbage]") {
    auto pair = world().connected();
    ok(pair.server.transport().try_sendall("this is no record at all"));
    const auto code = error_of(pair.client.try_recv(1));
    CHECK(code.category() == ss::ssl_library_category());
    CHECK(error_of(pair.client.try_recv(1)) == code);
    CHECK(error_of(pair.client.try_send("x")) == code);
    CHECK(error_of(pair.client.try_unwrap()) == code);
}

TEST_CASE("sending and receiving make the handshake that nobody has made", "[tls][handshake]") {
    const world w;
    tls_pair pair(w.for_client, w.for_server);
    std::string got;
    const auto ended = in_turns(
        pair.client, [](ss::ssl_socket& s) { return s.try_send("first"); }, pair.server,
        [&](ss::ssl_socket& s) {
            auto part = s.try_recv(100);
            if (part) got += part->view();
            return part;
        });
    CHECK_FALSE(ended.client);
    CHECK_FALSE(ended.server);
    CHECK(got == "first");
}

TEST_CASE("a closed ssl_socket is EBADF for every operation, and a second close is nothing", "[tls][close]") {
    auto pair = world().connected();
    ok(pair.client.try_close());
    ok(pair.client.try_close());
    CHECK_FALSE(pair.client);
    CHECK(error_of(pair.client.try_recv(1)) == ss::errno_code(EBADF));
    CHECK(error_of(pair.client.try_send("x")) == ss::errno_code(EBADF));
    CHECK(error_of(pair.client.try_do_handshake()) == ss::errno_code(EBADF));
    CHECK(error_of(pair.client.try_unwrap()) == ss::errno_code(EBADF));
    const auto moved = std::move(pair.server);
    CHECK(error_of(pair.server.try_recv(1)) == ss::errno_code(EBADF));
    CHECK(error_of(pair.server.try_settimeout(1)) == ss::errno_code(EBADF));
}

TEST_CASE("a wrapped socket keeps the socket's modes and addresses", "[tls][modes]") {
    auto pair = world().connected();
    CHECK(pair.client.gettimeout() == 10.0);
    ok(pair.client.try_setblocking(true));
    CHECK_FALSE(pair.client.gettimeout());
    CHECK(pair.client.getblocking());
    CHECK(value_of(pair.client.try_getpeername()) == value_of(pair.server.try_getsockname()));
    CHECK(pair.client.server_hostname() == "localhost");
    CHECK_FALSE(pair.server.server_hostname());
    CHECK(pair.server.server_side());
}

TEST_CASE("a listener that is wrapped accepts connections under TLS", "[tls][accept]") {
    const world w;
    auto plain = listener();
    const auto where = value_of(plain.try_getsockname());
    auto wrapped = value_of(w.for_server.try_wrap_socket(std::move(plain), as_server()));
    auto client = value_of(w.for_client.try_wrap_socket(tcp(), as_client()));
    ok(client.try_settimeout(10));
    ok(client.try_connect(where));
    auto [server, from] = value_of(wrapped.try_accept());
    CHECK(from == value_of(client.try_getsockname()));
    const auto handshake = [](ss::ssl_socket& s) { return s.try_do_handshake(); };
    const auto ended = in_turns(client, handshake, server, handshake);
    CHECK_FALSE(ended.client);
    CHECK_FALSE(ended.server);
}

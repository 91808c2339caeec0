// The link to the gateway: how it opens, fails, is lost and comes back, and what that is to the sockets.
#include "backend.hpp"

TEST_CASE("a stream connects, and what is sent comes back") {
    through({});
    auto s = tcp();
    value_of(s.try_connect(somewhere));
    CHECK(value_of(s.try_getpeername()) == somewhere);
    CHECK(value_of(s.try_getsockname()).port() == 40'000);
    value_of(s.try_sendall("hello"));
    CHECK(read_exactly(s, 5) == "hello");
    value_of(s.try_shutdown(ss::SHUT_WR));
    CHECK(value_of(s.try_recv(10)) == ""sv);
}

TEST_CASE("where there is no gateway connect fails, and a later one tries again") {
    script none;
    none.refusal = samesock::platform::ending{ss::errno_code(ECONNREFUSED), "connection refused"};
    through(none);
    auto s = tcp();
    CHECK(error_of(s.try_connect(somewhere)) == ss::errno_code(ECONNREFUSED));
    auto blocking = value_of(ss::socket::try_open());
    CHECK(error_of(blocking.try_bind({"127.0.0.1", 0})) == ss::errno_code(ECONNREFUSED));
    CHECK(error_of(ss::try_getaddrinfo("example.invalid", 80)) == ss::gai_error::again);
    scripted_gateway::set({});
    value_of(s.try_connect(somewhere));
    value_of(s.try_sendall("x"));
    CHECK(read_exactly(s, 1) == "x");
}

TEST_CASE("a datagram that cannot go is told why") {
    script none;
    none.refusal = samesock::platform::ending{ss::errno_code(ENETUNREACH), "the name does not resolve"};
    through(none);
    auto s = value_of(ss::socket::try_open(ss::AF_INET, ss::SOCK_DGRAM));
    value_of(s.try_settimeout(patience));
    CHECK(error_of(s.try_sendto("x", somewhere)) == ss::errno_code(ENETUNREACH));
}

TEST_CASE("a gateway that asks for a token gets it, and nobody else gets in") {
    script guarded;
    guarded.offer.token_required = true;
    guarded.token = "right";
    for (const auto& token : {""s, "wrong"s, "right"s}) {
        ss::tunnel::gateway where;
        where.token = token;
        through(guarded, where);
        auto s = tcp();
        CHECK(error_of(s.try_connect(somewhere)) == (token == "right" ? std::error_code() : ss::errno_code(EACCES)));
    }
}

TEST_CASE("what is configured is checked, and not changed under open sockets") {
    const auto with = [](std::string url, std::string token = {}) {
        ss::tunnel::gateway where;
        where.url = std::move(url);
        where.token = std::move(token);
        return error_of(ss::tunnel::try_configure(where));
    };
    CHECK(with("http://127.0.0.1/") == ss::errno_code(EINVAL));
    CHECK(with("ws://user:secret@127.0.0.1/") == ss::errno_code(EINVAL));
    CHECK(with("ws://127.0.0.1:0/") == ss::errno_code(EINVAL));
    CHECK(with("ws://[::1/") == ss::errno_code(EINVAL));
    CHECK(with("ws://gateway.example/", "secret") == ss::errno_code(EACCES));
    CHECK_FALSE(with("wss://gateway.example/", "secret"));
    CHECK_FALSE(with("ws://[::1]:8001/", "secret"));
    CHECK_FALSE(with("ws://localhost/", "secret"));
    const auto s = tcp();
    CHECK(with("ws://127.0.0.1/") == ss::errno_code(EBUSY));
}

TEST_CASE("a WebSocket that drops takes nothing with it") {
    through({});
    auto s = tcp();
    value_of(s.try_connect(somewhere));
    for (int i = 0; i != 20; ++i) {
        const std::string text = "message " + std::to_string(i);
        value_of(s.try_sendall(text));
        scripted_gateway::instance().drop();
        CHECK(read_exactly(s, text.size()) == text);
    }
}

/// Path and query of the WebSocket that was opened last.
std::string last_target() {
    std::string target;
    scripted_gateway::instance().run(
        [&](ss::tunnel::gateway_session*) { target = scripted_gateway::instance().target(); });
    return target;
}

TEST_CASE("a session comes back by the route that its gateway said last") {
    script gateway;
    gateway.route = 7;
    through(gateway);
    auto s = tcp();
    value_of(s.try_connect(somewhere));
    const auto come_back = [&] {
        scripted_gateway::instance().drop();
        value_of(s.try_sendall("x"));
        CHECK(read_exactly(s, 1) == "x");
        return last_target();
    };
    CHECK(last_target() == "/");
    CHECK(come_back() == "/?route=7");
    gateway.route = 0;
    scripted_gateway::set(gateway);
    CHECK(come_back() == "/?route=7");
    CHECK(come_back() == "/");
}

TEST_CASE("a session of a gateway that has lost it begins where the first one did") {
    script gateway;
    gateway.route = 7;
    through(gateway);
    auto s = tcp();
    value_of(s.try_connect(somewhere));
    scripted_gateway::instance().run(
        [](ss::tunnel::gateway_session* session) { session->end(ss::tunnel::reason::abandoned); });
    CHECK(error_of(s.try_recv(1)) == ss::errno_code(ECONNRESET));
    auto again = tcp();
    value_of(again.try_connect(somewhere));
    CHECK(last_target() == "/");
}

TEST_CASE("a session that nobody knows any more resets its sockets, and new ones connect") {
    through({});
    auto s = tcp();
    value_of(s.try_connect(somewhere));
    script forgetful;
    forgetful.knows_sessions = false;
    scripted_gateway::set(forgetful);
    scripted_gateway::instance().drop();
    CHECK(error_of(s.try_recv(1)) == ss::errno_code(ECONNRESET));
    CHECK(value_of(s.try_recv(1)) == ""sv);
    auto again = tcp();
    value_of(again.try_connect(somewhere));
    value_of(again.try_sendall("x"));
    CHECK(read_exactly(again, 1) == "x");
}

TEST_CASE("without resumption a WebSocket that drops ends every call") {
    script plain;
    plain.offer.features = ss::tunnel::usual_features & ~static_cast<std::uint32_t>(ss::tunnel::feature::resume);
    plain.on_event = [](ss::tunnel::gateway_session&, const ss::tunnel::event& e) {
        const auto* const r = std::get_if<events::requested>(&e);
        if (r != nullptr && ss::tunnel::wire::type_of(r->request) == ss::tunnel::wire::type::bind)
            scripted_gateway::instance().drop();
    };
    through(plain);
    auto s = tcp();
    value_of(s.try_connect(somewhere));
    auto other = tcp();
    const auto bound = error_of(other.try_bind({"127.0.0.1", 0})); // answered, or lost with the rest
    CHECK((!bound || bound == ss::errno_code(ECONNRESET)));
    CHECK(error_of(s.try_recv(1)) == ss::errno_code(ECONNRESET));
}

TEST_CASE("a gateway that ends the session resets its sockets, and the next call has a new one") {
    through({});
    auto s = tcp();
    value_of(s.try_connect(somewhere));
    scripted_gateway::instance().run(
        [](ss::tunnel::gateway_session* session) { session->end(ss::tunnel::reason::abandoned); });
    CHECK(error_of(s.try_recv(1)) == ss::errno_code(ECONNRESET));
    auto again = tcp();
    value_of(again.try_connect(somewhere));
}

TEST_CASE("connections wait in the backlog, and each that is taken makes room for another") {
    through({});
    auto l = tcp();
    value_of(l.try_bind({"127.0.0.1", 0}));
    value_of(l.try_listen(1));
    const auto where = value_of(l.try_getsockname()).numeric();
    const auto come = [&] {
        bool came = false;
        scripted_gateway::instance().run([&](ss::tunnel::gateway_session* session) {
            for (std::uint32_t listener = 1; !came && listener != 10; ++listener)
                came = session->accepted(listener, where, somewhere.numeric()).has_value();
        });
        return came;
    };
    CHECK(come());
    CHECK_FALSE(come());
    CHECK(value_of(l.try_accept()).second == somewhere);
    CHECK(come());
}

TEST_CASE("a pair lives in the program, and asks no gateway") {
    script none;
    none.refusal = samesock::platform::ending{ss::errno_code(ECONNREFUSED), "connection refused"};
    through(none);
    auto [a, b] = value_of(ss::try_socketpair());
    value_of(a.try_sendall("x"));
    CHECK(read_exactly(b, 1) == "x");
    value_of(a.try_shutdown(ss::SHUT_WR));
    CHECK(value_of(b.try_recv(1)) == ""sv);
    value_of(b.try_sendall("y"));
    CHECK(read_exactly(a, 1) == "y");
    value_of(a.try_close());
    CHECK(error_of(b.try_send("z")) == ss::errno_code(EPIPE));
}

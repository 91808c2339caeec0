// Stock Wisp servers at the other end: what Wisp lacks is an error, and names have stand-ins.
#include "backend.hpp"

TEST_CASE("a stock server that confirms connects for true") {
    through(stock(true));
    auto s = tcp();
    value_of(s.try_connect(somewhere));
    value_of(s.try_sendall("hello"));
    CHECK(read_exactly(s, 5) == "hello");
    CHECK(error_of(s.try_bind({"127.0.0.1", 0})) == ss::errno_code(EINVAL));
    auto l = tcp();
    CHECK(error_of(l.try_bind({"127.0.0.1", 0})) == ss::errno_code(EOPNOTSUPP));
    CHECK(error_of(l.try_setsockopt(ss::SOL_SOCKET, ss::SO_KEEPALIVE, 1)) == ss::errno_code(EOPNOTSUPP));
}

TEST_CASE("a stock server that confirms nothing connects only for who takes that") {
    script old;
    old.speaks_version_1 = true;
    through(old);
    {
        auto s = tcp();
        CHECK(error_of(s.try_connect(somewhere)) == ss::errno_code(EOPNOTSUPP));
    }
    ss::tunnel::gateway where;
    where.unconfirmed_connect = true;
    through(old, where);
    auto s = tcp();
    value_of(s.try_connect(somewhere));
    value_of(s.try_sendall("hello"));
    CHECK(read_exactly(s, 5) == "hello");
}

TEST_CASE("with a stock server a name has a stand-in, which connect turns back") {
    std::string dialled;
    script s = stock(true);
    s.on_event = [&](ss::tunnel::gateway_session&, const ss::tunnel::event& e) {
        const auto* const r = std::get_if<events::requested>(&e);
        const auto* const c = r != nullptr ? std::get_if<ss::tunnel::wire::connect>(&r->request) : nullptr;
        const auto* const named = c != nullptr ? std::get_if<ss::tunnel::wire::host_and_port>(&c->to) : nullptr;
        if (named != nullptr) dialled = named->host;
    };
    through(s);
    const auto found = value_of(ss::try_getaddrinfo("example.test", 80, ss::AF_INET, ss::SOCK_STREAM));
    REQUIRE(found.size() == 1);
    CHECK(found[0].sockaddr.host().starts_with("198.1"));
    auto c = tcp();
    value_of(c.try_connect({"example.test", 80}));
    CHECK(dialled == "example.test");
    CHECK(value_of(c.try_getpeername()) == found[0].sockaddr);
    auto d = value_of(ss::socket::try_open(ss::AF_INET, ss::SOCK_DGRAM));
    value_of(d.try_settimeout(patience));
    value_of(d.try_connect({"example.test", 53}));
    value_of(d.try_send("question"));
    CHECK(value_of(d.try_recv(100)) == "question"sv);
}

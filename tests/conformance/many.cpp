// Many sockets in one thread: select, and selector.
#include "suite.hpp"

#include <algorithm>
#include <any>

namespace {

bool has(const ss::socket_list& list, const ss::socket& s) { return std::ranges::find(list, &s) != list.end(); }

ss::event_mask events_of(std::span<const ss::selector_event> found, const ss::socket& s) {
    ss::event_mask all{};
    for (const auto& e : found) {
        if (e.key->fileobj == &s) all |= e.events;
    }
    return all;
}

} // namespace

TEST_CASE("select tells which sockets are ready", "[select]") {
    auto [a, b] = tcp_pair();
    auto [c, d] = tcp_pair();
    ok(a.try_sendall("x"));
    const auto ready = value_of(ss::try_select({&b, &d}, {&c}, {&b}, 10));
    CHECK(has(ready.writable, c));
    wait_readable(b);
    const auto again = value_of(ss::try_select({&d, &b}, {}, {&b, &d}, 0));
    CHECK(again.readable == ss::socket_list{&b});
    CHECK(again.exceptional.empty());
}

TEST_CASE("select keeps the order of its lists", "[select]") {
    auto a = bound_udp(), b = bound_udp(), c = bound_udp();
    const auto ready = value_of(ss::try_select({}, {&c, &a, &b}, {}, 10));
    CHECK(ready.writable == ss::socket_list{&c, &a, &b});
}

TEST_CASE("select takes one socket in several lists and twice in one", "[select]") {
    auto [a, b] = tcp_pair();
    ok(a.try_sendall("x"));
    wait_readable(b);
    const auto ready = value_of(ss::try_select({&b, &b}, {&b}, {&b}, 10));
    CHECK(ready.readable == ss::socket_list{&b, &b});
    CHECK(ready.writable == ss::socket_list{&b});
}

TEST_CASE("select of nothing waits for the timeout", "[select][timeout]") {
    const stopwatch clock;
    const auto ready = value_of(ss::try_select({}, {}, {}, 0.03));
    CHECK(clock.seconds() >= 0.03);
    CHECK(ready.readable.empty());
}

TEST_CASE("select refuses a closed socket and a negative timeout", "[select][bad]") {
    auto s = bound_udp();
    CHECK(error_of(ss::try_select({&s}, {}, {}, -1)) == ss::misuse::timeout_negative);
    ok(s.try_close());
    CHECK(error_of(ss::try_select({&s}, {}, {}, 0)) == ss::misuse::invalid_handle);
}

TEST_CASE("a listener with a connection waiting is readable", "[select]") {
    auto l = listener();
    CHECK(value_of(ss::try_select({&l}, {}, {}, 0)).readable.empty());
    auto client = tcp();
    ok(client.try_connect(value_of(l.try_getsockname())));
    CHECK(has(value_of(ss::try_select({&l}, {}, {}, 10)).readable, l));
}

TEST_CASE("the end of a stream and a reset are readable", "[select]") {
    auto [client, server] = tcp_pair();
    ok(client.try_close());
    CHECK(has(value_of(ss::try_select({&server}, {}, {}, 10)).readable, server));
    auto s = connected_to_peer("reset");
    ok(s.try_sendall("0\n"));
    CHECK(has(value_of(ss::try_select({&s}, {}, {}, 10)).readable, s));
}

TEST_CASE("a selector registers modifies and unregisters", "[selector]") {
    auto [a, b] = tcp_pair();
    auto many = value_of(ss::selector::try_open());
    CHECK(many.size() == 0);
    const auto* key = value_of(many.try_register(b, ss::EVENT_READ, 42));
    CHECK(key->fileobj == &b);
    CHECK(key->fd == b.fileno());
    CHECK(key->events == ss::EVENT_READ);
    CHECK(std::any_cast<int>(&key->data) != nullptr);
    CHECK(many.size() == 1);
    CHECK(value_of(many.try_select(0)).empty());

    ok(a.try_sendall("x"));
    const auto found = value_of(many.try_select(10));
    CHECK(events_of(found, b) == ss::EVENT_READ);

    key = value_of(many.try_modify(b, ss::EVENT_READ | ss::EVENT_WRITE, std::string("data")));
    CHECK(events_of(value_of(many.try_select(10)), b) == (ss::EVENT_READ | ss::EVENT_WRITE));
    CHECK(value_of(many.try_get_key(b)) == key);
    value_of(many.try_modify(b, ss::EVENT_WRITE));
    CHECK(events_of(value_of(many.try_select(10)), b) == ss::EVENT_WRITE);

    CHECK(value_of(many.try_unregister(b)).fileobj == &b);
    CHECK(many.size() == 0);
    CHECK(value_of(many.try_select(0)).empty());
}

TEST_CASE("a selector goes on reporting what is not read", "[selector]") {
    auto [a, b] = tcp_pair();
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(b, ss::EVENT_READ));
    ok(a.try_sendall("xy"));
    CHECK(events_of(value_of(many.try_select(10)), b) == ss::EVENT_READ);
    CHECK(value_of(b.try_recv(1)) == "x"sv);
    CHECK(events_of(value_of(many.try_select(10)), b) == ss::EVENT_READ);
    CHECK(value_of(b.try_recv(1)) == "y"sv);
    CHECK(value_of(many.try_select(0)).empty());
}

TEST_CASE("a selector refuses what makes no sense", "[selector][bad]") {
    auto s = bound_udp();
    auto many = value_of(ss::selector::try_open());
    CHECK(error_of(many.try_register(s, ss::event_mask(0))) == ss::misuse::no_events);
    CHECK(error_of(many.try_register(s, ss::event_mask(64))) == ss::misuse::no_events);
    CHECK(error_of(many.try_modify(s, ss::EVENT_READ)) == ss::misuse::not_registered);
    CHECK(error_of(many.try_unregister(s)) == ss::misuse::not_registered);
    CHECK(error_of(many.try_get_key(s)) == ss::misuse::not_registered);
    value_of(many.try_register(s, ss::EVENT_READ));
    CHECK(error_of(many.try_register(s, ss::EVENT_WRITE)) == ss::misuse::already_registered);
    auto closed = bound_udp();
    ok(closed.try_close());
    CHECK(error_of(many.try_register(closed, ss::EVENT_READ)) == ss::misuse::invalid_handle);
    CHECK(many.size() == 1);
}

TEST_CASE("a socket that was closed can still be unregistered", "[selector]") {
    auto s = bound_udp();
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(s, ss::EVENT_READ));
    ok(s.try_close());
    CHECK(value_of(many.try_unregister(s)).fileobj == &s);
    CHECK(many.size() == 0);
}

TEST_CASE("a socket that was closed while a duplicate lives is not answered any more", "[selector]") {
    auto [a, b] = tcp_pair();
    const ss::socket duplicate = value_of(a.try_dup());
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(a, ss::EVENT_READ));
    ok(a.try_close());
    value_of(many.try_unregister(a));
    ok(b.try_sendall("x"));
    CHECK(value_of(many.try_select(0.05)).empty());
}

TEST_CASE("unregistering a closed socket leaves the next owner of its number registered", "[selector]") {
    auto [a, b] = tcp_pair();
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(a, ss::EVENT_READ));
    ok(a.try_close());
    auto [c, d] = tcp_pair(); // one of them has the number now
    value_of(many.try_register(c, ss::EVENT_READ));
    value_of(many.try_register(d, ss::EVENT_READ));
    value_of(many.try_unregister(a));
    ok(c.try_sendall("x"));
    ok(d.try_sendall("x"));
    // The bytes need not arrive at the same time.
    ss::event_mask at_c{}, at_d{};
    const stopwatch clock;
    while (!(at_c & at_d) && clock.seconds() < 10) {
        const auto events = value_of(many.try_select(1));
        at_c |= events_of(events, c);
        at_d |= events_of(events, d);
    }
    CHECK(at_c == ss::EVENT_READ);
    CHECK(at_d == ss::EVENT_READ);
}

TEST_CASE("wake ends the next select of a selector", "[selector]") {
    auto s = bound_udp();
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(s, ss::EVENT_READ));
    many.wake();
    CHECK(value_of(many.try_select(10)).empty());
    const stopwatch clock;
    CHECK(value_of(many.try_select(0.03)).empty());
    CHECK(clock.seconds() >= 0.03); // once, and not for ever
}

TEST_CASE("a selector sees a connect come to its end", "[selector][nonblocking]") {
    auto l = listener();
    auto s = tcp();
    ok(s.try_setblocking(false));
    const int begun = value_of(s.try_connect_ex(value_of(l.try_getsockname())));
    REQUIRE((begun == EINPROGRESS || begun == 0));
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(s, ss::EVENT_WRITE));
    CHECK(events_of(value_of(many.try_select(10)), s) == ss::EVENT_WRITE);
    CHECK(value_of(s.try_getsockopt(ss::SOL_SOCKET, ss::SO_ERROR)) == 0);
}

TEST_CASE("one thread serves a hundred clients", "[selector]") {
    auto l = listener();
    ok(l.try_setblocking(false));
    auto order = connected_to_peer("connect_back");
    ok(order.try_sendall("127.0.0.1 " + std::to_string(value_of(l.try_getsockname()).port()) +
                         " 100 a line of a hundred\n"));
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(l, ss::EVENT_READ));
    std::vector<std::unique_ptr<ss::socket>> clients; // registered sockets must not move
    std::size_t finished = 0;
    while (finished < 100) {
        const auto found = value_of(many.try_select(10));
        if (found.empty()) FAIL("nothing happens after " << clients.size() << " clients, " << finished << " finished");
        for (const auto& [key, events] : std::vector(found.begin(), found.end())) {
            if (key->fileobj == &l) {
                clients.push_back(std::make_unique<ss::socket>(value_of(l.try_accept()).first));
                value_of(many.try_register(*clients.back(), ss::EVENT_READ));
                continue;
            }
            ss::socket& client = *key->fileobj;
            const auto data = value_of(client.try_recv(4096));
            if (data) ok(client.try_sendall(data));
            if (data) continue;
            value_of(many.try_unregister(client));
            ok(client.try_close());
            ++finished;
        }
    }
    CHECK(clients.size() == 100);
    CHECK(read_to_end(order) == "100 100 a line of a hundred\n");
}

TEST_CASE("a closed selector holds nothing", "[selector]") {
    auto s = bound_udp();
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(s, ss::EVENT_READ));
    many.close();
    CHECK(many.size() == 0);
    auto moved = std::move(many);
    moved.close();
}

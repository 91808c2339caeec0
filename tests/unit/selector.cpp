// selector over the scripted platform's poller.
#include "unit/scripted.hpp"

#include <samesock/select.hpp>

#include <deque>
#include <string>
#include <utility>

using namespace samesock;
using namespace samesock::testing;

namespace {

selector open_selector() {
    auto s = selector::try_open();
    REQUIRE(s);
    return *std::move(s);
}

constexpr event_mask both = event_read | event_write;

} // namespace

TEST_CASE("a registered socket is answered with its key and data") {
    fake_platform fake;
    socket s = open_socket();
    selector many = open_selector();
    const auto key = many.try_register(s, event_read, std::string("mine"));
    REQUIRE(key);
    CHECK((*key)->fileobj == &s);
    CHECK((*key)->fd == s.fileno());
    CHECK((*key)->events == event_read);
    CHECK(fake.last("watch").number == static_cast<int>(readiness::readable));
    fake.wait_poller.ready_after(5ms);
    const auto events = many.try_select();
    REQUIRE(events);
    REQUIRE(events->size() == 1);
    CHECK(events->front().key == *key);
    CHECK(events->front().events == event_read);
    CHECK(*std::any_cast<std::string>(&events->front().key->data) == "mine");
    CHECK(fake.last("wait_poller").until == platform::deadline::never());
}

TEST_CASE("each event is told apart, and only what was asked for is told") {
    fake_platform fake;
    socket a = open_socket(), b = open_socket();
    selector many = open_selector();
    REQUIRE(many.try_register(a, both));
    REQUIRE(many.try_register(b, event_write));
    struct expectation {
        readiness got;
        event_mask of_a, of_b;
    };
    for (const expectation& e : {expectation{readiness::readable, event_read, event_mask{}},
                                 {readiness::writable, event_write, event_write},
                                 {readiness::readable | readiness::writable, both, event_write},
                                 {readiness::hang_up, both, event_write},
                                 {readiness::exceptional, both, event_write},
                                 {readiness::invalid, both, event_write}}) {
        fake.wait_poller.ready_after(0ms, {{handle_of(a), e.got}, {handle_of(b), e.got}});
        const auto events = many.try_select();
        REQUIRE(events);
        REQUIRE(events->size() == 2);
        for (const selector_event& each : *events) CHECK(each.events == (each.key->fileobj == &a ? e.of_a : e.of_b));
    }
}

TEST_CASE("register refuses no events, closed sockets, and the same one twice") {
    fake_platform fake;
    socket s = open_socket(), closed = open_socket();
    REQUIRE(closed.try_close());
    selector many = open_selector();
    CHECK(error_of(many.try_register(s, event_mask{})) == misuse::no_events);
    CHECK(error_of(many.try_register(s, event_mask{4})) == misuse::no_events);
    CHECK(error_of(many.try_register(closed, event_read)) == misuse::invalid_handle);
    REQUIRE(many.try_register(s, event_read));
    CHECK(error_of(many.try_register(s, event_write)) == misuse::already_registered);
    CHECK(many.size() == 1);
    CHECK(many.try_unregister(s));
    fake.watch.fails(EPERM);
    CHECK(error_of(many.try_register(s, event_read)) == errno_code(EPERM));
    CHECK(many.size() == 0);
    CHECK(error_of(many.try_get_key(s)) == misuse::not_registered);
}

TEST_CASE("unregister gives the key back, also of a socket that is closed") {
    fake_platform fake;
    socket s = open_socket();
    selector many = open_selector();
    CHECK(error_of(many.try_unregister(s)) == misuse::not_registered);
    REQUIRE(many.try_register(s, event_read, 7));
    REQUIRE(s.try_close());
    CHECK(many.try_get_key(s));
    auto key = many.try_unregister(s);
    REQUIRE(key);
    CHECK(key->fileobj == &s);
    CHECK(*std::any_cast<int>(&key->data) == 7);
    CHECK(fake.count("watch") == 1); // its number may be another's by now: it is not taken out
    CHECK(many.size() == 0);
    CHECK(error_of(many.try_unregister(s)) == misuse::not_registered);
    socket live = open_socket();
    REQUIRE(many.try_register(live, event_read));
    REQUIRE(many.try_unregister(live));
    CHECK(fake.last("watch").number == 0);
}

TEST_CASE("modify changes events and data, and asks the platform only for the first") {
    fake_platform fake;
    socket s = open_socket();
    selector many = open_selector();
    CHECK(error_of(many.try_modify(s, event_read)) == misuse::not_registered);
    REQUIRE(many.try_register(s, event_read, 1));
    fake.forget();
    REQUIRE(many.try_modify(s, event_read, 2));
    CHECK(fake.story().empty());
    CHECK(*std::any_cast<int>(&(*many.try_get_key(s))->data) == 2);
    REQUIRE(many.try_modify(s, both));
    CHECK(fake.story() == "watch");
    CHECK(fake.last("watch").number == static_cast<int>(readiness::readable | readiness::writable));
    CHECK_FALSE((*many.try_get_key(s))->data.has_value());
    CHECK(error_of(many.try_modify(s, event_mask{})) == misuse::no_events);
    fake.watch.fails(ENOMEM);
    CHECK(error_of(many.try_modify(s, event_write)) == errno_code(ENOMEM));
    CHECK((*many.try_get_key(s))->events == both);
}

TEST_CASE("a selector's timeout is a deadline, and zero or less looks once") {
    fake_platform fake;
    selector many = open_selector();
    CHECK(many.try_select(0.25)->empty());
    CHECK(fake.elapsed() == 250ms);
    CHECK(many.try_select(0)->empty());
    CHECK(many.try_select(-3)->empty());
    CHECK(fake.elapsed() == 250ms);
    CHECK(fake.count("wait_poller") == 3);
    CHECK(error_of(many.try_select(std::numeric_limits<double>::quiet_NaN())) == misuse::timeout_nan);
    CHECK(many.try_select(1e-12)->empty());
    CHECK(fake.elapsed() == 250ms + 1ns);
}

TEST_CASE("an interrupted selector goes on until the deadline that was set first", "[semantics-1]") {
    fake_platform fake;
    selector many = open_selector();
    fake.wait_poller.interrupted_after(60ms).interrupted_after(30ms).passes();
    CHECK(many.try_select(0.1)->empty());
    CHECK(fake.elapsed() == 100ms);
    counting_hook hook{0, 1};
    const hooked here(hook);
    fake.wait_poller.interrupted_after(1ms);
    CHECK(error_of(many.try_select()) == errno_code(ECHILD));
}

TEST_CASE("wake ends select with nothing, now or the next time") {
    fake_platform fake;
    socket s = open_socket();
    selector many = open_selector();
    REQUIRE(many.try_register(s, event_read));
    fake.wait_poller.meanwhile([&] { many.wake(); }).ready_after(10ms);
    CHECK(many.try_select()->empty());
    many.wake();
    CHECK(many.try_select()->empty());
    fake.wait_poller.ready_after();
    CHECK(many.try_select()->size() == 1);
}

TEST_CASE("asking again uses the same memory") {
    fake_platform fake;
    std::deque<socket> sockets;
    selector many = open_selector();
    for (int i = 0; i < 500; ++i) {
        sockets.push_back(open_socket());
        REQUIRE(many.try_register(sockets.back(), event_read, i));
    }
    CHECK(many.size() == 500);
    fake.wait_poller.ready_after().ready_after();
    const auto first = many.try_select();
    REQUIRE(first);
    CHECK(first->size() == 500);
    CHECK(fake.last("wait_poller").size >= 500);
    const auto* const place = first->data();
    CHECK(many.try_select()->data() == place);
    for (socket& s : sockets) REQUIRE(many.try_unregister(s));
    CHECK(many.size() == 0);
}

TEST_CASE("a selector closes its poller once, and is empty then") {
    fake_platform fake;
    {
        selector many = open_selector();
        selector moved = std::move(many);
        CHECK(many.size() == 0);
        CHECK(fake.count("close_poller") == 0);
        moved.close();
        CHECK(fake.count("close_poller") == 1);
        socket s = open_socket();
        CHECK(error_of(moved.try_select(0)) == misuse::invalid_handle);
        CHECK(error_of(moved.try_register(s, event_read)) == misuse::invalid_handle);
        CHECK(error_of(moved.try_get_key(s)) == misuse::not_registered);
        moved.wake();
        fake.forget();
    }
    CHECK(fake.count("close_poller") == 0);
    fake.open_poller.fails(EMFILE);
    CHECK(error_of(selector::try_open()) == errno_code(EMFILE));
}

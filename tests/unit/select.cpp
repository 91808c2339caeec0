// select() over the scripted platform.
#include "unit/scripted.hpp"

#include <samesock/select.hpp>

#include <deque>

using namespace samesock;
using namespace samesock::testing;

TEST_CASE("select gives what is ready, in the lists' order") {
    fake_platform fake;
    socket a = open_socket(), b = open_socket(), c = open_socket();
    fake.wait.ready_after(5ms, {{handle_of(c), readiness::readable},
                                {handle_of(a), readiness::readable},
                                {handle_of(b), readiness::writable}});
    const auto ready = try_select({&c, &b, &a}, {&b}, {&a}, 1);
    REQUIRE(ready);
    CHECK(ready->readable == socket_list{&c, &a});
    CHECK(ready->writable == socket_list{&b});
    CHECK(ready->exceptional.empty());
    CHECK(fake.last("wait").interests.size() == 5);
    CHECK(fake.last("wait").until->at == fake_platform::epoch + nanoseconds(1s).count());
}

TEST_CASE("one socket may be in all lists, and be ready in each") {
    fake_platform fake;
    socket s = open_socket();
    fake.wait.ready_after();
    const auto ready = try_select({&s}, {&s}, {&s});
    REQUIRE(ready);
    CHECK(ready->readable == socket_list{&s});
    CHECK(ready->writable == socket_list{&s});
    CHECK(ready->exceptional == socket_list{&s});
    CHECK(fake.last("wait").until == platform::deadline::never());
}

TEST_CASE("a hang-up is readable and writable, and exceptional to those who asked for nothing else") {
    fake_platform fake;
    socket s = open_socket();
    fake.wait.ready_after(0ms, readiness::hang_up).ready_after(0ms, readiness::hang_up);
    const auto ready = try_select({&s}, {&s}, {&s});
    REQUIRE(ready);
    CHECK(ready->readable.size() == 1);
    CHECK(ready->writable.size() == 1);
    CHECK(ready->exceptional.empty());
    CHECK(try_select({}, {}, {&s})->exceptional.size() == 1);
}

TEST_CASE("select of nothing sleeps, and answers with nothing after the timeout") {
    fake_platform fake;
    const auto ready = try_select({}, {}, {}, 0.25);
    REQUIRE(ready);
    CHECK(ready->readable.empty());
    CHECK(fake.elapsed() == 250ms);
}

TEST_CASE("a timeout of zero looks once") {
    fake_platform fake;
    socket s = open_socket();
    fake.wait.passes();
    CHECK(try_select({&s}, {}, {}, 0)->readable.empty());
    CHECK(fake.elapsed() == 0ms);
    CHECK(fake.count("wait") == 1);
}

TEST_CASE("an interrupted select goes on until the deadline that was set first", "[semantics-1]") {
    fake_platform fake;
    socket s = open_socket();
    fake.wait.interrupted_after(60ms).interrupted_after(30ms).passes();
    CHECK(try_select({&s}, {}, {}, 0.1)->readable.empty());
    CHECK(fake.elapsed() == 100ms);
    for (const recorded& w : fake.all("wait")) CHECK(w.until->at == fake_platform::epoch + nanoseconds(100ms).count());
}

TEST_CASE("an interruption hook may end a select", "[semantics-1]") {
    fake_platform fake;
    socket s = open_socket();
    counting_hook hook{0, 2};
    const hooked here(hook);
    fake.wait.interrupted_after(1ms).interrupted_after(1ms).ready_after();
    CHECK(error_of(try_select({&s}, {}, {})) == errno_code(ECHILD));
}

TEST_CASE("select refuses sockets that are closed, and times that are none") {
    fake_platform fake;
    socket s = open_socket(), closed = open_socket();
    REQUIRE(closed.try_close());
    fake.forget();
    CHECK(error_of(try_select({&s, &closed}, {}, {})) == misuse::invalid_handle);
    CHECK(error_of(try_select({}, {&closed}, {})) == misuse::invalid_handle);
    CHECK(error_of(try_select({}, {}, {nullptr})) == misuse::invalid_handle);
    CHECK(error_of(try_select({&s}, {}, {}, -1)) == misuse::timeout_negative);
    CHECK(fake.story().empty());
    CHECK(s.try_close());
    CHECK(fake.story() == "close"); // no call is left in flight
}

TEST_CASE("a socket that is closed meanwhile ends select with EBADF") {
    fake_platform fake;
    socket s = open_socket();
    fake.wait.meanwhile([&] { CHECK(s.try_close()); }).ready_after(1s);
    CHECK(error_of(try_select({&s}, {}, {})) == errno_code(EBADF));
    CHECK(fake.open_handles() == 0);
    socket other = open_socket();
    fake.wait.ready_after(0ms, readiness::invalid);
    CHECK(error_of(try_select({&other}, {}, {})) == errno_code(EBADF));
}

TEST_CASE("select has no limit on the number of sockets, nor on theirs", "[semantics-30]") {
    fake_platform fake;
    std::deque<socket> sockets;
    socket_list list;
    for (int i = 0; i < 3000; ++i) {
        sockets.push_back(open_socket());
        list.push_back(&sockets.back());
    }
    CHECK(sockets.back().fileno() > 1024);
    fake.wait.ready_after(0ms, {{handle_of(sockets.back()), readiness::readable}});
    const auto ready = try_select(list, {}, {});
    REQUIRE(ready);
    CHECK(ready->readable == socket_list{&sockets.back()});
}

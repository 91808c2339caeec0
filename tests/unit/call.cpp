// The loop that gives attempts Python's three modes: what is retried, what is waited for, and until when.
#include "unit/scripted.hpp"

#include <samesock/interruption.hpp>

#include <array>
#include <utility>

using namespace samesock;
using namespace samesock::testing;

namespace {

std::array<char, 64> buffer;

} // namespace

TEST_CASE("an attempt that succeeds at once is all that happens, in every mode") {
    fake_platform fake;
    for (const timeout_value mode : {timeout_value(std::nullopt), timeout_value(0), timeout_value(1.5)}) {
        socket s = open_socket(mode);
        fake.receive.gives("hello");
        CHECK(s.try_recv_into(buffer) == 5u);
        CHECK(fake.story() == "receive");
        fake.forget();
        CHECK(s.try_send("hello") == 5u);
        CHECK(fake.story() == "send");
    }
}

TEST_CASE("an interrupted attempt is made again", "[semantics-1]") {
    fake_platform fake;
    for (const timeout_value mode : {timeout_value(std::nullopt), timeout_value(0), timeout_value(1.5)}) {
        socket s = open_socket(mode);
        fake.receive.fails(EINTR).fails(EINTR).gives("hello");
        CHECK(s.try_recv_into(buffer) == 5u);
        CHECK(fake.story() == "receive receive receive");
    }
}

TEST_CASE("an interrupted wait goes on until the deadline that was set first", "[semantics-1]") {
    fake_platform fake;
    socket s = open_socket(0.1);
    fake.receive.always_fails(EAGAIN);
    fake.wait.interrupted_after(60ms).interrupted_after(30ms).passes();
    CHECK(error_of(s.try_recv_into(buffer)) == fault::timed_out);
    CHECK(fake.elapsed() == 100ms);
    const auto waits = fake.all("wait");
    REQUIRE(waits.size() == 3);
    for (const recorded& w : waits) CHECK(w.until->at == fake_platform::epoch + nanoseconds(100ms).count());
}

TEST_CASE("signals that never stop do not hold a timeout up", "[semantics-1]") {
    fake_platform fake;
    socket s = open_socket(0.05);
    fake.receive.always_fails(EAGAIN);
    for (int i = 0; i < 100; ++i) fake.wait.interrupted_after(1ms);
    CHECK(error_of(s.try_recv_into(buffer)) == fault::timed_out);
    CHECK(fake.elapsed() == 50ms);
}

TEST_CASE("the interruption hook runs after each EINTR, of the call and of the wait", "[semantics-1]") {
    fake_platform fake;
    counting_hook hook;
    const hooked here(hook);
    socket s = open_socket(1);
    fake.receive.fails(EINTR).fails(EAGAIN).gives("x");
    fake.wait.interrupted_after(1ms).ready_after(1ms);
    CHECK(s.try_recv_into(buffer) == 1u);
    CHECK(hook.calls == 2);
}

TEST_CASE("an error of the interruption hook ends the call", "[semantics-1]") {
    fake_platform fake;
    counting_hook hook{0, 1};
    const hooked here(hook);
    SECTION("during the call") {
        socket s = open_socket();
        fake.receive.fails(EINTR).gives("x");
        CHECK(error_of(s.try_recv_into(buffer)) == errno_code(ECHILD));
        CHECK(fake.count("receive") == 1);
    }
    SECTION("during the wait") {
        socket s = open_socket(1);
        fake.receive.fails(EAGAIN).gives("x");
        fake.wait.interrupted_after(1ms).ready_after(1ms);
        CHECK(error_of(s.try_recv_into(buffer)) == errno_code(ECHILD));
        CHECK(fake.count("wait") == 1);
    }
}

TEST_CASE("the interruption hook does not run inside itself", "[semantics-1]") {
    fake_platform fake;
    struct inner {
        socket s = open_socket();
        int calls = 0;
        static status run(void* context) {
            auto& self = *static_cast<inner*>(context);
            ++self.calls;
            fake_platform::current().send.fails(EINTR);
            CHECK(self.s.try_send("from the hook") == 13u);
            return {};
        }
    } hook;
    const interruption before = set_interruption_hook({inner::run, &hook});
    socket s = open_socket();
    fake.receive.fails(EINTR).fails(EINTR).gives("x");
    CHECK(s.try_recv_into(buffer) == 1u);
    CHECK(hook.calls == 2);
    const interruption mine = set_interruption_hook(before);
    CHECK(mine.hook == &inner::run);
    CHECK(mine.context == &hook);
}

TEST_CASE("a call inside the interruption hook may have a hook of its own", "[semantics-1]") {
    fake_platform fake;
    struct outer {
        socket s = open_socket();
        counting_hook inner{0, 1};
        int calls = 0;
        static status run(void* context) {
            auto& self = *static_cast<outer*>(context);
            ++self.calls;
            const hooked here(self.inner);
            fake_platform::current().send.fails(EINTR);
            CHECK(error_of(self.s.try_send("from the hook")) == errno_code(ECHILD));
            return {};
        }
    } hook;
    const interruption before = set_interruption_hook({outer::run, &hook});
    socket s = open_socket();
    fake.receive.fails(EINTR).fails(EINTR).gives("x");
    CHECK(s.try_recv_into(buffer) == 1u);
    CHECK(hook.calls == 2);
    CHECK(hook.inner.calls == 2);
    set_interruption_hook(before);
}

TEST_CASE("an interruption hook may remove itself", "[semantics-1]") {
    fake_platform fake;
    static int calls;
    calls = 0;
    const interruption before = set_interruption_hook({[](void*) -> status {
        ++calls;
        set_interruption_hook({});
        return {};
    }});
    socket s = open_socket();
    fake.receive.fails(EINTR).fails(EINTR).gives("x");
    CHECK(s.try_recv_into(buffer) == 1u);
    CHECK(calls == 1);
    CHECK(set_interruption_hook(before).hook == nullptr);
}

TEST_CASE("with a timeout no attempt sleeps in the kernel, whoever has changed the mode", "[semantics-4]") {
    fake_platform fake;
    const auto flags_of = [&](timeout_value timeout) {
        socket s = open_socket(timeout);
        fake.receive.gives("x");
        CHECK(s.try_recv_into(buffer, 0, msg_peek) == 1u);
        CHECK(s.try_send("x", msg_peek) == 1u);
        CHECK(s.try_sendall("x", msg_peek));
        CHECK(fake.all("send").front().flags == fake.last("receive").flags);
        CHECK(fake.all("send").back().flags == fake.last("receive").flags);
        return fake.last("receive").flags;
    };
    CHECK(flags_of(1) == (msg_peek | msg_dontwait));
    CHECK(flags_of(std::nullopt) == msg_peek);
    CHECK(flags_of(0) == msg_peek);
    fake.sleeps_in_kernel = false;
    CHECK(flags_of(1) == msg_peek);
}

TEST_CASE("a readiness that was false is waited for again, until the same deadline", "[semantics-5]") {
    fake_platform fake;
    socket s = open_socket(0.1);
    fake.receive.fails(EAGAIN).fails(EAGAIN).fails(EWOULDBLOCK).gives("late");
    fake.wait.ready_after(20ms).ready_after(20ms).ready_after(20ms);
    CHECK(s.try_recv_into(buffer) == 4u);
    CHECK(fake.story() == "receive wait receive wait receive wait receive");
    CHECK(fake.elapsed() == 60ms);

    fake.receive.always_fails(EAGAIN);
    fake.wait.ready_after(70ms).ready_after(70ms);
    CHECK(error_of(s.try_recv_into(buffer)) == fault::timed_out);
    CHECK(fake.elapsed() == 160ms);
}

TEST_CASE("a readiness that is always there, and always false, ends at the deadline", "[semantics-5]") {
    fake_platform fake;
    socket s = open_socket(0.05);
    fake.receive.always_fails(EAGAIN);
    for (int i = 0; i != 100; ++i) fake.wait.ready_after(0ms).meanwhile([&] { fake.advance(1ms); });
    CHECK(error_of(s.try_recv_into(buffer)) == fault::timed_out);
    CHECK(fake.elapsed() == 51ms);
    CHECK_FALSE(fake.wait.empty());
}

TEST_CASE("without a timeout would-block is an error, and nothing is waited for", "[semantics-5]") {
    fake_platform fake;
    socket s = open_socket(0);
    fake.receive.fails(EAGAIN);
    CHECK(error_of(s.try_recv_into(buffer)) == std::errc::operation_would_block);
    fake.send.fails(EAGAIN);
    CHECK(error_of(s.try_send("x")) == std::errc::resource_unavailable_try_again);
    CHECK(fake.story() == "receive send");
}

TEST_CASE("a blocking call that the kernel ends with would-block fails with it") {
    fake_platform fake; // SO_RCVTIMEO, or a descriptor that another made non-blocking
    socket s = open_socket();
    fake.receive.fails(EAGAIN);
    CHECK(error_of(s.try_recv_into(buffer)) == errno_code(EAGAIN));
    CHECK(fake.story() == "receive");
}

TEST_CASE("where the kernel does not sleep, a blocking call waits without deadline") {
    fake_platform fake;
    fake.sleeps_in_kernel = false;
    socket s = open_socket();
    fake.receive.fails(EAGAIN).gives("x");
    fake.wait.ready_after(10h);
    CHECK(s.try_recv_into(buffer) == 1u);
    CHECK(fake.last("wait").until == platform::deadline::never());
    SECTION("but not with MSG_DONTWAIT") {
        fake.forget();
        fake.receive.fails(EAGAIN);
        CHECK(error_of(s.try_recv_into(buffer, 0, msg_dontwait)) == errno_code(EAGAIN));
        CHECK(fake.story() == "receive");
    }
}

TEST_CASE("other errors end a call at once") {
    fake_platform fake;
    socket s = open_socket(1);
    fake.receive.fails(ECONNRESET);
    CHECK(error_of(s.try_recv_into(buffer)) == errno_code(ECONNRESET));
    fake.receive.fails(EAGAIN);
    fake.wait.fails_after(0ms, ENOMEM);
    CHECK(error_of(s.try_recv_into(buffer)) == errno_code(ENOMEM));
}

TEST_CASE("a platform that cannot wait for a descriptor says so", "[semantics-30]") {
    fake_platform fake;
    socket s = open_socket(1);
    fake.receive.fails(EAGAIN);
    fake.wait.fails_after(0ms, fault::unable_to_select);
    const std::error_code error = error_of(s.try_recv_into(buffer));
    CHECK(error == fault::unable_to_select);
    CHECK(error.message() == "unable to select on socket");
}

TEST_CASE("receiving waits to read, sending to write") {
    fake_platform fake;
    socket s = open_socket(1);
    fake.receive.fails(EAGAIN).gives("x");
    fake.wait.ready_after(1ms).ready_after(1ms);
    CHECK(s.try_recv_into(buffer) == 1u);
    CHECK(fake.last("wait").interests.at(0).want == readiness::readable);
    CHECK(fake.last("wait").interests.at(0).on == handle_of(s));
    fake.send.fails(EAGAIN).gives(1u);
    CHECK(s.try_send("x") == 1u);
    CHECK(fake.last("wait").interests.at(0).want == readiness::writable);
}

TEST_CASE("a call on a socket that is closed meanwhile ends with EBADF, and releases the handle last") {
    fake_platform fake;
    socket s = open_socket(1);
    fake.receive.always_fails(EAGAIN);
    fake.wait
        .meanwhile([&] {
            CHECK(s.try_close());
            CHECK(s.fileno() == -1);
            CHECK(fake.count("cancel") == 1);
            CHECK(fake.count("close") == 0);
        })
        .ready_after(10ms);
    CHECK(error_of(s.try_recv_into(buffer)) == errno_code(EBADF));
    CHECK(fake.story() == "receive wait cancel close");
    CHECK(error_of(s.try_recv_into(buffer)) == errno_code(EBADF));
    CHECK(fake.open_handles() == 0);
}

TEST_CASE("a call interrupted by the close of its socket is not made again") {
    fake_platform fake;
    socket s = open_socket();
    fake.receive.meanwhile([&] { CHECK(s.try_close()); });
    fake.receive.fails(EINTR);
    CHECK(error_of(s.try_recv_into(buffer)) == errno_code(EBADF));
    CHECK(fake.count("receive") == 1);
    CHECK(fake.open_handles() == 0);
}

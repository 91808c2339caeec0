// What lies between the attempts of an operation that sleeps in no mode and does not want the same each time: TLS's.
#include "core/call.hpp"
#include "unit/scripted.hpp"

using namespace samesock;
using namespace samesock::testing;

namespace {

constexpr readiness readable = readiness::readable, writable = readiness::writable;

socket_state& state_of(const socket& s) { return *socket_access::state(s); }

} // namespace

TEST_CASE("an instant attempt that would block is waited out for what it wants, in blocking mode too") {
    fake_platform fake;
    fake.sleeps_in_kernel = true; // and yet the attempt did not
    for (const timeout_value mode : {timeout_value(std::nullopt), timeout_value(1.5)}) {
        const socket s = open_socket(mode);
        patience more(state_of(s), readable);
        fake.wait.ready_after(1ms, writable).ready_after(1ms, readable);
        CHECK(more.after_instant(errno_code(EAGAIN), writable));
        CHECK(more.after_instant(errno_code(EAGAIN), readable));
        const auto waits = fake.all("wait");
        REQUIRE(waits.size() == 2);
        CHECK(waits[0].interests.at(0).want == writable);
        CHECK(waits[1].interests.at(0).want == readable);
    }
}

TEST_CASE("all instant attempts of an operation share the deadline that was set first") {
    fake_platform fake;
    const socket s = open_socket(0.1);
    patience more(state_of(s), readable);
    fake.wait.ready_after(60ms).ready_after(30ms).passes();
    CHECK(more.after_instant(errno_code(EAGAIN), readable));
    CHECK(more.after_instant(errno_code(EAGAIN), writable));
    CHECK(error_of(more.after_instant(errno_code(EAGAIN), readable)) == fault::timed_out);
    CHECK(fake.elapsed() == 100ms);
    for (const recorded& w : fake.all("wait")) CHECK(w.until->at == fake_platform::epoch + nanoseconds(100ms).count());
}

TEST_CASE("an instant attempt without a timeout fails as it did") {
    fake_platform fake;
    const socket s = open_socket(0);
    patience more(state_of(s), readable);
    CHECK(error_of(more.after_instant(errno_code(EAGAIN), writable)) == errno_code(EAGAIN));
    CHECK(fake.count("wait") == 0);
}

TEST_CASE("an error that is no would-block ends the operation in every mode") {
    fake_platform fake;
    for (const timeout_value mode : {timeout_value(std::nullopt), timeout_value(0), timeout_value(1.5)}) {
        const socket s = open_socket(mode);
        patience more(state_of(s), readable);
        CHECK(error_of(more.after_instant(errno_code(ECONNRESET), readable)) == errno_code(ECONNRESET));
        CHECK(fake.count("wait") == 0);
    }
}

TEST_CASE("an interrupted instant attempt is made again, and the hook may end it", "[semantics-1]") {
    fake_platform fake;
    counting_hook hook{0, 2};
    const hooked here(hook);
    const socket s = open_socket(0);
    patience more(state_of(s), readable);
    CHECK(more.after_instant(errno_code(EINTR), readable));
    CHECK(error_of(more.after_instant(errno_code(EINTR), readable)) == errno_code(ECHILD));
    CHECK(fake.count("wait") == 0);
}

TEST_CASE("an instant attempt on a socket that was closed meanwhile is EBADF") {
    fake_platform fake;
    socket s = open_socket(1);
    const call in_flight(socket_access::state(s)); // as of the operation, so that the state lives on
    patience more(state_of(s), readable);
    fake.wait.meanwhile([&] { (void)s.try_close(); }).ready_after(1ms);
    CHECK(error_of(more.after_instant(errno_code(EAGAIN), readable)) == errno_code(EBADF));
    CHECK(error_of(more.after_instant(errno_code(EINTR), readable)) == errno_code(EBADF));
    CHECK(error_of(more.after_instant(errno_code(EAGAIN), readable)) == errno_code(EBADF));
    CHECK(fake.count("wait") == 1);
}

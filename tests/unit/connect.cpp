// connect, accept, listen: what goes on by itself, and what the modes make of it.
#include "unit/scripted.hpp"

#include <samesock/functions.hpp>

using namespace samesock;
using namespace samesock::testing;

namespace {

const address somewhere("127.0.0.1", 4711);

constexpr readiness outcome_known = readiness::writable | readiness::exceptional;

} // namespace

TEST_CASE("a connect that succeeds at once asks no more") {
    fake_platform fake;
    socket s = open_socket(1);
    CHECK(s.try_connect(somewhere));
    CHECK(fake.story() == "connect");
    CHECK(fake.last("connect").where == ipv4(4711));
}

TEST_CASE("an interrupted connect is not made again: its outcome is waited for", "[semantics-2]") {
    fake_platform fake;
    for (const timeout_value mode : {timeout_value(std::nullopt), timeout_value(1)}) {
        socket s = open_socket(mode);
        fake.connect.fails(EINTR);
        fake.wait.ready_after(1ms);
        CHECK(s.try_connect(somewhere));
        CHECK(fake.story() == "connect wait finish_connect");
    }
}

TEST_CASE("an interrupted connect that fails later says why", "[semantics-2]") {
    fake_platform fake;
    socket s = open_socket();
    fake.connect.fails(EINTR);
    fake.finish_connect.fails(ECONNREFUSED);
    CHECK(error_of(s.try_connect(somewhere)) == errno_code(ECONNREFUSED));
    CHECK(fake.count("connect") == 1);
}

TEST_CASE("an interruption hook may end a connect", "[semantics-2]") {
    fake_platform fake;
    counting_hook hook{0, 1};
    const hooked here(hook);
    socket s = open_socket();
    fake.connect.fails(EINTR);
    CHECK(error_of(s.try_connect(somewhere)) == errno_code(ECHILD));
    CHECK(fake.story() == "connect");
}

TEST_CASE("a non-blocking connect returns what it was told", "[semantics-2][semantics-3]") {
    fake_platform fake;
    socket s = open_socket(0);
    fake.connect.fails(EINPROGRESS).fails(EINTR);
    CHECK(error_of(s.try_connect(somewhere)) == errno_code(EINPROGRESS));
    CHECK(error_of(s.try_connect(somewhere)) == errno_code(EINTR));
    CHECK(fake.story() == "connect connect");
}

TEST_CASE("a connect in progress waits for room to write or an error, and asks for the outcome", "[semantics-3]") {
    fake_platform fake;
    socket s = open_socket(1);
    fake.connect.fails(EINPROGRESS);
    fake.wait.ready_after(10ms);
    CHECK(s.try_connect(somewhere));
    CHECK(fake.story() == "connect wait finish_connect");
    CHECK(fake.last("wait").interests.at(0).want == outcome_known);
    CHECK(fake.last("wait").until->at == fake_platform::epoch + nanoseconds(1s).count());
}

TEST_CASE("a failed connect is seen where only the error shows", "[semantics-3]") {
    fake_platform fake; // Winsock reports it in exceptfds
    socket s = open_socket(1);
    fake.connect.fails(EINPROGRESS);
    fake.wait.ready_after(10ms, readiness::exceptional);
    fake.finish_connect.fails(ECONNREFUSED);
    CHECK(error_of(s.try_connect(somewhere)) == errno_code(ECONNREFUSED));
}

TEST_CASE("already connected is a success after the wait", "[semantics-3]") {
    fake_platform fake;
    socket s = open_socket(1);
    fake.connect.fails(EINPROGRESS);
    fake.wait.ready_after(10ms);
    fake.finish_connect.fails(EISCONN);
    CHECK(s.try_connect(somewhere));
    fake.connect.fails(EISCONN); // but not as the answer of connect() itself
    CHECK(error_of(s.try_connect(somewhere)) == errno_code(EISCONN));
}

TEST_CASE("a connect whose readiness was false is waited for again, until the same deadline",
          "[semantics-3][semantics-5]") {
    fake_platform fake;
    socket s = open_socket(0.1);
    fake.connect.fails(EINPROGRESS);
    fake.wait.ready_after(60ms).passes();
    fake.finish_connect.fails(EINPROGRESS);
    CHECK(error_of(s.try_connect(somewhere)) == fault::timed_out);
    CHECK(fake.elapsed() == 100ms);
    CHECK(fake.story() == "connect wait finish_connect wait");
}

TEST_CASE("a connect interrupted while it waits keeps its deadline", "[semantics-1][semantics-3]") {
    fake_platform fake;
    socket s = open_socket(0.1);
    fake.connect.fails(EINPROGRESS);
    fake.wait.interrupted_after(60ms).passes();
    CHECK(error_of(s.try_connect(somewhere)) == fault::timed_out);
    CHECK(fake.elapsed() == 100ms);
    CHECK(fake.count("connect") == 1);
}

TEST_CASE("where the kernel does not sleep, a blocking connect waits without deadline", "[semantics-3]") {
    fake_platform fake;
    fake.sleeps_in_kernel = false;
    socket s = open_socket();
    fake.connect.fails(EINPROGRESS);
    CHECK(s.try_connect(somewhere));
    CHECK(fake.last("wait").until == platform::deadline::never());
}

TEST_CASE("the socket's own timeout and the kernel's are told apart", "[semantics-7]") {
    fake_platform fake;
    socket s = open_socket(0.1);
    fake.connect.fails(EINPROGRESS).fails(ETIMEDOUT);
    fake.wait.passes();
    const std::error_code ours = error_of(s.try_connect(somewhere));
    const std::error_code kernels = error_of(s.try_connect(somewhere));
    CHECK(ours == fault::timed_out);
    CHECK(ours.category() == fault_category());
    CHECK(ours.message() == "timed out");
    CHECK(kernels == errno_code(ETIMEDOUT));
    CHECK(ours != kernels);
    CHECK(ours == std::errc::timed_out);
    CHECK(kernels == std::errc::timed_out);
}

TEST_CASE("connect_ex gives the errno, and would-block for the socket's own timeout", "[semantics-7]") {
    fake_platform fake;
    socket s = open_socket(0.1);
    CHECK(s.try_connect_ex(somewhere) == 0);
    fake.connect.fails(ECONNREFUSED);
    CHECK(s.try_connect_ex(somewhere) == ECONNREFUSED);
    fake.connect.fails(EINPROGRESS);
    fake.wait.passes();
    CHECK(s.try_connect_ex(somewhere) == EWOULDBLOCK);
    fake.connect.fails(EINPROGRESS);
    fake.wait.ready_after(1ms);
    fake.finish_connect.fails(ETIMEDOUT);
    CHECK(s.try_connect_ex(somewhere) == ETIMEDOUT);
    CHECK(error_of(s.try_connect_ex(address("127.0.0.1", 70000))) == misuse::port_range);
    REQUIRE(s.try_settimeout(0));
    fake.connect.fails(EINPROGRESS);
    CHECK(s.try_connect_ex(somewhere) == EINPROGRESS);
}

TEST_CASE("an accepted socket has the default timeout, not the listener's", "[semantics-8]") {
    fake_platform fake;
    fake.wait.ready_after(5ms);
    socket listener = open_socket(2.5);
    SECTION("no default: it blocks") {
        const auto taken = listener.try_accept();
        REQUIRE(taken);
        CHECK(taken->first.gettimeout() == std::nullopt);
        CHECK(fake.last("accept").mode);
        CHECK(fake.find(handle_of(taken->first))->blocking);
    }
    SECTION("a default") {
        const default_timeout_set here(7);
        const auto taken = listener.try_accept();
        REQUIRE(taken);
        CHECK(taken->first.gettimeout() == 7.0);
        CHECK_FALSE(fake.last("accept").mode);
        CHECK_FALSE(fake.find(handle_of(taken->first))->blocking);
    }
    CHECK(listener.gettimeout() == 2.5);
}

TEST_CASE("accept from a non-blocking listener gives a blocking socket", "[semantics-8]") {
    fake_platform fake;
    socket listener = open_socket(0);
    const auto taken = listener.try_accept();
    REQUIRE(taken);
    CHECK(taken->first.getblocking());
    CHECK(fake.find(handle_of(taken->first))->blocking);
}

TEST_CASE("who connects in a family without addresses has none") {
    fake_platform fake;
    auto listener = socket::try_open(af_alg, sock_seqpacket);
    REQUIRE(listener);
    fake.accept.gives(platform::accepted{fake.add_handle({af_alg, sock_seqpacket, protocol(0)}), endpoint()});
    const auto taken = listener->try_accept();
    REQUIRE(taken);
    CHECK(taken->second.empty());
}

TEST_CASE("accept waits for a connection, and says whose it is", "[semantics-8]") {
    fake_platform fake;
    socket listener = open_socket(1);
    const handle made = fake.add_handle({af_inet, sock_stream, 0});
    fake.accept.fails(EAGAIN).fails(EINTR).gives(platform::accepted{made, ipv4(1234, {10, 0, 0, 7})});
    fake.wait.ready_after(5ms).ready_after(5ms);
    const auto taken = listener.try_accept();
    REQUIRE(taken);
    CHECK(taken->second.host() == "10.0.0.7");
    CHECK(taken->second.port() == 1234);
    CHECK(taken->first.family() == af_inet);
    CHECK(taken->first.type() == sock_stream);
    CHECK(fake.story() == "wait accept wait accept accept"); // a duplicate may have made it sleep in the kernel
    CHECK(fake.last("wait").interests.at(0).want == readiness::readable);
}

TEST_CASE("a backlog below zero is zero, and by default 128", "[semantics-25]") {
    fake_platform fake;
    socket s = open_socket();
    CHECK(s.try_listen(-5));
    CHECK(fake.last("listen").number == 0);
    CHECK(s.try_listen());
    CHECK(fake.last("listen").number == 128);
    CHECK(s.try_listen(7));
    CHECK(fake.last("listen").number == 7);
}

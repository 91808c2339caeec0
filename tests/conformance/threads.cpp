// Several threads on one socket: one reading, one writing, one closing. Only where there are threads: see
// platforms.def.
#include "suite.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

namespace {

void give_time() { std::this_thread::sleep_for(30ms); }

// What the call of another thread ends with, when this one closes the socket under it.
template <class Call>
std::error_code closed_under(ss::socket& s, Call call) {
    std::error_code outcome;
    std::thread other([&] { outcome = error_of(call()); });
    give_time();
    ok(s.try_close());
    other.join();
    return outcome;
}

} // namespace

TEST_CASE("one thread reads while another writes", "[thread]") {
    auto s = connected_to_peer("echo");
    const std::string data = pattern(3'000'000);
    ss::status sent;
    std::thread writer([&] {
        sent = s.try_sendall(data);
        if (sent) sent = s.try_shutdown(ss::SHUT_WR);
    });
    const std::string back = read_to_end(s);
    writer.join();
    CHECK(sent.has_value());
    CHECK((back == data));
}

TEST_CASE("close wakes a recv with a timeout", "[thread][close]") {
    auto [client, server] = tcp_pair();
    const stopwatch clock;
    CHECK(closed_under(server, [&] { return server.try_recv(1); }) == ss::errno_code(EBADF));
    CHECK(clock.seconds() < 9); // not by the timeout
}

TEST_CASE("close wakes a datagram socket's recvfrom with a timeout", "[thread][close][udp]") {
    auto s = bound_udp();
    CHECK(closed_under(s, [&] { return s.try_recvfrom(1); }) == ss::errno_code(EBADF));
}

TEST_CASE("close wakes an accept with a timeout", "[thread][close]") {
    auto l = listener();
    CHECK(closed_under(l, [&] { return l.try_accept(); }) == ss::errno_code(EBADF));
}

TEST_CASE("close wakes a connect with a timeout", "[thread][close]") {
    auto s = tcp();
    ok(s.try_settimeout(10));
    const auto to = peer_address("black_hole");
    CHECK(closed_under(s, [&] { return s.try_connect(to); }) == ss::errno_code(EBADF));
}

TEST_CASE("close wakes a sendall with a timeout", "[thread][close]") {
    auto [client, server] = tcp_pair();
    const std::string much(std::size_t{64} << 20, 'x');
    CHECK(closed_under(client, [&] { return client.try_sendall(much); }) == ss::errno_code(EBADF));
}

TEST_CASE("a sendall that waits for room hears of the peer's reset", "[thread][reset]") {
    auto [client, server] = tcp_pair();
    const std::string much(std::size_t{64} << 20, 'x');
    std::error_code outcome;
    const stopwatch clock;
    std::thread sender([&] { outcome = error_of(client.try_sendall(much)); });
    give_time();
    ok(server.try_close()); // with bytes unread
    sender.join();
    CHECK((outcome == ss::errno_code(ECONNRESET) || outcome == ss::errno_code(EPIPE)));
    CHECK(clock.seconds() < 9); // not by the timeout
}

TEST_CASE("shutdown wakes a blocking recv with the end of the stream", "[thread][shutdown]") {
    auto [client, server] = tcp_pair();
    ok(server.try_settimeout(std::nullopt));
    ss::result<ss::bytes> outcome;
    std::thread reader([&] { outcome = server.try_recv(1); });
    give_time();
    ok(server.try_shutdown(ss::SHUT_RDWR));
    reader.join();
    CHECK(value_of(std::move(outcome)) == ""sv);
}

TEST_CASE("a number is not used again while a call is in flight on it", "[thread][close]") {
    auto [client, server] = tcp_pair();
    ok(server.try_settimeout(std::nullopt)); // where the kernel sleeps, close does not wake it
    const auto number = server.fileno();
    std::thread reader([&] { (void)server.try_recv(1); });
    give_time();
    ok(server.try_close());
    CHECK(server.fileno() == -1);
    std::vector<ss::socket> others;
    for (int i = 0; i < 5; ++i) others.push_back(tcp());
    // Where close() wakes every call, that one is over, and its number free. If it is not, this never ends.
    const bool is_free = std::ranges::any_of(others, [&](const ss::socket& s) { return s.fileno() == number; });
    if (!is_free) ok(client.try_sendall("x"));
    reader.join();
}

TEST_CASE("several threads may close at once", "[thread][close]") {
    for (int round = 0; round < 50; ++round) {
        auto [client, server] = tcp_pair();
        std::atomic<int> failures = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) threads.emplace_back([&] { failures += !server.try_close().has_value(); });
        for (auto& t : threads) t.join();
        CHECK(failures == 0);
        CHECK(read_to_end(client).empty());
    }
}

TEST_CASE("threads that share a datagram socket get each datagram once", "[thread][udp]") {
    auto s = bound_udp();
    const auto where = value_of(s.try_getsockname());
    std::array<std::atomic<int>, 200> seen{};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            for (;;) {
                const auto got = s.try_recv(100);
                if (!got || got->empty()) return;
                ++seen.at(static_cast<std::size_t>(std::stoi(std::string(got->view()))));
            }
        });
    }
    auto sender = udp();
    for (std::size_t i = 0; i < seen.size(); ++i) CHECK(sender.try_sendto(std::to_string(i), where).has_value());
    for (std::size_t i = 0; i < threads.size(); ++i) CHECK(sender.try_sendto("", where).has_value());
    for (auto& t : threads) t.join();
    for (const auto& count : seen) CHECK(count == 1);
}

TEST_CASE("the timeout may change while another thread uses the socket", "[thread][settimeout]") {
    auto [client, server] = tcp_pair();
    std::atomic<bool> done = false;
    std::thread changer([&] {
        for (int i = 0; !done; ++i)
            (void)server.try_settimeout(i % 2 == 0 ? ss::timeout_value(10) : ss::timeout_value(20));
    });
    for (int i = 0; i < 500; ++i) {
        ok(client.try_sendall("x"));
        CHECK(read_exactly(server, 1) == "x");
    }
    done = true;
    changer.join();
}

TEST_CASE("wake ends a selector's select in another thread", "[thread][selector]") {
    auto s = bound_udp();
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(s, ss::EVENT_READ));
    std::thread waker([&] {
        give_time();
        many.wake();
    });
    const stopwatch clock;
    CHECK(value_of(many.try_select(10)).empty());
    CHECK(clock.seconds() < 9);
    waker.join();
}

TEST_CASE("the default timeout may change while sockets are made", "[thread]") {
    const default_timeout start(1);
    std::thread changer([] {
        for (int i = 0; i < 2000; ++i) (void)ss::try_setdefaulttimeout(i % 2 + 1);
    });
    for (int i = 0; i < 200; ++i) {
        const auto timeout = tcp().gettimeout();
        CHECK((timeout == 1.0 || timeout == 2.0));
    }
    changer.join();
}

// Signals on POSIX systems: a call goes on when its handler returns, a hook may end it, and no call raises SIGPIPE.
// Includes system headers: it is about the system under the library.
#include "../suite.hpp"

#include <pthread.h>
#include <signal.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <memory>
#include <thread>

namespace {

std::atomic<int> handled = 0;

void count_signal(int) { ++handled; }

// A signal every millisecond to the thread that made it, whose handler does not restart system calls.
class storm {
public:
    storm() {
        handled = 0;
        struct sigaction action{};
        action.sa_handler = count_signal;
        ::sigaction(SIGUSR1, &action, &before_);
        sender_ = std::thread([this, target = ::pthread_self()] {
            while (!over_) {
                ::pthread_kill(target, SIGUSR1);
                std::this_thread::sleep_for(1ms);
            }
        });
    }
    ~storm() {
        over_ = true;
        sender_.join();
        ::sigaction(SIGUSR1, &before_, nullptr);
    }
    storm(const storm&) = delete;
    storm& operator=(const storm&) = delete;

private:
    std::atomic<bool> over_ = false;
    std::thread sender_;
    struct sigaction before_{};
};

// Ends the calls of this thread after so many interruptions.
class ending_hook {
public:
    explicit ending_hook(int after) : left_(after), before_(ss::set_interruption_hook({&run, this})) {}
    ~ending_hook() { ss::set_interruption_hook(before_); }
    ending_hook(const ending_hook&) = delete;
    ending_hook& operator=(const ending_hook&) = delete;

private:
    static ss::status run(void* context) {
        if (--static_cast<ending_hook*>(context)->left_ > 0) return {};
        return ss::failure(ss::errno_code(ECANCELED));
    }
    int left_;
    ss::interruption before_;
};

const auto cancelled = ss::errno_code(ECANCELED);

} // namespace

TEST_CASE("signals do not end a blocking recv", "[signal][semantics-1]") {
    auto s = connected_to_peer("delay");
    ok(s.try_settimeout(std::nullopt));
    ok(s.try_sendall("50 late\n"));
    const storm signals;
    CHECK(value_of(s.try_recv(10)) == "late"sv);
    CHECK(handled > 3);
}

TEST_CASE("signals neither end nor lengthen a timeout", "[signal][timeout][semantics-1]") {
    auto [client, server] = tcp_pair();
    ok(server.try_settimeout(0.1));
    const storm signals;
    const stopwatch clock;
    CHECK(error_of(server.try_recv(1)) == ss::fault::timed_out);
    CHECK(clock.seconds() >= 0.1);
    CHECK(clock.seconds() < 5); // restarted at each signal it would never end
    CHECK(handled > 5);
}

TEST_CASE("signals do not end accept or connect", "[signal][semantics-1][semantics-2]") {
    auto l = listener();
    const storm signals;
    ok(l.try_settimeout(0.05));
    CHECK(error_of(l.try_accept()) == ss::fault::timed_out);
    ok(l.try_settimeout(std::nullopt));
    for (int i = 0; i < 200; ++i) {
        auto client = tcp();
        ok(client.try_connect(value_of(l.try_getsockname())));
        CHECK(l.try_accept().has_value());
    }
    auto s = tcp();
    ok(s.try_settimeout(0.1));
    CHECK(error_of(s.try_connect(peer_address("black_hole"))) == ss::fault::timed_out);
    CHECK(handled > 0);
}

TEST_CASE("signals lose no byte of 13 MB in either direction", "[signal][bulk][semantics-1]") {
    const std::string data = pattern(13'000'000);
    const storm signals;
    auto s = connected_to_peer("slow");
    ok(s.try_settimeout(std::nullopt));
    ok(s.try_sendall("signals!"));
    ok(s.try_sendall(data));
    ok(s.try_close());
    CHECK(peer_report("signals!") == "13000000 " + std::to_string(fingerprint(data)) + " eof");
    auto r = connected_to_peer("source");
    ok(r.try_settimeout(std::nullopt));
    ok(r.try_sendall("13000000\n"));
    CHECK((read_to_end(r) == data));
}

TEST_CASE("signals do not end select or a selector early", "[signal][select][semantics-1]") {
    auto s = bound_udp();
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(s, ss::EVENT_READ));
    const storm signals;
    const stopwatch clock;
    CHECK(value_of(ss::try_select({&s}, {}, {}, 0.05)).readable.empty());
    CHECK(clock.seconds() >= 0.05);
    const stopwatch again;
    CHECK(value_of(many.try_select(0.05)).empty());
    CHECK(again.seconds() >= 0.05);
    CHECK(handled > 3);
}

TEST_CASE("signals do not end the datagram and message calls", "[signal][udp][semantics-1]") {
    auto s = bound_udp();
    const storm signals;
    ok(s.try_settimeout(0.05));
    CHECK(error_of(s.try_recvfrom(1)) == ss::fault::timed_out);
    CHECK(error_of(s.try_recvmsg(1)) == ss::fault::timed_out);
    for (int i = 0; i < 500; ++i) {
        CHECK(value_of(s.try_sendto("x", value_of(s.try_getsockname()))) == 1);
        CHECK(value_of(s.try_recv(10)) == "x"sv);
    }
}

TEST_CASE("signals do not end a file's reading or sendfile", "[signal][file][semantics-1]") {
    const storm signals;
    auto s = connected_to_peer("delay");
    ok(s.try_settimeout(std::nullopt));
    auto f = value_of(s.try_makefile("rb"));
    ok(s.try_sendall("30 abc\n30 def\n"));
    CHECK(value_of(f.try_read(6)) == "abcdef"sv);

    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
    const std::string data = pattern(5'000'000);
    REQUIRE(std::fwrite(data.data(), 1, data.size(), file.get()) == data.size());
    std::rewind(file.get());
    auto out = connected_to_peer("slow");
    ok(out.try_settimeout(std::nullopt));
    ok(out.try_sendall("a signal"));
    CHECK(value_of(out.try_sendfile(file.get())) == data.size());
    ok(out.try_close());
    CHECK(peer_report("a signal") == "5000000 " + std::to_string(fingerprint(data)) + " eof");
}

TEST_CASE("the hook ends a blocking and a timed recv", "[signal][hook][semantics-1]") {
    auto [client, server] = tcp_pair();
    const storm signals;
    {
        const ending_hook third(3);
        CHECK(error_of(server.try_recv(1)) == cancelled);
    }
    ok(server.try_settimeout(std::nullopt));
    {
        const ending_hook first(1);
        CHECK(error_of(server.try_recv(1)) == cancelled);
    }
    ok(client.try_sendall("x"));
    CHECK(read_exactly(server, 1) == "x"); // the socket is unharmed
}

TEST_CASE("the hook ends accept connect and select", "[signal][hook][semantics-1]") {
    auto l = listener();
    auto s = tcp();
    ok(s.try_settimeout(10));
    const storm signals;
    const auto to = peer_address("black_hole");
    {
        const ending_hook hook(2);
        CHECK(error_of(l.try_accept()) == cancelled);
    }
    {
        const ending_hook hook(2);
        CHECK(error_of(s.try_connect(to)) == cancelled);
    }
    {
        const ending_hook hook(2);
        CHECK(error_of(ss::try_select({&l}, {}, {}, 10)) == cancelled);
    }
    auto many = value_of(ss::selector::try_open());
    value_of(many.try_register(l, ss::EVENT_READ));
    {
        const ending_hook hook(2);
        CHECK(error_of(many.try_select(10)) == cancelled);
    }
}

TEST_CASE("the hook ends a sendall between its parts", "[signal][hook][semantics-1]") {
    auto [client, server] = tcp_pair();
    ok(client.try_settimeout(std::nullopt));
    const storm signals;
    const ending_hook hook(2);
    CHECK(error_of(client.try_sendall(std::string(std::size_t{64} << 20, 'x'))) == cancelled);
}

TEST_CASE("a connect that a hook ended goes on by itself", "[signal][hook][semantics-2]") {
    auto l = tcp();
    ok(l.try_bind(any_port()));
    ok(l.try_listen(0));
    const auto where = value_of(l.try_getsockname());
    auto first = tcp();
    ok(first.try_connect(where)); // fills the queue
    auto s = tcp();
    ok(s.try_settimeout(10));
    {
        const storm signals;
        const ending_hook hook(2);
        const auto outcome = error_of(s.try_connect(where));
        CHECK((!outcome || outcome == cancelled));
    }
    CHECK(l.try_accept().has_value()); // makes room
    ok(l.try_settimeout(10));
    CHECK(l.try_accept().has_value());
    ok(s.try_sendall("x"));
}

TEST_CASE("no call raises SIGPIPE", "[signal][semantics-20]") {
    struct sigaction plain{};
    plain.sa_handler = SIG_DFL; // would end this process
    struct sigaction before{};
    ::sigaction(SIGPIPE, &plain, &before);
    auto [client, server] = tcp_pair();
    ok(client.try_shutdown(ss::SHUT_WR));
    const auto broken = ss::errno_code(EPIPE);
    const std::array<ss::const_buffer, 1> data{"x"};
    CHECK(error_of(client.try_send("x")) == broken);
    CHECK(error_of(client.try_sendall("x")) == broken);
    CHECK(error_of(client.try_sendmsg(data)) == broken);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
    REQUIRE(std::fputs("content", file.get()) >= 0);
    std::rewind(file.get());
    CHECK(error_of(client.try_sendfile(file.get())) == broken);
    auto f = value_of(client.try_makefile("wb"));
    CHECK(value_of(f.try_write("x")) == 1);
    CHECK(error_of(f.try_flush()) == broken);
    sigset_t pending;
    ::sigpending(&pending);
    CHECK(::sigismember(&pending, SIGPIPE) == 0); // nor does one wait to be raised
    ::sigaction(SIGPIPE, &before, nullptr);
}

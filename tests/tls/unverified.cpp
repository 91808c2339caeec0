// ssl() of the old socket module, whose server is made in turns with it where there are threads.
#include "connections.hpp"

#include <thread>

#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wdeprecated-declarations" // unverified_ssl_warning: that is what is tested
#endif

namespace {

/// A server of its own thread that says `greeting`, reads to the end and tells what it read.
class greeter {
public:
    greeter(ss::ssl_context context, std::string greeting)
        : where(value_of(listener_.try_getsockname())), context_(std::move(context)), greeting_(std::move(greeting)),
          thread_([this] { serve(); }) {}
    ~greeter() {
        if (thread_.joinable()) thread_.join();
    }
    greeter(const greeter&) = delete;
    greeter& operator=(const greeter&) = delete;

    [[nodiscard]] std::string heard() {
        thread_.join();
        return heard_;
    }

private:
    ss::socket listener_ = listener();

public:
    const ss::address where;

private:
    void serve() {
        auto accepted = listener_.try_accept();
        if (!accepted || !accepted->first.try_settimeout(10)) return;
        auto s = context_.try_wrap_socket(std::move(accepted->first), as_server());
        if (!s || !s->try_do_handshake() || !s->try_sendall(greeting_) || !s->try_close_notify()) return;
        for (;;) {
            const auto part = s->try_recv(1000);
            if (!part || part->empty()) return;
            heard_ += part->view();
        }
    }

    const ss::ssl_context context_;
    const std::string greeting_;
    std::string heard_;
    std::thread thread_;
};

ss::socket connected_to(const ss::address& where) {
    auto s = tcp();
    ok(s.try_settimeout(10));
    ok(s.try_connect(where));
    return s;
}

} // namespace

TEST_CASE("ssl() reads to the end, writes all, and names a certificate that it has not verified",
          "[tls][unverified][semantics-32]") {
    authority nobody_trusts("nobody's authority");
    greeter server(server_context(nobody_trusts.issue({.names = {"wrong.example"}, .ends = -60})), pattern(50'000));
    auto sock = connected_to(server.where);
    {
        auto s = value_of(ss::try_ssl(sock));
        CHECK(s.server() == "/O=samesock/CN=wrong.example");
        CHECK(s.issuer() == "/O=samesock/CN=nobody's authority");
        const auto first = value_of(s.try_read(10));
        CHECK_FALSE(first.empty());
        const auto rest = value_of(s.try_read());
        CHECK(first.size() + rest.size() == 50'000);
        CHECK(fingerprint(std::string(first.view()) + std::string(rest.view())) == fingerprint(pattern(50'000)));
        CHECK(value_of(s.try_read()).empty());
        CHECK(value_of(s.try_write(pattern(100'000))) == 100'000);
        CHECK(error_of(s.try_read(-1)) == ss::misuse::negative_size);
    }
    CHECK(sock); // it is the caller's
    ok(sock.try_shutdown(ss::SHUT_WR));
    CHECK(fingerprint(server.heard()) == fingerprint(pattern(100'000)));
}

TEST_CASE("the object of ssl() keeps the connection when the socket object has gone", "[tls][unverified]") {
    const world w;
    greeter server(w.for_server, "still here");
    auto s = [&] {
        auto sock = connected_to(server.where);
        return value_of(ss::try_ssl(sock));
    }();
    CHECK(value_of(s.try_read()) == "still here"sv);
}

TEST_CASE("what ssl() refuses", "[tls][unverified][bad]") {
    auto closed = ss::socket(std::nullopt);
    CHECK(error_of(ss::try_ssl(closed)) == ss::errno_code(EBADF));
    auto datagrams = udp();
    CHECK(error_of(ss::try_ssl(datagrams)) == ss::ssl_misuse::not_a_stream);
    auto ends = tcp_pair();
    CHECK(error_of(ss::try_ssl(ends.client, "key.pem")) == ss::ssl_misuse::key_without_certificate);
    ok(ends.server.try_close());
    CHECK(error_of(ss::try_ssl(ends.client)));
}

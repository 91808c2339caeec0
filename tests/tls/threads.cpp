// TLS on several threads: one reading and one writing, closing under a reader, many streams of one context.
#include "connections.hpp"

#include <atomic>
#include <thread>

TEST_CASE("one thread reads and one writes at each end, and no byte is lost", "[tls][threads]") {
    auto pair = world().connected();
    const std::string data = pattern(2'000'000);
    std::string there, back;
    const auto write = [&](ss::ssl_socket& s) {
        (void)s.try_sendall(data);
        (void)s.try_close_notify();
    };
    const auto read = [](ss::ssl_socket& s, std::string& into) {
        for (;;) {
            const auto part = s.try_recv(30000);
            if (!part || part->empty()) return;
            into += part->view();
        }
    };
    std::thread first([&] { write(pair.client); }), second([&] { write(pair.server); });
    std::thread third([&] { read(pair.server, there); }), fourth([&] { read(pair.client, back); });
    first.join(), second.join(), third.join(), fourth.join();
    CHECK(fingerprint(there) == fingerprint(data));
    CHECK(fingerprint(back) == fingerprint(data));
}

TEST_CASE("a blocking handshake, recv and accept, each end on its own thread", "[tls][threads]") {
    const world w;
    auto plain = listener();
    const auto where = value_of(plain.try_getsockname());
    auto how = as_server();
    how.do_handshake_on_connect = true;
    auto wrapped = value_of(w.for_server.try_wrap_socket(std::move(plain), how));
    std::string heard;
    std::thread server([&] {
        auto accepted = wrapped.try_accept();
        if (!accepted) return;
        auto& s = accepted->first;
        const auto request = s.try_recv(100);
        if (request) heard = request->view();
        (void)s.try_sendall("answer");
        (void)s.try_unwrap();
    });
    ss::wrap_options options;
    options.server_hostname = "localhost";
    auto client = value_of(w.for_client.try_wrap_socket(tcp(), options));
    ok(client.try_connect(where)); // and makes the handshake
    CHECK(client.version() == "TLSv1.3");
    ok(client.try_sendall("request"));
    CHECK(read_to_end(client) == "answer");
    CHECK(value_of(client.try_unwrap()));
    server.join();
    CHECK(heard == "request");
}

TEST_CASE("closing ends a recv with a timeout on another thread", "[tls][threads][close]") {
    auto pair = world().connected();
    std::error_code code;
    std::thread reader([&] { code = error_of(pair.client.try_recv(1)); });
    std::this_thread::sleep_for(50ms);
    ok(pair.client.try_close());
    reader.join();
    CHECK(code == ss::errno_code(EBADF));
}

TEST_CASE("a peer that drips bytes does not stretch the deadline", "[tls][threads][timeout]") {
    const world w;
    auto ends = tcp_pair();
    std::atomic<bool> over = false;
    std::thread dripping([&] {
        (void)ends.server.try_sendall("\x16\x03\x03\x3f\xff"sv); // a record of 16 kB
        while (!over) {
            (void)ends.server.try_send("x");
            std::this_thread::sleep_for(10ms);
        }
    });
    auto client = value_of(w.for_client.try_wrap_socket(std::move(ends.client), as_client()));
    ok(client.try_settimeout(0.3));
    const stopwatch time;
    const auto code = error_of(client.try_do_handshake());
    const double seconds = time.seconds();
    over = true;
    dripping.join();
    CHECK(code == ss::fault::timed_out);
    CHECK(seconds >= 0.3);
    CHECK(seconds < 8);
}

TEST_CASE("many streams of one context on several threads", "[tls][threads]") {
    const world w;
    std::atomic<int> good = 0;
    const auto rounds = [&] {
        for (int i = 0; i != 5; ++i) {
            auto pair = w.connected();
            if (pair.client.try_sendall("ping") && read_exactly(pair.server, 4) == "ping") ++good;
        }
    };
    std::thread first(rounds), second(rounds), third(rounds);
    first.join(), second.join(), third.join();
    CHECK(good == 15);
}

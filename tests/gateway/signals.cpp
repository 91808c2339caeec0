// SIGTERM and SIGHUP, sent to the program while streams move through it.
#include "gateway_process.hpp"
#include "tunnel_client.hpp"

#include <cerrno>
#include <csignal>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace samesock::testing {
namespace {

using namespace tunnel;
using Catch::Matchers::ContainsSubstring;

constexpr std::string_view draining_toml = "allow = [\"127.0.0.0/8\"]\ndrain-seconds = 60\nthreads = 2\n";

/// Streams of one client that carry bytes both ways, each way as many, and compare them all.
class traffic {
public:
    static constexpr std::size_t streams = 6;
    static constexpr std::size_t size = 3'000'000;

    explicit traffic(std::uint16_t port) : client(port) {
        for (unsigned i = 0; i != streams; ++i) {
            ids_.push_back(client.connected(listener_.local()));
            targets_.push_back(listener_.accept());
        }
        for (unsigned i = 0; i != streams; ++i) threads_.emplace_back([this, i] { serve(i); });
    }
    ~traffic() {
        for (std::thread& thread : threads_) thread.join();
    }
    traffic(const traffic&) = delete;
    traffic& operator=(const traffic&) = delete;

    /// Both ways, to the end or until `is_enough`.
    void move(const std::function<bool()>& is_enough = [] { return false; }) {
        while (!is_enough()) {
            bool is_done = true;
            for (unsigned i = 0; i != streams; ++i) is_done = feed(i) && is_done;
            client.flush();
            if (is_done && all_came()) return;
            client.pump();
        }
    }
    [[nodiscard]] std::size_t came() {
        std::size_t all = 0;
        for (const std::uint32_t id : ids_) all += client.of(id).data.size();
        return all;
    }
    /// Ends them, and looks at every byte.
    void finish() {
        for (unsigned i = 0; i != streams; ++i) {
            CHECK((client.of(ids_[i]).data == down(i))); // not printed
            REQUIRE(client.session().close(ids_[i]));
        }
        client.flush();
        for (std::thread& thread : threads_) thread.join();
        threads_.clear();
        for (unsigned i = 0; i != streams; ++i) CHECK((got_[i] == up(i)));
        client.wait_for([&] { return client.session().streams() == 0; });
    }

    tunnel_client client;

private:
    static std::string up(unsigned i) { return pattern(size, i); }
    static std::string down(unsigned i) { return pattern(size, 100 + i); }

    void serve(unsigned i) {
        std::thread sender([&] {
            targets_[i].send(down(i));
            targets_[i].finish();
        });
        got_[i] = targets_[i].receive_all();
        sender.join();
    }
    /// True: all is sent.
    bool feed(unsigned i) {
        if (up_[i].empty()) up_[i] = up(i);
        for (std::size_t taken = 1; sent_[i] != size && taken != 0; sent_[i] += taken) {
            const auto outcome = client.session().send(ids_[i], std::as_bytes(std::span(up_[i])).subspan(sent_[i]));
            REQUIRE(outcome);
            taken = *outcome;
        }
        return sent_[i] == size;
    }
    [[nodiscard]] bool all_came() { return came() == streams * size; }

    plain_listener listener_;
    std::vector<std::uint32_t> ids_;
    std::vector<plain_socket> targets_;
    std::array<std::string, streams> up_;
    std::array<std::string, streams> got_;
    std::array<std::size_t, streams> sent_{};
    std::vector<std::thread> threads_;
};

std::string fetch(std::uint16_t port, std::string_view path) {
    plain_socket client;
    client.connect(loopback(port));
    client.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    return client.receive_all();
}

TEST_CASE("SIGTERM in full flight: nobody new, every byte of what is there, and an end by itself") {
    gateway_process gateway(draining_toml);
    traffic moving(gateway.port());
    moving.move([&] { return moving.came() > 1'000'000; });
    gateway.signal(SIGTERM);
    moving.move([&] { return moving.client.is_leaving(); });
    CHECK(moving.client.session().open(2, wire::stream_type::stream).error() == errno_code(ENETDOWN));
    plain_socket late;
    CHECK(late.try_connect(loopback(gateway.port())) == ECONNREFUSED);
    CHECK_THAT(fetch(gateway.admin_port(), "/health"), ContainsSubstring("503"));
    moving.move();
    moving.finish();
    while (moving.client.web().read()) {}
    CHECK(moving.client.web().close_code() == 1001);
    CHECK(gateway.exit_code() == 0);
}

TEST_CASE("A second SIGTERM in full flight ends it at once") {
    gateway_process gateway(draining_toml);
    tunnel_client client(gateway.port());
    plain_listener listener;
    (void)client.connected(listener.local());
    plain_socket target = listener.accept();
    gateway.signal(SIGTERM);
    client.wait_for([&] { return client.is_leaving(); });
    gateway.signal(SIGTERM);
    CHECK(gateway.exit_code() == 0);
    (void)target.receive_error();
}

TEST_CASE("SIGHUP in full flight: the new configuration counts for what comes, and every byte arrives") {
    gateway_process gateway(draining_toml);
    traffic moving(gateway.port());
    plain_listener listener;
    for (std::size_t round = 1; round != 6; ++round) {
        moving.move([&] { return moving.came() > round * 1'000'000; });
        const bool is_open = round % 2 == 0;
        gateway.write_configuration(is_open ? draining_toml : "allow = [\"127.0.0.0/8:1\"]\nthreads = 2\n");
        gateway.signal(SIGHUP);
        CHECK_FALSE(gateway.line_with("follow the new configuration").empty());
        const std::uint32_t id = moving.client.open();
        const auto answer = moving.client.ask(id, wire::connect{0, listener.local()});
        REQUIRE(moving.client.session().reset(id));
        CHECK(answer.error == (is_open ? std::error_code() : errno_code(EACCES)));
    }
    moving.move();
    moving.finish();
}

TEST_CASE("A configuration with a mistake is named with line and column, and the running one kept") {
    gateway_process gateway(draining_toml);
    tunnel_client client(gateway.port());
    plain_listener listener;
    struct row {
        std::string_view toml;
        std::string_view where;
    };
    const row rows[] = {
        {"allow = [\"127.0.0.0/8\"]\nthreads = 2\nalow = []\n", "gateway.toml:3:1: "},
        {"allow = [\"127.0.0.0/8\", \"10.0.0.0/33\"]\n", "gateway.toml:1:25: allow: "},
        {"allow = []\n[limits]\nstreams = \"many\"\n", "gateway.toml:3:11: "},
        {"allow = [\n", "gateway.toml:1:11: "},
        {"token-file = \"nowhere\"\n", "gateway.toml:1:14: token-file: "},
    };
    for (const row& r : rows) {
        CAPTURE(r.toml);
        gateway.write_configuration(r.toml);
        gateway.signal(SIGHUP);
        CHECK_THAT(gateway.line_with("gateway.toml:"), ContainsSubstring(std::string(r.where)));
        CHECK_FALSE(gateway.line_with("the running configuration goes on").empty());
        (void)client.connected(listener.local());
    }
    CHECK_THAT(fetch(gateway.admin_port(), "/metrics"),
               ContainsSubstring("samesock_gateway_reloads_failed_total 5\n") &&
                   ContainsSubstring("samesock_gateway_reloads_total 0\n"));
    gateway.write_configuration("allow = []\n");
    gateway.signal(SIGHUP);
    CHECK_FALSE(gateway.line_with("follow the new configuration").empty());
    CHECK(client.ask(client.open(), wire::connect{0, listener.local()}).error == errno_code(EACCES));
}

} // namespace
} // namespace samesock::testing

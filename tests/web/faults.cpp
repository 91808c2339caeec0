// Programs for faults.mjs, in a page or on Node: faults WHAT [PORT]. Each says what became of it on standard output:
// what faults.mjs then compares.
#include <samesock/samesock.hpp>
#include <samesock/tunnel.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include <emscripten/em_macros.h>

namespace ss = samesock;
using namespace std::literals;
using clock_type = std::chrono::steady_clock;

namespace {

const char* name_of(int number) {
    switch (number) {
    case EACCES: return "EACCES";
    case ECONNREFUSED: return "ECONNREFUSED";
    case ECONNRESET: return "ECONNRESET";
    case EDEADLK: return "EDEADLK";
    case ENOBUFS: return "ENOBUFS";
    case EPIPE: return "EPIPE";
    case EPROTO: return "EPROTO";
    case ETIMEDOUT: return "ETIMEDOUT";
    default: return std::strerror(number);
    }
}

double milliseconds_since(clock_type::time_point start) {
    return std::chrono::duration<double, std::milli>(clock_type::now() - start).count();
}

void say(const std::string& line) {
    std::puts(line.c_str());
    std::fflush(stdout);
}

char pattern(std::size_t i) { return static_cast<char>((i * 2654435761u) >> 13); }

std::string pattern_of(std::size_t size) {
    std::string all(size, '\0');
    for (std::size_t i = 0; i < size; ++i) all[i] = pattern(i);
    return all;
}

ss::socket connected(int port) {
    ss::socket s(ss::AF_INET, ss::SOCK_STREAM);
    s.connect({"127.0.0.1", port});
    return s;
}

std::string received(ss::socket& s, std::size_t size) {
    std::string all;
    while (all.size() < size) {
        const auto part = s.recv(std::min(static_cast<std::ptrdiff_t>(size - all.size()), std::ptrdiff_t{65'536}));
        if (!part) break;
        all += part.view();
    }
    return all;
}

/// One exchange with an echo server.
void call(int port) {
    auto s = connected(port);
    say("connected");
    s.sendall("hello");
    say(received(s, 5) == "hello" ? "echoed" : "the echo differs");
}

/// Memory grows several times while bytes are under way in both directions.
void grow(int port) {
    constexpr std::size_t size = 8'000'000, piece = 200'000, of_growth = 8'000'000;
    const std::string all = pattern_of(size);
    std::vector<std::string> ballast;
    auto s = connected(port);
    for (std::size_t at = 0; at < size; at += piece) {
        s.sendall(std::string_view(all).substr(at, piece));
        if (at % (5 * piece) == 0) ballast.emplace_back(of_growth, 'x');
        if (received(s, piece) != std::string_view(all).substr(at, piece)) return say("bytes differ");
    }
    say("every byte is as it was");
}

/// All open at once, and each is its own.
void many(int port) {
    constexpr std::size_t count = 1000;
    std::vector<ss::socket> all(count);
    for (ss::socket& one : all) {
        one.setblocking(false);
        (void)one.connect_ex({"127.0.0.1", port});
    }
    for (ss::socket& one : all) {
        (void)ss::select({}, {&one}, {}, 30s);
        one.settimeout(30s);
    }
    for (std::size_t i = 0; i < count; ++i) all[i].sendall(std::to_string(i) + '\n');
    for (std::size_t i = 0; i < count; ++i) {
        const std::string wanted = std::to_string(i) + '\n';
        if (received(all[i], wanted.size()) != wanted) return say("a socket has another's bytes");
    }
    say(std::to_string(count) + " sockets echo");
}

/// How late a timeout comes, in ms, and whether one is early.
void timeouts(int port) {
    auto s = connected(port);
    bool is_early = false;
    for (const int asked : {1, 50}) {
        s.settimeout(std::chrono::milliseconds(asked));
        for (int i = 0; i < 10; ++i) {
            const auto start = clock_type::now();
            const auto got = s.try_recv(1);
            if (got || got.error() != std::errc::timed_out) return say("it did not time out");
            // A page's clock has steps, of 1 ms in Firefox.
            is_early = is_early || milliseconds_since(start) < asked - 1.0;
        }
    }
    say(is_early ? "a timeout is early" : "no timeout is early");
}

/// Waits for 2 s, in which JavaScript may call second_call().
void wait(int port) {
    auto s = connected(port);
    s.sendall("2000 answer\n");
    say("connected");
    say(received(s, 6) == "answer" ? "answered" : "the answer differs");
}

/// What was sent goes out while the program sleeps.
void sleep_after_send(int port) {
    auto s = connected(port);
    s.sendall("hello");
    s.setblocking(false);
    bool is_early = false;
    for (int i = 0; i != 100; ++i) { // a machine may be busy
        const auto start = clock_type::now();
        std::this_thread::sleep_for(300ms);
        is_early = is_early || milliseconds_since(start) < 299;
        const auto got = s.try_recv(5);
        if (got && got->view() == "hello") return say(is_early ? "a sleep was early" : "the echo came meanwhile");
    }
    say("nothing came meanwhile");
}

/// The server sends without end what nobody reads; then the session is over, and the next call says so.
void flood(int port) {
    ss::tunnel::gateway where;
    where.url = std::getenv("SAMESOCK_GATEWAY");
    where.unconfirmed_connect = true;
    ss::tunnel::configure(where);
    auto s = connected(port);
    s.settimeout(30);
    s.sendall("go");
    const auto start = clock_type::now();
    while (milliseconds_since(start) < 30'000) {
        std::this_thread::sleep_for(50ms);
        if (const auto sent = s.try_send("x"); !sent) return say(name_of(sent.error().value()));
    }
    say("the flood goes on");
}

int run(std::string_view what, int port) {
    static constexpr std::pair<std::string_view, void (*)(int)> programs[]{{"call", call},  {"grow", grow},
                                                                           {"many", many},  {"timeouts", timeouts},
                                                                           {"wait", wait},  {"sleep", sleep_after_send},
                                                                           {"flood", flood}};
    for (const auto& [name, program] : programs)
        if (name == what) return program(port), 0;
    return 2;
}

} // namespace

/// Called by JavaScript while main() waits.
extern "C" EMSCRIPTEN_KEEPALIVE void second_call(int port) {
    ss::socket s(ss::AF_INET, ss::SOCK_STREAM);
    const auto outcome = s.try_connect({"127.0.0.1", port});
    say(outcome ? "the second call connected" : std::string("the second call: ") + name_of(outcome.error().value()));
}

int main(int count, char** arguments) {
    try {
        return run(count > 1 ? arguments[1] : "", count > 2 ? std::atoi(arguments[2]) : 0);
    } catch (const std::system_error& error) { say(name_of(error.code().value())); }
    return 0;
}

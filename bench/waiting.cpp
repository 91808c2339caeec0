// What waiting costs. `timeouts`: 100 timeouts of 50 ms, in microseconds: the shortest, the median, the longest, and
// the processor time of all. `selector IDLE`: nanoseconds for each wake of a selector with IDLE idle UDP sockets and a
// busy one.
#include <samesock/samesock.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <string_view>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;

double microseconds_since(clock_type::time_point start) {
    return std::chrono::duration<double, std::micro>(clock_type::now() - start).count();
}

/// Seconds of processor time so far; not a number where that is not known.
double processor_seconds() {
#if HAS_PROCESSOR_CLOCK
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
#else
    return std::numeric_limits<double>::quiet_NaN();
#endif
}

int timeouts() {
    samesock::socket s(samesock::AF_INET, samesock::SOCK_DGRAM);
    s.bind({"127.0.0.1", 0});
    s.settimeout(0.05);
    std::vector<double> took;
    const double cpu = processor_seconds();
    char buffer[1];
    for (int i = 0; i < 100; ++i) {
        const auto start = clock_type::now();
        if (s.try_recv_into(buffer)) return 1;
        took.push_back(microseconds_since(start));
    }
    const double cpu_seconds = processor_seconds() - cpu;
    std::sort(took.begin(), took.end());
    std::printf("%.0f %.0f %.0f %.6f\n", took.front(), took[took.size() / 2], took.back(), cpu_seconds);
    return 0;
}

int selector(int idle) {
    samesock::selector ready;
    std::vector<samesock::socket> sockets;
    sockets.reserve(static_cast<std::size_t>(idle) + 1);
    for (int i = 0; i <= idle; ++i) {
        auto s = samesock::socket::try_open(samesock::AF_INET, samesock::SOCK_DGRAM);
        if (!s) {
            std::fprintf(stderr, "socket %d: %s\n", i, s.error().message().c_str());
            return 1;
        }
        s->bind({"127.0.0.1", 0});
        sockets.push_back(*std::move(s));
        ready.register_(sockets.back(), samesock::EVENT_READ);
    }
    samesock::socket& busy = sockets[sockets.size() / 2];
    const samesock::address to = busy.getsockname();
    samesock::socket sender(samesock::AF_INET, samesock::SOCK_DGRAM);
    char buffer[16];
    constexpr int wakes = 500;
    double total = 0;
    for (int i = 0; i < wakes; ++i) {
        sender.sendto("wake", to);
        const auto start = clock_type::now();
        const auto events = ready.select(5.0);
        total += microseconds_since(start);
        if (events.size() != 1 || events[0].key->fileobj != &busy) return 1;
        busy.recv_into(buffer);
    }
    std::printf("%.0f\n", total * 1000 / wakes);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const std::string_view what = argc > 1 ? argv[1] : "";
    if (what == "timeouts") return timeouts();
    if (what == "selector" && argc == 3) return selector(std::atoi(argv[2]));
    std::fprintf(stderr, "usage: waiting timeouts | waiting selector IDLE\n");
    return 2;
}

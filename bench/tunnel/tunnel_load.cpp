// Puts load on one way to the target, and prints "timed" when it begins to count, then what came of it as JSON.
//   tunnel_load WAY SERVER TARGET MEASUREMENT STREAMS SECONDS
//   tunnel_load WAY SERVER TARGET idle|unread|untaken STREAMS
// WAY is tcp, wisp, session, extension, wasmnet or raw. SERVER is its port (tcp: 0; raw: TARGET_PORT:SERVER_PORT,...).
// TARGET is what tunnel_target printed.
#include "measurement.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <sys/resource.h>

namespace {

std::unique_ptr<bench::link> make_link(const std::string& way, const char* server, bench::poll_loop& loop,
                                       bench::link_user& user) {
    const auto port = static_cast<std::uint16_t>(std::atoi(server));
    if (way == "tcp") return bench::make_direct_link(loop, user);
    if (way == "wisp") return bench::make_wisp_link(loop, user, port);
    if (way == "wasmnet") return bench::make_wasmnet_link(loop, user, port);
    if (way == "session") return bench::make_session_link(loop, user, port, false);
    if (way == "extension") return bench::make_session_link(loop, user, port, true);
    if (way == "raw") return bench::make_raw_link(loop, user, server);
    bench::give_up("no such way");
}

bench::target_ports read_ports(const char* text) {
    bench::target_ports ports;
    if (std::sscanf(text, "%hu,%hu,%hu,%hu,%hu", &ports.echo, &ports.source, &ports.sink, &ports.stall, &ports.udp) !=
        5)
        bench::give_up("the target's ports");
    return ports;
}

double percentile(std::vector<double>& values, double part) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

double processor_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/// How busy this program was from its start to its end.
double busy(bench::steady::time_point begun) {
    return processor_seconds() / std::chrono::duration<double>(bench::steady::now() - begun).count();
}

void print(bench::figures& f, double busy) {
    std::printf("{\"units\": %.0f, \"seconds\": %.6f, \"bytes\": %.0f, \"p50\": %.1f, \"p99\": %.1f, \"busy\": %.2f}\n",
                f.units, f.seconds, f.bytes, percentile(f.microseconds, 0.5), percentile(f.microseconds, 0.99), busy);
}

} // namespace

int main(int argc, char** argv) {
    const auto begun = bench::steady::now();
    if (argc < 6) {
        std::fprintf(stderr, "usage: tunnel_load WAY SERVER TARGET MEASUREMENT STREAMS [SECONDS]\n");
        return 2;
    }
    const bench::target_ports ports = read_ports(argv[3]);
    const auto streams = static_cast<bench::stream_index>(std::atoi(argv[5]));
    const auto make = [&](bench::poll_loop& loop, bench::link_user& user) {
        return make_link(argv[1], argv[2], loop, user);
    };
    if (argc == 6) {
        bench::hold(argv[4], ports, streams, make);
        return 0;
    }
    const auto measured = bench::make_measurement(argv[4], ports, streams);
    if (!measured) bench::give_up("no such measurement");
    bench::poll_loop loop;
    auto way = make(loop, *measured);
    bench::figures result = measured->run(loop, *way, std::atof(argv[6]));
    print(result, busy(begun));
    std::fflush(stdout);
    way.reset();
    std::_Exit(0); // the rest ends with the program
}

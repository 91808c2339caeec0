// What the library does in bench/run-browser: browser_load MEASUREMENT STREAMS SECONDS ECHO SOURCE SINK. Says
// "connected" once its first socket is, and then its figures as JSON. plain.mjs does the same without the library.
#include "../tunnel/pattern.hpp"

#include <samesock/samesock.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ss = samesock;

namespace {

using steady = std::chrono::steady_clock;
constexpr std::size_t small = 64;
constexpr double warm_up = 1; // s, in which engines compile for the second time

struct figures {
    double units = 0, seconds = 0;
    std::vector<double> microseconds;
};

class stopwatch {
public:
    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(steady::now() - start_).count(); }

private:
    steady::time_point start_ = steady::now();
};

[[noreturn]] void give_up(const char* what) {
    std::printf("%s\n", what);
    std::exit(1);
}

ss::socket connected(int port) {
    ss::socket s(ss::AF_INET, ss::SOCK_STREAM);
    s.connect({"127.0.0.1", port});
    return s;
}

void read_exactly(ss::socket& s, std::span<std::byte> into) {
    while (!into.empty()) {
        const std::size_t got = s.recv_into(into);
        if (got == 0) give_up("the target ended the stream");
        into = into.subspan(got);
    }
}

// -- round trips: each stream sends 64 bytes, and again when they are back

figures one_stream(int port, double seconds, const bench::pattern& bytes) {
    ss::socket s = connected(port);
    figures all;
    std::array<std::byte, small> back;
    const stopwatch since_start;
    double began = 0, now = 0; // once in a round trip, as in plain.mjs: a clock costs something in a browser
    for (std::uint64_t place = 0; now < warm_up + seconds; place += small) {
        s.sendall(bytes.at(place, small));
        read_exactly(s, back);
        if (!bytes.matches(place, back)) give_up("an echo differs");
        now = since_start.seconds();
        if (now >= warm_up) all.microseconds.push_back((now - began) * 1e6);
        began = now;
    }
    all.seconds = seconds;
    all.units = static_cast<double>(all.microseconds.size());
    return all;
}

struct stream {
    ss::socket socket;
    std::uint64_t place = 0;
    std::size_t got = 0;
    double began = 0;
    std::array<std::byte, small> back{};
};

figures many_streams(int port, std::size_t count, double seconds, const bench::pattern& bytes) {
    std::vector<std::unique_ptr<stream>> all;
    ss::selector waiting;
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back(std::make_unique<stream>());
        all[i]->socket = connected(port);
        all[i]->socket.setblocking(false);
        waiting.register_(all[i]->socket, ss::EVENT_READ, all[i].get());
    }
    for (auto& one : all) one->socket.sendall(bytes.at(0, small));
    figures found;
    const stopwatch since_start;
    double now = 0;
    while (now < warm_up + seconds) {
        for (const auto& ready : waiting.select()) {
            auto& one = *std::any_cast<stream*>(ready.key->data);
            const std::size_t got = one.socket.recv_into(std::span(one.back).subspan(one.got));
            if (got == 0) give_up("the target ended a stream");
            one.got += got;
            if (one.got < small) continue;
            if (!bytes.matches(one.place, one.back)) give_up("an echo differs");
            now = since_start.seconds();
            if (now >= warm_up) found.microseconds.push_back((now - one.began) * 1e6);
            one.got = 0;
            one.place += small;
            one.began = now;
            one.socket.sendall(bytes.at(one.place, small));
        }
    }
    found.seconds = seconds;
    found.units = static_cast<double>(found.microseconds.size());
    return found;
}

// -- bulk: every byte is compared, here or by the target

/// What is moved after the warm-up.
class moved {
public:
    void look(double now, std::uint64_t place) {
        if (began_ == 0 && now >= warm_up) {
            began_ = now;
            begin_ = place;
        }
    }
    [[nodiscard]] figures until(double now, std::uint64_t place) const {
        return {static_cast<double>(place - begin_), now - began_, {}};
    }

private:
    double began_ = 0;
    std::uint64_t begin_ = 0;
};

figures download(int port, double seconds, const bench::pattern& bytes) {
    ss::socket s = connected(port);
    std::vector<std::byte> buffer(bench::pattern::most);
    std::uint64_t place = 0;
    moved all;
    const stopwatch since_start;
    double now = 0;
    while ((now = since_start.seconds()) < warm_up + seconds) {
        all.look(now, place);
        const std::size_t got = s.recv_into(buffer);
        if (got == 0) give_up("the target ended the stream");
        if (!bytes.matches(place, std::span(buffer).first(got))) give_up("a download differs");
        place += got;
    }
    return all.until(now, place);
}

figures upload(int port, double seconds, const bench::pattern& bytes) {
    ss::socket s = connected(port);
    constexpr std::size_t ahead = std::size_t{4} << 20; // bytes that are sent before the target has told of them
    std::uint64_t place = 0, told = 0;
    moved all;
    const stopwatch since_start;
    double now = 0;
    while ((now = since_start.seconds()) < warm_up + seconds) {
        all.look(now, told);
        const auto piece = bytes.at(place, bench::pattern::most);
        s.sendall(piece);
        place += piece.size();
        while (place - told >= ahead) {
            std::array<std::byte, 8> count;
            read_exactly(s, count);
            told = 0;
            for (std::size_t i = 0; i < count.size(); ++i) told |= std::to_integer<std::uint64_t>(count[i]) << (8 * i);
        }
    }
    return all.until(now, told);
}

double percentile(std::vector<double>& values, double part) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, at);
    return *at;
}

/// How long a timeout of so many ms takes, in ms.
figures timeouts(int port, double asked) {
    ss::socket s = connected(port);
    s.settimeout(asked / 1000);
    figures all;
    for (int i = 0; i < 100; ++i) {
        const stopwatch one;
        const auto got = s.try_recv(1);
        if (got) give_up("something came");
        if (got.error() != std::errc::timed_out) give_up("that is no timeout");
        all.microseconds.push_back(one.seconds() * 1e6);
    }
    return all;
}

} // namespace

int main(int count, char** words) {
    if (count != 7) give_up("usage: browser_load MEASUREMENT STREAMS SECONDS ECHO SOURCE SINK");
    const std::string_view name = words[1];
    const auto streams = static_cast<std::size_t>(std::atoi(words[2]));
    const double seconds = std::atof(words[3]);
    const int echo = std::atoi(words[4]), source = std::atoi(words[5]), sink = std::atoi(words[6]);
    try {
        connected(echo).close();
        std::puts("connected");
        std::fflush(stdout);
        figures found;
        if (name == "round_trips") {
            const bench::pattern bytes;
            found = streams == 1 ? one_stream(echo, seconds, bytes) : many_streams(echo, streams, seconds, bytes);
        }
        if (name == "download") found = download(source, seconds, bench::pattern());
        if (name == "upload") found = upload(sink, seconds, bench::pattern());
        if (name == "timeout") found = timeouts(echo, seconds);
        std::printf(R"({"units":%.0f,"seconds":%.6f,"least":%.0f,"p50":%.0f,"p99":%.0f})"
                    "\n",
                    found.units, found.seconds, percentile(found.microseconds, 0), percentile(found.microseconds, 0.5),
                    percentile(found.microseconds, 0.99));
    } catch (const std::exception& error) { give_up(error.what()); }
    return 0;
}

// The exchanges that the benchmarks time, over any stream with `send_all(const char*, size)` and `receive(char*,
// size)`. Prints the nanoseconds of the timed part. One connection to exchange_peer for each run.
//   PROGRAM HOST PORT ping_pong|upload|download COUNT      COUNT round trips of 64 bytes, or COUNT MiB
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace bench {

inline constexpr std::size_t small = 64;
inline constexpr std::size_t large = std::size_t{1} << 20;

template <class Stream>
void receive_exactly(Stream& s, char* into, std::size_t size) {
    while (size > 0) {
        const std::size_t got = s.receive(into, size);
        if (got == 0) std::abort();
        into += got;
        size -= got;
    }
}

template <class Stream>
void ping_pong(Stream& s, std::uint32_t count) {
    char message[small] = "a message of sixty-four bytes";
    char answer[small];
    for (std::uint32_t i = 0; i < count; ++i) {
        s.send_all(message, small);
        receive_exactly(s, answer, small);
    }
    if (std::memcmp(message, answer, small) != 0) std::abort();
}

template <class Stream>
void upload(Stream& s, std::uint32_t count) {
    const std::vector<char> block(large, 'x');
    for (std::uint32_t i = 0; i < count; ++i) s.send_all(block.data(), block.size());
    char acknowledgement;
    receive_exactly(s, &acknowledgement, 1);
}

template <class Stream>
void download(Stream& s, std::uint32_t count) {
    std::vector<char> block(large);
    for (std::uint32_t i = 0; i < count; ++i) receive_exactly(s, block.data(), block.size());
}

// Tells the peer what is wanted: a letter and the count in decimal, eleven bytes in all.
template <class Stream>
void ask(Stream& s, char what, std::uint32_t count) {
    char request[12];
    std::snprintf(request, sizeof request, "%c%010u", what, count);
    s.send_all(request, 11);
}

template <class Stream>
int run(Stream& s, std::string_view what, std::uint32_t count) {
    ask(s, what[0], count);
    const auto start = std::chrono::steady_clock::now();
    if (what == "ping_pong")
        ping_pong(s, count);
    else if (what == "upload")
        upload(s, count);
    else if (what == "download")
        download(s, count);
    else
        return 2;
    const auto elapsed = std::chrono::steady_clock::now() - start;
    std::printf("%lld\n",
                static_cast<long long>(std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count()));
    return 0;
}

struct arguments {
    const char* host;
    int port;
    std::string_view what;
    std::uint32_t count;
};

inline arguments parse(int argc, char** argv) {
    if (argc != 5) {
        std::fprintf(stderr, "usage: %s HOST PORT ping_pong|upload|download COUNT\n", argv[0]);
        std::exit(2);
    }
    return {argv[1], std::atoi(argv[2]), argv[3], static_cast<std::uint32_t>(std::atoi(argv[4]))};
}

} // namespace bench

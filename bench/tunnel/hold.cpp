// Streams that stay, while somebody looks at the server's memory.
#include "measurement.hpp"

#include <array>
#include <cstdio>

#include <unistd.h>

namespace bench {

namespace {

class holder final : public link_user {
public:
    void received(stream_index stream, std::span<const std::byte> /*bytes*/) override {
        if (!began[stream]) ++ready;
        began[stream] = true;
        if (is_unread && !way->stop_reading(stream)) give_up("this way cannot stop one reader");
    }
    void writable(stream_index stream) override {
        while (is_untaken && way->send(stream, bytes.at(0, pattern::most)) == pattern::most) {}
        if (!is_untaken && !is_unread) (void)way->send(stream, bytes.at(0, 1));
    }
    void ended(stream_index /*stream*/) override { give_up("a stream was closed by the other end"); }

    link* way = nullptr;
    bool is_unread = false, is_untaken = false;
    pattern bytes;
    std::vector<bool> began;
    stream_index ready = 0;
};

class input final : public pollable {
public:
    void ready(std::uint32_t /*events*/) override {
        std::array<char, 64> line{};
        if (::read(STDIN_FILENO, line.data(), line.size()) <= 0) is_over = true;
    }
    bool is_over = false;
};

} // namespace

void hold(std::string_view name, const target_ports& ports, stream_index streams,
          const std::function<std::unique_ptr<link>(poll_loop&, link_user&)>& make) {
    poll_loop loop;
    holder user;
    user.is_unread = name == "unread";
    user.is_untaken = name == "untaken";
    user.began.resize(streams);
    const std::unique_ptr<link> way = make(loop, user);
    user.way = way.get();
    input in;
    loop.add(STDIN_FILENO, in);
    const std::uint16_t port = user.is_unread ? ports.source : user.is_untaken ? ports.stall : ports.echo;
    for (stream_index i = 0; i < streams; ++i) {
        way->open(i, port, false);
        if (!user.is_unread) user.writable(i);
        way->flush();
        if (i % 64 == 63) loop.turn(0); // not more than a server's backlog at a time
    }
    bool said = false;
    while (!in.is_over) {
        if (!said && (user.is_untaken || user.ready == streams)) {
            std::puts("ready");
            std::fflush(stdout);
            said = true;
        }
        loop.turn(200);
        way->flush();
    }
}

} // namespace bench

// The end of a socket. The host writes on by itself what it has taken, but drops it when the program ends, and wasmtime
// lets the program sleep when it drops a stream with bytes on their way. On Linux close() returns at once and the
// kernel delivers: so such a socket is kept aside until the host is through, and the end of the program waits for it, a
// while. It is not shut down meanwhile: jco throws away what a socket holds when it is.
#include "wait.hpp"

#include <cstdlib>
#include <utility>

namespace samesock::platform {
namespace {

constexpr std::int64_t patience_at_exit = 5'000'000'000;

constinit socket_record* first_lingering = nullptr;

constexpr std::int64_t a_moment = 1'000'000;

// A host may have some room while it still holds bytes (Node under jco); it holds none when it has all its room. It is
// never told to flush: wasmtime need not be, and jco would sleep in it.
bool is_through(socket_record& s) noexcept {
    streams_stream_error_t error;
    if (streams_method_output_stream_check_write(borrow(s.out), &s.room, &error))
        return s.room != 0 && s.room >= s.most_room;
    streams_stream_error_free(&error);
    return true;
}

bool has_bytes_on_their_way(socket_record& s) noexcept {
    return s.now == phase::tcp_connected && s.unflushed && !s.no_more_out && !is_through(s);
}

void finish_until(socket_record& s, deadline until) noexcept {
    if (!s.out_ready) s.out_ready = pollable(streams_method_output_stream_subscribe(borrow(s.out)));
    while (!is_through(s) && sleep_on(s.out_ready, until)) {
        // Ready already for the next bytes, but not through.
        if (s.room != 0) poll_method_pollable_block(borrow(pollable(monotonic_clock_subscribe_duration(a_moment))));
        if (now() >= until.at) return;
    }
}

// Of sockets that the program has left open the system sends what it has, so these too are waited for.
constinit deadline end_of_program{0};

void at_exit() noexcept {
    end_of_program = {now() + patience_at_exit};
    for_each_socket([](socket_record& s) {
        if (has_bytes_on_their_way(s)) finish_until(s, end_of_program);
    });
    for (socket_record* s = first_lingering; s != nullptr; s = s->next_lingering) finish_until(*s, end_of_program);
}

} // namespace

void retire(socket_record* s) noexcept {
    if (!has_bytes_on_their_way(*s)) {
        delete s;
        return;
    }
    if (end_of_program.at != 0) finish_until(*s, end_of_program); // closed by a destructor of static storage
    s->next_lingering = std::exchange(first_lingering, s);
}

bool reap() noexcept {
    for (socket_record** link = &first_lingering; *link != nullptr;) {
        socket_record* const s = *link;
        if (is_through(*s)) {
            *link = s->next_lingering;
            delete s;
        } else {
            link = &s->next_lingering;
        }
    }
    return first_lingering != nullptr;
}

void linger_at_exit() noexcept {
    static const bool once = std::atexit([] { at_exit(); }) == 0;
    (void)once;
}

} // namespace samesock::platform

// The one place that sleeps, but for names.cpp and the end of the program.
//
// The host's readiness is a hint, so what it reports is tried before it is told on: data is read ahead, room is asked
// for. So select() never promises what is not there, and wait() returns nothing before the deadline.
#include "wait.hpp"
#include "streams.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace samesock::platform {
namespace {

constexpr readiness without(readiness a, readiness b) noexcept {
    return static_cast<readiness>(static_cast<unsigned>(a) & ~static_cast<unsigned>(b));
}
constexpr bool has(readiness a, readiness b) noexcept { return any(a & b); }

constinit poll_list waiting_for;

// The two things that a socket can be ready for, as marks beside the index of the interest.
enum class side : std::uint32_t { in = 0, out = 1 };
constexpr std::uint32_t mark_of(std::size_t index, side which) noexcept {
    return static_cast<std::uint32_t>(index) << 1 | static_cast<std::uint32_t>(which);
}

// What is ready without asking the host. As poll(2) on Linux: a TCP socket that is not connected is writable and hung
// up.
readiness known(const socket_record& s, readiness want) noexcept {
    readiness now = readiness::none;
    const bool failed = s.pending_error != 0;
    switch (s.now) {
    case phase::tcp_idle:
        now = readiness::writable | readiness::hang_up;
        if (failed) now = now | readiness::readable | readiness::exceptional;
        break;
    case phase::tcp_connecting:
    case phase::tcp_listening: break;
    case phase::tcp_connected:
        if (failed) now = readiness::readable | readiness::writable | readiness::exceptional | readiness::hang_up;
        if (s.read_shut || s.no_more_in || !s.ahead.rest().empty()) now = now | readiness::readable;
        if (s.write_shut || s.no_more_out || s.room != 0) now = now | readiness::writable;
        if ((s.read_shut || s.no_more_in) && (s.write_shut || s.no_more_out)) now = now | readiness::hang_up;
        break;
    case phase::udp_unbound: now = readiness::writable; [[fallthrough]];
    case phase::udp_open:
        if (failed) now = now | readiness::readable | readiness::writable | readiness::exceptional;
        if (s.read_shut || s.ahead.held) now = now | readiness::readable;
        if (s.write_shut) now = now | readiness::writable;
        break;
    }
    return now & (want | readiness::hang_up);
}

const pollable& subscribed(pollable& cached, const socket_record& s) noexcept {
    if (!cached) cached = subscribe(s);
    return cached;
}
const pollable& subscribed_in(socket_record& s) noexcept {
    if (!s.in_ready) {
        s.in_ready = pollable(s.is_stream() ? streams_method_input_stream_subscribe(borrow(s.in))
                                            : udp_method_incoming_datagram_stream_subscribe(borrow(s.incoming)));
    }
    return s.in_ready;
}
const pollable& subscribed_out(socket_record& s) noexcept {
    if (!s.out_ready) {
        s.out_ready = pollable(s.is_stream() ? streams_method_output_stream_subscribe(borrow(s.out))
                                             : udp_method_outgoing_datagram_stream_subscribe(borrow(s.outgoing)));
    }
    return s.out_ready;
}

status ask_for(socket_record& s, readiness want, std::size_t index) noexcept {
    switch (s.now) {
    case phase::tcp_connecting: // whatever is wanted: a failure is told to who asks for nothing
        return waiting_for.add(borrow(subscribed(s.socket_ready, s)), mark_of(index, side::in));
    case phase::tcp_listening:
        if (!has(want, readiness::readable)) return {};
        return waiting_for.add(borrow(subscribed(s.socket_ready, s)), mark_of(index, side::in));
    case phase::tcp_connected:
    case phase::udp_open:
        if (has(want, readiness::readable)) {
            if (auto added = waiting_for.add(borrow(subscribed_in(s)), mark_of(index, side::in)); !added) return added;
        }
        if (!has(want, readiness::writable)) return {};
        return waiting_for.add(borrow(subscribed_out(s)), mark_of(index, side::out));
    case phase::tcp_idle:
    case phase::udp_unbound: break; // nothing comes before the program does something
    }
    return {};
}

// Tries what the host has reported. Afterwards known() tells, but for room to send a datagram, which is not remembered.
readiness confirm(socket_record& s, side which) noexcept {
    switch (s.now) {
    case phase::tcp_connecting:
        advance(s);
        return s.now == phase::tcp_connected && stream_has_room(s) ? readiness::writable : readiness::none;
    case phase::tcp_listening: return readiness::readable; // a connection is taken by accept() alone
    case phase::tcp_connected:
        if (which == side::in) return look_at_stream(s) ? readiness::readable : readiness::none;
        return stream_has_room(s) ? readiness::writable : readiness::none;
    case phase::udp_open:
        if (which == side::in) return look_at_datagrams(s) ? readiness::readable : readiness::none;
        return datagrams_have_room(s) ? readiness::writable : readiness::none;
    case phase::tcp_idle:
    case phase::udp_unbound: break;
    }
    return readiness::none;
}

// What is known goes into `got`, the rest onto the list. How many are ready already.
result<std::size_t> prepare(std::span<interest> all) noexcept {
    waiting_for.clear();
    std::size_t ready = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        interest& one = all[i];
        const slot* const entry = find_slot(one.on);
        if (entry == nullptr) {
            one.got = readiness::invalid;
        } else if (entry->canceled) {
            return failed_with(ECANCELED);
        } else {
            one.got = known(*entry->socket, one.want);
            if (auto asked = ask_for(*entry->socket, without(one.want, one.got), i); !asked)
                return failure(asked.error());
        }
        if (any(one.got)) ++ready;
    }
    return ready;
}

std::size_t confirm_all(std::span<interest> all, std::span<const std::uint32_t> places, std::size_t ready) noexcept {
    for (const std::uint32_t place : places) {
        if (place >= waiting_for.size()) continue; // the clock
        const std::uint32_t mark = waiting_for.mark(place);
        interest& one = all[mark >> 1];
        socket_record& s = *find(one.on);
        const bool was_ready = any(one.got);
        const readiness confirmed = confirm(s, static_cast<side>(mark & 1));
        one.got = one.got | (confirmed & one.want) | known(s, one.want);
        if (!was_ready && any(one.got)) ++ready;
    }
    return ready;
}

// While closed sockets are kept aside they are looked after: the peer learns of the end when they are dropped.
deadline soon(deadline until) noexcept {
    constexpr std::int64_t interval = 10'000'000;
    return {std::min(until.at, now() + interval)};
}

// A blocking receive of a stream: the host waits and reads in one call.
bool is_blocking_receive(std::span<const interest> all, deadline until) noexcept {
    if (all.size() != 1 || until != deadline::never() || all[0].want != readiness::readable) return false;
    const slot* const entry = find_slot(all[0].on);
    return entry != nullptr && !entry->canceled && entry->socket->now == phase::tcp_connected;
}

} // namespace

std::int64_t now() noexcept { return static_cast<std::int64_t>(monotonic_clock_now()); }

result<std::size_t> wait(std::span<interest> all, deadline until) noexcept {
    bool others_linger = reap();
    if (!others_linger && is_blocking_receive(all, until)) {
        socket_record& s = *find(all[0].on);
        await_stream(s);
        all[0].got = known(s, readiness::readable);
        return 1;
    }
    for (;;) {
        const auto ready = prepare(all);
        if (!ready) return ready;
        ready_places reported;
        waiting_for.poll(others_linger ? soon(until) : until, *ready != 0, reported);
        const std::size_t confirmed = confirm_all(all, reported.places(), *ready);
        if (confirmed != 0 || (until != deadline::never() && now() >= until.at)) return confirmed;
        if (others_linger) others_linger = reap();
    }
}

// -- the host's poll --------------------------------------------------------------------------------------------------

status poll_list::add(poll_borrow_pollable_t what, std::uint32_t mark) noexcept {
    // One place is kept for the clock.
    if (size_ + 1 >= capacity_) {
        const std::size_t more = capacity_ == 0 ? 16 : capacity_ * 2;
        auto* items = static_cast<poll_borrow_pollable_t*>(std::realloc(items_, more * sizeof(*items_)));
        if (items == nullptr) return failed_with(ENOMEM);
        items_ = items;
        auto* marks = static_cast<std::uint32_t*>(std::realloc(marks_, more * sizeof(*marks_)));
        if (marks == nullptr) return failed_with(ENOMEM);
        marks_ = marks;
        capacity_ = more;
    }
    items_[size_] = what;
    marks_[size_++] = mark;
    return {};
}

namespace {

// Always ready: with it among them, the host looks at the others and returns.
poll_borrow_pollable_t instantly() noexcept {
    static const poll_own_pollable_t it = monotonic_clock_subscribe_duration(0);
    return poll_borrow_pollable(it);
}

// A deadline in the past is ready at once.
pollable clock_at(deadline until) noexcept {
    return pollable(monotonic_clock_subscribe_instant(static_cast<std::uint64_t>(std::max<std::int64_t>(until.at, 0))));
}

} // namespace

void poll_list::poll(deadline until, bool look_only, ready_places& ready) noexcept {
    if (size_ == 0 && look_only) return;
    if (size_ == 1 && look_only) {
        ready.first_ = poll_method_pollable_ready(items_[0]);
        return;
    }
    if (size_ == 1 && until == deadline::never()) {
        // The usual call, without a list each way.
        poll_method_pollable_block(items_[0]);
        ready.first_ = true;
        return;
    }
    if (size_ == 0) { // traps on an empty list, and add() has made no room
        const pollable clock = clock_at(until);
        poll_method_pollable_block(borrow(clock));
        return;
    }
    poll_list_borrow_pollable_t all{items_, size_};
    pollable clock;
    if (look_only) {
        items_[all.len++] = instantly();
    } else if (until != deadline::never()) {
        clock = clock_at(until);
        items_[all.len++] = borrow(clock);
    }
    poll_poll(&all, &ready.list_);
}

bool sleep_on(const pollable& what, deadline until) noexcept {
    if (until == deadline::never()) {
        poll_method_pollable_block(borrow(what));
        return true;
    }
    const pollable clock = clock_at(until);
    std::array<poll_borrow_pollable_t, 2> both{borrow(what), borrow(clock)};
    poll_list_borrow_pollable_t in{both.data(), both.size()};
    wasip2_list_u32_t list;
    poll_poll(&in, &list);
    const bool is_ready = std::ranges::find(list.ptr, list.ptr + list.len, 0u) != list.ptr + list.len;
    wasip2_list_u32_free(&list);
    return is_ready || now() < until.at;
}

} // namespace samesock::platform

// The one place that sleeps, but for requests that wait for their answer.
#include "wait.hpp"

#include "platform/allocation.hpp"

#include <chrono>
#include <vector>

namespace samesock::platform {
namespace {

constexpr bool has(readiness a, readiness b) noexcept { return any(a & b); }

readiness of_connected(network& net, const socket_record& s, readiness want) {
    readiness now = readiness::none;
    const bool in_over = s.read_shut || s.no_more_in, out_over = s.write_shut || s.no_more_out;
    if (s.pending_error != 0)
        now = readiness::readable | readiness::writable | readiness::exceptional | readiness::hang_up;
    if (in_over || !s.in.empty()) now = now | readiness::readable;
    if (has(want, readiness::writable) && stream_has_room(net, s)) now = now | readiness::writable;
    if (in_over && out_over) now = now | readiness::hang_up;
    return now;
}

readiness of_datagrams(const socket_record& s) noexcept {
    readiness now = readiness::none;
    if (s.pending_error != 0) now = readiness::readable | readiness::writable | readiness::exceptional;
    if (s.read_shut || !s.incoming.empty()) now = now | readiness::readable;
    if (s.write_shut || !(s.is_full || s.waits_for_link)) now = now | readiness::writable;
    return now;
}

// -1: cancelled.
std::ptrdiff_t look(network& net, std::span<interest> all) {
    std::ptrdiff_t ready = 0;
    for (interest& one : all) {
        const slot* const entry = net.table.find(one.on);
        if (entry != nullptr && entry->canceled) return -1;
        one.got = entry == nullptr ? readiness::invalid : ready_for(net, *entry->socket, one.want);
        if (any(one.got)) ++ready;
    }
    return ready;
}

/// Wakes the sleeper when something happens to one of the sockets.
class watchers {
public:
    watchers(network& net, std::span<const interest> on, sleeper& who)
        : many_(on.size() > few_.size() ? on.size() : 0) {
        waiter* next = many_.empty() ? few_.data() : many_.data();
        for (const interest& one : on) {
            next->who = &who;
            if (socket_record* const s = net.table.socket(one.on)) s->waiters.add(*next);
            ++next;
        }
    }

private:
    std::array<waiter, 4> few_;
    std::vector<waiter> many_;
};

result<std::size_t> sleep_until_ready(locked_network& net, std::span<interest> all, deadline until) {
    borrowed_sleeper at(*net);
    if (!at) return no_sleeper();
    const watchers here(*net, all, *at);
    for (;;) {
        const awakening why = net->pause(net.lock(), *at, until);
        const std::ptrdiff_t ready = look(*net, all);
        if (ready < 0) return failed_with(ECANCELED);
        if (ready > 0) return static_cast<std::size_t>(ready);
        if (has_passed(until)) return 0;
        if (why == awakening::interrupted) return failed_with(EINTR);
    }
}

} // namespace

// As poll(2) on Linux: a TCP socket that is not connected is writable and hung up.
readiness ready_for(network& net, const socket_record& s, readiness want) {
    readiness now = readiness::none;
    switch (s.now) {
    case phase::idle:
        now = readiness::writable | readiness::hang_up;
        if (s.pending_error != 0) now = now | readiness::readable | readiness::exceptional;
        break;
    case phase::connecting: break;
    case phase::listening:
        if (!s.backlog.empty() || s.pending_error != 0) now = readiness::readable;
        break;
    case phase::connected: now = of_connected(net, s, want); break;
    case phase::datagrams: now = of_datagrams(s); break;
    }
    return now & (want | readiness::hang_up);
}

bool has_passed(deadline until) noexcept { return until != deadline::never() && now() >= until.at; }

std::int64_t now() noexcept {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

result<std::size_t> wait(std::span<interest> all, deadline until) noexcept {
    return guard_allocation([&]() -> result<std::size_t> {
        locked_network net;
        const std::ptrdiff_t ready = look(*net, all);
        if (ready < 0) return failed_with(ECANCELED);
        if (ready > 0) return static_cast<std::size_t>(ready);
        if (has_passed(until) && !sleeper::lets_events_in()) return 0;
        return sleep_until_ready(net, all, until);
    });
}

} // namespace samesock::platform

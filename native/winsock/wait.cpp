// The one place that sleeps, with few handles or with many: select(). Pollers are in poller.cpp.
#include "selection.hpp"
#include "sleepers.hpp"
#include "sleeping.hpp"

#include <chrono>

namespace samesock::platform {

std::int64_t now() noexcept {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

int milliseconds_to(deadline until) noexcept {
    constexpr std::int64_t nanoseconds_per_millisecond = 1'000'000;
    if (until == deadline::never()) return -1;
    const std::int64_t left = until.at - now();
    if (left <= 0) return 0;
    const std::int64_t rounded = (left - 1) / nanoseconds_per_millisecond + 1;
    return static_cast<int>(std::min<std::int64_t>(rounded, std::numeric_limits<int>::max()));
}

bool is_socket(handle h) noexcept {
    int type = 0;
    int length = sizeof type;
    return ::getsockopt(socket_of(h), SOL_SOCKET, SO_TYPE, reinterpret_cast<char*>(&type), &length) == 0;
}

// Under Wine a select() that sleeps until there is room to send is not woken by the peer's reset, while one that begins
// after it is ready at once. So who waits for room begins anew this often.
constexpr int longest_sleep_for_room = 250; // milliseconds

int selection::select(int milliseconds) noexcept {
    if (write_.native() != nullptr && (milliseconds < 0 || milliseconds > longest_sleep_for_room))
        milliseconds = longest_sleep_for_room;
    if (!may_sleep_) milliseconds = 0;
    timeval time{};
    time.tv_sec = milliseconds / 1000;
    time.tv_usec = milliseconds % 1000 * 1000;
    const int ready =
        ::select(0, read_.native(), write_.native(), except_.native(), milliseconds < 0 ? nullptr : &time);
    if (ready != 0) return ready;
    read_.clear();
    write_.clear();
    except_.clear();
    return may_sleep_ ? 0 : 1; // got() tells which
}

namespace {

// Out-of-band data has the same place in select() as the failure of a connect; only a connection has any.
bool is_connected(SOCKET s) noexcept {
    native_endpoint peer;
    return ::getpeername(s, peer.get(), &peer.length) == 0;
}

} // namespace

readiness selection::got(handle h, readiness want) noexcept {
    const SOCKET s = socket_of(h);
    readiness found = readiness::none;
    if (any(want & readiness::readable) && (read_.has(s) || traits_of(h).has(trait::receive_ended)))
        found = found | readiness::readable;
    if (any(want & readiness::writable) && write_.has(s)) found = found | readiness::writable;
    if (want == readiness::readable || !except_.has(s)) return found;
    found = found | (want & readiness::exceptional);
    return is_connected(s) ? found : found | (want & readiness::writable) | readiness::hang_up;
}

namespace {

// select() says that one of the handles is no socket, and not which.
std::size_t report_invalid(std::span<interest> on) noexcept {
    std::size_t ready = 0;
    for (interest& one : on) {
        one.got = is_socket(one.on) ? readiness::none : readiness::invalid;
        if (any(one.got)) ++ready;
    }
    return ready;
}

void fill(selection& set, std::span<const interest> on) noexcept {
    set.clear();
    for (const interest& one : on) set.add(one.on, one.want);
}

result<std::size_t> report(selection& set, int outcome, std::span<interest> on) noexcept {
    if (outcome < 0 && ::WSAGetLastError() == WSAENOTSOCK) return report_invalid(on);
    if (outcome < 0) return last_error();
    std::size_t ready = 0;
    for (interest& one : on) {
        one.got = outcome == 0 ? readiness::none : set.got(one.on, one.want);
        if (any(one.got)) ++ready;
    }
    return ready;
}

result<std::size_t> look(selection& set, std::span<interest> on) noexcept {
    if (any_cancelled(on)) return failed_with(ECANCELED);
    if (on.empty()) return std::size_t{0};
    fill(set, on);
    return report(set, set.select(0), on);
}

// With no socket left to be woken by, a sleeper looks this often whether it was cancelled.
constexpr int nap_milliseconds = 20;

int time_to_sleep(deadline until, bool can_be_woken) noexcept {
    const int time = milliseconds_to(until);
    return can_be_woken || (time >= 0 && time < nap_milliseconds) ? time : nap_milliseconds;
}

result<std::size_t> sleep_on(selection& set, std::span<interest> on, deadline until) noexcept {
    const sleeper me(on, sleeper::place::in_wait);
    const bool can_be_woken = me.socket() != INVALID_SOCKET;
    for (;;) {
        if (me.cancelled()) return failed_with(ECANCELED);
        fill(set, on);
        if (can_be_woken) set.add_waker(me.socket());
        const int outcome = set.select(time_to_sleep(until, can_be_woken));
        const auto ready = report(set, outcome, on);
        if (me.cancelled()) return failed_with(ECANCELED);
        if (!ready || *ready != 0 || has_passed(until)) return ready;
        if (outcome <= 0) continue;
        if (can_be_woken && set.waker_is_ready(me.socket()))
            me.drain();
        else
            ::Sleep(1); // out-of-band data that nobody asked for stays ready
    }
}

// Nothing to be woken for.
result<std::size_t> sleep_until(deadline until) noexcept {
    while (!has_passed(until)) ::Sleep(static_cast<DWORD>(milliseconds_to(until))); // INFINITE is -1 too
    return std::size_t{0};
}

} // namespace

result<std::size_t> wait(std::span<interest> on, deadline until) noexcept {
    if (on.empty()) return sleep_until(until);
    selection set;
    if (!set.reserve(on.size())) return failed_with(ENOMEM);
    return has_passed(until) ? look(set, on) : sleep_on(set, on, until);
}

// -- blocking mode ----------------------------------------------------------------------------------------------------

int time_limit(handle h, readiness want) noexcept {
    if (!traits_of(h).has(trait::times_out)) return -1;
    DWORD time = 0;
    int length = sizeof time;
    const int option = want == readiness::readable ? SO_RCVTIMEO : SO_SNDTIMEO;
    if (::getsockopt(socket_of(h), SOL_SOCKET, option, reinterpret_cast<char*>(&time), &length) != 0) return -1;
    return time == 0 || time > static_cast<DWORD>(std::numeric_limits<int>::max()) ? -1 : static_cast<int>(time);
}

status sleep_until_ready(handle h, readiness want) noexcept {
    const int time = time_limit(h, want);
    const deadline until = time < 0 ? deadline::never() : deadline{now() + time * std::int64_t{1'000'000}};
    std::array one{interest{h, want}};
    const auto ready = wait(one, until);
    if (!ready) return failed_with(ready.error() == errno_code(ECANCELED) ? EINTR : ready.error().value());
    return *ready != 0 ? status{} : failed_with(EWOULDBLOCK);
}

} // namespace samesock::platform

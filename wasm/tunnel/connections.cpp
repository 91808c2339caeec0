// Addresses and connections. Each error is the one that Linux gives in the same state; what only the gateway's system
// knows, it is asked.
#include "data.hpp"

#include "platform/allocation.hpp"

#include <algorithm>

namespace samesock::platform {
namespace {

int bind_error(const socket_record& s, const endpoint& where) noexcept {
    if (const int wrong = form_error(s.what.family, where); wrong != 0) return wrong;
    return s.is_pair || s.bound || s.auto_bound || (s.now != phase::idle && s.now != phase::datagrams) ? EINVAL : 0;
}

// Whoever waits for the answer has let go of the lock: the socket may have changed, or be gone.
socket_record* still(locked_network& net, handle h, const socket_record* s) noexcept {
    socket_record* const now = net.socket(h);
    return now == s ? now : nullptr;
}

} // namespace

status bind(handle h, const endpoint& where) noexcept {
    return guard_allocation([&]() -> status {
        locked_network net;
        socket_record* s = net.socket(h);
        if (s == nullptr) return no_handle();
        if (const int wrong = bind_error(*s, where); wrong != 0) return failed_with(wrong);
        const auto answered = net->ask(net.lock(), h, tunnel::wire::bind{where});
        if (!answered) return failure(answered.error());
        if (s = still(net, h, s); s == nullptr) return no_handle();
        s->bound = true;
        s->local = answered->local;
        return {};
    });
}

namespace {

// As many connections may come as the program wants to wait; the rest waits in the kernel's own backlog.
void grant_accepts(network& net, socket_record& s, int backlog) {
    constexpr int most = 4096;
    const auto wanted = static_cast<std::uint32_t>(std::clamp(backlog, 1, most));
    const auto held = s.accepts + static_cast<std::uint32_t>(s.backlog.size());
    if (net.session() == nullptr || s.id == 0 || held >= wanted) return;
    if (net.session()->grant_accepts(s.id, wanted - held)) s.accepts += wanted - held;
}

} // namespace

status listen(handle h, int backlog) noexcept {
    return guard_allocation([&]() -> status {
        locked_network net;
        socket_record* s = net.socket(h);
        if (s == nullptr) return no_handle();
        if (!s->is_stream()) return failed_with(EOPNOTSUPP);
        if (s->now != phase::idle && s->now != phase::listening) return failed_with(EINVAL);
        const auto answered =
            net->ask(net.lock(), h, tunnel::wire::listen{static_cast<std::uint32_t>(std::max(backlog, 0))});
        if (!answered) return failure(answered.error());
        if (s = still(net, h, s); s == nullptr) return no_handle();
        s->now = phase::listening;
        s->bound = true;
        s->local = answered->local;
        s->pending_error = 0;
        grant_accepts(*net, *s, backlog);
        return {};
    });
}

result<accepted> accept(handle h, bool) noexcept {
    return guard_allocation([&]() -> result<accepted> {
        locked_network net;
        socket_record* const s = net.socket(h);
        if (s == nullptr) return no_handle();
        if (!s->is_stream()) return failed_with(EOPNOTSUPP);
        if (s->pending_error != 0) return failed_with(s->take_error());
        if (s->now != phase::listening) return failed_with(EINVAL);
        if (s->backlog.empty()) return failed_with(EAGAIN);
        // Before the connection is taken from the queue: without a number for it, it stays there.
        const auto number = net->table.enter(s->backlog.front().get());
        if (!number) return failure(number.error());
        const socket_record* const taken = s->backlog.front().release();
        s->backlog.pop_front();
        if (net->session() != nullptr && s->id != 0 && net->session()->grant_accepts(s->id, 1)) ++s->accepts;
        return accepted{*number, taken->peer};
    });
}

// -- connect --------------------------------------------------------------------------------------------------------------

namespace {

// Back to where open() left it. (connect(2) to AF_UNSPEC; shutdown() of a listener)
void disconnect(network& net, socket_record& s) {
    for (const auto& one : s.backlog) net.reset_socket(*one, ECONNRESET);
    net.reset_socket(s, ECONNRESET);
    s.start_over();
}

status start_connect(network& net, socket_record& s, const endpoint& to) {
    if (const int wrong = form_error(s.what.family, to); wrong != 0) return failed_with(wrong);
    s.failed = s.no_more_in = s.no_more_out = false;
    s.destination = to;
    if (net.session() == nullptr) {
        if (auto begun = net.need_link(); !begun) return begun;
        s.waits_for_link = true;
    } else if (auto sent = net.send_connect(s); !sent) {
        return sent;
    }
    s.now = phase::connecting;
    s.unannounced = true;
    return failed_with(EINPROGRESS);
}

status connect_stream(network& net, socket_record& s, const endpoint& to) {
    if (s.is_pair) return failed_with(EISCONN);
    if (to.family == AF_UNSPEC) {
        disconnect(net, s);
        return {};
    }
    switch (s.now) {
    case phase::connecting: return failed_with(EALREADY);
    case phase::listening: return failed_with(EISCONN);
    case phase::connected:
        if (!std::exchange(s.unannounced, false)) return failed_with(EISCONN);
        return {};
    default: break;
    }
    if (s.pending_error != 0) {
        s.failed = false;
        return failed_with(s.take_error());
    }
    return start_connect(net, s, to);
}

// Linux connects a datagram socket at once, and says what is wrong with it. So the gateway's answer is waited for.
status connect_datagrams(locked_network& net, handle h, socket_record* s, const endpoint& to) {
    if (s->is_pair) return failed_with(EISCONN);
    const bool ends = to.family == AF_UNSPEC;
    if (ends && !s->is_connected_datagram()) return {};
    if (!ends) {
        if (const int wrong = destination_error(*s, to); wrong != 0) return failed_with(wrong);
    }
    tunnel::wire::connect request;
    const std::string* const name = net->is_stock() ? net->names.name_of(to) : nullptr;
    if (name != nullptr)
        request.to = tunnel::wire::host_and_port{to.port, *name};
    else
        request.to = ends ? endpoint() : to;
    const auto answered = net->ask(net.lock(), h, request);
    if (!answered) return failure(answered.error());
    if (s = still(net, h, s); s == nullptr) return no_handle();
    if (answered->local.family != AF_UNSPEC) s->local = answered->local;
    s->peer = ends ? endpoint() : answered->peer.family != AF_UNSPEC ? answered->peer : to;
    return {};
}

} // namespace

status connect(handle h, const endpoint& to) noexcept {
    return guard_allocation([&]() -> status {
        locked_network net;
        socket_record* const s = net.socket(h);
        if (s == nullptr) return no_handle();
        return s->is_stream() ? connect_stream(*net, *s, to) : connect_datagrams(net, h, s, to);
    });
}

status finish_connect(handle h) noexcept {
    locked_network net;
    socket_record* const s = net.socket(h);
    if (s == nullptr) return no_handle();
    if (s->now == phase::connecting) return failed_with(EINPROGRESS);
    s->unannounced = false;
    if (s->pending_error != 0) return failed_with(s->take_error());
    if (s->now == phase::idle || s->now == phase::listening) return failed_with(ENOTCONN);
    return {};
}

// -- the rest -------------------------------------------------------------------------------------------------------------

namespace {

status end_sending(network& net, socket_record& s) {
    if (s.write_shut || s.no_more_out) return {};
    if (s.is_pair) {
        if (s.twin == nullptr) return {};
        s.twin->no_more_in = true;
        s.twin->touch();
        return {};
    }
    if (net.session() == nullptr || s.id == 0) return {};
    const auto over = net.session()->finish(s.id);
    if (!over) return failure(over.error());
    if (*over) s.id = 0;
    return {};
}

} // namespace

status shutdown(handle h, shutdown_how how) noexcept {
    return guard_allocation([&]() -> status {
        locked_network net;
        socket_record* const s = net.socket(h);
        if (s == nullptr) return no_handle();
        if (how != SHUT_RD && how != SHUT_WR && how != SHUT_RDWR) return failed_with(EINVAL);
        const bool in = how != SHUT_WR, out = how != SHUT_RD;
        switch (s->now) {
        case phase::idle: return failed_with(ENOTCONN);
        case phase::datagrams:
            if (!s->is_connected_datagram()) return failed_with(ENOTCONN);
            break;
        case phase::connecting: disconnect(*net, *s); return {};
        case phase::listening: // Linux: it listens no more
            if (in) disconnect(*net, *s);
            return {};
        case phase::connected:
            if (!out) break;
            if (auto done = end_sending(*net, *s); !done) return done;
            break;
        }
        s->read_shut |= in;
        s->write_shut |= out;
        s->touch();
        return {};
    });
}

result<endpoint> local_endpoint(handle h) noexcept {
    return guard_allocation([&]() -> result<endpoint> {
        locked_network net;
        const socket_record* s = net.socket(h);
        if (s == nullptr) return no_handle();
        // A datagram socket that has just sent: the gateway is about to say which address that gave it.
        if (s->auto_bound && s->local.family == AF_UNSPEC && !s->asked.empty()) {
            if (auto told = net->await_answers(net.lock(), h); !told) return failure(told.error());
            if (s = still(net, h, s); s == nullptr) return no_handle();
        }
        return s->local.family != AF_UNSPEC ? s->local : wildcard(s->what.family);
    });
}

result<endpoint> peer_endpoint(handle h) noexcept {
    locked_network net;
    const socket_record* const s = net.socket(h);
    if (s == nullptr) return no_handle();
    if (s->now == phase::connected || s->is_connected_datagram()) return s->peer;
    return failed_with(ENOTCONN);
}

} // namespace samesock::platform

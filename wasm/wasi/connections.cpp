// Addresses and connections. Each error is the one that Linux gives in the same state.
#include "streams.hpp"
#include "wasm/names/mapped_address.hpp"

#include <cerrno>
#include <memory>
#include <new>

namespace samesock::platform {
namespace {

int bind_error(const socket_record& s, const endpoint& where) noexcept {
    if (const int wrong = form_error(s.what.family, where); wrong != 0) return wrong;
    if (is_mapped(where)) return EINVAL;
    return s.bound || (s.now != phase::tcp_idle && s.now != phase::udp_unbound) ? EINVAL : 0;
}

bool is_multicast_or_broadcast(const endpoint& e) noexcept {
    const auto first = std::to_integer<unsigned>(e.data[0]);
    if (e.family == AF_INET6) return first == 0xff;
    if (first >= 224 && first < 240) return true;
    for (const std::byte b : e.bytes())
        if (b != std::byte{0xff}) return false;
    return true;
}

int connect_error(const socket_record& s, const endpoint& to) noexcept {
    if (const int wrong = form_error(s.what.family, to); wrong != 0) return wrong;
    if (is_mapped(to) || is_multicast_or_broadcast(to)) return ENETUNREACH;
    return to.port == 0 ? ECONNREFUSED : 0; // wasi:sockets refuses port 0 as an argument
}

// Back to where open() left it; what was bound stays bound. (connect(2) to AF_UNSPEC; shutdown() of a listener)
void disconnect(socket_record& s) noexcept {
    s.drop_all();
    s.ahead.clear();
    s.now = phase::tcp_idle;
    s.unannounced = s.failed = s.broken = s.no_more_in = s.no_more_out = s.read_shut = s.write_shut = s.unflushed =
        false;
    s.pending_error = 0;
    s.most_room = 0;
}

status start_connect(socket_record& s, const endpoint& to) noexcept {
    if (const int wrong = connect_error(s, to); wrong != 0) return failed_with(wrong);
    if (auto there = need_socket(s); !there) return there;
    s.failed = false;
    auto address = native_address(as_destination(to));
    network_error_code_t error;
    if (!tcp_method_tcp_socket_start_connect(borrow(s.tcp), network(), &address, &error)) {
        s.drop_all(); // of an unknown state now
        return failed_with_code(error);
    }
    s.now = phase::tcp_connecting;
    s.unannounced = true;
    advance(s); // wasmtime sends nothing before it is asked for the outcome
    return failed_with(EINPROGRESS);
}

status connect_stream(socket_record& s, const endpoint& to) noexcept {
    if (to.family == AF_UNSPEC) {
        disconnect(s);
        return {};
    }
    advance(s);
    switch (s.now) {
    case phase::tcp_connecting: return failed_with(EALREADY);
    case phase::tcp_listening: return failed_with(EISCONN);
    case phase::tcp_connected:
        if (!std::exchange(s.unannounced, false)) return failed_with(EISCONN);
        return {};
    default: break;
    }
    if (s.pending_error != 0) {
        s.failed = false;
        return failed_with(s.take_error());
    }
    return start_connect(s, to);
}

} // namespace

status bind(handle h, const endpoint& where) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    if (const int wrong = bind_error(*s, where); wrong != 0) return failed_with(wrong);
    if (auto there = need_socket(*s); !there) return there;
    if (auto done = bind_host_socket(*s, where); !done) return done;
    s->bound = true;
    s->local = where;
    if (const auto actual = local_endpoint(h)) s->local = *actual;
    if (!s->is_stream()) return associate(*s, nullptr);
    return {};
}

status listen(handle h, int backlog) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    if (!s->is_stream()) return failed_with(EOPNOTSUPP);
    advance(*s);
    if (s->now != phase::tcp_idle && s->now != phase::tcp_listening) return failed_with(EINVAL);
    if (auto there = need_socket(*s); !there) return there;
    network_error_code_t error;
    const auto it = borrow(s->tcp);
    // A hint on Linux too, where 0 means one.
    (void)tcp_method_tcp_socket_set_listen_backlog_size(it, static_cast<std::uint64_t>(backlog < 1 ? 1 : backlog),
                                                        &error);
    if (s->now == phase::tcp_listening) return {};
    if (!s->bound) {
        if (auto bound = bind_host_socket(*s, wildcard(s->what.family)); !bound) return bound;
    }
    if (!tcp_method_tcp_socket_start_listen(it, &error)) return failed_with_code(error);
    pollable ready;
    while (!tcp_method_tcp_socket_finish_listen(it, &error)) {
        if (error != NETWORK_ERROR_CODE_WOULD_BLOCK) return failed_with_code(error);
        if (!ready) ready = subscribe(*s);
        poll_method_pollable_block(borrow(ready));
    }
    s->now = phase::tcp_listening;
    s->pending_error = 0;
    if (const auto actual = local_endpoint(h)) s->local = *actual;
    s->bound = true;
    return {};
}

result<accepted> accept(handle h, bool blocking) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    if (!s->is_stream()) return failed_with(EOPNOTSUPP);
    if (s->now != phase::tcp_listening) return failed_with(EINVAL);
    // Before the connection is taken from the queue: without a number for it, it stays there.
    if (auto room = reserve_handle(); !room) return failure(room.error());
    std::unique_ptr<socket_record> record(new (std::nothrow) socket_record(s->what));
    if (record == nullptr) return failed_with(ENOMEM);
    tcp_tuple3_own_tcp_socket_own_input_stream_own_output_stream_t taken;
    network_error_code_t error;
    if (!tcp_method_tcp_socket_accept(borrow(s->tcp), &taken, &error)) return failed_with_code(error);
    record->tcp = tcp_socket(taken.f0);
    record->in = input_stream(taken.f1);
    record->out = output_stream(taken.f2);
    record->now = phase::tcp_connected;
    record->blocking = blocking;
    accepted got;
    // It fails if the peer has gone again: then there is no address to tell.
    network_ip_socket_address_t peer;
    if (tcp_method_tcp_socket_remote_address(borrow(record->tcp), &peer, &error)) got.peer = endpoint_of(peer);
    const auto number = enter(record.get());
    if (!number) return failure(number.error());
    (void)record.release();
    got.connection = *number;
    return got;
}

status connect(handle h, const endpoint& to) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    return s->is_stream() ? connect_stream(*s, to) : connect_datagrams(*s, to);
}

status finish_connect(handle h) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    advance(*s);
    if (s->now == phase::tcp_connecting) return failed_with(EINPROGRESS);
    s->unannounced = false;
    if (s->pending_error != 0) return failed_with(s->take_error());
    if (s->now == phase::tcp_idle || s->now == phase::tcp_listening) return failed_with(ENOTCONN);
    return {};
}

status shutdown(handle h, shutdown_how how) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    if (how != SHUT_RD && how != SHUT_WR && how != SHUT_RDWR) return failed_with(EINVAL);
    advance(*s);
    const bool in = how != SHUT_WR, out = how != SHUT_RD;
    switch (s->now) {
    case phase::tcp_idle: return failed_with(ENOTCONN);
    case phase::udp_unbound: return failed_with(ENOTCONN);
    case phase::udp_open:
        if (!s->is_connected_datagram()) return failed_with(ENOTCONN);
        break;
    case phase::tcp_connecting: disconnect(*s); return {};
    case phase::tcp_listening: // Linux: it listens no more
        if (in) disconnect(*s);
        return {};
    case phase::tcp_connected:
        // The host is not told of SHUT_RD: it would throw away what has come already.
        if (out && !s->write_shut && !s->no_more_out) {
            streams_stream_error_t failed;
            if (!streams_method_output_stream_flush(borrow(s->out), &failed)) streams_stream_error_free(&failed);
            network_error_code_t error;
            s->room = 0;
            if (!tcp_method_tcp_socket_shutdown(borrow(s->tcp), TCP_SHUTDOWN_TYPE_SEND, &error))
                return failed_with(ENOTCONN);
        }
        break;
    }
    s->read_shut |= in;
    s->write_shut |= out;
    return {};
}

result<endpoint> local_endpoint(handle h) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    advance(*s);
    network_ip_socket_address_t a;
    network_error_code_t error;
    const bool known = s->tcp ? tcp_method_tcp_socket_local_address(borrow(s->tcp), &a, &error)
                              : s->udp && udp_method_udp_socket_local_address(borrow(s->udp), &a, &error);
    if (known) return endpoint_of(a);
    // wasi:sockets has no address before one is given; Linux has the wildcard.
    return s->bound && s->is_stream() ? s->local : wildcard(s->what.family);
}

result<endpoint> peer_endpoint(handle h) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    advance(*s);
    if (s->is_connected_datagram()) return s->peer;
    network_ip_socket_address_t a;
    network_error_code_t error;
    if (s->now == phase::tcp_connected && tcp_method_tcp_socket_remote_address(borrow(s->tcp), &a, &error))
        return endpoint_of(a);
    return failed_with(ENOTCONN);
}

} // namespace samesock::platform

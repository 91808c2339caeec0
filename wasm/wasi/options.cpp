// Options. wasi:sockets has eleven; a few more have one value that cannot change, and asking for that value succeeds.
// Nothing is pretended: every other option is ENOPROTOOPT, and what asks for the impossible EOPNOTSUPP.
#include "sockets.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>

namespace samesock::platform {
namespace {

constexpr std::int64_t nanoseconds = 1'000'000'000;
constexpr int most_seconds = 32767, most_probes = 127; // Linux's limits, which the host would clamp to

enum class name : std::uint8_t {
    unknown,
    error,
    type,
    domain,
    protocol,
    accepting, // read only
    reuse_address,
    no_delay,
    v6_only, // fixed
    keep_alive,
    receive_buffer,
    send_buffer,
    idle_time,
    interval,
    count,
    hop_limit,
    broadcast, // known, and impossible: with multicast
};

struct row {
    int level;
    option_name number;
    name what;
};
constexpr int sol_socket = 1;
constexpr auto rows = std::to_array<row>({
    {sol_socket, SO_ERROR, name::error},
    {sol_socket, SO_TYPE, name::type},
    {sol_socket, SO_DOMAIN, name::domain},
    {sol_socket, SO_PROTOCOL, name::protocol},
    {sol_socket, SO_ACCEPTCONN, name::accepting},
    {sol_socket, SO_REUSEADDR, name::reuse_address},
    {sol_socket, SO_KEEPALIVE, name::keep_alive},
    {sol_socket, SO_RCVBUF, name::receive_buffer},
    {sol_socket, SO_SNDBUF, name::send_buffer},
    {sol_socket, SO_BROADCAST, name::broadcast},
    {6, TCP_NODELAY, name::no_delay},
    {6, TCP_KEEPIDLE, name::idle_time},
    {6, TCP_KEEPINTVL, name::interval},
    {6, TCP_KEEPCNT, name::count},
    {0, IP_TTL, name::hop_limit},
    {0, IP_MULTICAST_IF, name::broadcast},
    {0, IP_MULTICAST_TTL, name::broadcast},
    {0, IP_MULTICAST_LOOP, name::broadcast},
    {0, IP_ADD_MEMBERSHIP, name::broadcast},
    {0, IP_DROP_MEMBERSHIP, name::broadcast},
    {41, IPV6_UNICAST_HOPS, name::hop_limit},
    {41, IPV6_V6ONLY, name::v6_only},
    {41, IPV6_MULTICAST_IF, name::broadcast},
    {41, IPV6_MULTICAST_HOPS, name::broadcast},
    {41, IPV6_MULTICAST_LOOP, name::broadcast},
    {41, IPV6_JOIN_GROUP, name::broadcast},
    {41, IPV6_LEAVE_GROUP, name::broadcast},
});

// `native` options of this system: there are none.
name find_option(const socket_record& s, const option& o) noexcept {
    if (o.native) return name::unknown;
    const auto found =
        std::ranges::find_if(rows, [&](const row& r) { return r.level == o.level.value() && r.number == o.name; });
    if (found == rows.end()) return name::unknown;
    const bool applies = found->level == sol_socket || (found->level == 6 && s.is_stream()) ||
                         (found->level == 0 && s.what.family == AF_INET) ||
                         (found->level == 41 && s.what.family == AF_INET6);
    return applies ? found->what : name::unknown;
}

std::unexpected<std::error_code> unknown_option() noexcept { return failed_with(ENOPROTOOPT); }

status only(bool asks_for_what_is) noexcept {
    if (asks_for_what_is) return {};
    return failed_with(EOPNOTSUPP);
}

// The binding's setters and getters of one value, told apart by the kind of socket.
template <class Value, class Set>
status set_host(socket_record& s, Set set, Value value, std::optional<Value>& kept) noexcept {
    if (s.now == phase::tcp_connecting) advance(s);
    if (auto there = need_socket(s); !there) return there;
    network_error_code_t error;
    if (!set(s, value, &error)) return failed_with_code(error);
    kept = value;
    return {};
}

template <class Value, class Get>
result<int> get_host(socket_record& s, Get get) noexcept {
    if (s.now == phase::tcp_connecting) advance(s);
    if (auto there = need_socket(s); !there) return failure(there.error());
    network_error_code_t error;
    Value value{};
    if (!get(s, &value, &error)) return failed_with_code(error);
    return static_cast<int>(std::min<std::uint64_t>(value, INT_MAX));
}

using error_out = network_error_code_t*;

status set_number(socket_record& s, name what, int value) noexcept {
    const auto size = static_cast<std::uint64_t>(std::max(value, 1)); // Linux raises what is too small
    const auto seconds = static_cast<std::uint64_t>(value) * nanoseconds;
    switch (what) {
    case name::reuse_address: return only((value != 0) == s.is_stream());
    case name::no_delay:
    case name::v6_only: return only(value != 0);
    case name::broadcast: return failed_with(EOPNOTSUPP);
    case name::keep_alive:
        if (!s.is_stream()) return only(value == 0);
        return set_host<bool>(
            s,
            [](socket_record& r, bool v, error_out e) {
                return tcp_method_tcp_socket_set_keep_alive_enabled(borrow(r.tcp), v, e);
            },
            value != 0, s.kept.keep_alive);
    case name::receive_buffer:
        return set_host<std::uint64_t>(
            s,
            [](socket_record& r, std::uint64_t v, error_out e) {
                return r.is_stream() ? tcp_method_tcp_socket_set_receive_buffer_size(borrow(r.tcp), v, e)
                                     : udp_method_udp_socket_set_receive_buffer_size(borrow(r.udp), v, e);
            },
            size, s.kept.receive_buffer);
    case name::send_buffer:
        return set_host<std::uint64_t>(
            s,
            [](socket_record& r, std::uint64_t v, error_out e) {
                return r.is_stream() ? tcp_method_tcp_socket_set_send_buffer_size(borrow(r.tcp), v, e)
                                     : udp_method_udp_socket_set_send_buffer_size(borrow(r.udp), v, e);
            },
            size, s.kept.send_buffer);
    case name::idle_time:
        if (value < 1 || value > most_seconds) return failed_with(EINVAL);
        return set_host<std::uint64_t>(
            s,
            [](socket_record& r, std::uint64_t v, error_out e) {
                return tcp_method_tcp_socket_set_keep_alive_idle_time(borrow(r.tcp), v, e);
            },
            seconds, s.kept.idle_time);
    case name::interval:
        if (value < 1 || value > most_seconds) return failed_with(EINVAL);
        return set_host<std::uint64_t>(
            s,
            [](socket_record& r, std::uint64_t v, error_out e) {
                return tcp_method_tcp_socket_set_keep_alive_interval(borrow(r.tcp), v, e);
            },
            seconds, s.kept.interval);
    case name::count:
        if (value < 1 || value > most_probes) return failed_with(EINVAL);
        return set_host<std::uint32_t>(
            s,
            [](socket_record& r, std::uint32_t v, error_out e) {
                return tcp_method_tcp_socket_set_keep_alive_count(borrow(r.tcp), v, e);
            },
            static_cast<std::uint32_t>(value), s.kept.count);
    case name::hop_limit:
        if (value == -1) value = 64; // Linux's default
        if (value < 1 || value > 255) return failed_with(EINVAL);
        return set_host<std::uint8_t>(
            s,
            [](socket_record& r, std::uint8_t v, error_out e) {
                return r.is_stream() ? tcp_method_tcp_socket_set_hop_limit(borrow(r.tcp), v, e)
                                     : udp_method_udp_socket_set_unicast_hop_limit(borrow(r.udp), v, e);
            },
            static_cast<std::uint8_t>(value), s.kept.hop_limit);
    default: return unknown_option(); // read only: as on Linux
    }
}

int protocol_of(const socket_record& s) noexcept { return s.what.proto.value(); }

result<int> get_seconds(socket_record& s, bool (*get)(tcp_borrow_tcp_socket_t, tcp_duration_t*, error_out)) noexcept {
    if (auto there = need_socket(s); !there) return failure(there.error());
    network_error_code_t error;
    tcp_duration_t value;
    if (!get(borrow(s.tcp), &value, &error)) return failed_with_code(error);
    return static_cast<int>((value + nanoseconds - 1) / nanoseconds);
}

result<int> get_number(socket_record& s, name what) noexcept {
    advance(s);
    switch (what) {
    case name::error: return s.take_error();
    case name::type: return s.what.type.value();
    case name::domain: return s.what.family.value();
    case name::protocol: return protocol_of(s);
    case name::accepting: return s.now == phase::tcp_listening ? 1 : 0;
    case name::reuse_address: return s.is_stream() ? 1 : 0;
    case name::no_delay:
    case name::v6_only: return 1;
    case name::keep_alive:
        if (!s.is_stream()) return 0;
        return get_host<bool>(s, [](socket_record& r, bool* v, error_out e) {
            return tcp_method_tcp_socket_keep_alive_enabled(borrow(r.tcp), v, e);
        });
    case name::receive_buffer:
        return get_host<std::uint64_t>(s, [](socket_record& r, std::uint64_t* v, error_out e) {
            return r.is_stream() ? tcp_method_tcp_socket_receive_buffer_size(borrow(r.tcp), v, e)
                                 : udp_method_udp_socket_receive_buffer_size(borrow(r.udp), v, e);
        });
    case name::send_buffer:
        return get_host<std::uint64_t>(s, [](socket_record& r, std::uint64_t* v, error_out e) {
            return r.is_stream() ? tcp_method_tcp_socket_send_buffer_size(borrow(r.tcp), v, e)
                                 : udp_method_udp_socket_send_buffer_size(borrow(r.udp), v, e);
        });
    case name::idle_time: return get_seconds(s, tcp_method_tcp_socket_keep_alive_idle_time);
    case name::interval: return get_seconds(s, tcp_method_tcp_socket_keep_alive_interval);
    case name::count:
        return get_host<std::uint32_t>(s, [](socket_record& r, std::uint32_t* v, error_out e) {
            return tcp_method_tcp_socket_keep_alive_count(borrow(r.tcp), v, e);
        });
    case name::hop_limit:
        return get_host<std::uint8_t>(s, [](socket_record& r, std::uint8_t* v, error_out e) {
            return r.is_stream() ? tcp_method_tcp_socket_hop_limit(borrow(r.tcp), v, e)
                                 : udp_method_udp_socket_unicast_hop_limit(borrow(r.udp), v, e);
        });
    case name::broadcast: return failed_with(EOPNOTSUPP);
    case name::unknown: break;
    }
    return unknown_option();
}

} // namespace

status set_option(handle h, const option& o, std::span<const std::byte> value) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    const name what = find_option(*s, o);
    if (what == name::unknown) return unknown_option();
    if (what == name::broadcast) return failed_with(EOPNOTSUPP); // whatever structure it takes
    int number;
    if (value.size() < sizeof number) return failed_with(EINVAL);
    std::memcpy(&number, value.data(), sizeof number);
    return set_number(*s, what, number);
}

status set_option_length(handle h, const option&, std::size_t) noexcept {
    return find(h) == nullptr ? status(no_handle()) : status(unknown_option());
}

result<std::size_t> get_option(handle h, const option& o, std::span<std::byte> value) noexcept {
    socket_record* const s = find(h);
    if (s == nullptr) return no_handle();
    const auto number = get_number(*s, find_option(*s, o));
    if (!number) return failure(number.error());
    const std::size_t n = std::min(value.size(), sizeof *number);
    std::memcpy(value.data(), &*number, n);
    return n;
}

} // namespace samesock::platform

// Options are the gateway's socket's, and it is asked: which there are, which values they take and what they say then
// is its system's, in Linux's numbers. What only this end knows is answered here.
#include "network.hpp"

#include "platform/allocation.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace samesock::platform {
namespace {

constexpr option_level sol_socket_level = SOL_SOCKET;

// With it a datagram socket would take what another client's receives: the gateway has it not.
bool is_shared_port(const socket_record& s, const option& o) noexcept {
    return !s.is_stream() && o.level == sol_socket_level && o.name == SO_REUSEADDR;
}

std::unexpected<std::error_code> unknown_option() noexcept { return failed_with(ENOPROTOOPT); }

bool is(const option& o, option_level level, option_name name) noexcept { return o.level == level && o.name == name; }

/// What this end knows by itself.
std::optional<int> known_here(socket_record& s, const option& o) noexcept {
    if (o.level != sol_socket_level) return std::nullopt;
    if (is_shared_port(s, o)) return 0;
    if (o.name == SO_ERROR) return s.take_error();
    if (o.name == SO_TYPE) return s.what.type.value();
    if (o.name == SO_DOMAIN) return s.what.family.value();
    if (o.name == SO_PROTOCOL) return s.what.proto.value();
    if (o.name == SO_ACCEPTCONN) return s.now == phase::listening ? 1 : 0;
    return std::nullopt;
}

std::size_t put(int number, std::span<std::byte> value) noexcept {
    const std::size_t n = std::min(value.size(), sizeof number);
    std::memcpy(value.data(), &number, n);
    return n;
}

bool is_read_only(const option& o) noexcept {
    return o.level == sol_socket_level && (o.name == SO_ERROR || o.name == SO_TYPE || o.name == SO_DOMAIN ||
                                           o.name == SO_PROTOCOL || o.name == SO_ACCEPTCONN);
}

bool asks_for_nothing(std::span<const std::byte> value) noexcept {
    return value.size() >= sizeof(int) && std::ranges::all_of(value, [](std::byte b) { return b == std::byte{}; });
}

/// SO_LINGER of no time: close() is a reset.
bool resets(const option& o, std::span<const std::byte> value) noexcept {
    std::array<int, 2> linger{};
    if (!is(o, SOL_SOCKET, SO_LINGER) || value.size() < sizeof linger) return false;
    std::memcpy(linger.data(), value.data(), sizeof linger);
    return linger[0] != 0 && linger[1] == 0;
}

} // namespace

status set_option(handle h, const option& o, std::span<const std::byte> value) noexcept {
    return guard_allocation([&]() -> status {
        locked_network net;
        socket_record* s = net.socket(h);
        if (s == nullptr) return no_handle();
        if (o.native || is_read_only(o) || s->is_pair) return unknown_option();
        if (is_shared_port(*s, o) && asks_for_nothing(value)) return {};
        const bool answers_for_linger = is(o, SOL_SOCKET, SO_LINGER);
        const auto answered = net->ask(net.lock(), h, tunnel::wire::set_option{o.level.value(), o.name.value(), value});
        if (!answered) return failure(answered.error());
        if (answers_for_linger && net.socket(h) == s) s->resets_at_close = resets(o, value);
        return {};
    });
}

status set_option_length(handle h, const option&, std::size_t) noexcept {
    locked_network net;
    return net.socket(h) == nullptr ? status(no_handle()) : status(unknown_option());
}

result<std::size_t> get_option(handle h, const option& o, std::span<std::byte> value) noexcept {
    return guard_allocation([&]() -> result<std::size_t> {
        locked_network net;
        socket_record* const s = net.socket(h);
        if (s == nullptr) return no_handle();
        if (o.native) return unknown_option();
        if (const auto known = known_here(*s, o)) return put(*known, value);
        if (s->is_pair) return unknown_option();
        const auto answered = net->ask(
            net.lock(), h,
            tunnel::wire::get_option{o.level.value(), o.name.value(), static_cast<std::uint32_t>(value.size())});
        if (!answered) return failure(answered.error());
        const std::size_t n = std::min(value.size(), answered->value.size());
        if (n != 0) std::memcpy(value.data(), answered->value.data(), n);
        return n;
    });
}

} // namespace samesock::platform

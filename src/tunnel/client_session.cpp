// The client's calls: see client_session.hpp.
#include "tunnel/client_session.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <cerrno>

namespace samesock::tunnel {
namespace {

// Longer ones are no names, and would be cut off.
constexpr std::size_t longest_name = 1024;
constexpr std::size_t longest_option = 1024;

std::size_t length_of(const std::optional<std::string_view>& text) noexcept { return text ? text->size() : 0; }

bool is_too_long(const wire::request& request) noexcept {
    if (const auto* const r = std::get_if<wire::resolve>(&request))
        return length_of(r->host) > longest_name || length_of(r->service) > longest_name;
    if (const auto* const o = std::get_if<wire::set_option>(&request)) return o->value.size() > longest_option;
    const auto* const c = std::get_if<wire::connect>(&request);
    if (c == nullptr) return false;
    const auto* const named = std::get_if<wire::host_and_port>(&c->to);
    return named != nullptr && named->host.size() > longest_name;
}

} // namespace

client_session::client_session(const tunnel::agreement& agreed, const settings& s, std::int64_t now)
    : session(agreed, s, false, now), next_agreement_(agreed) {
    if (!is_stock()) state_ = state::greeting;
}

result<std::uint32_t> client_session::open(std::uint16_t family, wire::stream_type type, std::uint64_t user) {
    if (is_over()) return failure(code_of(why()));
    if (is_leaving_) return failure(errno_code(ENETDOWN));
    if (family != af_inet.value() && family != af_inet6.value()) return failure(errno_code(EAFNOSUPPORT));
    const bool is_stream = type == wire::stream_type::stream;
    const bool has_datagrams = is_stock() ? agreement_.udp : has(feature::datagrams);
    if (!is_stream && !has_datagrams) return failure(errno_code(EOPNOTSUPP));
    const auto id = new_id(is_stream ? phase::unconnected : phase::datagrams, user);
    if (id && !is_stock()) queue(*id, wire::open{family, type});
    return id;
}

result<std::uint32_t> client_session::new_id(phase begin, std::uint64_t user) {
    const std::uint32_t most = (is_stock() ? agreement_.ours : agreement_.theirs).maximum_streams;
    if (streams_.size() - streams_.gateways() >= most) return failure(errno_code(EMFILE));
    const std::uint32_t id = streams_.next_id(0);
    stream& s = add_stream(id, begin);
    s.user = user;
    s.is_announced = !is_stock();
    return id;
}

bool client_session::is_supported(const wire::request& request) const noexcept {
    switch (wire::type_of(request)) {
    case wire::type::listen: return has(feature::listen);
    case wire::type::set_option:
    case wire::type::get_option: return has(feature::options);
    case wire::type::resolve:
    case wire::type::reverse:
    case wire::type::interfaces: return has(feature::names);
    default: return true;
    }
}

status client_session::ask(std::uint32_t id, const wire::request& request) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    stream& s = **found;
    const wire::type type = wire::type_of(request);
    if (s.at == phase::query || wire::is_query(type)) return failure(errno_code(EINVAL));
    if (is_too_long(request)) return failure(errno_code(EINVAL));
    const auto* const connect = std::get_if<wire::connect>(&request);
    if (is_stock()) {
        if (connect == nullptr) return failure(errno_code(EOPNOTSUPP));
        return connect_stock(id, s, connect->to);
    }
    if (!is_supported(request)) return failure(errno_code(EOPNOTSUPP));
    if (s.end.is_through()) return failure(errno_code(ENOTCONN));
    if (s.requests.is_full()) return failure(errno_code(EAGAIN));
    if (connect != nullptr)
        queue_connect(id, s, *connect);
    else
        queue(id, request);
    s.requests.push(type);
    return {};
}

// A CONNECT behind another one, or behind a LISTEN, has the flag of what goes before it, whatever becomes of that.
void client_session::queue_connect(std::uint32_t id, stream& s, const wire::connect& connect) {
    if (s.at == phase::unconnected) {
        const bool asked = (connect.flags & wire::connect::early_data) != 0;
        s.early_data = asked && has(feature::early_data) && !s.requests.contains(wire::type::listen);
    }
    s.begin_connect();
    const bool early = s.at == phase::connecting && s.early_data;
    queue(id, wire::request(wire::connect{early ? wire::connect::early_data : std::uint8_t{0}, connect.to}));
}

result<std::uint32_t> client_session::query(const wire::request& request, std::uint64_t user) {
    if (is_over()) return failure(code_of(why()));
    if (!wire::is_query(wire::type_of(request)) || is_too_long(request)) return failure(errno_code(EINVAL));
    if (is_stock() || !is_supported(request)) return failure(errno_code(EOPNOTSUPP));
    if (is_leaving_) return failure(errno_code(ENETDOWN));
    const auto id = new_id(phase::query, user);
    if (!id) return id;
    streams_.find(*id)->requests.push(wire::type_of(request));
    queue(*id, request);
    return id;
}

status client_session::grant_accepts(std::uint32_t id, std::uint32_t count) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    stream& s = **found;
    if (!has(feature::listen) || !s.is_stream()) return failure(errno_code(EOPNOTSUPP));
    if (count == 0 || count > most_credit - s.accept_credit) return failure(errno_code(EINVAL));
    s.accept_credit += count;
    queue(id, wire::accept{count});
    return {};
}

status client_session::close(std::uint32_t id) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    stream& s = **found;
    if (is_stock()) {
        close_stock(id, s, close_reason::voluntary);
        return {};
    }
    s.is_closed = true;
    if (s.at == phase::query) return {};
    if (s.at != phase::connected && !s.may_send_early()) {
        send_reset(id, s, 0);
        return {};
    }
    if (s.end.owes_ended()) send_ended(id, s);
    drop(id, s, s.window.held());
    if (!s.end.fin_sent())
        send_fin(id, s);
    else if (s.end.is_answered() && !s.end.is_over())
        send_reset(id, s, 0);
    settle(id, s);
    return {};
}

std::optional<resumption> client_session::resumable() const noexcept {
    if (!is_offline()) return std::nullopt;
    return resumption{secret_, receipts_.received()};
}

} // namespace samesock::tunnel

// A client of a stock Wisp server: section 8 of PROTOCOL.md. See client_session.hpp.
#include "tunnel/client_session.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <string>

namespace samesock::tunnel {
namespace {

// An IPv6 address is written in full, without "::": every parser takes that.
std::string text_of(const endpoint& address) {
    const bool is_v4 = address.family == af_inet;
    std::string text;
    std::array<char, 8> digits{};
    for (std::size_t i = 0; i < address.length; i += is_v4 ? 1 : 2) {
        const auto high = std::to_integer<unsigned>(address.data[i]);
        const unsigned part = is_v4 ? high : high << 8 | std::to_integer<unsigned>(address.data[i + 1]);
        if (i != 0) text += is_v4 ? '.' : ':';
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), part, is_v4 ? 10 : 16).ptr;
        text.append(digits.data(), end);
    }
    return text;
}

bool is_internet(const endpoint& address) noexcept {
    return (address.family == af_inet && address.length == 4) || (address.family == af_inet6 && address.length == 16);
}

} // namespace

status client_session::connect_stock(std::uint32_t id, stream& s, const wire::destination& to) {
    if (s.is_announced) return failure(errno_code(EISCONN));
    const bool is_stream = s.is_stream();
    // There, nobody says that a stream is connected.
    if (is_stream && !agreement_.confirms && !settings_.unconfirmed_connect) return failure(errno_code(EOPNOTSUPP));
    const auto* const named = std::get_if<wire::host_and_port>(&to);
    const auto* const numeric = std::get_if<endpoint>(&to);
    if (numeric != nullptr && !is_internet(*numeric)) return failure(errno_code(EAFNOSUPPORT));
    const std::string text = numeric != nullptr ? text_of(*numeric) : std::string();
    const std::uint8_t type = is_stream ? 1 : 2;
    if (named != nullptr)
        queue(id, wire::wisp_connect{type, named->port, named->host});
    else
        queue(id, wire::wisp_connect{type, numeric->port, text});
    s.is_announced = true;
    s.begin_connect();
    s.requests.push(wire::type::connect);
    if (!is_stream || !agreement_.confirms) confirm_stock(id, s);
    return {};
}

void client_session::confirm_stock(std::uint32_t id, stream& s) {
    s.requests.pop();
    s.finish_connect(true);
    tell(events::answered{id, s.user, wire::type::connect, {}, wire::connected{}});
}

void client_session::on_stock_packet(const wire::packet& p) {
    if (const auto* const more = std::get_if<wire::wisp_continue>(&p.body)) return on_continue(p.id, more->remaining);
    if (const auto* const close = std::get_if<wire::wisp_close>(&p.body)) return on_close(p.id, close->reason);
    // Servers that knew version 2 before its order was settled say CONTINUE, then INFO.
    if (std::holds_alternative<wire::info>(p.body) && agreement_.version == 1) return;
    end(reason::wrong_sender);
}

void client_session::on_continue(std::uint32_t id, std::uint32_t remaining) {
    stream* const s = streams_.find(id);
    if (s == nullptr) return stray();
    if (!s->is_stream()) return;
    if (s->at == phase::connecting) confirm_stock(id, *s);
    s->send_credit = std::min(remaining, most_credit);
    if (s->send_credit != 0) tell(events::credited{id, s->user});
}

void client_session::on_close(std::uint32_t id, close_reason reason) {
    if (id == 0) return end(reason::closed, reason);
    stream* const s = streams_.find(id);
    if (s == nullptr) return stray();
    const std::uint64_t user = s->user;
    const int error = errno_of(reason);
    const bool was_connecting = s->at == phase::connecting;
    remove(id, *s);
    if (was_connecting) {
        const std::error_code code = errno_code(error != 0 ? error : ECONNRESET);
        tell(events::answered{id, user, wire::type::connect, code, {}, true});
    } else if (error == 0) {
        tell(events::finished{id, user, true});
    } else {
        tell(events::was_reset{id, user, errno_code(error)});
    }
}

} // namespace samesock::tunnel

// What a client with the extension sends to its gateway: see gateway_session.hpp.
#include "tunnel/errno_numbers.hpp"
#include "tunnel/gateway_session.hpp"

#include <cerrno>

namespace samesock::tunnel {
// The client sends nothing before it has the WELCOME, and with it the new secret.
void gateway_session::on_message() {
    if (is_confirmed_ || is_stock()) return;
    is_confirmed_ = true;
    tell(events::secret_confirmed{});
}

void gateway_session::on_role_packet(const wire::packet& p) {
    if (is_stock()) return on_stock_packet(p);
    if (const auto* const open = std::get_if<wire::open>(&p.body)) return on_open(p.id, *open);
    if (const auto* const request = std::get_if<wire::request>(&p.body)) return on_request(p.id, *request);
    if (const auto* const accept = std::get_if<wire::accept>(&p.body)) return on_accept(p.id, accept->count);
    const auto* const close = std::get_if<wire::wisp_close>(&p.body);
    if (close != nullptr && p.id == 0) return end(reason::closed, close->reason);
    const bool may_be_late = close != nullptr || std::holds_alternative<wire::wisp_continue>(p.body);
    if (may_be_late && streams_.find(p.id) == nullptr) return stray();
    end(reason::wrong_sender);
}

reason gateway_session::check_new_id(std::uint32_t id) noexcept {
    if ((id & gateway_bit) != 0) return reason::wrong_id;
    if (streams_.find(id) != nullptr) return reason::id_in_use;
    const bool is_full = streams_.size() - streams_.gateways() >= agreement_.ours.maximum_streams;
    return is_full ? reason::too_many_ids : reason::none;
}

void gateway_session::on_open(std::uint32_t id, const wire::open& p) {
    if (const reason wrong = check_new_id(id); wrong != reason::none) return end(wrong);
    const bool is_stream = p.type == wire::stream_type::stream;
    if (!is_stream && !has(feature::datagrams)) return end(reason::wrong_sender);
    add_stream(id, is_stream ? phase::unconnected : phase::datagrams);
    tell(events::opened{id, p.family, p.type});
}

bool gateway_session::is_allowed(wire::type request) const noexcept {
    switch (request) {
    case wire::type::listen: return has(feature::listen);
    case wire::type::set_option:
    case wire::type::get_option: return has(feature::options);
    case wire::type::resolve:
    case wire::type::reverse:
    case wire::type::interfaces: return has(feature::names);
    default: return true;
    }
}

void gateway_session::on_query(std::uint32_t id, const wire::request& request) {
    if (const reason wrong = check_new_id(id); wrong != reason::none) return end(wrong);
    add_stream(id, phase::query).requests.push(wire::type_of(request));
    tell(events::requested{id, 0, request});
}

void gateway_session::on_request(std::uint32_t id, const wire::request& request) {
    const wire::type type = wire::type_of(request);
    if (!is_allowed(type)) return end(reason::wrong_sender);
    if (wire::is_query(type)) return on_query(id, request);
    stream* const s = take(id);
    if (s == nullptr) return;
    if (s->at == phase::query) return end(reason::wrong_socket);
    if (s->end.reset_sent()) return;
    if (s->is_closed) { // it was given up, as the client will hear
        queue(id, wire::failed{type, wire::error_domain::errno_numbers, to_linux_errno(ECONNRESET)});
        return;
    }
    if (s->requests.is_full()) return end(reason::too_many_requests);
    s->requests.push(type);
    if (const auto* const connect = std::get_if<wire::connect>(&request); connect != nullptr && s->is_stream()) {
        const bool early = has(feature::early_data) && (connect->flags & wire::connect::early_data) != 0;
        if (s->at == phase::unconnected) s->early_data = early;
        s->begin_connect();
    }
    tell(events::requested{id, s->user, request});
}

void gateway_session::on_accept(std::uint32_t id, std::uint32_t count) {
    if (!has(feature::listen)) return end(reason::wrong_sender);
    stream* const s = take(id);
    if (s == nullptr) return;
    if (!s->is_stream()) return end(reason::wrong_socket);
    if (count > most_credit - s->accept_credit) return end(reason::credit_overflow);
    s->accept_credit += count;
    if (!s->is_forgotten()) tell(events::accepts_granted{id, s->user, s->accept_credit});
}

} // namespace samesock::tunnel

// A stock Wisp server: section 8 of PROTOCOL.md. See gateway_session.hpp.
#include "tunnel/gateway_session.hpp"

#include <samesock/error_code.hpp>

#include <algorithm>

namespace samesock::tunnel {

void gateway_session::on_stock_packet(const wire::packet& p) {
    if (const auto* const connect = std::get_if<wire::wisp_connect>(&p.body)) return on_stock_connect(p.id, *connect);
    if (const auto* const close = std::get_if<wire::wisp_close>(&p.body)) return on_stock_close(p.id, close->reason);
    if (std::holds_alternative<wire::info>(p.body) && agreement_.version == 1) return;
    if (std::holds_alternative<wire::wisp_continue>(p.body) && streams_.find(p.id) == nullptr) return stray();
    end(reason::wrong_sender);
}

void gateway_session::on_stock_connect(std::uint32_t id, const wire::wisp_connect& p) {
    if (streams_.find(id) != nullptr) return end(reason::id_in_use);
    const bool is_stream = p.stream_type == 1;
    const bool is_valid = (is_stream || p.stream_type == 2) && p.port != 0 && !p.host.empty();
    // A stock client knows no limit, so that it breaks none.
    const bool is_full = streams_.size() >= agreement_.ours.maximum_streams;
    if (is_full || !is_valid || (!is_stream && !agreement_.udp)) {
        queue(id, wire::wisp_close{is_full ? close_reason::throttled : close_reason::invalid});
        return;
    }
    stream& s = add_stream(id, is_stream ? phase::connecting : phase::datagrams);
    s.early_data = true;
    s.requests.push(wire::type::connect);
    tell(events::opened{id, 0, is_stream ? wire::stream_type::stream : wire::stream_type::datagrams});
    tell(events::requested{id, 0, wire::connect{0, wire::host_and_port{p.port, p.host}}});
}

void gateway_session::on_stock_close(std::uint32_t id, close_reason reason) {
    if (id == 0) return end(reason::closed, reason);
    stream* const s = streams_.find(id);
    if (s == nullptr) return stray();
    const std::uint64_t user = s->user;
    remove(id, *s);
    const int error = errno_of(reason);
    if (error == 0)
        tell(events::finished{id, user, true});
    else
        tell(events::was_reset{id, user, errno_code(error)});
}

result<bool> gateway_session::done_stock(std::uint32_t id, stream& s) {
    s.requests.pop();
    s.finish_connect(true);
    if (s.is_stream() && agreement_.confirms)
        queue(id, wire::wisp_continue{s.stock.open(std::min(agreement_.stock_credit, settings_.stock_window))});
    return false;
}

} // namespace samesock::tunnel

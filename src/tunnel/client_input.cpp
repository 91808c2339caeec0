// What a gateway with the extension sends to its client: see client_session.hpp.
#include "tunnel/client_session.hpp"
#include "tunnel/errno_numbers.hpp"

#include <samesock/error_code.hpp>

namespace samesock::tunnel {
namespace {

std::error_code error_of(const wire::failed& p) noexcept {
    if (p.domain == wire::error_domain::eai) return {p.code, gai_category()};
    return errno_code(from_linux_errno(p.code));
}

} // namespace

void client_session::on_role_packet(const wire::packet& p) {
    if (is_stock()) return on_stock_packet(p);
    if (const auto* const done = std::get_if<wire::done>(&p.body))
        return on_answer(p.id, done->request, {}, done->answer);
    if (const auto* const failed = std::get_if<wire::failed>(&p.body))
        return on_answer(p.id, failed->request, error_of(*failed), {});
    if (const auto* const accepted = std::get_if<wire::accepted>(&p.body)) return on_accepted(p.id, *accepted);
    if (const auto* const pending = std::get_if<wire::pending_error>(&p.body))
        return on_pending_error(p.id, pending->error);
    if (const auto* const welcome = std::get_if<wire::welcome>(&p.body)) return on_welcome(*welcome);
    if (const auto* const goaway = std::get_if<wire::goaway>(&p.body)) {
        is_leaving_ = true;
        return tell(events::leaving{goaway->milliseconds});
    }
    const auto* const close = std::get_if<wire::wisp_close>(&p.body);
    if (close != nullptr && p.id == 0) return end(reason::closed, close->reason);
    const bool may_be_late = close != nullptr || std::holds_alternative<wire::wisp_continue>(p.body);
    if (may_be_late && streams_.find(p.id) == nullptr) return stray();
    end(reason::wrong_sender);
}

// -- answers

void client_session::note_answer(std::uint32_t id, stream& s, wire::type request, bool succeeded) {
    s.requests.pop();
    if (request == wire::type::connect) {
        s.finish_connect(succeeded);
        // What was closed before its connection failed has nothing left to wait for.
        if (s.is_closed && s.at == phase::unconnected && !s.end.is_reset()) send_reset(id, s, 0);
    }
    if (request == wire::type::listen && succeeded) s.finish_listen();
}

void client_session::on_answer(std::uint32_t id, wire::type request, std::error_code error,
                               const wire::answer& answer) {
    stream* const s = streams_.find(id);
    if (s == nullptr || s->requests.empty() || s->requests.front() != request) return end(reason::unasked);
    if (s->end.reset_received()) return end(reason::after_reset);
    note_answer(id, *s, request, !error);
    const bool tells = !s->is_forgotten();
    const std::uint64_t user = s->user;
    bool is_over = s->at == phase::query;
    if (is_over)
        remove(id, *s);
    else
        is_over = settle(id, *s);
    if (tells) tell(events::answered{id, user, request, error, answer, is_over});
}

void client_session::on_pending_error(std::uint32_t id, std::uint16_t error) {
    const stream* const s = take(id);
    if (s == nullptr) return;
    if (s->at != phase::datagrams) return end(reason::wrong_socket);
    if (!s->is_forgotten()) tell(events::pending_error{id, s->user, errno_code(from_linux_errno(error))});
}

// -- connections

reason client_session::check_accepted(std::uint32_t id, const wire::accepted& p) noexcept {
    if (!has(feature::listen)) return reason::wrong_sender;
    if ((id & gateway_bit) == 0) return reason::wrong_id;
    if (streams_.find(id) != nullptr) return reason::id_in_use;
    if (streams_.gateways() >= agreement_.ours.maximum_streams) return reason::too_many_ids;
    const stream* const listener = streams_.find(p.listener);
    if (listener == nullptr || listener->at != phase::listening) return reason::wrong_socket;
    if (listener->end.reset_received()) return reason::after_reset;
    return listener->accept_credit == 0 ? reason::over_credit : reason::none;
}

void client_session::on_accepted(std::uint32_t id, const wire::accepted& p) {
    if (const reason wrong = check_accepted(id, p); wrong != reason::none) return end(wrong);
    stream& listener = *streams_.find(p.listener);
    --listener.accept_credit;
    stream& s = add_stream(id, phase::connected);
    if (listener.is_forgotten()) return send_reset(id, s, 0);
    tell(events::accepted{p.listener, listener.user, id, p.local, p.peer});
}

// -- the session

void client_session::on_welcome(const wire::welcome& p) {
    if (state_ != state::greeting) return end(reason::unasked);
    const bool had_session = is_resuming_;
    is_resuming_ = false;
    if (p.resumed) {
        if (!had_session || !next_agreement_.resumes) return end(reason::unasked);
        if (!log_.acknowledge(p.received)) return end(reason::wrong_count);
        resume_output();
    } else if (had_session) {
        restart(next_agreement_);
        is_leaving_ = false;
    }
    state_ = state::running;
    secret_ = p.secret;
    tell(events::welcomed{p.resumed, p.route});
}

void client_session::reconnected(const tunnel::agreement& agreed, std::int64_t now) {
    if (!is_offline()) return;
    next_agreement_ = agreed;
    is_leaving_ = false;
    is_resuming_ = agreed.is_extended;
    begin_greeting(now);
    // A stock server knows nothing of the session.
    if (!agreed.is_extended) restart(agreed);
}

} // namespace samesock::tunnel

// How ids come into use, end and are free again: see session.hpp and sections 4 and 5 of PROTOCOL.md.
#include "tunnel/errno_numbers.hpp"
#include "tunnel/session.hpp"

#include <samesock/error_code.hpp>

#include <algorithm>
#include <cerrno>

namespace samesock::tunnel {

// -- ids

stream& session::add_stream(std::uint32_t id, phase begin) {
    // A stock client grants nothing: to it a server sends as it can.
    const std::uint32_t stock_credit = is_gateway_ ? 1 : std::min(agreement_.stock_credit, most_credit);
    const std::uint32_t credit = is_stock() ? stock_credit : agreement_.theirs.first_grant;
    return streams_.add(id, begin, budget_.first_grant, credit, agreement_.stock_credit);
}

void session::remove(std::uint32_t id, stream& s) {
    s.window.release(budget_);
    stock_held_ -= s.stock.held();
    streams_.remove(id);
    ++freed_;
}

bool session::settle(std::uint32_t id, stream& s) {
    if (!s.is_free()) return false;
    remove(id, s);
    return true;
}

void session::attach(std::uint32_t id, std::uint64_t user) noexcept {
    if (stream* const s = streams_.find(id)) s->user = user;
}

stream* session::take(std::uint32_t id) {
    stream* const s = streams_.find(id);
    if (s == nullptr) {
        stray();
        return nullptr;
    }
    if (s->end.reset_received()) {
        end(reason::after_reset);
        return nullptr;
    }
    return s;
}

// -- in

void session::on_fin(std::uint32_t id) {
    stream* const s = take(id);
    if (s == nullptr) return;
    if (!s->is_stream() || s->at == phase::listening) return end(reason::wrong_socket);
    if (!takes_data(*s)) return end(reason::before_connect);
    if (const reason wrong = s->end.receive_fin(); wrong != reason::none) return end(wrong);
    s->window.stop(budget_);
    if (!s->is_forgotten() && s->at != phase::unconnected) return tell(events::finished{id, s->user});
    send_ended(id, *s);
    settle(id, *s);
}

void session::on_reset(std::uint32_t id, std::uint16_t error) {
    stream* const s = take(id);
    if (s == nullptr) return;
    if (s->at == phase::query) return end(reason::wrong_socket);
    const bool tells = !s->is_forgotten();
    if (const reason wrong = s->end.receive_reset(); wrong != reason::none) return end(wrong);
    if (s->end.owes_ended()) send_ended(id, *s);
    queue(id, wire::ended{});
    s->window.release(budget_);
    if (tells)
        tell(events::was_reset{id, s->user, error == 0 ? std::error_code() : errno_code(from_linux_errno(error))});
    settle(id, *s);
}

void session::on_ended(std::uint32_t id) {
    stream* const s = streams_.find(id);
    if (s == nullptr) return stray();
    if (const reason wrong = s->end.receive_ended(); wrong != reason::none) return end(wrong);
    // What the program closed is through as soon as its data is delivered.
    if (s->is_closed && !s->end.is_reset() && s->end.is_answered() && !s->end.is_over()) send_reset(id, *s, 0);
    const bool tells = !s->is_forgotten();
    const std::uint64_t user = s->user;
    const bool is_over = settle(id, *s);
    if (tells) tell(events::delivered{id, user, is_over});
}

// -- out

void session::send_fin(std::uint32_t id, stream& s) {
    s.end.send_fin();
    queue(id, wire::fin{});
}

// RESET first: what comes after it is nothing but ENDED.
void session::send_reset(std::uint32_t id, stream& s, int error) {
    s.end.send_reset();
    queue(id, wire::reset{static_cast<std::uint16_t>(to_linux_errno(error))});
    if (s.end.owes_ended()) send_ended(id, s);
    s.window.release(budget_);
}

void session::send_ended(std::uint32_t id, stream& s) {
    s.end.send_ended();
    queue(id, wire::ended{});
}

void session::close_stock(std::uint32_t id, stream& s, close_reason reason) {
    if (s.is_announced) queue(id, wire::wisp_close{reason});
    remove(id, s);
}

result<bool> session::finish(std::uint32_t id) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    stream& s = **found;
    if (s.at != phase::connected && (is_gateway_ || !s.may_send_early())) return failure(errno_code(ENOTCONN));
    if (!is_stock()) {
        if (!s.end.fin_sent()) send_fin(id, s);
        return false;
    }
    // Stock Wisp has no half-close. A server that has no more to send closes; a client that still reads cannot.
    if (!is_gateway_) return failure(errno_code(EOPNOTSUPP));
    close_stock(id, s, close_reason::voluntary);
    return true;
}

result<bool> session::handed_on(std::uint32_t id) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    stream& s = **found;
    if (!s.end.owes_ended()) return failure(errno_code(EINVAL));
    send_ended(id, s);
    return settle(id, s);
}

// A RESET might come to another socket by now.
void session::abandon(std::uint32_t id, stream& s, int error) {
    s.is_closed = true;
    const int number = to_linux_errno(error != 0 ? error : ECONNRESET);
    for (; is_gateway_ && !s.requests.empty(); s.requests.pop())
        queue(id, wire::failed{s.requests.front(), wire::error_domain::errno_numbers, number});
    settle(id, s);
}

status session::reset(std::uint32_t id, int error) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    stream& s = **found;
    if (s.at == phase::query) return failure(errno_code(EINVAL));
    if (is_stock())
        close_stock(id, s, close_reason_of(errno_code(error)));
    else if (s.end.is_through())
        abandon(id, s, error);
    else
        send_reset(id, s, error);
    return {};
}

} // namespace samesock::tunnel

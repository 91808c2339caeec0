// The gateway's calls: see gateway_session.hpp.
#include "tunnel/errno_numbers.hpp"
#include "tunnel/gateway_session.hpp"

#include <samesock/error_code.hpp>

#include <cerrno>

namespace samesock::tunnel {
namespace {

wire::failed failure_of(wire::type request, std::error_code code) noexcept {
    if (code.category() == gai_category()) return {request, wire::error_domain::eai, code.value()};
    const int number = code.category() == errno_category() ? code.value() : EIO;
    return {request, wire::error_domain::errno_numbers, to_linux_errno(number != 0 ? number : EIO)};
}

} // namespace

gateway_session::gateway_session(const tunnel::agreement& agreed, const settings& s, const resume_ticket& ticket,
                                 std::int64_t now)
    : session(agreed, s, true, now), ticket_(ticket) {
    if (!is_stock()) welcome(false);
}

void gateway_session::welcome(bool resumed) {
    const bool can_resume = has(feature::resume);
    packets_.welcome = wire::welcome{resumed, resumed ? receipts_.received() : 0,
                                     can_resume ? ticket_.secret : wire::secret{}, ticket_.route};
    is_confirmed_ = !can_resume;
}

bool gateway_session::resume(std::uint64_t received, const resume_ticket& ticket, std::int64_t now) {
    if (!is_offline() || !log_.acknowledge(received)) return false;
    begin_greeting(now);
    resume_output();
    ticket_ = ticket;
    welcome(true);
    return true;
}

// -- answers

bool gateway_session::finish_request(std::uint32_t id, stream& s, bool succeeded) {
    const wire::type request = s.requests.front();
    s.requests.pop();
    if (s.at == phase::query) {
        remove(id, s);
        return true;
    }
    if (request == wire::type::connect) s.finish_connect(succeeded);
    if (request == wire::type::listen && succeeded) s.finish_listen();
    const bool drops_early_data = request == wire::type::connect && s.at == phase::unconnected && s.early_data;
    if (drops_early_data) {
        drop(id, s, s.window.held());
        if (s.end.owes_ended()) send_ended(id, s);
    }
    return settle(id, s);
}

result<bool> gateway_session::done(std::uint32_t id, const wire::answer& answer) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    stream& s = **found;
    if (s.requests.empty() || !wire::belongs_to(answer, s.requests.front())) return failure(errno_code(EINVAL));
    if (is_stock()) return done_stock(id, s);
    if (!queue(id, wire::done{s.requests.front(), answer})) return failure(errno_code(EMSGSIZE));
    return finish_request(id, s, true);
}

result<bool> gateway_session::fail(std::uint32_t id, std::error_code code) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    stream& s = **found;
    if (s.requests.empty()) return failure(errno_code(EINVAL));
    if (is_stock()) {
        close_stock(id, s, close_reason_of(code ? code : errno_code(EIO)));
        return true;
    }
    queue(id, failure_of(s.requests.front(), code));
    return finish_request(id, s, false);
}

result<std::uint32_t> gateway_session::accepted(std::uint32_t listener, const endpoint& local, const endpoint& peer,
                                                std::uint64_t user) {
    const auto found = known(listener);
    if (!found) return failure(found.error());
    stream& l = **found;
    if (l.at != phase::listening) return failure(errno_code(EINVAL));
    if (l.accept_credit == 0 || !has_free_id()) return failure(errno_code(EAGAIN));
    --l.accept_credit;
    const std::uint32_t id = streams_.next_id(gateway_bit);
    add_stream(id, phase::connected).user = user;
    queue(id, wire::accepted{listener, local, peer});
    return id;
}

status gateway_session::pending_error(std::uint32_t id, int error) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    if (is_stock() || (*found)->at != phase::datagrams) return failure(errno_code(EOPNOTSUPP));
    if (error == 0) return failure(errno_code(EINVAL));
    queue(id, wire::pending_error{static_cast<std::uint16_t>(to_linux_errno(error))});
    return {};
}

void gateway_session::go_away(std::uint32_t milliseconds) {
    if (!is_stock() && !is_over()) packets_.goaway = wire::goaway{milliseconds};
}

} // namespace samesock::tunnel

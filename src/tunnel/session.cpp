// The life of a session and its way out: see session.hpp.
#include "tunnel/session.hpp"

#include <samesock/error_code.hpp>

#include <algorithm>
#include <utility>

namespace samesock::tunnel {
namespace {

// More bytes in one message delay others, and make it no faster.
constexpr std::size_t longest_message = std::size_t{256} * 1024;
// What may be queued above the bound of DATA before the other end has to wait: answers to one message of it.
constexpr std::size_t answers_room = std::size_t{256} * 1024;
// With less, a sender could wait for an ACK that is not due yet.
constexpr std::size_t least_queue = 3 * receipts::bytes_to_acknowledge;
constexpr std::uint64_t strays_allowed = 100'000;
constexpr std::uint64_t strays_allowed_per_id = 1'000;

} // namespace

session::session(const tunnel::agreement& agreed, const settings& s, bool is_gateway, std::int64_t now)
    : agreement_(agreed), settings_(s), is_gateway_(is_gateway), streams_(s.seed), log_(log_settings()),
      budget_(whole_budget()), alive_(now) {}

packet_log::settings session::log_settings() const noexcept {
    return {.in_series = !is_stock(), .keeps = has(feature::resume), .most = std::max(settings_.queue, least_queue)};
}

credit_budget session::whole_budget() const noexcept {
    const std::uint32_t first = agreement_.ours.first_grant;
    return {.first_grant = first,
            .window = std::clamp(settings_.window, first, most_credit),
            .free = std::min(settings_.budget, most_credit)};
}

bool session::queue(std::uint32_t id, const wire::body& body) {
    scratch_.clear();
    wire::encode({id, body}, scratch_);
    if (scratch_.size() > packet_log::longest - wire::length_size) return false;
    log_.append(scratch_);
    return true;
}

// -- the way out

bool session::may_acknowledge() const noexcept {
    if (!has(feature::resume)) return false;
    return receipts_.is_due() || (receipts_.is_worth_it() && (!packets_.empty() || log_.has_unsent()));
}

std::span<const bytes_view> session::next_message() {
    if (in_flight_) return out_.all();
    if (state_ == state::greeting || state_ == state::offline) return {};
    if (state_ == state::running && may_acknowledge()) {
        packets_.ack = wire::ack{receipts_.received()};
        receipts_.told();
    }
    out_.clear();
    session_bytes_.clear();
    if (!packets_.empty()) {
        packets_.encode(!is_stock(), session_bytes_);
        out_.add(session_bytes_);
    }
    if (state_ == state::running && (out_.size() == 0 || !is_stock()))
        log_.collect(std::min<std::size_t>(agreement_.theirs.maximum_message, longest_message), out_);
    in_flight_ = out_.size() != 0;
    return out_.all();
}

void session::message_sent() {
    if (!in_flight_) return;
    in_flight_ = false;
    log_.sent();
    if (is_over()) log_.clear();
}

session::credit_of_stream session::credit(std::uint32_t id) noexcept {
    const stream* const s = streams_.find(id);
    if (s == nullptr || !s->is_stream()) return {};
    return {.to_send = s->send_credit, .to_receive = is_stock() ? 0 : s->window.granted()};
}

bool session::may_read() const noexcept {
    if (!is_gateway_ || is_over()) return true;
    return log_.unsent_size() < settings_.queue + answers_room && stock_held_ <= settings_.stock_held;
}

// -- its end

void session::end(reason why) {
    if (is_over()) return;
    const close_reason failed = is_gateway_ ? close_reason::invalid : close_reason::client_failed;
    const close_reason said = why == reason::abandoned ? close_reason::voluntary : failed;
    if (!is_offline()) packets_.close = wire::wisp_close{said};
    end(why, close_reason::unspecified);
}

void session::end(reason why, close_reason said) {
    if (is_over()) return;
    const auto close = packets_.close;
    packets_.clear();
    packets_.close = close;
    state_ = state::over;
    why_ = why;
    input_ = {};
    streams_.clear();
    stock_held_ = 0;
    if (!in_flight_) log_.clear();
    tell(events::over{why, said});
}

void session::stray() noexcept {
    if (++strays_ > strays_allowed + strays_allowed_per_id * freed_) end(reason::too_many_strays);
}

// -- transports come and go

void session::transport_lost(std::int64_t now) {
    in_flight_ = false;
    out_.clear();
    input_ = {};
    packets_.clear();
    if (is_over()) return log_.clear();
    // A greeting that was cut off belongs to the loss before it; the first one has nothing to come back to.
    const bool goes_on = has(feature::resume) && (state_ != state::greeting || grace_until_ != never);
    if (!goes_on) {
        state_ = state::offline;
        return end(reason::lost);
    }
    log_.lose_flight();
    if (state_ == state::running) grace_until_ = now + settings_.grace;
    state_ = state::offline;
}

void session::begin_greeting(std::int64_t now) noexcept {
    alive_.heard(now);
    state_ = state::greeting;
}

void session::resume_output() {
    log_.rewind();
    receipts_.told();
    grace_until_ = never;
    state_ = state::running;
}

void session::restart(const tunnel::agreement& agreed) {
    agreement_ = agreed;
    streams_.clear();
    log_ = packet_log(log_settings());
    budget_ = whole_budget();
    receipts_ = {};
    packets_.clear();
    stock_held_ = 0;
    strays_ = freed_ = 0;
    grace_until_ = never;
    state_ = state::running;
    tell(events::restarted{});
}

// -- time

std::int64_t session::deadline() const noexcept {
    if (is_over()) return never;
    return is_offline() ? grace_until_ : alive_.deadline();
}

void session::tick(std::int64_t now) {
    if (is_over()) return;
    if (is_offline()) {
        if (now >= grace_until_) end(reason::lost);
        return;
    }
    switch (alive_.ask(now)) {
    case keep_alive::advice::wait: return;
    case keep_alive::advice::dead: return tell(events::silent{});
    case keep_alive::advice::ping: break;
    }
    log_.trim();
    if (is_stock())
        alive_.heard(now); // there is nothing to ask a stock peer with
    else
        packets_.ping = wire::ping{++pings_};
}

} // namespace samesock::tunnel

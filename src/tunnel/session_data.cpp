// Bytes, datagrams and credit, both ways: see session.hpp and section 5 of PROTOCOL.md.
#include "tunnel/session.hpp"

#include <samesock/error_code.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace samesock::tunnel {
namespace {

constexpr std::size_t longest_payload = packet_log::longest_payload;
// What a DATAGRAM carries beside its bytes, with an IPv6 address.
constexpr std::size_t longest_address = 28;

} // namespace

// -- in

bool session::takes_data(const stream& s) const noexcept {
    if (s.at == phase::connected) return true;
    if (!is_gateway_) return false;
    // Requests that cross with a RESET are not followed any more.
    if (s.end.reset_sent()) return true;
    return s.early_data && (s.at == phase::connecting || s.at == phase::unconnected);
}

reason session::check_data(const stream& s, bytes_view bytes) const noexcept {
    if (s.at == phase::query || s.at == phase::listening) return reason::wrong_socket;
    if (s.at == phase::datagrams) return reason::none;
    if (bytes.empty()) return reason::empty_data;
    if (s.end.fin_received()) return reason::after_fin;
    return takes_data(s) ? reason::none : reason::before_connect;
}

void session::on_data(std::uint32_t id, bytes_view bytes) {
    stream* const s = take(id);
    if (s == nullptr) return;
    if (is_stock()) return on_stock_data(id, *s, bytes);
    if (const reason wrong = check_data(*s, bytes); wrong != reason::none) return end(wrong);
    if (s->at == phase::datagrams) {
        if (!s->is_forgotten()) tell(events::received{id, s->user, bytes});
        return;
    }
    if (bytes.size() > most_credit || !s->window.receive(static_cast<std::uint32_t>(bytes.size())))
        return end(reason::over_credit);
    if (s->is_forgotten() || s->at == phase::unconnected) return drop(id, *s, bytes.size());
    tell(events::received{id, s->user, bytes});
}

void session::on_stock_data(std::uint32_t id, stream& s, bytes_view bytes) {
    if (s.at != phase::datagrams) {
        s.stock.receive(static_cast<std::uint32_t>(bytes.size()));
        stock_held_ += bytes.size();
        if (!is_gateway_ && stock_held_ > settings_.stock_held) return end(reason::flooded);
        if (bytes.empty()) return;
    }
    tell(events::received{id, s.user, bytes});
}

void session::on_datagram(std::uint32_t id, const wire::datagram& d) {
    if (!has(feature::datagrams)) return end(reason::wrong_sender);
    const stream* const s = take(id);
    if (s == nullptr) return;
    if (s->at != phase::datagrams) return end(reason::wrong_socket);
    if (!s->is_forgotten()) tell(events::received_datagram{id, s->user, d.address, d.bytes});
}

void session::on_credit(std::uint32_t id, std::uint32_t bytes) {
    stream* const s = take(id);
    if (s == nullptr) return;
    if (!s->is_stream() || s->at == phase::listening) return end(reason::wrong_socket);
    if (bytes > most_credit - s->send_credit) return end(reason::credit_overflow);
    s->send_credit += bytes;
    if (!s->is_forgotten() && !s->end.fin_sent()) tell(events::credited{id, s->user});
}

void session::drop(std::uint32_t id, stream& s, std::size_t size) {
    const std::uint32_t credit = s.window.drop(static_cast<std::uint32_t>(size), budget_);
    if (credit != 0 && !s.end.is_reset()) queue(id, wire::credit{credit});
}

void session::consumed(std::uint32_t id, std::size_t size) {
    stream* const s = streams_.find(id);
    if (s == nullptr || !s->is_stream() || size > most_credit) return;
    if (!is_stock()) {
        const std::uint32_t more = s->window.consume(static_cast<std::uint32_t>(size), budget_);
        if (more != 0) queue(id, wire::credit{more});
        return;
    }
    const std::uint32_t before = s->stock.held();
    const std::uint32_t credit = s->stock.consume(static_cast<std::uint32_t>(size), settings_.stock_window);
    stock_held_ -= before - s->stock.held();
    if (is_gateway_ && credit != 0 && s->at == phase::connected) queue(id, wire::wisp_continue{credit});
}

// -- out

result<stream*> session::known(std::uint32_t id) {
    if (is_over()) return failure(code_of(why_));
    stream* const s = streams_.find(id);
    if (s == nullptr || s->is_forgotten()) return failure(errno_code(EBADF));
    return s;
}

result<std::span<std::byte>> session::room(std::uint32_t id, std::size_t wanted) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    const stream& s = **found;
    if (s.end.fin_sent()) return failure(errno_code(EPIPE));
    if (s.at != phase::connected && (is_gateway_ || !s.may_send_early())) return failure(errno_code(ENOTCONN));
    if (s.send_credit == 0 || wanted == 0) return std::span<std::byte>();
    if (!log_.has_room()) {
        wants_room_ = true;
        return std::span<std::byte>();
    }
    reserved_id_ = id;
    std::size_t most = std::min(wanted, longest_payload);
    if (!is_stock()) most = std::min<std::size_t>(most, s.send_credit);
    return log_.reserve((most + 1) / 2, most);
}

void session::filled(std::size_t size) {
    stream* const s = streams_.find(reserved_id_);
    if (s == nullptr || size == 0) return;
    log_.commit(wire::type::data, reserved_id_, size);
    if (is_stock() && is_gateway_) return; // a stock client grants nothing
    s->send_credit -= is_stock() ? 1 : static_cast<std::uint32_t>(size);
}

result<std::size_t> session::send(std::uint32_t id, bytes_view bytes) {
    const auto space = room(id, bytes.size());
    if (!space) return failure(space.error());
    if (space->empty()) return std::size_t{0};
    std::memcpy(space->data(), bytes.data(), space->size());
    filled(space->size());
    return space->size();
}

status session::send_datagram(std::uint32_t id, const endpoint* to, bytes_view bytes) {
    const auto found = known(id);
    if (!found) return failure(found.error());
    if ((*found)->at != phase::datagrams || (to != nullptr && is_stock())) return failure(errno_code(EOPNOTSUPP));
    if (!(*found)->is_announced) return failure(errno_code(ENOTCONN));
    if (bytes.size() > longest_payload - longest_address) return failure(errno_code(EMSGSIZE));
    if (!log_.has_room()) {
        wants_room_ = true;
        return failure(errno_code(EAGAIN));
    }
    scratch_.clear();
    if (to != nullptr) field_writer(scratch_).address(*to);
    const std::size_t size = scratch_.size() + bytes.size();
    const std::span<std::byte> space = log_.reserve(size, size);
    std::ranges::copy(scratch_, space.begin());
    std::ranges::copy(bytes, space.begin() + static_cast<std::ptrdiff_t>(scratch_.size()));
    log_.commit(to != nullptr ? wire::type::datagram : wire::type::data, id, size);
    return {};
}

} // namespace samesock::tunnel

// The way in: messages are taken apart, packets checked and handed to what they concern. See session.hpp.
#include "tunnel/session.hpp"

#include <utility>

namespace samesock::tunnel {
namespace {

bool is_stock_type(wire::type t) noexcept { return t <= wire::type::info; }
bool is_of_session(wire::type t) noexcept { return t >= wire::type::ping; }

} // namespace

/// What each packet does that both ends take; the others go to the role.
struct session::dispatch {
    session& self;
    const wire::packet& packet;

    void operator()(const wire::data& p) const { self.on_data(packet.id, p.bytes); }
    void operator()(const wire::datagram& p) const { self.on_datagram(packet.id, p); }
    void operator()(const wire::credit& p) const { self.on_credit(packet.id, p.bytes); }
    void operator()(const wire::fin&) const { self.on_fin(packet.id); }
    void operator()(const wire::reset& p) const { self.on_reset(packet.id, p.error); }
    void operator()(const wire::ended&) const { self.on_ended(packet.id); }
    void operator()(const wire::ping& p) const { self.packets_.pong = wire::pong{p.number}; }
    void operator()(const wire::pong&) const {} // that something was heard is all
    void operator()(const wire::ack& p) const { self.on_ack(p.count); }
    template <class Other>
    void operator()(const Other&) const {
        self.on_role_packet(packet);
    }
};

void session::feed(bytes_view message, std::int64_t now) {
    if (is_over() || is_offline()) return;
    alive_.heard(now);
    if (!is_stock() && message.size() > agreement_.ours.maximum_message) return end(reason::oversized_message);
    if (message.empty()) return end(reason::empty_message);
    input_ = message;
    on_message();
}

std::optional<event> session::next_event() {
    for (;;) {
        if (next_event_ != events_.size()) return std::move(events_[next_event_++]);
        events_.clear();
        next_event_ = 0;
        if (wants_room_ && !is_over() && log_.has_room_again()) {
            wants_room_ = false;
            return events::room{};
        }
        if (input_.empty()) return std::nullopt;
        handle_packet();
    }
}

// Off the front of the message; nullopt: it was malformed.
std::optional<bytes_view> session::next_packet() {
    if (is_stock()) return std::exchange(input_, {});
    field_reader in(input_);
    const std::uint32_t size = in.u32();
    const bytes_view packet = in.bytes(size);
    if (in.failed() || size < wire::header_size) {
        end(reason::series_length);
        return std::nullopt;
    }
    input_ = input_.subspan(wire::length_size + size);
    return packet;
}

reason session::check_order(const wire::packet& p) const noexcept {
    const wire::type t = wire::type_of(p.body);
    if (is_stock()) {
        if (!is_stock_type(t)) return reason::unknown_type;
        const bool is_for_stream = t == wire::type::data || t == wire::type::wisp_connect;
        return is_for_stream && p.id == 0 ? reason::wrong_id : reason::none;
    }
    if (t == wire::type::wisp_close && p.id == 0) return reason::none;
    if (state_ == state::greeting && t != wire::type::welcome) return reason::early_packet;
    if (t == wire::type::info || t == wire::type::wisp_connect) return reason::wrong_sender;
    return is_of_session(t) == (p.id == 0) ? reason::none : reason::wrong_id;
}

void session::handle_packet() {
    const auto bytes = next_packet();
    if (!bytes) return;
    const auto packet = wire::decode(*bytes);
    if (!packet) return end(packet.error());
    if (const reason wrong = check_order(*packet); wrong != reason::none) return end(wrong);
    if (packet->id != 0) receipts_.count(wire::length_size + bytes->size());
    std::visit(dispatch{*this, *packet}, packet->body);
}

void session::on_ack(std::uint64_t count) {
    if (!has(feature::resume)) return end(reason::wrong_sender);
    if (!log_.acknowledge(count)) end(reason::wrong_count);
}

} // namespace samesock::tunnel

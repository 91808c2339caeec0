// See storm.hpp.
#include "storm.hpp"

#include <samesock/error_code.hpp>

#include <cerrno>

namespace samesock::testing {
namespace {

namespace events = tunnel::events;
constexpr int up_way = 0;
constexpr int down_way = 1;
constexpr std::size_t most_streams = 20;

std::byte byte_of(std::uint64_t key, int way, std::uint64_t offset) {
    const std::uint64_t mixed = key * 131 + offset * 7 + offset / 251 + static_cast<std::uint64_t>(way) * 97;
    return static_cast<std::byte>(mixed & 0xFF);
}

} // namespace

storm::storm(std::uint32_t seed, std::uint32_t features, bool breaks)
    : client(agreed::extended(features).client, {}, 0),
      gateway(agreed::extended(features).gateway, {}, {secret_of('a'), 0}, 0), random_(seed), breaks_(breaks) {
    pump(gateway, down_);
    while (!down_.empty()) deliver(client, down_);
    listener_ = *client.open(2, wire::stream_type::stream);
    REQUIRE(client.ask(listener_, wire::listen{8}));
    REQUIRE(client.grant_accepts(listener_, 8));
    datagram_socket_ = *client.open(2, wire::stream_type::datagrams);
}

void storm::run(int steps) {
    for (int i = 0; i != steps; ++i) step();
}

void storm::step() {
    switch (below(breaks_ ? 400 : 399)) {
    case 399: return break_transport();
    default: break;
    }
    switch (below(8)) {
    case 0:
    case 1: return act_at_client();
    case 2:
    case 3: return act_at_gateway();
    case 4: return pump(client, up_);
    case 5: return pump(gateway, down_);
    case 6: return deliver(gateway, up_);
    default: return deliver(client, down_);
    }
}

storm::talks::iterator storm::any(talks& all) {
    auto chosen = all.begin();
    if (!all.empty()) std::advance(chosen, below(static_cast<std::uint32_t>(all.size())));
    return chosen;
}

void storm::act_at_client() {
    switch (below(12)) {
    case 0: return open();
    case 1: return end(client, at_client_, up_way);
    case 2: {
        const endpoint to = loopback(53);
        if (client.send_datagram(datagram_socket_, &to, tunnel::as_bytes("query"))) ++datagrams_;
        return;
    }
    case 3:
    case 4:
    case 5: return read(client, at_client_);
    default: return speak(client, at_client_, up_way);
    }
}

void storm::act_at_gateway() {
    switch (below(12)) {
    case 0: return accept();
    case 1: return end(gateway, at_gateway_, down_way);
    case 2: return answer();
    case 3:
    case 4:
    case 5: return read(gateway, at_gateway_);
    default: return speak(gateway, at_gateway_, down_way);
    }
}

void storm::open() {
    if (at_client_.size() >= most_streams) return;
    const auto id = client.open(2, wire::stream_type::stream);
    REQUIRE(id);
    const bool early = client.agreement().has(tunnel::feature::early_data) && once_in(2);
    const std::uint64_t key = next_key_++;
    const std::string name = std::to_string(key);
    REQUIRE(client.ask(
        *id, wire::connect{early ? wire::connect::early_data : std::uint8_t{0}, wire::host_and_port{80, name}}));
    conversations_[key] = {};
    at_client_[*id] = {key, 0, false, early};
}

void storm::answer() {
    if (connecting_.empty()) return;
    const auto [id, key] = *connecting_.begin();
    connecting_.erase(connecting_.begin());
    if (once_in(8)) {
        conversations_[key].was_reset = true;
        at_gateway_.erase(id);
        // The client has reset it already, or hears of it; the socket stays until the client closes it.
        (void)gateway.fail(id, errno_code(ECONNREFUSED));
        return;
    }
    if (gateway.done(id, wire::connected{loopback(1), loopback(2)})) at_gateway_[id].may_send = true;
}

void storm::accept() {
    const std::uint64_t key = next_key_;
    const auto id = gateway.accepted(listener_, loopback(80), loopback(static_cast<std::uint16_t>(key)));
    if (!id) return;
    ++next_key_;
    conversations_[key] = {};
    at_gateway_[*id] = {key, 0, false, true};
}

void storm::speak(tunnel::session& s, talks& all, int way) {
    const auto chosen = any(all);
    if (chosen == all.end() || !chosen->second.may_send) return;
    conversation& c = conversations_[chosen->second.key];
    if (c.has_ended[way]) return;
    const auto space = s.room(chosen->first, once_in(4) ? 100'000 : 1 + below(500));
    REQUIRE(space);
    for (std::size_t i = 0; i != space->size(); ++i) (*space)[i] = byte_of(chosen->second.key, way, c.total[way] + i);
    s.filled(space->size());
    c.total[way] += space->size();
}

void storm::read(tunnel::session& s, talks& all) {
    const auto chosen = any(all);
    if (chosen == all.end()) return;
    talk& t = chosen->second;
    const std::size_t size = once_in(2) ? t.held : below(static_cast<std::uint32_t>(t.held) + 1);
    s.consumed(chosen->first, size);
    t.held -= size;
    if (!t.has_peer_ended || t.held != 0) return;
    // All of it was handed on.
    t.has_peer_ended = false;
    const auto is_over = s.handed_on(chosen->first);
    REQUIRE(is_over);
    if (*is_over) all.erase(chosen);
}

void storm::end(tunnel::session& s, talks& all, int way) {
    const auto chosen = any(all);
    if (chosen == all.end() || !chosen->second.may_send || !once_in(is_calm_ ? 1 : 3)) return;
    conversation& c = conversations_[chosen->second.key];
    const std::uint32_t id = chosen->first;
    const std::uint32_t how = is_calm_ ? 0 : below(4);
    if (how == 3) {
        c.was_reset = true;
        REQUIRE(s.reset(id, ECONNABORTED));
        all.erase(chosen);
    } else if (how == 2 && way == up_way) {
        c.has_ended[way] = c.was_closed = true;
        REQUIRE(client.close(id));
        all.erase(chosen);
    } else if (!c.has_ended[way]) {
        c.has_ended[way] = true;
        REQUIRE(s.finish(id));
    }
}

// As the session makes messages, or cut into smaller ones: a message is any number of packets.
void storm::pump(tunnel::session& s, std::deque<message>& queue) {
    const auto pieces = s.next_message();
    if (pieces.empty()) return;
    message whole;
    for (const bytes_view piece : pieces) whole.insert(whole.end(), piece.begin(), piece.end());
    s.message_sent();
    message part;
    for (std::size_t at = 0; at != whole.size();) {
        const std::size_t next = at + 4 + tunnel::get_u32(whole.data() + at);
        part.insert(part.end(), whole.begin() + static_cast<std::ptrdiff_t>(at),
                    whole.begin() + static_cast<std::ptrdiff_t>(next));
        at = next;
        if (at != whole.size() && !once_in(4)) continue;
        queue.push_back(std::exchange(part, {}));
    }
}

void storm::deliver(tunnel::session& s, std::deque<message>& queue) {
    if (queue.empty()) return;
    const message m = std::move(queue.front());
    queue.pop_front();
    s.feed(m, 0);
    hear(s);
}

void storm::hear(tunnel::session& s) {
    while (const auto e = s.next_event()) {
        if (&s == &client)
            client_hears(*e);
        else
            gateway_hears(*e);
    }
}

void storm::break_transport() {
    // Either end may have got more than the other knows.
    while (once_in(2)) deliver(gateway, up_);
    while (once_in(2)) deliver(client, down_);
    up_.clear();
    down_.clear();
    client.transport_lost(0);
    gateway.transport_lost(0);
    for (int i = 0; i != 20; ++i) (once_in(2) ? act_at_client() : act_at_gateway());
    const auto what = client.resumable();
    REQUIRE(what);
    CHECK((what->secret == secret_of(secret_) || what->secret == secret_of(static_cast<char>(secret_ - 1))));
    secret_ = secret_ == 'z' ? 'b' : static_cast<char>(secret_ + 1);
    tunnel::agreement again = client.agreement();
    again.resumes = true;
    client.reconnected(again, 0);
    REQUIRE(gateway.resume(what->received, {secret_of(secret_), 0}, 0));
    ++times_broken_;
}

void storm::on(const events::received& e, talks& all, int way) {
    if (datagram_ids_.contains(e.id)) return;
    REQUIRE(all.contains(e.id));
    talk& t = all[e.id];
    conversation& c = conversations_[t.key];
    bool is_right = true;
    for (std::size_t i = 0; i != e.bytes.size(); ++i)
        is_right = is_right && e.bytes[i] == byte_of(t.key, way, c.arrived[way] + i);
    REQUIRE(is_right);
    c.arrived[way] += e.bytes.size();
    REQUIRE(c.arrived[way] <= c.total[way]);
    t.held += e.bytes.size();
    bytes_ += e.bytes.size();
}

void storm::both_hear(const tunnel::event& e, talks& all, int way) {
    if (const auto* const p = std::get_if<events::received>(&e)) return on(*p, all, way);
    if (const auto* const p = std::get_if<events::finished>(&e)) {
        const conversation& c = conversations_[all[p->id].key];
        REQUIRE(c.has_ended[way]);
        REQUIRE(c.arrived[way] == c.total[way]);
        all[p->id].has_peer_ended = true;
        return;
    }
    if (const auto* const p = std::get_if<events::was_reset>(&e)) {
        connecting_.erase(p->id);
        if (!all.contains(p->id)) return; // the listener, the datagram socket, or what could not be connected
        const conversation& c = conversations_[all[p->id].key];
        REQUIRE((c.was_reset || c.was_closed));
        all.erase(p->id);
        return;
    }
    if (const auto* const p = std::get_if<events::delivered>(&e)) {
        const conversation& c = conversations_[all[p->id].key];
        REQUIRE((c.arrived[1 - way] == c.total[1 - way] || c.was_reset || (c.was_closed && way == up_way)));
        if (p->is_over) all.erase(p->id);
        return;
    }
    if (const auto* const p = std::get_if<events::over>(&e)) FAIL("over: " << text_of(p->why));
}

void storm::client_hears(const tunnel::event& e) {
    if (const auto* const p = std::get_if<events::answered>(&e)) {
        if (p->request != wire::type::connect || !at_client_.contains(p->id)) return;
        at_client_[p->id].may_send = !p->error;
        if (!p->error) return;
        REQUIRE(client.close(p->id));
        at_client_.erase(p->id);
        return;
    }
    if (const auto* const p = std::get_if<events::accepted>(&e)) {
        REQUIRE(p->listener == listener_);
        at_client_[p->id] = {p->peer.port, 0, false, true};
        REQUIRE(client.grant_accepts(listener_, 1));
        return;
    }
    both_hear(e, at_client_, down_way);
}

void storm::gateway_hears(const tunnel::event& e) {
    if (const auto* const p = std::get_if<events::opened>(&e)) {
        if (p->type == wire::stream_type::datagrams) datagram_ids_.insert(p->id);
        return;
    }
    if (const auto* const p = std::get_if<events::requested>(&e)) {
        if (std::holds_alternative<wire::listen>(p->request)) {
            REQUIRE(gateway.done(p->id, wire::bound{loopback(80)}));
            return;
        }
        const auto& to = std::get<wire::host_and_port>(std::get<wire::connect>(p->request).to);
        const std::uint64_t key = std::stoull(std::string(to.host));
        at_gateway_[p->id] = {key, 0, false, false};
        connecting_[p->id] = key;
        return;
    }
    if (const auto* const p = std::get_if<events::received_datagram>(&e)) {
        REQUIRE(tunnel::as_text(p->bytes) == "query");
        return;
    }
    both_hear(e, at_gateway_, up_way);
}

void storm::calm() {
    is_calm_ = true;
    while (client.streams() + gateway.streams() != 0) {
        pump(client, up_);
        pump(gateway, down_);
        deliver(gateway, up_);
        deliver(client, down_);
        answer();
        for (std::size_t i = 0; i != most_streams; ++i) {
            read(client, at_client_);
            read(gateway, at_gateway_);
            end(client, at_client_, up_way);
            end(gateway, at_gateway_, down_way);
        }
        if (!at_client_.empty() || !at_gateway_.empty()) continue;
        if (datagram_socket_ != 0) REQUIRE(client.close(std::exchange(datagram_socket_, 0)));
        if (listener_ != 0) REQUIRE(client.close(std::exchange(listener_, 0)));
    }
}

} // namespace samesock::testing

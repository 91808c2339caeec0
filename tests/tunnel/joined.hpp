// Sessions fed with bytes, and two of them joined back to back: each message that one end makes is handed to the other
// when the case says so.
#pragma once

#include "bytes.hpp"
#include "words.hpp"

#include "support/results.hpp"
#include "tunnel/client_session.hpp"
#include "tunnel/gateway_session.hpp"

#include <samesock/constants.hpp>

#include <catch2/catch_all.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace samesock::testing {

namespace wire = tunnel::wire;
using tunnel::reason;
using message = std::vector<std::byte>;

inline constexpr std::int64_t second = 1'000'000'000;
inline constexpr auto stream = wire::stream_type::stream;
inline constexpr auto datagrams = wire::stream_type::datagrams;

/// What both ends agreed on; each may be changed before a session is made of it.
struct agreed {
    tunnel::agreement client;
    tunnel::agreement gateway;

    static agreed extended(std::uint32_t features = tunnel::usual_features) {
        agreed both;
        for (tunnel::agreement* a : {&both.client, &both.gateway}) {
            a->version = 2;
            a->is_extended = true;
            a->features = features;
        }
        return both;
    }
    static agreed stock(int version, bool confirms, std::uint32_t credit = 32) {
        agreed both;
        for (tunnel::agreement* a : {&both.client, &both.gateway}) {
            a->version = version;
            a->confirms = confirms;
            a->stock_credit = credit;
        }
        return both;
    }
};

inline wire::secret secret_of(char letter) {
    wire::secret s;
    s.fill(static_cast<std::byte>(letter));
    return s;
}

/// All events that there are, in words.
inline lines heard(tunnel::session& s) {
    lines all;
    while (const auto e = s.next_event()) all.push_back(in_words(*e));
    return all;
}
inline lines hear(tunnel::session& s, bytes_view bytes, std::int64_t now = 0) {
    s.feed(bytes, now);
    return heard(s);
}

/// The messages that a session has to send.
inline std::vector<message> messages_of(tunnel::session& s) {
    std::vector<message> all;
    for (;;) {
        const auto pieces = s.next_message();
        if (pieces.empty()) return all;
        message& one = all.emplace_back();
        for (const bytes_view piece : pieces) one.insert(one.end(), piece.begin(), piece.end());
        s.message_sent();
    }
}

/// The packets of a message, in words.
inline lines packets_of(bytes_view rest, bool in_series = true) {
    lines all;
    while (!rest.empty()) {
        std::size_t size = rest.size();
        if (in_series) {
            REQUIRE(rest.size() >= 4);
            size = tunnel::get_u32(rest.data());
            rest = rest.subspan(4);
            REQUIRE(size <= rest.size());
        }
        const auto packet = wire::decode(rest.first(size));
        REQUIRE(packet);
        all.push_back(in_words(*packet));
        rest = rest.subspan(size);
    }
    return all;
}

inline lines sent(tunnel::session& s) {
    lines all;
    for (const message& m : messages_of(s))
        for (std::string& words : packets_of(m, s.agreement().is_extended)) all.push_back(std::move(words));
    return all;
}

/// The packets of raw bytes as one message of a series.
inline lines hear_packets(tunnel::session& s, std::initializer_list<raw> packets) {
    return hear(s, raw::series(packets));
}

class joined {
public:
    explicit joined(const agreed& both = agreed::extended(), const tunnel::settings& settings = {})
        : client(both.client, settings, 0), gateway(both.gateway, settings, {secret_of('a'), 7}, 0) {
        if (both.client.is_extended) {
            down();
            hear(gateway, raw::series({raw(0x39, 0).u64(0)})); // any message tells that the secret has come
        }
        at_client.clear();
        at_gateway.clear();
    }

    /// The client's messages go to the gateway. Returns their packets; what the gateway heard is in at_gateway.
    lines up() { return carry(client, gateway, at_gateway); }
    lines down() { return carry(gateway, client, at_client); }
    /// Until neither has anything to say.
    void settle() {
        while (!up().empty() || !down().empty()) {}
    }
    /// What was heard since the last time.
    lines client_heard() { return all_of(client, at_client); }
    lines gateway_heard() { return all_of(gateway, at_gateway); }

    /// A stream that is connected, and nothing said about it yet.
    std::uint32_t connected() {
        const std::uint32_t id = *client.open(2, wire::stream_type::stream);
        REQUIRE(client.ask(id, wire::connect{0, loopback(80)}));
        up();
        REQUIRE(gateway.done(id, wire::connected{loopback(9), loopback(80)}));
        down();
        at_client.clear();
        at_gateway.clear();
        return id;
    }
    std::uint32_t listening(std::uint32_t backlog) {
        const std::uint32_t id = *client.open(2, wire::stream_type::stream);
        REQUIRE(client.ask(id, wire::listen{backlog}));
        REQUIRE(client.grant_accepts(id, backlog));
        up();
        REQUIRE(gateway.done(id, wire::bound{loopback(80)}));
        down();
        at_client.clear();
        at_gateway.clear();
        return id;
    }

    tunnel::client_session client;
    tunnel::gateway_session gateway;
    lines at_client;
    lines at_gateway;

private:
    static lines all_of(tunnel::session& s, lines& told) {
        for (std::string& words : heard(s)) told.push_back(std::move(words));
        return std::exchange(told, {});
    }
    static lines carry(tunnel::session& from, tunnel::session& to, lines& told) {
        lines all;
        for (const message& m : messages_of(from)) {
            for (std::string& words : packets_of(m, from.agreement().is_extended)) all.push_back(std::move(words));
            for (std::string& words : hear(to, m)) told.push_back(std::move(words));
        }
        return all;
    }
};

} // namespace samesock::testing

// Calls on the sessions of a tunnel that an input chooses: any call, on few ids, in any order.
#pragma once

#include "expect.hpp"
#include "input.hpp"

#include "tunnel/client_session.hpp"
#include "tunnel/gateway_session.hpp"

#include <samesock/error_code.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace samesock::fuzz {

namespace wire = tunnel::wire;

inline constexpr std::uint32_t maximum_streams = 8;

/// Ids that are in use now and then: the client's first ones, and the gateway's.
inline std::uint32_t take_id(input& in) {
    const auto chosen = in.take<std::uint8_t>();
    return (chosen & 15U) + ((chosen & 16U) != 0 ? tunnel::gateway_bit : 0);
}

inline endpoint take_endpoint(input& in) {
    static constexpr std::array<std::byte, 16> zeros{};
    const auto port = in.take<std::uint8_t>();
    const std::size_t size = port % 3 == 0 ? 0 : port % 3 == 1 ? 4 : 16;
    const address_family family(size == 0 ? 0 : size == 4 ? 2 : 10);
    return {family, std::span(zeros).first(size), port};
}

inline wire::request take_request(input& in) {
    switch (in.take<std::uint8_t>() % 8) {
    case 0: return wire::bind{take_endpoint(in)};
    case 1: return wire::connect{in.take<std::uint8_t>(), take_endpoint(in)};
    case 2: return wire::connect{in.take<std::uint8_t>(), wire::host_and_port{80, in.take_bytes(4)}};
    case 3: return wire::listen{in.take<std::uint8_t>()};
    case 4: return wire::set_option{1, 2, tunnel::as_bytes(in.take_bytes(4))};
    case 5: return wire::get_option{1, 2, 4};
    case 6: return wire::resolve{0, 0, 0, 0, in.take_bytes(4), std::nullopt};
    default: return wire::interfaces{};
    }
}

inline wire::answer take_answer(input& in) {
    switch (in.take<std::uint8_t>() % 7) {
    case 0: return wire::option_set{};
    case 1: return wire::bound{take_endpoint(in)};
    case 2: return wire::connected{take_endpoint(in), take_endpoint(in)};
    case 3: return wire::option_value{tunnel::as_bytes(in.take_bytes(4))};
    case 4: return wire::resolved(in.take<std::uint8_t>() % 4);
    case 5: return wire::host_and_service{in.take_bytes(2), in.take_bytes(2)};
    default: return wire::interface_list{{1, "lo"}};
    }
}

/// Small mostly: what is large costs time, and few inputs need it.
inline std::size_t take_size(input& in) {
    const std::size_t size = in.take<std::uint8_t>();
    return in.take<std::uint8_t>() % 16 == 0 ? size * 256 : size;
}

/// What both ends can call. Bytes that were not received may be consumed too: that is nothing.
inline void call_either(input& in, tunnel::session& s) {
    static constexpr std::array<std::byte, 70'000> zeros{};
    const std::uint32_t id = take_id(in);
    switch (in.take<std::uint8_t>() % 8) {
    case 0: (void)s.send(id, std::span(zeros).first(take_size(in))); break;
    case 1:
        if (const auto space = s.room(id, take_size(in)); space && !space->empty())
            s.filled(take_size(in) % (space->size() + 1));
        break;
    case 2: {
        const endpoint to = take_endpoint(in);
        (void)s.send_datagram(id, in.take<std::uint8_t>() % 2 == 0 ? &to : nullptr, tunnel::as_bytes(in.take_bytes(8)));
        break;
    }
    case 3: s.consumed(id, take_size(in)); break;
    case 4: (void)s.finish(id); break;
    case 5: (void)s.handed_on(id); break;
    case 6: (void)s.reset(id, in.take<std::uint8_t>()); break;
    default: s.attach(id, in.take<std::uint8_t>());
    }
}

inline void call_client(input& in, tunnel::client_session& client) {
    switch (in.take<std::uint8_t>() % 8) {
    case 0:
    case 1: {
        const auto id =
            client.open(in.take<std::uint8_t>() % 2 == 0 ? 2 : 10,
                        in.take<std::uint8_t>() % 4 == 0 ? wire::stream_type::datagrams : wire::stream_type::stream);
        if (id) (void)client.ask(*id, take_request(in));
        break;
    }
    case 2: (void)client.ask(take_id(in), take_request(in)); break;
    case 3: (void)client.query(take_request(in)); break;
    case 4: (void)client.grant_accepts(take_id(in), in.take<std::uint8_t>()); break;
    case 5: (void)client.close(take_id(in)); break;
    default: call_either(in, client);
    }
}

inline void call_gateway(input& in, tunnel::gateway_session& gateway) {
    switch (in.take<std::uint8_t>() % 8) {
    case 0:
    case 1: (void)gateway.done(take_id(in), take_answer(in)); break;
    case 2: (void)gateway.fail(take_id(in), errno_code(in.take<std::uint8_t>())); break;
    case 3: (void)gateway.accepted(take_id(in), take_endpoint(in), take_endpoint(in)); break;
    case 4: (void)gateway.pending_error(take_id(in), in.take<std::uint8_t>()); break;
    case 5: gateway.go_away(in.take<std::uint8_t>()); break;
    default: call_either(in, gateway);
    }
}

/// The right answer to what was requested, so that sockets get further than by chance.
inline void answer(input& in, tunnel::gateway_session& gateway, const tunnel::event& e) {
    const auto* const asked = std::get_if<tunnel::events::requested>(&e);
    if (asked == nullptr || in.take<std::uint8_t>() % 4 == 0) return;
    switch (wire::type_of(asked->request)) {
    case wire::type::bind:
    case wire::type::listen: (void)gateway.done(asked->id, wire::bound{}); break;
    case wire::type::connect: (void)gateway.done(asked->id, wire::connected{}); break;
    case wire::type::set_option: (void)gateway.done(asked->id, wire::option_set{}); break;
    case wire::type::get_option: (void)gateway.done(asked->id, wire::option_value{}); break;
    default: break;
    }
}

inline tunnel::agreement extended(std::uint32_t features) {
    tunnel::agreement a;
    a.version = 2;
    a.is_extended = true;
    a.features = features;
    a.ours.maximum_streams = a.theirs.maximum_streams = maximum_streams;
    return a;
}

inline tunnel::agreement stock(bool confirms) {
    tunnel::agreement a;
    a.version = confirms ? 2 : 1;
    a.confirms = confirms;
    a.stock_credit = 4;
    a.ours.maximum_streams = maximum_streams;
    return a;
}

} // namespace samesock::fuzz

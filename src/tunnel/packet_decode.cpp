// From bytes to packets: see packet.hpp and section 7 of PROTOCOL.md.
#include "tunnel/info.hpp"
#include "tunnel/packet.hpp"

#include <utility>

namespace samesock::tunnel::wire {
namespace {

constexpr std::uint16_t af_inet_number = 2;
constexpr std::uint16_t af_inet6_number = 10;

wisp_connect read_wisp_connect(field_reader& in) {
    wisp_connect p;
    p.stream_type = in.u8();
    p.port = in.u16();
    p.host = as_text(in.rest());
    return p;
}

info read_info(field_reader& in) {
    info p;
    p.major = in.u8();
    p.minor = in.u8();
    p.extensions = in.rest();
    if (const reason wrong = check_entries(p.extensions); wrong != reason::none) in.fail(wrong);
    return p;
}

open read_open(field_reader& in) {
    open p;
    p.family = in.u16();
    p.type = static_cast<stream_type>(in.u8());
    if (p.family != af_inet_number && p.family != af_inet6_number) in.fail(reason::bad_field);
    if (p.type != stream_type::stream && p.type != stream_type::datagrams) in.fail(reason::bad_field);
    return p;
}

connect read_connect(field_reader& in) {
    connect p;
    p.flags = in.u8();
    switch (in.u8()) {
    case 0: p.to = in.address(); break;
    case 1: {
        host_and_port named;
        named.port = in.u16();
        named.host = in.text();
        p.to = named;
        break;
    }
    default: in.fail(reason::bad_field);
    }
    return p;
}

set_option read_set_option(field_reader& in) {
    set_option p;
    p.level = in.i32();
    p.name = in.i32();
    p.value = in.rest();
    return p;
}

get_option read_get_option(field_reader& in) {
    get_option p;
    p.level = in.i32();
    p.name = in.i32();
    p.length = in.u32();
    return p;
}

std::optional<std::string_view> read_optional_text(field_reader& in) {
    switch (in.u8()) {
    case 0: return std::nullopt;
    case 1: return in.text();
    default: in.fail(reason::bad_field); return std::nullopt;
    }
}

resolve read_resolve(field_reader& in) {
    resolve p;
    p.family = in.u16();
    p.type = in.u16();
    p.protocol = in.u16();
    p.flags = in.u32();
    p.host = read_optional_text(in);
    p.service = read_optional_text(in);
    return p;
}

reverse read_reverse(field_reader& in) {
    reverse p;
    p.flags = in.u32();
    p.of = in.address();
    return p;
}

connected read_connected(field_reader& in) {
    connected a;
    a.local = in.address();
    a.peer = in.address();
    return a;
}

resolved read_resolved(field_reader& in) {
    resolved list;
    while (!in.at_end()) {
        resolved_address& one = list.emplace_back();
        one.family = in.u16();
        one.type = in.u16();
        one.protocol = in.u16();
        one.canonical_name = in.text();
        one.address = in.address();
    }
    return list;
}

host_and_service read_names(field_reader& in) {
    host_and_service a;
    a.host = in.text();
    a.service = in.text();
    return a;
}

interface_list read_interfaces(field_reader& in) {
    interface_list list;
    while (!in.at_end()) {
        network_interface& one = list.emplace_back();
        one.index = in.u32();
        one.name = in.text();
    }
    return list;
}

done read_done(field_reader& in) {
    const type asked = static_cast<type>(in.u8());
    switch (asked) {
    case type::bind:
    case type::listen: return {asked, bound{in.address()}};
    case type::connect: return {asked, read_connected(in)};
    case type::set_option: return {asked, option_set{}};
    case type::get_option: return {asked, option_value{in.rest()}};
    case type::resolve: return {asked, read_resolved(in)};
    case type::reverse: return {asked, read_names(in)};
    case type::interfaces: return {asked, read_interfaces(in)};
    default: in.fail(reason::bad_field); return {};
    }
}

bool is_request(type t) noexcept { return t >= type::bind && t <= type::interfaces && t != type::accept; }

failed read_failed(field_reader& in) {
    failed p;
    p.request = static_cast<type>(in.u8());
    p.domain = static_cast<error_domain>(in.u8());
    p.code = in.i32();
    if (!is_request(p.request) || p.domain > error_domain::eai || p.code == 0) in.fail(reason::bad_field);
    return p;
}

accepted read_accepted(field_reader& in) {
    accepted p;
    p.listener = in.u32();
    p.local = in.address();
    p.peer = in.address();
    return p;
}

datagram read_datagram(field_reader& in) {
    datagram p;
    p.address = in.address();
    p.bytes = in.rest();
    return p;
}

std::uint32_t read_positive(field_reader& in, std::uint32_t value) {
    if (value == 0) in.fail(reason::bad_field);
    return value;
}

welcome read_welcome(field_reader& in) {
    welcome p;
    const std::uint8_t resumed = in.u8();
    if (resumed > 1) in.fail(reason::bad_field);
    p.resumed = resumed == 1;
    p.received = in.u64();
    const bytes_view secret = in.bytes(p.secret.size());
    for (std::size_t i = 0; i != secret.size(); ++i) p.secret[i] = secret[i];
    p.route = in.u32();
    return p;
}

body read_request(type t, field_reader& in) {
    switch (t) {
    case type::bind: return request(bind{in.address()});
    case type::connect: return request(read_connect(in));
    case type::listen: return request(listen{in.u32()});
    case type::set_option: return request(read_set_option(in));
    case type::get_option: return request(read_get_option(in));
    case type::resolve: return request(read_resolve(in));
    case type::reverse: return request(read_reverse(in));
    default: return request(interfaces{});
    }
}

body read_body(type t, field_reader& in) {
    if (is_request(t)) return read_request(t, in);
    switch (t) {
    case type::data: return data{in.rest()};
    case type::wisp_connect: return read_wisp_connect(in);
    case type::wisp_continue: return wisp_continue{in.u32()};
    case type::wisp_close: return wisp_close{static_cast<close_reason>(in.u8())};
    case type::info: return read_info(in);
    case type::open: return read_open(in);
    case type::done: return read_done(in);
    case type::failed: return read_failed(in);
    case type::accept: return accept{read_positive(in, in.u32())};
    case type::accepted: return read_accepted(in);
    case type::datagram: return read_datagram(in);
    case type::credit: return credit{read_positive(in, in.u32())};
    case type::fin: return fin{};
    case type::reset: return reset{in.u16()};
    case type::ended: return ended{};
    case type::pending_error: return pending_error{static_cast<std::uint16_t>(read_positive(in, in.u16()))};
    case type::ping: return ping{in.u64()};
    case type::pong: return pong{in.u64()};
    case type::goaway: return goaway{in.u32()};
    case type::ack: return ack{in.u64()};
    case type::welcome: return read_welcome(in);
    default: in.fail(reason::unknown_type); return fin{};
    }
}

} // namespace

std::expected<packet, reason> decode(bytes_view bytes) {
    field_reader in(bytes);
    const type t = static_cast<type>(in.u8());
    const std::uint32_t id = in.u32();
    if (in.failed()) return std::unexpected(reason::truncated);
    packet p{id, read_body(t, in)};
    if (const reason wrong = in.verdict(); wrong != reason::none) return std::unexpected(wrong);
    return p;
}

} // namespace samesock::tunnel::wire

// From packets to bytes: see packet.hpp.
#include "tunnel/packet.hpp"

#include <array>

namespace samesock::tunnel::wire {
namespace {

// In the order of the variants' alternatives; a request stands for itself.
constexpr std::array<type, std::variant_size_v<request>> request_types = {
    type::bind,       type::connect, type::listen,  type::set_option,
    type::get_option, type::resolve, type::reverse, type::interfaces};
constexpr std::array<type, std::variant_size_v<body>> body_types = {
    type::data,   type::wisp_connect, type::wisp_continue, type::wisp_close, type::info,          type::open,
    type::bind,   type::done,         type::failed,        type::accept,     type::accepted,      type::datagram,
    type::credit, type::fin,          type::reset,         type::ended,      type::pending_error, type::ping,
    type::pong,   type::goaway,       type::ack,           type::welcome};

/// Writes the fields of each packet, and of each answer.
struct fields {
    field_writer& out;

    void operator()(const data& p) const { out.bytes(p.bytes); }
    void operator()(const wisp_connect& p) const {
        out.u8(p.stream_type);
        out.u16(p.port);
        out.bytes(as_bytes(p.host));
    }
    void operator()(const wisp_continue& p) const { out.u32(p.remaining); }
    void operator()(const wisp_close& p) const { out.u8(static_cast<std::uint8_t>(p.reason)); }
    void operator()(const info& p) const {
        out.u8(p.major);
        out.u8(p.minor);
        out.bytes(p.extensions);
    }
    void operator()(const open& p) const {
        out.u16(p.family);
        out.u8(static_cast<std::uint8_t>(p.type));
    }
    void operator()(const request& p) const { std::visit(*this, p); }
    void operator()(const bind& p) const { out.address(p.local); }
    void operator()(const connect& p) const {
        out.u8(p.flags);
        if (const auto* const numeric = std::get_if<endpoint>(&p.to)) {
            out.u8(0);
            out.address(*numeric);
        } else if (const auto* const named = std::get_if<host_and_port>(&p.to)) {
            out.u8(1);
            out.u16(named->port);
            out.text(named->host);
        }
    }
    void operator()(const listen& p) const { out.u32(p.backlog); }
    void operator()(const set_option& p) const {
        out.i32(p.level);
        out.i32(p.name);
        out.bytes(p.value);
    }
    void operator()(const get_option& p) const {
        out.i32(p.level);
        out.i32(p.name);
        out.u32(p.length);
    }
    void operator()(const std::optional<std::string_view>& text) const {
        out.u8(text ? 1 : 0);
        if (text) out.text(*text);
    }
    void operator()(const resolve& p) const {
        out.u16(p.family);
        out.u16(p.type);
        out.u16(p.protocol);
        out.u32(p.flags);
        (*this)(p.host);
        (*this)(p.service);
    }
    void operator()(const reverse& p) const {
        out.u32(p.flags);
        out.address(p.of);
    }
    void operator()(const interfaces&) const {}

    void operator()(const option_set&) const {}
    void operator()(const bound& a) const { out.address(a.local); }
    void operator()(const connected& a) const {
        out.address(a.local);
        out.address(a.peer);
    }
    void operator()(const option_value& a) const { out.bytes(a.value); }
    void operator()(const resolved& list) const {
        for (const resolved_address& one : list) {
            out.u16(one.family);
            out.u16(one.type);
            out.u16(one.protocol);
            out.text(one.canonical_name);
            out.address(one.address);
        }
    }
    void operator()(const host_and_service& a) const {
        out.text(a.host);
        out.text(a.service);
    }
    void operator()(const interface_list& list) const {
        for (const network_interface& one : list) {
            out.u32(one.index);
            out.text(one.name);
        }
    }
    void operator()(const done& p) const {
        out.u8(static_cast<std::uint8_t>(p.request));
        std::visit(*this, p.answer);
    }
    void operator()(const failed& p) const {
        out.u8(static_cast<std::uint8_t>(p.request));
        out.u8(static_cast<std::uint8_t>(p.domain));
        out.i32(p.code);
    }
    void operator()(const accept& p) const { out.u32(p.count); }
    void operator()(const accepted& p) const {
        out.u32(p.listener);
        out.address(p.local);
        out.address(p.peer);
    }

    void operator()(const datagram& p) const {
        out.address(p.address);
        out.bytes(p.bytes);
    }
    void operator()(const credit& p) const { out.u32(p.bytes); }
    void operator()(const fin&) const {}
    void operator()(const reset& p) const { out.u16(p.error); }
    void operator()(const ended&) const {}
    void operator()(const pending_error& p) const { out.u16(p.error); }

    void operator()(const ping& p) const { out.u64(p.number); }
    void operator()(const pong& p) const { out.u64(p.number); }
    void operator()(const goaway& p) const { out.u32(p.milliseconds); }
    void operator()(const ack& p) const { out.u64(p.count); }
    void operator()(const welcome& p) const {
        out.u8(p.resumed ? 1 : 0);
        out.u64(p.received);
        out.bytes(p.secret);
        out.u32(p.route);
    }
};

} // namespace

type type_of(const request& r) noexcept { return request_types[r.index()]; }

type type_of(const body& b) noexcept {
    const auto* const asked = std::get_if<request>(&b);
    return asked != nullptr ? type_of(*asked) : body_types[b.index()];
}

bool belongs_to(const answer& a, type asked) noexcept {
    switch (asked) {
    case type::bind:
    case type::listen: return std::holds_alternative<bound>(a);
    case type::connect: return std::holds_alternative<connected>(a);
    case type::set_option: return std::holds_alternative<option_set>(a);
    case type::get_option: return std::holds_alternative<option_value>(a);
    case type::resolve: return std::holds_alternative<resolved>(a);
    case type::reverse: return std::holds_alternative<host_and_service>(a);
    case type::interfaces: return std::holds_alternative<interface_list>(a);
    default: return false;
    }
}

void encode(const packet& p, std::vector<std::byte>& out) {
    field_writer writer(out);
    writer.u8(static_cast<std::uint8_t>(type_of(p.body)));
    writer.u32(p.id);
    std::visit(fields{writer}, p.body);
}

} // namespace samesock::tunnel::wire

// Every packet of PROTOCOL.md as a plain value, and its bytes. What is decoded borrows from the bytes it was decoded
// from. Numbers are the wire's: Linux's errno, families and options.
#pragma once

#include "tunnel/fields.hpp"
#include "tunnel/reason.hpp"

#include <samesock/endpoint.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace samesock::tunnel::wire {

enum class type : std::uint8_t {
    wisp_connect = 0x01,
    data = 0x02,
    wisp_continue = 0x03,
    wisp_close = 0x04,
    info = 0x05,
    open = 0x10,
    bind = 0x11,
    connect = 0x12,
    listen = 0x13,
    accept = 0x14,
    set_option = 0x15,
    get_option = 0x16,
    resolve = 0x17,
    reverse = 0x18,
    interfaces = 0x19,
    datagram = 0x1A,
    done = 0x20,
    failed = 0x21,
    accepted = 0x22,
    credit = 0x30,
    fin = 0x31,
    reset = 0x32,
    ended = 0x33,
    pending_error = 0x34,
    ping = 0x38,
    pong = 0x39,
    goaway = 0x3A,
    ack = 0x3B,
    welcome = 0x3C,
};

/// Bytes of type and id, and of the length that stands before a packet in a series.
inline constexpr std::size_t header_size = 5;
inline constexpr std::size_t length_size = 4;

enum class stream_type : std::uint8_t { stream = 1, datagrams = 2 };

// -- stock Wisp

struct wisp_connect {
    std::uint8_t stream_type = 1; ///< 1 TCP, 2 UDP; a server answers another with CLOSE
    std::uint16_t port = 0;
    std::string_view host;
};
struct data {
    bytes_view bytes;
};
struct wisp_continue {
    std::uint32_t remaining = 0;
};
struct wisp_close {
    close_reason reason = close_reason::unspecified;
};
struct info {
    std::uint8_t major = 2;
    std::uint8_t minor = 0;
    bytes_view extensions; ///< (id u8, length u32, bytes) repeated: see info.hpp
};

// -- sockets

struct open {
    std::uint16_t family = 2;
    wire::stream_type type = wire::stream_type::stream;
};

struct host_and_port {
    std::uint16_t port = 0;
    std::string_view host;
};
using destination = std::variant<endpoint, host_and_port>;

struct bind {
    endpoint local;
};
struct connect {
    static constexpr std::uint8_t early_data = 1;
    std::uint8_t flags = 0;
    destination to;
};
struct listen {
    std::uint32_t backlog = 1;
};
struct set_option {
    std::int32_t level = 0;
    std::int32_t name = 0;
    bytes_view value;
};
struct get_option {
    std::int32_t level = 0;
    std::int32_t name = 0;
    std::uint32_t length = 0;
};
struct resolve {
    std::uint16_t family = 0;
    std::uint16_t type = 0;
    std::uint16_t protocol = 0;
    std::uint32_t flags = 0;
    std::optional<std::string_view> host;
    std::optional<std::string_view> service;
};
struct reverse {
    std::uint32_t flags = 0;
    endpoint of;
};
struct interfaces {};
using request = std::variant<bind, connect, listen, set_option, get_option, resolve, reverse, interfaces>;

/// Of BIND and LISTEN.
struct bound {
    endpoint local;
};
struct connected {
    endpoint local;
    endpoint peer;
};
struct option_set {};
struct option_value {
    bytes_view value;
};
struct resolved_address {
    std::uint16_t family = 0;
    std::uint16_t type = 0;
    std::uint16_t protocol = 0;
    std::string_view canonical_name;
    endpoint address;
};
using resolved = std::vector<resolved_address>;
struct host_and_service {
    std::string_view host;
    std::string_view service;
};
struct network_interface {
    std::uint32_t index = 0;
    std::string_view name;
};
using interface_list = std::vector<network_interface>;
using answer = std::variant<option_set, bound, connected, option_value, resolved, host_and_service, interface_list>;

struct done {
    type request = type::bind;
    wire::answer answer; ///< the alternative that belongs to `request`
};
enum class error_domain : std::uint8_t { errno_numbers = 0, eai = 1 };
struct failed {
    type request = type::bind;
    error_domain domain = error_domain::errno_numbers;
    std::int32_t code = 0;
};
struct accept {
    std::uint32_t count = 1;
};
struct accepted {
    std::uint32_t listener = 0;
    endpoint local;
    endpoint peer;
};

// -- data

struct datagram {
    endpoint address;
    bytes_view bytes;
};
struct credit {
    std::uint32_t bytes = 1;
};
struct fin {};
struct reset {
    std::uint16_t error = 0;
};
struct ended {};
struct pending_error {
    std::uint16_t error = 1;
};

// -- the session

struct ping {
    std::uint64_t number = 0;
};
struct pong {
    std::uint64_t number = 0;
};
struct goaway {
    std::uint32_t milliseconds = 0;
};
struct ack {
    std::uint64_t count = 0;
};
using secret = std::array<std::byte, 16>;
struct welcome {
    bool resumed = false;
    std::uint64_t received = 0;
    wire::secret secret{};
    std::uint32_t route = 0;
};

using body =
    std::variant<data, wisp_connect, wisp_continue, wisp_close, info, open, request, done, failed, accept, accepted,
                 datagram, credit, fin, reset, ended, pending_error, ping, pong, goaway, ack, welcome>;

struct packet {
    std::uint32_t id = 0;
    wire::body body;
};

[[nodiscard]] type type_of(const request& r) noexcept;
[[nodiscard]] type type_of(const body& b) noexcept;
/// A request that has an id of its own, and no socket.
[[nodiscard]] constexpr bool is_query(type t) noexcept {
    return t == type::resolve || t == type::reverse || t == type::interfaces;
}
/// Whether a DONE of this request carries this answer.
[[nodiscard]] bool belongs_to(const answer& a, type asked) noexcept;

/// The packet that these bytes are, all of them; or what is wrong with them. Which end sends what, and when, is not
/// looked at.
[[nodiscard]] std::expected<packet, reason> decode(bytes_view bytes);
/// Appends the packet. Of a DONE whose answer is not its request's, what is decoded is another one.
void encode(const packet& p, std::vector<std::byte>& out);

} // namespace samesock::tunnel::wire

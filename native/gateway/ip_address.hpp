// Numeric addresses as rules see them: no port, no scope, and an IPv4 address inside an IPv6 one (::ffff:a.b.c.d) taken
// out, since that is where its packets go.
#pragma once

#include <samesock/endpoint.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace samesock::gateway {

struct ip_address {
    std::array<std::uint8_t, 16> bytes{}; ///< in network order; zeros beyond size
    std::uint8_t size = 0;                ///< 4 or 16

    [[nodiscard]] bool is_ipv4() const noexcept { return size == 4; }
    [[nodiscard]] unsigned bits() const noexcept { return size * 8U; }
    friend bool operator==(const ip_address&, const ip_address&) noexcept = default;
};

/// The one form that standards know of each: four decimal numbers without leading zeros; RFC 4291. No zone, no
/// brackets.
[[nodiscard]] std::optional<ip_address> parse_ip(std::string_view text);
/// Decimal, up to 65535, without leading zeros.
[[nodiscard]] std::optional<std::uint16_t> parse_port(std::string_view text);
[[nodiscard]] std::string to_text(const ip_address& address);
/// Without port and scope; an IPv4 address inside an IPv6 one is taken out. None: another family.
[[nodiscard]] std::optional<ip_address> ip_of(const endpoint& where) noexcept;
[[nodiscard]] endpoint endpoint_of(const ip_address& address, std::uint16_t port) noexcept;
/// `127.0.0.1:80`, `[::1]:80`; an IPv6 scope is kept as `%number`.
[[nodiscard]] std::string to_text(const endpoint& where);
/// The same forms, the port included and an IPv6 address in brackets. What is wrong, as a sentence, if not.
[[nodiscard]] std::expected<endpoint, std::string> parse_endpoint(std::string_view text);
[[nodiscard]] bool is_loopback(const ip_address& address) noexcept;
/// 0.0.0.0 or ::
[[nodiscard]] bool is_wildcard(const ip_address& address) noexcept;

/// All addresses that begin with the same bits.
struct ip_range {
    ip_address first;
    unsigned prefix = 0;

    [[nodiscard]] bool contains(const ip_address& address) const noexcept;
    friend bool operator==(const ip_range&, const ip_range&) noexcept = default;
};
/// `10.0.0.0/8`, `fd00::/8`, `[fd00::]/8`, or one address. What is wrong, as a sentence, if not.
[[nodiscard]] std::expected<ip_range, std::string> parse_range(std::string_view text);
[[nodiscard]] std::string to_text(const ip_range& range);

} // namespace samesock::gateway

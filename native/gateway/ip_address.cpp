#include "ip_address.hpp"

#include "mistakes.hpp"

#include <samesock/constants.hpp>
#include <samesock/inet.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace samesock::gateway {

namespace {

constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

ip_address without_mapping(const ip_address& address) noexcept {
    if (address.is_ipv4() || !std::equal(mapped.begin(), mapped.end(), address.bytes.begin())) return address;
    ip_address inner;
    inner.size = 4;
    std::copy_n(address.bytes.begin() + mapped.size(), 4, inner.bytes.begin());
    return inner;
}

bool all_zero(const ip_address& address) noexcept {
    return std::all_of(address.bytes.begin(), address.bytes.end(), [](std::uint8_t b) { return b == 0; });
}

std::optional<unsigned> parse_number(std::string_view text, unsigned most) {
    unsigned value = 0;
    const bool has_leading_zero = text.size() > 1 && text.front() == '0';
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || has_leading_zero || value > most) return {};
    return value;
}

/// The address with nothing behind its first `prefix` bits.
ip_address masked(ip_address address, unsigned prefix) noexcept {
    for (unsigned i = 0; i < address.size; ++i) {
        const unsigned kept = prefix <= 8 * i ? 0 : std::min(prefix - 8 * i, 8U);
        address.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] & (0xFF00U >> kept));
    }
    return address;
}

} // namespace

std::optional<ip_address> parse_ip(std::string_view text) {
    const bool is_ipv6 = text.find(':') != std::string_view::npos;
    const auto packed = samesock::try_inet_pton(is_ipv6 ? samesock::af_inet6 : samesock::af_inet, text);
    if (!packed) return {};
    ip_address address;
    address.size = is_ipv6 ? 16 : 4;
    std::memcpy(address.bytes.data(), packed->data(), address.size);
    return address;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    const auto number = parse_number(text, 65535);
    if (!number) return {};
    return static_cast<std::uint16_t>(*number);
}

std::string to_text(const ip_address& address) {
    const auto family = address.is_ipv4() ? samesock::af_inet : samesock::af_inet6;
    return samesock::try_inet_ntop(family, {address.bytes.data(), address.size}).value_or(std::string());
}

std::optional<ip_address> ip_of(const endpoint& where) noexcept {
    const bool is_ipv4 = where.family == samesock::af_inet && where.length == 4;
    const bool is_ipv6 = where.family == samesock::af_inet6 && where.length == 16;
    if (!is_ipv4 && !is_ipv6) return {};
    ip_address address;
    address.size = where.length;
    std::memcpy(address.bytes.data(), where.data.data(), where.length);
    return without_mapping(address);
}

endpoint endpoint_of(const ip_address& address, std::uint16_t port) noexcept {
    return {address.is_ipv4() ? samesock::af_inet : samesock::af_inet6,
            std::as_bytes(std::span(address.bytes).first(address.size)), port};
}

std::string to_text(const endpoint& where) {
    const auto address = ip_of(where);
    if (!address) return "?";
    const std::string port = ":" + std::to_string(where.port);
    if (where.family == samesock::af_inet) return to_text(*address) + port;
    ip_address as_is;
    as_is.size = 16;
    std::memcpy(as_is.bytes.data(), where.data.data(), as_is.size);
    const std::string scope = where.scope_id == 0 ? "" : "%" + std::to_string(where.scope_id);
    return "[" + to_text(as_is) + scope + "]" + port;
}

std::expected<endpoint, std::string> parse_endpoint(std::string_view text) {
    const auto wrong = [&](std::string_view why) {
        return std::unexpected(in_quotes(text) + " is no address with a port: " + std::string(why));
    };
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return wrong("write ADDRESS:PORT, as 127.0.0.1:6001 or [::1]:6001");
    std::string_view host = text.substr(0, colon);
    const bool is_bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
    if (!is_bracketed && host.find(':') != std::string_view::npos)
        return wrong("an IPv6 address stands in brackets, as [::1]:6001");
    if (is_bracketed) host = host.substr(1, host.size() - 2);
    const auto address = parse_ip(host);
    if (!address || is_bracketed == address->is_ipv4())
        return wrong(in_quotes(host) + " is not a numeric address (names are not looked up here)");
    const auto port = parse_port(text.substr(colon + 1));
    if (!port) return wrong(in_quotes(text.substr(colon + 1)) + " is no port from 0 to 65535");
    return endpoint_of(*address, static_cast<std::uint16_t>(*port));
}

bool is_loopback(const ip_address& address) noexcept {
    const ip_address judged = without_mapping(address);
    if (judged.is_ipv4()) return judged.bytes[0] == 127;
    ip_address rest = judged;
    rest.bytes[15] = 0;
    return judged.bytes[15] == 1 && all_zero(rest);
}

bool is_wildcard(const ip_address& address) noexcept { return address.size != 0 && all_zero(address); }

bool ip_range::contains(const ip_address& address) const noexcept {
    if (address.size != first.size) return false;
    const std::size_t whole = prefix / 8;
    if (!std::equal(first.bytes.begin(), first.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                    address.bytes.begin()))
        return false;
    const unsigned rest = prefix % 8;
    return rest == 0 || ((first.bytes[whole] ^ address.bytes[whole]) & (0xFF00U >> rest) & 0xFFU) == 0;
}

std::expected<ip_range, std::string> parse_range(std::string_view text) {
    const auto wrong = [&](const std::string& why) {
        return std::unexpected(in_quotes(text) + " is no range: " + why);
    };
    const auto slash = text.find('/');
    std::string_view host = text.substr(0, slash);
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']' && slash != std::string_view::npos)
        return wrong("only the address stands in brackets: write [" + std::string(host.substr(1)) + "]/" +
                     std::string(text.substr(slash + 1, text.size() - slash - 2)));
    const bool is_bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
    if (is_bracketed) host = host.substr(1, host.size() - 2);
    const auto address = parse_ip(host);
    if (!address || (is_bracketed && address->is_ipv4())) return wrong(in_quotes(host) + " is not a numeric address");
    if (without_mapping(*address) != *address)
        return wrong("it holds IPv4 addresses, which are judged as IPv4: write " + to_text(without_mapping(*address)) +
                     " and a prefix that is shorter by 96");
    unsigned prefix = address->bits();
    if (slash != std::string_view::npos) {
        const auto number = parse_number(text.substr(slash + 1), address->bits());
        if (!number)
            return wrong(in_quotes(text.substr(slash + 1)) + " is no prefix length from 0 to " +
                         std::to_string(address->bits()));
        prefix = *number;
    }
    const ip_range range{masked(*address, prefix), prefix};
    if (range.first != *address)
        return wrong("it has bits beyond its prefix: write " + to_text(range) + ", or " +
                     to_text(ip_range{*address, address->bits()}) + " for the one address");
    return range;
}

std::string to_text(const ip_range& range) {
    const std::string address = to_text(range.first);
    const std::string bracketed = range.first.is_ipv4() ? address : "[" + address + "]";
    return range.prefix == range.first.bits() ? bracketed : bracketed + "/" + std::to_string(range.prefix);
}

} // namespace samesock::gateway

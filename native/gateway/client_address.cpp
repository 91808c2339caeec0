#include "client_address.hpp"

#include <algorithm>
#include <optional>

namespace samesock::gateway {

namespace {

bool is_trusted(const ip_address& address, std::span<const ip_range> proxies) noexcept {
    return std::any_of(proxies.begin(), proxies.end(), [&](const ip_range& r) { return r.contains(address); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// An address, as some proxies write it with brackets or a port.
std::optional<ip_address> parse_entry(std::string_view entry) {
    entry = trimmed(entry);
    if (entry.starts_with('[')) {
        const auto end = entry.find(']');
        if (end == std::string_view::npos) return {};
        entry = entry.substr(1, end - 1);
    } else if (std::count(entry.begin(), entry.end(), ':') == 1) {
        entry = entry.substr(0, entry.find(':'));
    }
    const auto address = parse_ip(entry);
    if (!address) return {};
    return ip_of(endpoint_of(*address, 0)); // the inner one of ::ffff:a.b.c.d
}

} // namespace

bool is_trusted(const endpoint& peer, std::span<const ip_range> proxies) noexcept {
    const auto address = ip_of(peer);
    return address && is_trusted(*address, proxies);
}

ip_address forwarded_for(const endpoint& peer, std::string_view header, std::span<const ip_range> proxies) {
    ip_address client = ip_of(peer).value_or(ip_address{});
    while (is_trusted(client, proxies) && !header.empty()) {
        const auto comma = header.rfind(',');
        const auto entry = parse_entry(comma == std::string_view::npos ? header : header.substr(comma + 1));
        if (!entry) break;
        client = *entry;
        header = header.substr(0, comma == std::string_view::npos ? 0 : comma);
    }
    return client;
}

std::string client_key(const ip_address& address) {
    if (address.is_ipv4() || address.size == 0) return to_text(address);
    ip_range network{address, 64};
    std::fill(network.first.bytes.begin() + 8, network.first.bytes.end(), std::uint8_t{0});
    return to_text(network);
}

} // namespace samesock::gateway

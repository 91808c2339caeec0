// See gateway_url.hpp.
#include "gateway_url.hpp"

#include <samesock/constants.hpp>
#include <samesock/inet.hpp>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace samesock::platform {
namespace {

constexpr std::uint16_t port_of_ws = 80, port_of_wss = 443;

bool equals(std::string_view text, std::string_view lower_case) noexcept {
    return std::ranges::equal(text, lower_case,
                              [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

std::unexpected<std::string> wrong(std::string_view text, const char* why) {
    return std::unexpected("'" + std::string(text) + "' is no URL of a gateway: " + why);
}

/// Off the front, if it stands there.
bool take(std::string_view& rest, std::string_view prefix) noexcept {
    if (rest.size() < prefix.size() || !equals(rest.substr(0, prefix.size()), prefix)) return false;
    rest.remove_prefix(prefix.size());
    return true;
}

} // namespace

bool read_port(std::string_view digits, std::uint16_t& port) noexcept {
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    return error == std::errc() && stop == digits.data() + digits.size() && port != 0;
}

bool is_loopback_host(std::string_view host) noexcept {
    if (equals(host, "localhost") || equals(host, "localhost.")) return true;
    if (const auto v4 = try_inet_pton(AF_INET, host)) return v4->data()[0] == std::byte{127};
    const auto v6 = try_inet_pton(AF_INET6, host);
    if (!v6) return false;
    const auto* const bytes = v6->data();
    return std::all_of(bytes, bytes + 15, [](auto b) { return b == std::byte{}; }) && bytes[15] == std::byte{1};
}

bool gateway_url::is_private() const noexcept { return is_secure || is_loopback_host(host); }

gateway_url gateway_url::with_route(std::uint32_t route) const {
    gateway_url other = *this;
    other.target += (target.contains('?') ? "&route=" : "?route=") + std::to_string(route);
    return other;
}

std::string gateway_url::authority() const {
    std::string both = host.find(':') == std::string::npos ? host : '[' + host + ']';
    if (port != (is_secure ? port_of_wss : port_of_ws)) both += ':' + std::to_string(port);
    return both;
}

std::expected<gateway_url, std::string> read_gateway_url(std::string_view text) {
    gateway_url url;
    url.text = text;
    std::string_view rest = text;
    if (take(rest, "wss://"))
        url.is_secure = true;
    else if (!take(rest, "ws://"))
        return wrong(text, "it begins with ws:// or wss://");
    if (std::ranges::any_of(text, [](char c) { return c <= ' ' || c == '\x7f'; }))
        return wrong(text, "it has white space or control characters");
    const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
    std::string_view authority = rest.substr(0, end);
    url.target = rest.substr(end, rest.find('#') - end);
    if (!url.target.starts_with('/')) url.target.insert(0, "/");
    if (authority.find('@') != std::string_view::npos)
        return wrong(text, "names and passwords do not belong into it; set SAMESOCK_GATEWAY_TOKEN, or configure()");
    std::string_view port;
    if (authority.starts_with('[')) {
        const std::size_t bracket = authority.find(']');
        if (bracket == std::string_view::npos) return wrong(text, "a ] is missing");
        url.host = authority.substr(1, bracket - 1);
        port = authority.substr(bracket + 1);
        if (!try_inet_pton(AF_INET6, url.host)) return wrong(text, "an IPv6 address stands in the brackets");
    } else {
        const std::size_t colon = std::min(authority.find(':'), authority.size());
        url.host = authority.substr(0, colon);
        port = authority.substr(colon);
    }
    if (url.host.empty()) return wrong(text, "the host is missing");
    url.port = url.is_secure ? port_of_wss : port_of_ws;
    if (!port.empty() && port != ":" && (port[0] != ':' || !read_port(port.substr(1), url.port)))
        return wrong(text, "the port is a number from 1 to 65535");
    return url;
}

} // namespace samesock::platform

// See proxy.hpp.
#include "proxy.hpp"

#include "wasm/tunnel/gateway_url.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace samesock::platform {
namespace {

constexpr std::uint16_t default_port = 80;

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

std::string_view trimmed(std::string_view text) noexcept {
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

int hex(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
        out += is_escape ? static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])) : text[i];
        if (is_escape) i += 2;
    }
    return out;
}

/// host, host:port, [v6], [v6]:port. A bare IPv6 address has more than one colon, and no port.
struct authority {
    std::string_view host;
    std::string_view port;
};
authority split(std::string_view text) noexcept {
    if (text.starts_with('[')) {
        const std::size_t end = std::min(text.find(']'), text.size());
        const std::string_view rest = text.substr(std::min(end + 1, text.size()));
        return {text.substr(1, end - 1), rest.starts_with(':') ? rest.substr(1) : std::string_view()};
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos) return {text, {}};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

std::string_view environment(const char* name, const char* other) noexcept {
    for (const char* const one : {name, other}) {
        const char* const value = std::getenv(one);
        if (value != nullptr && *value != '\0') return value;
    }
    return {};
}

} // namespace

std::optional<proxy> read_proxy(std::string_view text) {
    const std::size_t scheme = text.find("://");
    if (scheme != std::string_view::npos) {
        if (lowered(text.substr(0, scheme)) != "http") return std::nullopt;
        text.remove_prefix(scheme + 3);
    }
    text = text.substr(0, text.find_first_of("/?#"));
    proxy found;
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        found.credentials = percent_decoded(text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    const authority where = split(text);
    found.host = where.host;
    found.port = default_port;
    if (found.host.empty() || (!where.port.empty() && !read_port(where.port, found.port))) return std::nullopt;
    return found;
}

bool is_exempt(std::string_view list, std::string_view host, std::uint16_t port) {
    const std::string name = lowered(host);
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        const std::string one = lowered(trimmed(list.substr(0, comma)));
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
        if (one == "*") return true;
        authority entry = split(one);
        std::uint16_t its_port = 0;
        if (!entry.port.empty() && (!read_port(entry.port, its_port) || its_port != port)) continue;
        while (entry.host.starts_with('.')) entry.host.remove_prefix(1);
        if (entry.host.empty()) continue;
        if (name == entry.host) return true;
        const bool is_longer = name.size() > entry.host.size();
        if (is_longer && name.ends_with(entry.host) && name[name.size() - entry.host.size() - 1] == '.') return true;
    }
    return false;
}

std::optional<proxy> proxy_for(std::string_view host, std::uint16_t port, std::string& wrong) {
    const std::string_view text = environment("HTTPS_PROXY", "https_proxy");
    if (text.empty() || is_loopback_host(host)) return std::nullopt;
    if (is_exempt(environment("NO_PROXY", "no_proxy"), host, port)) return std::nullopt;
    auto found = read_proxy(text);
    if (!found) wrong = "HTTPS_PROXY is no http://host:port";
    return found;
}

std::string basic_authorization(std::string_view credentials) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out = "Basic ";
    for (std::size_t i = 0; i < credentials.size(); i += 3) {
        const auto at = [&](std::size_t k) -> unsigned {
            return i + k < credentials.size() ? static_cast<unsigned char>(credentials[i + k]) : 0;
        };
        const unsigned three = at(0) << 16 | at(1) << 8 | at(2);
        const std::size_t count = std::min<std::size_t>(credentials.size() - i, 3) + 1;
        for (std::size_t k = 0; k < 4; ++k) out += k < count ? letters[three >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

} // namespace samesock::platform

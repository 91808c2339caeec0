#include "request_check.hpp"

#include "mistakes.hpp"
#include "host_name.hpp"

#include <algorithm>

namespace samesock::gateway {

namespace {

/// An address in its usual form, or a normal name.
std::optional<std::string> normal_host(std::string_view host) {
    if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
        const auto address = parse_ip(host.substr(1, host.size() - 2));
        if (!address || address->is_ipv4()) return {};
        return to_text(*address);
    }
    if (const auto address = parse_ip(host); address && address->is_ipv4()) return to_text(*address);
    return normal_name(host);
}

std::optional<std::uint16_t> own_port_of(std::string_view scheme) {
    if (scheme == "http") return 80;
    if (scheme == "https") return 443;
    return {};
}

struct origin_parts {
    std::string scheme;
    std::string host;
    std::optional<std::uint16_t> port; ///< the scheme's own is left out
};

bool is_scheme(std::string_view text) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

std::optional<origin_parts> parse_origin(std::string_view text) {
    const auto end = text.find("://");
    if (end == std::string_view::npos) return {};
    origin_parts parts;
    parts.scheme = std::string(text.substr(0, end));
    std::transform(parts.scheme.begin(), parts.scheme.end(), parts.scheme.begin(), lower);
    auto where = parse_authority(text.substr(end + 3));
    if (!is_scheme(parts.scheme) || !where) return {};
    parts.host = std::move(where->host);
    if (where->port != own_port_of(parts.scheme)) parts.port = where->port;
    return parts;
}

std::string bracketed(const std::string& host) { return host.find(':') == std::string::npos ? host : "[" + host + "]"; }

std::string text_of(const origin_parts& o) {
    return o.scheme + "://" + bracketed(o.host) + (o.port ? ":" + std::to_string(*o.port) : "");
}

std::unexpected<request_refusal> refuse(unsigned status, std::string text) {
    return std::unexpected(request_refusal{status, std::move(text) + "\n"});
}

/// The address that the connection came in at, which is one that is listened on.
bool is_local(const std::string& host, const endpoint& local) {
    const auto asked = parse_ip(host);
    const auto here = ip_of(local);
    return asked && here && ip_of(endpoint_of(*asked, 0)) == here;
}

std::expected<authority, request_refusal> check_authority(const request_rules& rules, const request_head& request,
                                                          const endpoint& local) {
    if (!request.host) return refuse(400, "A request has one Host header.");
    auto host = parse_authority(*request.host);
    if (!host) return refuse(400, "The Host header is no host.");
    const auto& names = rules.server_names;
    if (host->host == "localhost" || is_local(host->host, local) ||
        std::find(names.begin(), names.end(), host->host) != names.end())
        return *std::move(host);
    return refuse(421, "This gateway is not known as " + in_quotes(host->host) +
                           ". Its operator adds a name of it to server-names in its configuration.");
}

/// Ports as the origin's scheme has them: a proxy in front may have ended TLS. Where this gateway speaks TLS itself, a
/// page that came without is another's.
bool is_same(const origin_parts& origin, const authority& host, bool is_secure) {
    const auto own_port = own_port_of(origin.scheme);
    if (!own_port || origin.host != host.host) return false;
    if (is_secure && origin.scheme != "https") return false;
    return origin.port.value_or(*own_port) == host.port.value_or(*own_port);
}

std::expected<void, request_refusal> check_origin(const request_rules& rules, const request_head& request,
                                                  const authority& host) {
    if (request.has_several_origins) return refuse(400, "A request has one Origin header.");
    if (!request.origin) return {}; // no browser: none leaves it out
    if (*request.origin == "null")
        return refuse(403, "Pages without an origin (files, sandboxed frames) are not served. Serve the page by HTTP.");
    const auto origin = parse_origin(*request.origin);
    if (!origin) return refuse(403, "The Origin header is no origin.");
    const std::string normal = text_of(*origin);
    const auto& allowed = rules.allowed_origins;
    if (rules.any_origin || is_same(*origin, host, rules.is_secure) ||
        std::find(allowed.begin(), allowed.end(), normal) != allowed.end())
        return {};
    return refuse(403, "Pages of " + in_quotes(normal) +
                           " are not served. The gateway's operator adds them to origins in its configuration.");
}

} // namespace

std::optional<std::string> normal_origin(std::string_view text) {
    const auto parts = parse_origin(text);
    if (!parts) return {};
    return text_of(*parts);
}

std::optional<authority> parse_authority(std::string_view text) {
    const auto bracket = text.find(']');
    const auto colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto host = normal_host(text.substr(0, colon));
    if (!host) return {};
    if (colon == std::string_view::npos) return authority{*std::move(host), {}};
    const auto port = parse_port(text.substr(colon + 1));
    if (!port) return {};
    return authority{*std::move(host), port};
}

std::expected<void, request_refusal> check_host(const request_rules& rules, const request_head& request,
                                                const endpoint& local) {
    auto host = check_authority(rules, request, local);
    if (!host) return std::unexpected(std::move(host.error()));
    return {};
}

std::expected<void, request_refusal> check_upgrade(const request_rules& rules, const request_head& request,
                                                   const endpoint& local) {
    const auto host = check_authority(rules, request, local);
    if (!host) return std::unexpected(host.error());
    if (auto origin = check_origin(rules, request, *host); !origin) return origin;
    const std::string_view path = request.target.substr(0, request.target.find('?'));
    if (!path.starts_with('/') || !path.ends_with('/')) return refuse(404, "The path of a gateway's URL ends in `/`.");
    return {};
}

} // namespace samesock::gateway

#include "rule.hpp"

#include "mistakes.hpp"

#include <algorithm>
#include <optional>

namespace samesock::gateway {

namespace {

std::expected<port_range, std::string> parse_port_range(std::string_view item) {
    const auto dash = item.find('-');
    const auto first = parse_port(item.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_port(item.substr(dash + 1));
    if (!first || !last)
        return std::unexpected(in_quotes(item) + " is no port and no range of ports: write numbers up to 65535, as 443 "
                                                 "or 8000-8999");
    if (*first > *last)
        return std::unexpected("the range of ports " + in_quotes(item) + " is empty: write the smaller one first");
    return port_range{*first, *last};
}

std::expected<std::vector<port_range>, std::string> parse_ports(std::string_view text) {
    std::vector<port_range> ports;
    for (;;) {
        const auto comma = text.find(',');
        auto range = parse_port_range(text.substr(0, comma));
        if (!range) return std::unexpected(std::move(range.error()));
        ports.push_back(*range);
        if (comma == std::string_view::npos) return ports;
        text.remove_prefix(comma + 1);
    }
}

struct halves {
    std::string_view where;
    std::optional<std::string_view> ports;
};

/// The colon before the ports is the first one outside brackets, but an IPv6 address may stand without them before a
/// prefix length, as people write it: fd00::/8.
std::expected<halves, std::string> split(std::string_view text) {
    const auto bracket = text.find(']');
    const auto slash = text.find('/');
    std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const auto bare = parse_ip(text.substr(0, slash));
    if (bare && !bare->is_ipv4()) {
        if (slash == std::string_view::npos)
            return std::unexpected("an IPv6 address stands in brackets, so that the ports are told from it: write [" +
                                   std::string(text) + "]");
        colon = text.find(':', slash);
    }
    if (colon == std::string_view::npos) return halves{text, {}};
    return halves{text.substr(0, colon), text.substr(colon + 1)};
}

bool looks_like_an_address(std::string_view where) {
    return where.find_first_of("[]:/") != std::string_view::npos ||
           where.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string what_a_name_is(std::string_view where) {
    if (std::any_of(where.begin(), where.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        return "write the name in its ASCII form, which begins with xn--";
    if (where.find('*') != std::string_view::npos)
        return "a star stands alone or first, before a dot: `*` or `*.example.org`";
    return "write `public`, an address or a range as 10.0.0.0/8 or [fd00::]/8, or a name as example.org or "
           "*.example.org";
}

std::expected<decltype(rule::where), std::string> parse_where(std::string_view where) {
    if (normal_name(where) == "public") return public_internet{};
    if (where.empty()) return std::unexpected("nothing stands before the ports: " + what_a_name_is(where));
    if (looks_like_an_address(where)) {
        auto range = parse_range(where);
        if (!range) return std::unexpected(std::move(range.error()));
        return *range;
    }
    auto pattern = name_pattern::parse(where);
    if (!pattern) return std::unexpected(in_quotes(where) + " is no name: " + what_a_name_is(where));
    if (const std::string name = pattern->text(); name == "all" || name == "any" || name == "internet")
        return std::unexpected(in_quotes(where) +
                               " would be the name of one host: write `public`, or 0.0.0.0/0 and [::]/0 "
                               "for every address there is");
    if (pattern->text() == "localhost")
        return std::unexpected("`localhost` would open nothing, since a name never opens an address that is not "
                               "public: write 127.0.0.0/8 or [::1]");
    return *std::move(pattern);
}

std::expected<rule, std::string> parse_any(std::string_view text) {
    const auto parts = split(text);
    if (!parts) return std::unexpected(parts.error());
    auto where = parse_where(parts->where);
    if (!where) return std::unexpected(std::move(where.error()));
    rule r{*std::move(where), {}};
    const auto& listed = parts->ports;
    if (!listed) return r;
    auto ports = parse_ports(*listed);
    if (!ports) return std::unexpected(std::move(ports.error()));
    r.ports = *std::move(ports);
    return r;
}

} // namespace

bool rule::covers(std::uint16_t port) const noexcept {
    return ports.empty() || std::any_of(ports.begin(), ports.end(),
                                        [port](const port_range& r) { return r.first <= port && port <= r.last; });
}

std::expected<rule, std::string> parse_listen_rule(std::string_view text) {
    auto r = parse_any(text);
    if (r && std::holds_alternative<name_pattern>(r->where))
        return std::unexpected("what is listened on is an address, not a name: write an address or a range, as "
                               "127.0.0.0/8 or [::1]");
    return r;
}

std::expected<rule, std::string> parse_rule(std::string_view text) {
    auto r = parse_any(text);
    if (r && std::any_of(r->ports.begin(), r->ports.end(), [](const port_range& range) { return range.first == 0; }))
        return std::unexpected("there is no port 0 to connect to: begin with 1, or leave the ports out");
    return r;
}

} // namespace samesock::gateway

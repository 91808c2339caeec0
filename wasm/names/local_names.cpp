// See local_names.hpp.
#include "local_names.hpp"

#include "mapped_address.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>
#include <samesock/inet.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace samesock::platform {
namespace {

constexpr resolve_flags known_flags =
    AI_PASSIVE | AI_CANONNAME | AI_NUMERICHOST | AI_V4MAPPED | AI_ALL | AI_ADDRCONFIG | AI_NUMERICSERV;

using addresses = address_list;

endpoint own_address(address_family f, bool passive) noexcept {
    constexpr std::array<std::byte, 16> zeros{};
    endpoint e(f, std::span(zeros).first(f == AF_INET ? 4 : 16));
    if (passive) return e;
    if (f == AF_INET) e.data[0] = std::byte{127};
    e.data[f == AF_INET ? 3 : 15] = std::byte{1};
    return e;
}

// -- the service ------------------------------------------------------------------------------------------------------

// strtoul's reading of a number, as glibc's getaddrinfo has it: " 80" and "+80" are numbers, "80 " is a name, and what
// is too large keeps its low 16 bits. The core has put numbers in the place of names.
result<std::uint16_t> port_of(const resolve_query& q) noexcept {
    if (!q.service || q.service->empty()) return std::uint16_t{0};
    const std::string_view text = *q.service;
    std::size_t at = std::min(text.find_first_not_of(" \t\n\v\f\r"), text.size());
    const bool negative = at < text.size() && text[at] == '-';
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t digits = at;
    std::uint64_t number = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
        number = std::min<std::uint64_t>(number * 10 + static_cast<unsigned>(text[at] - '0'), UINT32_MAX);
    if (at == digits || at != text.size())
        return failure(q.flags & AI_NUMERICSERV ? gai_error::noname : gai_error::service);
    if (negative || number > INT32_MAX) return failure(gai_error::service);
    return static_cast<std::uint16_t>(number);
}

// -- kinds ------------------------------------------------------------------------------------------------------------

struct kind_row {
    socket_type type;
    protocol proto;
    bool any_protocol; ///< and no service: SOCK_RAW
};
constexpr std::array<kind_row, 3> kind_rows{
    {{SOCK_STREAM, IPPROTO_TCP, false}, {SOCK_DGRAM, IPPROTO_UDP, false}, {SOCK_RAW, 0, true}}};

// Without a type, one entry for each; with one, or with a protocol, the first that fits.
result<std::vector<kind_row>> kinds_of(const resolve_query& q) {
    if (q.type == 0 && q.proto == 0) return std::vector<kind_row>(kind_rows.begin(), kind_rows.end());
    for (const kind_row& row : kind_rows) {
        if (q.type != 0 && q.type != row.type) continue;
        if (q.proto != 0 && q.proto != row.proto && !row.any_protocol) continue;
        if (row.any_protocol && q.service && !q.service->empty()) return failure(gai_error::service);
        return std::vector<kind_row>{{row.type, row.any_protocol ? q.proto : row.proto, row.any_protocol}};
    }
    return failure(q.type != 0 ? gai_error::socktype : gai_error::service);
}

// -- the host ---------------------------------------------------------------------------------------------------------

endpoint mapped(const endpoint& v4) noexcept {
    std::array<std::byte, 16> v6{};
    v6[10] = v6[11] = std::byte{0xff};
    std::ranges::copy(v4.bytes(), v6.begin() + 12);
    return {AF_INET6, v6};
}

endpoint unmapped(const endpoint& v6) noexcept { return {AF_INET, v6.bytes().subspan(12)}; }

// A number only: there are no interfaces to name.
bool read_scope(std::string_view text, std::uint32_t& scope) noexcept {
    std::uint64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        number = number * 10 + static_cast<unsigned>(c - '0');
        if (number > UINT32_MAX) return false;
    }
    scope = static_cast<std::uint32_t>(number);
    return !text.empty();
}

/// Empty: no number. gai_error::addrfamily: one of the other family.
result<addresses> numeric(const std::string& host, const resolve_query& q) {
    const address_family wanted = q.family;
    // inet_aton stops at white space, getaddrinfo does not take what has any.
    if (host.find_first_of(" \t\n\v\f\r") == std::string::npos) {
        if (const auto v4 = try_inet_aton(host)) {
            const endpoint found(AF_INET, std::as_bytes(std::span(v4->data(), v4->size())));
            if (wanted == AF_UNSPEC || wanted == AF_INET) return addresses{found};
            if (q.flags & AI_V4MAPPED) return addresses{mapped(found)};
            return failure(gai_error::addrfamily);
        }
    }
    const auto percent = host.find('%');
    const auto v6 = try_inet_pton(AF_INET6, std::string_view(host).substr(0, percent));
    if (!v6) return addresses{};
    endpoint found(AF_INET6, std::as_bytes(std::span(v6->data(), v6->size())));
    if (percent != std::string::npos && !read_scope(std::string_view(host).substr(percent + 1), found.scope_id))
        return failure(gai_error::noname);
    if (wanted == AF_INET)
        return is_mapped(found) ? result<addresses>(addresses{unmapped(found)}) : failure(gai_error::addrfamily);
    return addresses{found};
}

addresses own_addresses(const resolve_query& q) {
    const bool passive = static_cast<bool>(q.flags & AI_PASSIVE);
    const auto of = [&](address_family f) { return own_address(f, passive); };
    if (q.family != AF_UNSPEC) return {of(q.family)};
    // glibc's order.
    return passive ? addresses{of(AF_INET), of(AF_INET6)} : addresses{of(AF_INET6), of(AF_INET)};
}

} // namespace

result<address_list> of_family(address_list found, const resolve_query& q) {
    if (q.family == AF_UNSPEC) return found;
    const bool has_own = std::ranges::any_of(found, [&](const endpoint& e) { return e.family == q.family; });
    addresses out;
    for (const endpoint& e : found) {
        if (e.family == q.family)
            out.push_back(e);
        else if (q.family == AF_INET6 && (q.flags & AI_V4MAPPED) && (!has_own || (q.flags & AI_ALL)))
            out.push_back(mapped(e));
    }
    if (out.empty()) return failure(gai_error::nodata);
    return out;
}

status check_query(const resolve_query& q) {
    if (!q.host && !q.service) return failure(gai_error::noname);
    if (q.flags & ~known_flags) return failure(gai_error::badflags);
    if ((q.flags & AI_CANONNAME) && !q.host) return failure(gai_error::badflags);
    if (q.family != AF_UNSPEC && q.family != AF_INET && q.family != AF_INET6) return failure(gai_error::family);
    if (const auto kinds = kinds_of(q); !kinds) return failure(kinds.error());
    if (const auto port = port_of(q); !port) return failure(port.error());
    return {};
}

result<std::optional<address_list>> addresses_without_lookup(const resolve_query& q) {
    if (!q.host) return own_addresses(q);
    auto number = numeric(*q.host, q);
    if (!number) return failure(number.error());
    if (!number->empty()) return *std::move(number);
    if (q.flags & AI_NUMERICHOST) return failure(gai_error::noname);
    return std::nullopt;
}

std::vector<resolved> answers_of(const resolve_query& q, const address_list& where) {
    std::vector<resolved> out;
    const auto kinds = kinds_of(q);
    const auto port = port_of(q);
    if (!kinds || !port) return out;
    for (endpoint one : where) {
        one.port = *port;
        for (const kind_row& row : *kinds) out.push_back({{one.family, row.type, row.proto}, {}, one});
    }
    if (!out.empty() && (q.flags & AI_CANONNAME)) out.front().canonical_name = *q.host;
    return out;
}

result<named> reverse_numerically(const endpoint& e) {
    if (e.family != AF_INET && e.family != AF_INET6) return failure(gai_error::family);
    auto host = try_inet_ntop(e.family, e.bytes());
    if (!host) return failure(gai_error::family);
    if (e.scope_id != 0) *host += '%' + std::to_string(e.scope_id);
    return named{*std::move(host), std::to_string(e.port)};
}

} // namespace samesock::platform

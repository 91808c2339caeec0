// From addresses to endpoints. A numeric address of the socket's own family costs a few comparisons, and no allocation.
#include "core/resolve_address.hpp"

#include "core/embedded_nul.hpp"
#include "core/idna.hpp"
#include "core/internet.hpp"
#include "core/start.hpp"
#include "platform/allocation.hpp"
#include "platform/platform.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>
#include <samesock/inet.hpp>
#include <samesock/names.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace samesock {
namespace {

constexpr std::int64_t largest_port = 0xffff;
constexpr std::int64_t largest_flowinfo = 0xfffff;
/// Linux's sun_path; a path that is not an abstract name needs room for a NUL after it.
constexpr std::size_t path_capacity = 108;

constexpr std::array<std::byte, 4> broadcast{std::byte(255), std::byte(255), std::byte(255), std::byte(255)};
/// What an IPv6 address begins with that stands for an IPv4 address.
constexpr std::array<std::byte, 12> v4_mapped{{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, std::byte(255), std::byte(255)}};

bool is_ascii(std::string_view text) noexcept {
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}
bool is_white(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

endpoint endpoint_of(address_family family, const packed_address& packed) noexcept {
    return {family, std::span(packed.data(), packed.size())};
}

endpoint wildcard(address_family family) noexcept {
    constexpr std::array<std::byte, 16> zeros{};
    return {family, std::span(zeros).first(family == af_inet ? 4 : 16)};
}

bool is_broadcast(const endpoint& numeric) noexcept {
    return numeric.family == af_inet && std::ranges::equal(numeric.bytes(), broadcast);
}

/// False for raw bytes that cannot be an address of their family.
bool is_well_formed(const endpoint& numeric) noexcept {
    if (numeric.family == af_inet) return numeric.length == 4;
    if (numeric.family == af_inet6) return numeric.length == 16;
    return numeric.family != af_unspec;
}

status check_range(std::int64_t port, std::int64_t flowinfo) noexcept {
    if (port < 0 || port > largest_port) return failure(misuse::port_range);
    if (flowinfo < 0 || flowinfo > largest_flowinfo) return failure(misuse::flowinfo_range);
    return {};
}

/// A numeric host where one of another family is needed: what getaddrinfo says, but for the broadcast address, which
/// CPython looks at before. An IPv4-mapped address has an IPv4 form.
result<endpoint> in_other_family(const endpoint& numeric, address_family family) noexcept {
    if (is_broadcast(numeric)) return failure(fault::family_mismatched);
    if (family == af_inet && std::ranges::equal(numeric.bytes().first(v4_mapped.size()), v4_mapped))
        return endpoint(af_inet, numeric.bytes().subspan(v4_mapped.size()));
    return failure(gai_error::addrfamily);
}

result<endpoint> look_up(const std::string& host, address_family family) noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    const auto found = platform::guard_allocation([&] {
        platform::resolve_query query;
        query.host = host;
        query.family = family;
        return platform::resolve(query, platform::deadline::never());
    });
    if (!found) return failure(found.error());
    for (const platform::resolved& one : *found)
        if (family == af_unspec ? is_internet(one.where.family) : one.where.family == family) return one.where;
    return failure(found->empty() ? std::error_code(gai_error::noname)
                                  : std::error_code(fault::unknown_address_family));
}

} // namespace

result<std::string> encode_host(std::string_view host) noexcept {
    if (!is_ascii(host) && !has_nul(host)) return to_ascii(host);
    return encode_host(encoded_host{host});
}

result<std::string> encode_host(encoded_host host) noexcept {
    if (has_nul(host.text)) return failure(misuse::host_with_nul);
    return platform::guard_allocation([&]() -> result<std::string> { return std::string(host.text); });
}

result<std::string> encode_host_strictly(std::string_view host) noexcept {
    if (has_nul(host)) return failure(misuse::host_with_nul);
    return to_ascii(host);
}

std::optional<endpoint> numeric_host(std::string_view host) noexcept {
    for (const address_family family : {af_inet, af_inet6})
        if (const auto packed = try_inet_pton(family, host)) return endpoint_of(family, *packed);
    // inet_aton takes anything after white space; getaddrinfo does not.
    if (std::any_of(host.begin(), host.end(), is_white)) return std::nullopt;
    if (const auto packed = try_inet_aton(host)) return endpoint_of(af_inet, *packed);
    return std::nullopt;
}

result<endpoint> resolve_host(const std::string& host, address_family family) noexcept {
    if (host.empty()) {
        if (family == af_unspec) return failure(fault::ambiguous_wildcard);
        return wildcard(family);
    }
    std::optional<endpoint> numeric = numeric_host(host);
    if (host == "<broadcast>") numeric = endpoint(af_inet, broadcast);
    if (!numeric) return look_up(host, family);
    if (family != af_unspec && family != numeric->family) return in_other_family(*numeric, family);
    return *numeric;
}

result<address> try_resolve(const address& a, address_family family) noexcept {
    const resolved_address found(a, family);
    if (!found) return failure(found.error());
    return address(*found);
}

result<const endpoint*> resolved_address::find(const address& a, address_family family) noexcept {
    if (family == af_rds) family = af_inet; // its sockets have Internet addresses: rds(7)
    switch (a.kind()) {
    case address::form::numeric: {
        const endpoint& numeric = a.numeric();
        if (!is_well_formed(numeric)) [[unlikely]]
            return failure(misuse::address_form);
        if (numeric.family != family) [[unlikely]]
            return find_in_other_family(a, family);
        // Python's AF_INET address is a pair.
        if (family == af_inet && (numeric.flowinfo | numeric.scope_id) != 0) [[unlikely]]
            return failure(misuse::address_form);
        if (family == af_unix && numeric.length > path_capacity) [[unlikely]]
            return failure(fault::path_too_long);
        if (auto in_range = check_range(a.port(), numeric.flowinfo); !in_range) [[unlikely]]
            return failure(in_range.error());
        return &numeric;
    }
    case address::form::name: return find_by_name(a, encode_host(a.text()), family);
    case address::form::encoded_name: return find_by_name(a, encode_host(encoded_host{a.text()}), family);
    case address::form::path:
        if (family == af_unix) return find_by_path(a.text());
        break;
    case address::form::none: break;
    }
    return failure(misuse::address_form);
}

result<const endpoint*> resolved_address::find_by_name(const address& a, const result<std::string>& host,
                                                       address_family family) noexcept {
    const bool is_pair = a.flowinfo() == 0 && a.scope_id() == 0;
    if (!is_internet(family) || (family == af_inet && !is_pair)) return failure(misuse::address_form);
    if (!host) return failure(host.error());
    return keep(a, resolve_host(*host, family));
}

result<const endpoint*> resolved_address::find_in_other_family(const address& a, address_family family) noexcept {
    const endpoint& numeric = a.numeric();
    const bool is_pair = numeric.flowinfo == 0 && numeric.scope_id == 0;
    if (!is_internet(numeric.family) || !is_internet(family) || (family == af_inet && !is_pair))
        return failure(misuse::address_form);
    return keep(a, in_other_family(numeric, family));
}

result<const endpoint*> resolved_address::keep(const address& a, const result<endpoint>& found) noexcept {
    if (!found) return failure(found.error());
    if (auto in_range = check_range(a.port(), a.flowinfo()); !in_range) return failure(in_range.error());
    storage_ = *found;
    storage_.port = static_cast<std::uint16_t>(a.port());
    storage_.flowinfo = static_cast<std::uint32_t>(a.flowinfo());
    storage_.scope_id = a.scope_id();
    return &storage_;
}

result<const endpoint*> resolved_address::find_by_path(std::string_view path) noexcept {
    const bool is_abstract = path.empty() || path.front() == '\0';
    if (path.size() + (is_abstract ? 0 : 1) > path_capacity) return failure(fault::path_too_long);
    storage_ = endpoint(af_unix, std::as_bytes(std::span(path)));
    return &storage_;
}

} // namespace samesock

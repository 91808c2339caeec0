// getaddrinfo and getnameinfo. What a platform's resolver might not know (service names, inet_aton's forms, ports
// beyond 65535) is settled here, so that a backend needs to know names of hosts and numbers of ports.
#include "core/databases.hpp"
#include "core/idna.hpp"
#include "core/resolve_address.hpp"
#include "core/start.hpp"
#include "platform/allocation.hpp"
#include "platform/platform.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>
#include <samesock/inet.hpp>
#include <samesock/names.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace samesock {
namespace {

using platform::guard_allocation;
using resolved_list = std::vector<platform::resolved>;

/// A port as glibc reads it: strtoul, cut to an int, and 16 bits of that. A negative one is none of a service's names
/// either.
struct port_text {
    enum class kind { number, negative, name } what;
    std::uint16_t number = 0;
};

port_text read_port(std::string_view text) noexcept {
    const std::size_t start = text.find_first_not_of(" \t\n\v\f\r");
    text.remove_prefix(start == std::string_view::npos ? text.size() : start);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty()) return {port_text::kind::name};
    if (text.find_first_not_of("0123456789") != std::string_view::npos) return {port_text::kind::name};
    std::uint64_t value = 0;
    const bool fits = std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc();
    if (!fits) value = UINT64_MAX;
    if (fits && negative) value = 0 - value;
    if (static_cast<std::int32_t>(value & 0xffffffff) < 0) return {port_text::kind::negative};
    return {port_text::kind::number, static_cast<std::uint16_t>(value & 0xffff)};
}

/// A kind of socket that has names for its ports.
struct transport_kind {
    socket_type type;
    protocol proto;
    const char* name;
};
constexpr transport_kind transport_kinds[] = {{sock_stream, ipproto_tcp, "tcp"}, {sock_dgram, ipproto_udp, "udp"}};

/// A service where the system has no database: its ports by the core's table.
result<resolved_list> resolve_service(platform::resolve_query query) {
    const std::string name = std::exchange(query.service, std::nullopt).value_or(std::string());
    std::vector<std::pair<transport_kind, std::uint16_t>> found;
    for (const transport_kind& t : transport_kinds) {
        if ((query.type.value() != 0 && query.type != t.type) || (query.proto.value() != 0 && query.proto != t.proto))
            continue;
        if (const auto port = look_up_service(name, t.name)) found.emplace_back(t, *port);
    }
    if (found.empty()) return failure(gai_error::service);
    query.service = std::to_string(found.front().second);
    if (found.size() == 1) query.type = found.front().first.type;
    auto all = platform::resolve(query, platform::deadline::never());
    if (!all) return all;
    const auto transport_of = [&](const platform::resolved& one) {
        return std::ranges::find_if(found, [&](const auto& f) { return f.first.type == one.what.type; });
    };
    std::erase_if(*all, [&](const platform::resolved& one) { return transport_of(one) == found.end(); });
    for (platform::resolved& one : *all) one.where.port = transport_of(one)->second;
    return all;
}

result<resolved_list> resolve_query_of(platform::resolve_query query) {
    if (!query.service || query.service->empty()) return platform::resolve(query, platform::deadline::never());
    const port_text port = read_port(*query.service);
    switch (port.what) {
    case port_text::kind::number: query.service = std::to_string(port.number); break;
    case port_text::kind::negative: query.service = "-1"; [[fallthrough]];
    case port_text::kind::name:
        if (const auto known = platform::service_by_name(*query.service, ""); !known && is_no_database(known.error())) {
            if (port.what == port_text::kind::negative) return failure(gai_error::service);
            if (query.flags & ai_numericserv) return failure(gai_error::noname);
            return resolve_service(std::move(query));
        }
        break;
    }
    return platform::resolve(query, platform::deadline::never());
}

/// "" is None, as in Python 2.5 and its examples: socket.getaddrinfo('', port, ..., AI_PASSIVE).
std::optional<std::string> text_or_none(const std::optional<std::string>& text) {
    return text && !text->empty() ? text : std::nullopt;
}

/// inet_aton's other forms in the one that every resolver knows; other hosts as they are.
std::string plain_form(const std::string& host) {
    const auto numeric = numeric_host(host);
    if (!numeric || numeric->family != af_inet) return host;
    auto text = try_inet_ntop(af_inet, const_buffer(numeric->data.data(), numeric->length));
    return text ? *std::move(text) : host;
}

std::vector<address_info> infos_of(resolved_list& found) {
    std::vector<address_info> infos;
    infos.reserve(found.size());
    for (platform::resolved& one : found)
        infos.push_back(
            {one.what.family, one.what.type, one.what.proto, std::move(one.canonical_name), address(one.where)});
    return infos;
}

/// The numeric endpoint of getnameinfo's address. No name is looked up, but a scope's.
result<endpoint> numeric_endpoint(const address& a) {
    if (a.kind() == address::form::numeric) return a.numeric();
    if (!a.has_name()) return failure(misuse::address_form);
    const std::string host(a.text());
    if (host.find('\0') != std::string::npos) return failure(misuse::host_with_nul);
    if (const auto numeric = numeric_host(host)) return *numeric;
    if (host == "*") return failure(fault::ambiguous_address); // glibc's None, which is both loopback addresses
    if (host.find('%') == std::string::npos) return failure(gai_error::noname);
    platform::resolve_query query;
    query.host = host;
    query.type = sock_dgram;
    query.flags = ai_numerichost;
    const auto found = platform::resolve(query, platform::deadline::never());
    if (!found) return failure(found.error());
    if (found->size() != 1)
        return failure(found->empty() ? make_error_code(gai_error::noname) : fault::ambiguous_address);
    return found->front().where;
}

/// The endpoint with the numbers of the address, checked in CPython's order.
result<endpoint> name_query(const address& a) {
    if (a.flowinfo() < 0 || a.flowinfo() > 0xfffff) return failure(misuse::flowinfo_range);
    if (a.port() < 0) return failure(gai_error::service);
    auto where = numeric_endpoint(a);
    if (!where) return where;
    switch (where->family.value()) {
    case af_inet.value():
        if (a.flowinfo() != 0 || a.scope_id() != 0) return failure(misuse::address_form); // a pair
        break;
    case af_inet6.value():
        where->flowinfo = static_cast<std::uint32_t>(a.flowinfo());
        where->scope_id = a.scope_id();
        break;
    default: return failure(misuse::address_form);
    }
    where->port = static_cast<std::uint16_t>(a.port() & 0xffff);
    return where;
}

} // namespace

result<std::string> try_idna_encode(std::string_view host) noexcept { return to_ascii(host); }

result<std::vector<address_info>> try_getaddrinfo(const host_name& host, const service& port, address_family family,
                                                  socket_type type, protocol proto, resolve_flags flags) noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    return guard_allocation([&]() -> result<std::vector<address_info>> {
        platform::resolve_query query;
        std::string given;
        if (const auto name = text_or_none(host.text())) {
            auto encoded = host.is_encoded() ? encode_host(encoded_host{*name}) : encode_host_strictly(*name);
            if (!encoded) return failure(encoded.error());
            given = *std::move(encoded);
            query.host = plain_form(given);
        }
        query.service = port.text();
        if (query.service && query.service->find('\0') != std::string::npos) return failure(misuse::embedded_nul);
        if (!query.host && !query.service) return failure(gai_error::noname);
        if (!query.host && (flags & ai_canonname)) return failure(gai_error::badflags);
        query.family = family;
        query.type = type;
        query.proto = proto;
        query.flags = flags;
        const bool is_rewritten = query.host && *query.host != given;
        auto found = resolve_query_of(std::move(query));
        if (!found) return failure(found.error());
        auto infos = infos_of(*found);
        if (is_rewritten && (flags & ai_canonname) && !infos.empty()) infos.front().canonname = given;
        return infos;
    });
}

result<std::pair<std::string, std::string>> try_getnameinfo(const address& sockaddr, name_flags flags) noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    return guard_allocation([&]() -> result<std::pair<std::string, std::string>> {
        const auto where = name_query(sockaddr);
        if (!where) return failure(where.error());
        auto found = platform::reverse(*where, flags, platform::deadline::never());
        if (!found) return failure(found.error());
        // A resolver without a database of services gives the number.
        if (!(flags & ni_numericserv) && read_port(found->service).what == port_text::kind::number) {
            auto name = look_up_service_name(where->port, flags & ni_dgram ? "udp" : "tcp");
            if (name) found->service = *std::move(name);
        }
        return std::pair(std::move(found->host), std::move(found->service));
    });
}

} // namespace samesock

// Hosts by name and by address, and the name of this one: the functions that are older than getaddrinfo.
#include "core/oserror.hpp"
#include "core/resolve_address.hpp"
#include "core/start.hpp"
#include "platform/allocation.hpp"
#include "platform/platform.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>
#include <samesock/inet.hpp>
#include <samesock/names.hpp>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace samesock {
namespace {

using platform::guard_allocation;

std::string numeric_text(const endpoint& numeric) {
    auto text = try_inet_ntop(numeric.family, const_buffer(numeric.data.data(), numeric.length));
    return text ? *std::move(text) : std::string();
}

bool lacks(std::error_code code) noexcept { return code == errno_code(EOPNOTSUPP); }

/// Python's (hostname, aliaslist, ipaddrlist), of one family.
result<host_entry> entry_of(platform::host_entry& found, address_family family) {
    host_entry entry{std::move(found.name), std::move(found.aliases), {}};
    entry.ipaddrlist.reserve(found.addresses.size());
    for (const endpoint& one : found.addresses) {
        if (one.family != family) return failure(errno_code(EAFNOSUPPORT));
        entry.ipaddrlist.push_back(numeric_text(one));
    }
    return entry;
}

/// gethostbyname_ex where there is getaddrinfo alone: no aliases.
result<host_entry> resolve_entry(const std::string& host) {
    if (host.empty()) return failure(host_error::host_not_found);
    platform::resolve_query query;
    query.host = host;
    query.family = af_inet;
    query.type = sock_stream;
    const auto found = platform::resolve(query, platform::deadline::never());
    if (!found) return failure(found.error().category() == gai_category() ? host_error::host_not_found : found.error());
    host_entry entry{host, {}, {}};
    for (const platform::resolved& one : *found) {
        std::string text = numeric_text(one.where);
        if (std::ranges::find(entry.ipaddrlist, text) == entry.ipaddrlist.end())
            entry.ipaddrlist.push_back(std::move(text));
    }
    return entry;
}

/// gethostbyaddr where there is getnameinfo alone, which may know no names at all.
result<host_entry> reverse_entry(const endpoint& where) {
    auto found = platform::reverse(where, ni_namereqd, platform::deadline::never());
    if (!found) return failure(host_error::host_not_found);
    return host_entry{std::move(found->host), {}, {numeric_text(where)}};
}

/// gethostbyname of an encoded host.
result<std::string> address_of(const result<std::string>& host) noexcept {
    if (!host) return failure(host.error());
    const auto found = resolve_host(*host, af_inet);
    if (!found) return failure(found.error());
    return guard_allocation([&]() -> result<std::string> { return numeric_text(*found); });
}

/// gethostbyname_ex, likewise. As CPython's, the look-up comes first, with a gaierror; what fails after it is an
/// herror.
result<host_entry> entry_by_name(const result<std::string>& host) noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    if (!host) return failure(host.error());
    const auto known = resolve_host(*host, af_inet);
    if (!known) return failure(known.error());
    return guard_allocation([&]() -> result<host_entry> {
        auto found = platform::host_by_name(*host);
        if (found) return entry_of(*found, af_inet);
        return lacks(found.error()) ? resolve_entry(*host) : failure(found.error());
    });
}

/// gethostbyaddr, likewise.
result<host_entry> entry_by_address(const result<std::string>& host) noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    if (!host) return failure(host.error());
    const auto where = resolve_host(*host, af_unspec);
    if (!where) return failure(where.error());
    return guard_allocation([&]() -> result<host_entry> {
        auto found = platform::host_by_address(*where);
        if (found) return entry_of(*found, where->family);
        return lacks(found.error()) ? reverse_entry(*where) : failure(found.error());
    });
}

std::string_view strip(std::string_view text) noexcept {
    constexpr std::string_view white = " \t\n\v\f\r\x1c\x1d\x1e\x1f"; // what str.strip takes from ASCII
    const std::size_t first = text.find_first_not_of(white);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

} // namespace

result<std::string> try_gethostbyname(std::string_view hostname) noexcept {
    return address_of(encode_host_strictly(hostname));
}
result<std::string> try_gethostbyname(encoded_host hostname) noexcept { return address_of(encode_host(hostname)); }

result<host_entry> try_gethostbyname_ex(std::string_view hostname) noexcept {
    return entry_by_name(encode_host_strictly(hostname));
}
result<host_entry> try_gethostbyname_ex(encoded_host hostname) noexcept { return entry_by_name(encode_host(hostname)); }

result<host_entry> try_gethostbyaddr(std::string_view ip_address) noexcept {
    return entry_by_address(encode_host_strictly(ip_address));
}
result<host_entry> try_gethostbyaddr(encoded_host ip_address) noexcept {
    return entry_by_address(encode_host(ip_address));
}

// Lib/socket.py, getfqdn, which catches OSError.
result<std::string> try_getfqdn(std::string_view name) noexcept {
    return guard_allocation([&]() -> result<std::string> {
        std::string fqdn(strip(name));
        if (fqdn.empty() || fqdn == "0.0.0.0" || fqdn == "::") {
            auto own = try_gethostname();
            if (!own) return own;
            fqdn = *std::move(own);
        }
        auto found = try_gethostbyaddr(fqdn);
        if (!found) return is_oserror(found.error()) ? result<std::string>(std::move(fqdn)) : failure(found.error());
        std::vector<std::string>& names = found->aliaslist;
        names.insert(names.begin(), found->hostname);
        const auto full =
            std::ranges::find_if(names, [](const std::string& one) { return one.find('.') != std::string::npos; });
        return full != names.end() ? *full : found->hostname;
    });
}

result<std::string> try_gethostname() noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    return platform::host_name();
}

status try_sethostname(std::string_view name) noexcept {
    if (name.find('\0') != std::string_view::npos) return failure(misuse::embedded_nul);
    if (auto started = ensure_started(); !started) return failure(started.error());
    return platform::set_host_name(name);
}

} // namespace samesock

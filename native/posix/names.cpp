// Names of hosts, services, protocols and interfaces, from this system's resolver and databases.
// Sources: getaddrinfo(3), getnameinfo(3), gethostbyname(3), getservbyname(3), if_nameindex(3).
#include "entries.hpp"
#include "translate.hpp"

#include "platform/allocation.hpp"

#include <net/if.h>
#include <netdb.h>
#include <unistd.h>

#include <cstring>
#include <memory>

namespace samesock::platform {

namespace {

std::error_code resolve_failure(gai_error e) noexcept { return make_error_code(e); }

struct address_list_end {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};
using address_list = std::unique_ptr<addrinfo, address_list_end>;

const char* text_or_null(const std::optional<std::string>& text) noexcept { return text ? text->c_str() : nullptr; }

result<addrinfo> hints_of(const resolve_query& query) noexcept {
    addrinfo hints{};
    hints.ai_flags = bits_to_native<resolve_bits>(query.flags.value());
    if (refused(hints.ai_flags)) return failure(resolve_failure(gai_error::badflags));
    hints.ai_family = native_family(query.family);
    if (refused(hints.ai_family)) return failure(resolve_failure(gai_error::family));
    hints.ai_socktype = query.type.value() == 0 ? 0 : native_type(query.type);
    if (refused(hints.ai_socktype)) return failure(resolve_failure(gai_error::socktype));
    hints.ai_protocol = query.proto.value();
    return hints;
}

resolved resolved_of(const addrinfo& entry) {
    const socket_type type = entry.ai_socktype == 0 ? socket_type{} : type_of(entry.ai_socktype);
    return {{family_of(entry.ai_family), type, protocol(entry.ai_protocol)},
            entry.ai_canonname != nullptr ? entry.ai_canonname : "",
            endpoint_of(entry.ai_addr, static_cast<socklen_t>(entry.ai_addrlen))};
}

} // namespace

result<std::vector<resolved>> resolve(const resolve_query& query, deadline) noexcept {
    return guard_allocation([&]() -> result<std::vector<resolved>> {
        const auto hints = hints_of(query);
        if (!hints) return failure(hints.error());
        addrinfo* first = nullptr;
        const int outcome = ::getaddrinfo(text_or_null(query.host), text_or_null(query.service), &*hints, &first);
        if (outcome != 0) return failure(resolution_error(outcome));
        const address_list list(first);
        std::vector<resolved> all;
        for (const addrinfo* entry = first; entry != nullptr; entry = entry->ai_next)
            if (entry->ai_addr != nullptr) all.push_back(resolved_of(*entry));
        return all;
    });
}

result<named> reverse(const endpoint& where, name_flags flags, deadline) noexcept {
    return guard_allocation([&]() -> result<named> {
        const int native = bits_to_native<name_bits>(flags.value());
        if (refused(native)) return failure(resolve_failure(gai_error::badflags));
        native_endpoint name;
        if (to_native(where, name) != 0) return failure(resolve_failure(gai_error::family));
        std::array<char, 1025> host{};
        std::array<char, 256> service{};
        const int outcome =
            ::getnameinfo(name.get(), name.length, host.data(), host.size(), service.data(), service.size(), native);
        if (outcome != 0) return failure(resolution_error(outcome));
        return named{host.data(), service.data()};
    });
}

// -- hosts, the older way ---------------------------------------------------------------------------------------------

namespace {

result<host_entry> host_entry_of(const hostent& entry) {
    host_entry host;
    host.name = entry.h_name;
    for (char** alias = entry.h_aliases; alias != nullptr && *alias != nullptr; ++alias)
        host.aliases.emplace_back(*alias);
    for (char** address = entry.h_addr_list; address != nullptr && *address != nullptr; ++address) {
        const auto* bytes = reinterpret_cast<const std::byte*>(*address);
        host.addresses.push_back({family_of(entry.h_addrtype), {bytes, static_cast<std::size_t>(entry.h_length)}});
    }
    return host;
}

} // namespace

result<host_entry> host_by_name(const std::string& name) noexcept {
    return guard_allocation([&] { return with_host_by_name(name.c_str(), host_entry_of); });
}

result<host_entry> host_by_address(const endpoint& where) noexcept {
    const int family = native_family(where.family);
    if (family != AF_INET && family != AF_INET6) return failure(errno_code(EAFNOSUPPORT));
    return guard_allocation(
        [&] { return with_host_by_address(where.data.data(), where.length, family, host_entry_of); });
}

// -- services and protocols -------------------------------------------------------------------------------------------

namespace {

// A machine without the file has no such database; the resolver's answer would be the same as for an unknown name.
std::error_code not_found(const char* database) noexcept {
    return errno_code(::access(database, F_OK) == 0 ? ENOENT : ENOSYS);
}

const char* any_if_empty(const std::string& proto) noexcept { return proto.empty() ? nullptr : proto.c_str(); }

} // namespace

result<std::uint16_t> service_by_name(const std::string& name, const std::string& proto) noexcept {
    return guard_allocation([&]() -> result<std::uint16_t> {
        const auto found =
            with_service_by_name(name.c_str(), any_if_empty(proto), [](const servent& entry) -> result<std::uint16_t> {
                return ntohs(static_cast<std::uint16_t>(entry.s_port));
            });
        if (!found) return failure(found.error().value() == ENOENT ? not_found("/etc/services") : found.error());
        return found;
    });
}

result<std::string> service_by_port(std::uint16_t port, const std::string& proto) noexcept {
    return guard_allocation([&]() -> result<std::string> {
        auto found =
            with_service_by_port(htons(port), any_if_empty(proto),
                                 [](const servent& entry) -> result<std::string> { return std::string(entry.s_name); });
        if (!found) return failure(found.error().value() == ENOENT ? not_found("/etc/services") : found.error());
        return found;
    });
}

result<int> protocol_by_name(const std::string& name) noexcept {
    return guard_allocation([&]() -> result<int> {
        const auto found =
            with_protocol_by_name(name.c_str(), [](const protoent& entry) -> result<int> { return entry.p_proto; });
        if (!found) return failure(found.error().value() == ENOENT ? not_found("/etc/protocols") : found.error());
        return found;
    });
}

// -- this machine -----------------------------------------------------------------------------------------------------

result<std::string> host_name() noexcept {
    return guard_allocation([]() -> result<std::string> {
        std::array<char, 1024> name{};
        if (::gethostname(name.data(), name.size() - 1) < 0) return last_error();
        return std::string(name.data());
    });
}

status set_host_name(std::string_view name) noexcept {
#if defined(__APPLE__) || defined(__FreeBSD__) || defined(__DragonFly__)
    return status_of(::sethostname(name.data(), static_cast<int>(name.size())));
#else
    return status_of(::sethostname(name.data(), name.size()));
#endif
}

namespace {

struct interface_list_end {
    void operator()(struct if_nameindex* list) const noexcept { ::if_freenameindex(list); }
};

// Not every system says why.
std::error_code errno_or(int reason) noexcept { return errno_code(errno != 0 ? errno : reason); }

} // namespace

result<std::vector<interface_entry>> interfaces() noexcept {
    return guard_allocation([]() -> result<std::vector<interface_entry>> {
        const std::unique_ptr<struct if_nameindex, interface_list_end> list(::if_nameindex());
        if (!list) return last_error();
        std::vector<interface_entry> all;
        for (const auto* entry = list.get(); entry->if_index != 0 && entry->if_name != nullptr; ++entry)
            all.push_back({entry->if_index, entry->if_name});
        return all;
    });
}

result<std::uint32_t> interface_index(const std::string& name) noexcept {
    errno = 0;
    const unsigned index = ::if_nametoindex(name.c_str());
    if (index == 0) return failure(errno_or(ENODEV));
    return std::uint32_t{index};
}

result<std::string> interface_name(std::uint32_t index) noexcept {
    return guard_allocation([&]() -> result<std::string> {
        std::array<char, IF_NAMESIZE + 1> name{};
        errno = 0;
        if (::if_indextoname(index, name.data()) == nullptr) return failure(errno_or(ENXIO));
        return std::string(name.data());
    });
}

} // namespace samesock::platform

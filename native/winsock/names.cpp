// Names of hosts, services, protocols and interfaces, from Windows' resolver and databases. Text goes in and out as
// UTF-16 wherever there is such a call, so that no code page stands in the way.
// Sources: GetAddrInfoW, GetNameInfoW, gethostbyname (ws2tcpip.h, winsock2.h), GetIfTable2Ex (netioapi.h).
#include "text.hpp"
#include "translate.hpp"

#include "platform/allocation.hpp"

#include <iphlpapi.h>
#include <netioapi.h>

#include <memory>

namespace samesock::platform {

namespace {

struct address_list_end {
    void operator()(ADDRINFOW* list) const noexcept { ::FreeAddrInfoW(list); }
};
using address_list = std::unique_ptr<ADDRINFOW, address_list_end>;

result<ADDRINFOW> hints_of(const resolve_query& query) noexcept {
    ADDRINFOW hints{};
    hints.ai_flags = bits_to_native<resolve_bits>(query.flags.value());
    if (hints.ai_flags == no_number) return failure(gai_error::badflags);
    hints.ai_family = native_family(query.family);
    if (hints.ai_family == no_number) return failure(gai_error::family);
    hints.ai_socktype = query.type.value() == 0 ? 0 : native_type(query.type);
    if (hints.ai_socktype == no_number) return failure(gai_error::socktype);
    hints.ai_protocol = query.proto.value();
    return hints;
}

struct transport {
    int type; ///< ours
    int proto;
};
constexpr auto transports = std::to_array<transport>({{1, IPPROTO_TCP}, {2, IPPROTO_UDP}, {3, 0}});

// Windows leaves the type out where none was asked for, and the protocol always: who asks is to have an answer for
// each, as elsewhere.
void append(const ADDRINFOW& entry, int wanted_proto, std::vector<resolved>& to) {
    const std::string name = entry.ai_canonname != nullptr ? utf8_of(entry.ai_canonname) : std::string();
    const address_family family = family_of(entry.ai_family);
    const endpoint where = endpoint_of(entry.ai_addr, entry.ai_addrlen);
    const int type = from_native<socket_types>(entry.ai_socktype);
    for (const transport& t : transports) {
        if (entry.ai_socktype != 0 && type != t.type) continue;
        if (wanted_proto != 0 && t.proto != 0 && wanted_proto != t.proto) continue;
        const int proto = entry.ai_protocol != 0 ? entry.ai_protocol : wanted_proto != 0 ? wanted_proto : t.proto;
        to.push_back({{family, socket_type(t.type), protocol(proto)}, to.empty() ? name : std::string(), where});
    }
}

} // namespace

result<std::vector<resolved>> resolve(const resolve_query& query, deadline) noexcept {
    return guard_allocation([&]() -> result<std::vector<resolved>> {
        const auto hints = hints_of(query);
        if (!hints) return failure(hints.error());
        const std::wstring host = wide(query.host.value_or(""));
        const std::wstring service = wide(query.service.value_or(""));
        ADDRINFOW* first = nullptr;
        const int outcome = ::GetAddrInfoW(query.host ? host.c_str() : nullptr,
                                           query.service ? service.c_str() : nullptr, &*hints, &first);
        if (outcome != 0) return failure(resolution_error(outcome));
        const address_list list(first);
        std::vector<resolved> all;
        for (const ADDRINFOW* entry = first; entry != nullptr; entry = entry->ai_next)
            if (entry->ai_addr != nullptr) append(*entry, hints->ai_protocol, all);
        return all;
    });
}

result<named> reverse(const endpoint& where, name_flags flags, deadline) noexcept {
    return guard_allocation([&]() -> result<named> {
        const int native = bits_to_native<name_bits>(flags.value());
        if (native == no_number) return failure(gai_error::badflags);
        native_endpoint name;
        if (to_native(where, name) != 0) return failure(gai_error::family);
        std::array<wchar_t, NI_MAXHOST> host{};
        std::array<wchar_t, NI_MAXSERV> service{};
        const int outcome = ::GetNameInfoW(name.get(), name.length, host.data(), static_cast<DWORD>(host.size()),
                                           service.data(), static_cast<DWORD>(service.size()), native);
        if (outcome != 0) return failure(resolution_error(outcome));
        return named{utf8_of(host.data()), utf8_of(service.data())};
    });
}

// -- hosts, the older way: entries in memory of this thread's -----------------------------------------------------------

namespace {

std::error_code host_failure() noexcept {
    switch (const int reason = ::WSAGetLastError()) {
    case WSAHOST_NOT_FOUND: return make_error_code(host_error::host_not_found);
    case WSATRY_AGAIN: return make_error_code(host_error::try_again);
    case WSANO_RECOVERY: return make_error_code(host_error::no_recovery);
    case WSANO_DATA: return make_error_code(host_error::no_data);
    default: return errno_code(errno_of(reason));
    }
}

result<host_entry> host_entry_of(const hostent* entry) {
    if (entry == nullptr) return failure(host_failure());
    host_entry host;
    host.name = entry->h_name;
    for (char** alias = entry->h_aliases; alias != nullptr && *alias != nullptr; ++alias)
        host.aliases.emplace_back(*alias);
    for (char** address = entry->h_addr_list; address != nullptr && *address != nullptr; ++address) {
        const auto* bytes = reinterpret_cast<const std::byte*>(*address);
        host.addresses.push_back({family_of(entry->h_addrtype), {bytes, static_cast<std::size_t>(entry->h_length)}});
    }
    return host;
}

const char* any_if_empty(const std::string& proto) noexcept { return proto.empty() ? nullptr : proto.c_str(); }

} // namespace

result<host_entry> host_by_name(const std::string& name) noexcept {
    return guard_allocation([&] { return host_entry_of(::gethostbyname(name.c_str())); });
}

result<host_entry> host_by_address(const endpoint& where) noexcept {
    const int family = native_family(where.family);
    if (family != AF_INET && family != AF_INET6) return failed_with(EAFNOSUPPORT);
    const auto* const bytes = reinterpret_cast<const char*>(where.data.data());
    return guard_allocation([&] { return host_entry_of(::gethostbyaddr(bytes, where.length, family)); });
}

// -- services and protocols -------------------------------------------------------------------------------------------

result<std::uint16_t> service_by_name(const std::string& name, const std::string& proto) noexcept {
    const servent* const found = ::getservbyname(name.c_str(), any_if_empty(proto));
    if (found == nullptr) return failed_with(ENOENT);
    return ::ntohs(static_cast<std::uint16_t>(found->s_port));
}

result<std::string> service_by_port(std::uint16_t port, const std::string& proto) noexcept {
    return guard_allocation([&]() -> result<std::string> {
        const servent* const found = ::getservbyport(::htons(port), any_if_empty(proto));
        if (found == nullptr) return failed_with(ENOENT);
        return std::string(found->s_name);
    });
}

result<int> protocol_by_name(const std::string& name) noexcept {
    const protoent* const found = ::getprotobyname(name.c_str());
    if (found == nullptr) return failed_with(ENOENT);
    return int{found->p_proto};
}

// -- this machine -----------------------------------------------------------------------------------------------------

result<std::string> host_name() noexcept {
    return guard_allocation([]() -> result<std::string> {
        constexpr auto what = ComputerNamePhysicalDnsHostname;
        DWORD size = 0;
        ::GetComputerNameExW(what, nullptr, &size);
        std::wstring name(size, L'\0');
        if (::GetComputerNameExW(what, name.data(), &size) == 0)
            return failed_with(errno_of(static_cast<int>(::GetLastError())));
        name.resize(size); // without the NUL
        return utf8_of(name);
    });
}

status set_host_name(std::string_view) noexcept { return failed_with(EOPNOTSUPP); }

namespace {

struct interface_table_end {
    void operator()(MIB_IF_TABLE2* table) const noexcept { ::FreeMibTable(table); }
};

// Fails for an interface that has gone meanwhile.
bool name_of(const NET_LUID& luid, std::string& name) {
    std::array<wchar_t, NDIS_IF_MAX_STRING_SIZE + 1> text{};
    if (::ConvertInterfaceLuidToNameW(&luid, text.data(), text.size()) != NO_ERROR) return false;
    name = utf8_of(text.data());
    return true;
}

} // namespace

result<std::vector<interface_entry>> interfaces() noexcept {
    return guard_allocation([]() -> result<std::vector<interface_entry>> {
        MIB_IF_TABLE2* first = nullptr;
        const auto outcome = ::GetIfTable2Ex(MibIfTableRaw, &first);
        if (outcome != NO_ERROR) return failed_with(errno_of(static_cast<int>(outcome)));
        const std::unique_ptr<MIB_IF_TABLE2, interface_table_end> table(first);
        std::vector<interface_entry> all;
        for (ULONG i = 0; i != table->NumEntries; ++i) {
            const MIB_IF_ROW2& row = table->Table[i];
            std::string name;
            if (name_of(row.InterfaceLuid, name)) all.push_back({row.InterfaceIndex, std::move(name)});
        }
        return all;
    });
}

result<std::uint32_t> interface_index(const std::string& name) noexcept {
    return guard_allocation([&]() -> result<std::uint32_t> {
        NET_LUID luid{};
        NET_IFINDEX index = 0;
        if (::ConvertInterfaceNameToLuidW(wide(name).c_str(), &luid) != NO_ERROR ||
            ::ConvertInterfaceLuidToIndex(&luid, &index) != NO_ERROR)
            return failed_with(ENODEV);
        return std::uint32_t{index};
    });
}

result<std::string> interface_name(std::uint32_t index) noexcept {
    return guard_allocation([&]() -> result<std::string> {
        NET_LUID luid{};
        std::string name;
        if (::ConvertInterfaceIndexToLuid(index, &luid) != NO_ERROR || !name_of(luid, name)) return failed_with(ENXIO);
        return name;
    });
}

} // namespace samesock::platform

// The system's databases as Python shows them: services, protocols, network interfaces.
#include "core/databases.hpp"

#include "core/embedded_nul.hpp"
#include "core/services.hpp"
#include "core/start.hpp"
#include "platform/allocation.hpp"
#include "platform/platform.hpp"

#include <samesock/error_code.hpp>
#include <samesock/names.hpp>

#include <cerrno>
#include <utility>

namespace samesock {
namespace {

using platform::guard_allocation;

/// A database says no more than that it has not found it; a lack of memory is another matter.
std::error_code not_found(std::error_code code, fault what) noexcept {
    return code == errno_code(ENOMEM) ? code : make_error_code(what);
}

} // namespace

bool is_no_database(std::error_code code) noexcept { return code == errno_code(ENOSYS); }

result<std::uint16_t> look_up_service(const std::string& name, const std::string& proto) noexcept {
    const auto found = platform::service_by_name(name, proto);
    if (found) return found;
    if (!is_no_database(found.error())) return failure(not_found(found.error(), fault::service_not_found));
    if (const auto port = service_port(name, proto)) return *port;
    return failure(fault::service_not_found);
}

result<std::string> look_up_service_name(std::uint16_t port, const std::string& proto) noexcept {
    auto found = platform::service_by_port(port, proto);
    if (found) return found;
    if (!is_no_database(found.error())) return failure(not_found(found.error(), fault::port_not_found));
    return guard_allocation([&]() -> result<std::string> {
        if (const auto name = service_name(port, proto)) return std::string(*name);
        return failure(fault::port_not_found);
    });
}

result<int> try_getservbyname(std::string_view servicename, std::string_view protocolname) noexcept {
    if (has_nul(servicename) || has_nul(protocolname)) return failure(misuse::embedded_nul);
    if (auto started = ensure_started(); !started) return failure(started.error());
    return guard_allocation([&]() -> result<int> {
        const auto port = look_up_service(std::string(servicename), std::string(protocolname));
        if (!port) return failure(port.error());
        return *port;
    });
}

result<std::string> try_getservbyport(std::int64_t port, std::string_view protocolname) noexcept {
    if (has_nul(protocolname)) return failure(misuse::embedded_nul);
    if (port < 0 || port > 0xffff) return failure(misuse::port_number_range);
    if (auto started = ensure_started(); !started) return failure(started.error());
    return guard_allocation(
        [&] { return look_up_service_name(static_cast<std::uint16_t>(port), std::string(protocolname)); });
}

result<protocol> try_getprotobyname(std::string_view protocolname) noexcept {
    if (has_nul(protocolname)) return failure(misuse::embedded_nul);
    if (auto started = ensure_started(); !started) return failure(started.error());
    return guard_allocation([&]() -> result<protocol> {
        const auto found = platform::protocol_by_name(std::string(protocolname));
        if (found) return protocol(*found);
        if (!is_no_database(found.error())) return failure(not_found(found.error(), fault::protocol_not_found));
        if (const auto number = protocol_number(protocolname)) return protocol(*number);
        return failure(fault::protocol_not_found);
    });
}

result<std::vector<interface>> try_if_nameindex() noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    auto found = platform::interfaces();
    if (!found) return failure(found.error());
    return guard_allocation([&]() -> result<std::vector<interface>> {
        std::vector<interface> all;
        all.reserve(found->size());
        for (platform::interface_entry& one : *found) all.push_back({one.index, std::move(one.name)});
        return all;
    });
}

// An unknown name keeps the system's errno: CPython has reported it since 3.13.10 and 3.14.1 (gh-100218).
result<std::uint32_t> try_if_nametoindex(std::string_view name) noexcept {
    if (has_nul(name)) return failure(misuse::embedded_nul);
    if (auto started = ensure_started(); !started) return failure(started.error());
    return guard_allocation([&] { return platform::interface_index(std::string(name)); });
}

result<std::string> try_if_indextoname(std::uint32_t index) noexcept {
    if (auto started = ensure_started(); !started) return failure(started.error());
    return platform::interface_name(index);
}

} // namespace samesock

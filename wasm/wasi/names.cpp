// Names: getaddrinfo(3) over ip-name-lookup, and the numeric half of getnameinfo(3). There is no reverse look-up, no
// database of services, no host name and no list of interfaces.
#include "platform/allocation.hpp"
#include "wait.hpp"
#include "wasm/names/local_names.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::platform {
namespace {

constexpr name_flags known_name_flags = NI_NUMERICHOST | NI_NUMERICSERV | NI_NOFQDN | NI_NAMEREQD | NI_DGRAM | NI_IDN;

std::error_code lookup_error(network_error_code_t code) noexcept {
    switch (code) {
    case NETWORK_ERROR_CODE_INVALID_ARGUMENT:
    case NETWORK_ERROR_CODE_NAME_UNRESOLVABLE: return gai_error::noname;
    case NETWORK_ERROR_CODE_TEMPORARY_RESOLVER_FAILURE: return gai_error::again;
    case NETWORK_ERROR_CODE_OUT_OF_MEMORY: return gai_error::memory;
    default: return gai_error::fail; // access-denied and permanent-resolver-failure: look-up is not allowed
    }
}

result<address_list> look_up(const std::string& host, deadline until) {
    wasip2_string_t text{reinterpret_cast<std::uint8_t*>(const_cast<char*>(host.data())), host.size()};
    ip_name_lookup_own_resolve_address_stream_t begun;
    network_error_code_t error;
    if (!ip_name_lookup_resolve_addresses(network(), &text, &begun, &error)) return failure(lookup_error(error));
    const address_stream names(begun);
    pollable ready;
    address_list found;
    for (;;) {
        ip_name_lookup_option_ip_address_t next;
        if (ip_name_lookup_method_resolve_address_stream_resolve_next_address(borrow(names), &next, &error)) {
            if (!next.is_some) return found;
            const endpoint one = endpoint_of(next.val);
            if (std::ranges::find(found, one) == found.end()) found.push_back(one);
            continue;
        }
        if (error != NETWORK_ERROR_CODE_WOULD_BLOCK) return failure(lookup_error(error));
        if (!ready) ready = pollable(ip_name_lookup_method_resolve_address_stream_subscribe(borrow(names)));
        if (!sleep_on(ready, until)) return failure(fault::timed_out);
    }
}

} // namespace

result<std::vector<resolved>> resolve(const resolve_query& q, deadline until) noexcept {
    return guard_allocation([&]() -> result<std::vector<resolved>> {
        if (auto good = check_query(q); !good) return failure(good.error());
        const auto known = addresses_without_lookup(q);
        if (!known) return failure(known.error());
        if (*known) return answers_of(q, **known);
        auto found = look_up(*q.host, until);
        if (found) found = of_family(*std::move(found), q);
        if (!found) return failure(found.error());
        return answers_of(q, *found);
    });
}

result<named> reverse(const endpoint& e, name_flags flags, deadline) noexcept {
    return guard_allocation([&]() -> result<named> {
        if (flags & ~known_name_flags) return failure(gai_error::badflags);
        auto numbers = reverse_numerically(e);
        if (numbers && (flags & NI_NAMEREQD)) return failure(gai_error::noname);
        return numbers;
    });
}

result<host_entry> host_by_name(const std::string&) noexcept { return failed_with(EOPNOTSUPP); }
result<host_entry> host_by_address(const endpoint&) noexcept { return failed_with(EOPNOTSUPP); }

result<std::uint16_t> service_by_name(const std::string&, const std::string&) noexcept { return failed_with(ENOSYS); }
result<std::string> service_by_port(std::uint16_t, const std::string&) noexcept { return failed_with(ENOSYS); }
result<int> protocol_by_name(const std::string&) noexcept { return failed_with(ENOSYS); }

// A name that whoever runs the program may configure: wasmtime run --env HOSTNAME=...
result<std::string> host_name() noexcept {
    return guard_allocation([]() -> result<std::string> {
        const char* const configured = std::getenv("HOSTNAME");
        return std::string(configured != nullptr && *configured != '\0' ? configured : "localhost");
    });
}
status set_host_name(std::string_view) noexcept { return failed_with(EOPNOTSUPP); }

result<std::vector<interface_entry>> interfaces() noexcept { return failed_with(EOPNOTSUPP); }
result<std::uint32_t> interface_index(const std::string&) noexcept { return failed_with(EOPNOTSUPP); }
result<std::string> interface_name(std::uint32_t) noexcept { return failed_with(EOPNOTSUPP); }

} // namespace samesock::platform

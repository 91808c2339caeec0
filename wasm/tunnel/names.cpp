// Names: numbers are read here, all else the gateway looks up. A stock server looks up nothing that it does not dial:
// there a name has a stand-in. There is no database of services: the core's own tables serve.
#include "network.hpp"

#include "platform/allocation.hpp"
#include "wasm/names/local_names.hpp"

#include <algorithm>
#include <cstdlib>

namespace samesock::platform {
namespace {

constexpr name_flags known_name_flags = NI_NUMERICHOST | NI_NUMERICSERV | NI_NOFQDN | NI_NAMEREQD | NI_DGRAM | NI_IDN;

std::optional<std::string_view> view(const std::optional<std::string>& text) noexcept {
    return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

result<std::vector<resolved>> stand_in(network& net, const resolve_query& q) {
    if (q.family == AF_INET6 && !(q.flags & AI_V4MAPPED)) return failure(gai_error::addrfamily);
    if (q.host->empty() || q.host->size() > 253) return failure(gai_error::noname);
    auto where = of_family({net.names.stand_in_for(*q.host)}, q);
    if (!where) return failure(where.error());
    return answers_of(q, *where);
}

// getaddrinfo has no errno but those of EAI_SYSTEM; no way to a gateway is what no way to a name server is.
std::error_code as_gai(std::error_code code) noexcept {
    const bool is_domain = code.category() == gai_category() || code == fault::timed_out;
    return is_domain ? code : make_error_code(gai_error::again);
}

result<std::vector<resolved>> look_up(const resolve_query& q, deadline until) {
    locked_network net;
    if (auto there = net->await_session(net.lock(), handle::none, until); !there) return failure(as_gai(there.error()));
    if (net->is_stock()) return stand_in(*net, q);
    const tunnel::wire::resolve request{.family = static_cast<std::uint16_t>(q.family.value()),
                                        .type = static_cast<std::uint16_t>(q.type.value()),
                                        .protocol = static_cast<std::uint16_t>(q.proto.value()),
                                        .flags = static_cast<std::uint32_t>(q.flags.value()),
                                        .host = view(q.host),
                                        .service = view(q.service)};
    auto answered = net->query(net.lock(), request, until);
    if (!answered) return failure(as_gai(answered.error()));
    if (answered->found.empty()) return failure(gai_error::noname);
    return std::move(answered->found);
}

} // namespace

result<std::vector<resolved>> resolve(const resolve_query& q, deadline until) noexcept {
    return guard_allocation([&]() -> result<std::vector<resolved>> {
        if (auto good = check_query(q); !good) return failure(good.error());
        const auto known = addresses_without_lookup(q);
        if (!known) return failure(known.error());
        return *known ? answers_of(q, **known) : look_up(q, until);
    });
}

result<named> reverse(const endpoint& e, name_flags flags, deadline until) noexcept {
    return guard_allocation([&]() -> result<named> {
        if (flags & ~known_name_flags) return failure(gai_error::badflags);
        const bool required = static_cast<bool>(flags & NI_NAMEREQD);
        auto numbers = reverse_numerically(e);
        if (!numbers || ((flags & NI_NUMERICHOST) && !required)) return numbers;
        locked_network net;
        if (auto there = net->await_session(net.lock(), handle::none, until); !there)
            return required ? failure(as_gai(there.error())) : numbers;
        // The service stays a number, for the core's tables.
        const tunnel::wire::reverse request{static_cast<std::uint32_t>((flags | NI_NUMERICSERV).value()), e};
        auto answered = net->query(net.lock(), request, until);
        if (answered) return std::move(answered->names);
        const bool knows_no_names = answered.error() == errno_code(EOPNOTSUPP); // a stock server
        if (knows_no_names && !required) return numbers;
        return failure(knows_no_names ? make_error_code(gai_error::noname) : as_gai(answered.error()));
    });
}

result<host_entry> host_by_name(const std::string&) noexcept { return failed_with(EOPNOTSUPP); }
result<host_entry> host_by_address(const endpoint&) noexcept { return failed_with(EOPNOTSUPP); }

result<std::uint16_t> service_by_name(const std::string&, const std::string&) noexcept { return failed_with(ENOSYS); }
result<std::string> service_by_port(std::uint16_t, const std::string&) noexcept { return failed_with(ENOSYS); }
result<int> protocol_by_name(const std::string&) noexcept { return failed_with(ENOSYS); }

// The name of the machine that the program seems to be on is nobody's: the gateway's is not its own.
result<std::string> host_name() noexcept {
    return guard_allocation([]() -> result<std::string> {
        const char* const configured = std::getenv("HOSTNAME");
        return std::string(configured != nullptr && *configured != '\0' ? configured : "localhost");
    });
}
status set_host_name(std::string_view) noexcept { return failed_with(EOPNOTSUPP); }

// -- interfaces: the gateway's ------------------------------------------------------------------------------------------

result<std::vector<interface_entry>> interfaces() noexcept {
    return guard_allocation([]() -> result<std::vector<interface_entry>> {
        locked_network net;
        auto answered = net->query(net.lock(), tunnel::wire::interfaces{}, deadline::never());
        if (!answered) return failure(answered.error());
        return std::move(answered->interfaces);
    });
}

result<std::uint32_t> interface_index(const std::string& name) noexcept {
    const auto all = interfaces();
    if (!all) return failure(all.error());
    const auto found = std::ranges::find(*all, name, &interface_entry::name);
    if (found == all->end()) return failed_with(ENODEV);
    return found->index;
}

result<std::string> interface_name(std::uint32_t index) noexcept {
    auto all = interfaces();
    if (!all) return failure(all.error());
    const auto found = std::ranges::find(*all, index, &interface_entry::index);
    if (found == all->end()) return failed_with(ENXIO);
    return std::move(found->name);
}

} // namespace samesock::platform

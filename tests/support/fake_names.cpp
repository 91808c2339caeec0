// The scripted platform's names: numeric hosts, a table of the test's own, and no databases. No system call.
#include "support/fake_platform.hpp"

#include <samesock/inet.hpp>

#include <charconv>

namespace samesock::platform {

using testing::fake;

namespace {

std::error_code no_database() { return errno_code(ENOSYS); }

std::vector<endpoint> wildcard(bool passive) {
    if (passive) return {testing::ipv4(0, {0, 0, 0, 0}), endpoint(af_inet6, std::array<std::byte, 16>{})};
    return {testing::ipv4(0), testing::ipv6_loopback(0)};
}

std::vector<endpoint> known(const resolve_query& q) {
    if (!q.host) return wildcard(bool(q.flags & ai_passive));
    if (const auto v4 = try_inet_aton(*q.host)) return {endpoint(af_inet, {v4->data(), v4->size()})};
    if (const auto v6 = try_inet_pton(af_inet6, *q.host)) return {endpoint(af_inet6, {v6->data(), v6->size()})};
    if (q.flags & ai_numerichost) return {};
    const auto found = fake().hosts.find(*q.host);
    return found != fake().hosts.end() ? found->second : std::vector<endpoint>();
}

} // namespace

result<std::vector<resolved>> resolve(const resolve_query& q, deadline until) noexcept {
    auto& r = fake().record("resolve");
    r.data = q.host.value_or("");
    r.until = until;
    fake().queries.push_back(q);
    if (auto scripted = fake().resolve.next()) return *scripted;
    std::uint16_t port = 0;
    if (q.service) {
        const char* const end = q.service->data() + q.service->size();
        if (std::from_chars(q.service->data(), end, port).ptr != end) return failure(gai_error::service);
    }
    std::vector<resolved> found;
    for (endpoint where : known(q)) {
        if (q.family != af_unspec && q.family != where.family) continue;
        where.port = port;
        const kind what{where.family, q.type.value() != 0 ? q.type : sock_stream, q.proto};
        found.push_back({what, q.flags & ai_canonname ? q.host.value_or("") : std::string(), where});
    }
    if (found.empty()) return failure(gai_error::noname);
    return found;
}

result<named> reverse(const endpoint& where, name_flags flags, deadline until) noexcept {
    auto& r = fake().record("reverse");
    r.where = where;
    r.number = flags.value();
    r.until = until;
    return fake().reverse.next().value_or(failure(gai_error::noname));
}

result<host_entry> host_by_name(const std::string& name) noexcept {
    fake().record("host_by_name").data = name;
    return fake().host_by_name.next().value_or(failure(errno_code(EOPNOTSUPP)));
}

result<host_entry> host_by_address(const endpoint& where) noexcept {
    fake().record("host_by_address").where = where;
    return fake().host_by_address.next().value_or(failure(errno_code(EOPNOTSUPP)));
}

result<std::uint16_t> service_by_name(const std::string& name, const std::string& proto) noexcept {
    fake().record("service_by_name").data = name + "/" + proto;
    return fake().service_by_name.next().value_or(failure(no_database()));
}

result<std::string> service_by_port(std::uint16_t port, const std::string& proto) noexcept {
    auto& r = fake().record("service_by_port");
    r.number = port;
    r.data = proto;
    return fake().service_by_port.next().value_or(failure(no_database()));
}

result<int> protocol_by_name(const std::string& name) noexcept {
    fake().record("protocol_by_name").data = name;
    return fake().protocol_by_name.next().value_or(failure(no_database()));
}

result<std::string> host_name() noexcept {
    fake().record("host_name");
    return fake().host_name.next().value_or(result<std::string>("scripted"));
}

status set_host_name(std::string_view name) noexcept {
    fake().record("set_host_name").data = name;
    return fake().set_host_name.next().value_or(status());
}

result<std::vector<interface_entry>> interfaces() noexcept {
    fake().record("interfaces");
    return fake().interfaces.next().value_or(std::vector<interface_entry>{{1, "lo"}, {2, "eth0"}});
}

result<std::uint32_t> interface_index(const std::string& name) noexcept {
    fake().record("interface_index").data = name;
    if (auto scripted = fake().interface_index.next()) return *scripted;
    if (name == "lo") return 1;
    if (name == "eth0") return 2;
    return failure(errno_code(ENODEV));
}

result<std::string> interface_name(std::uint32_t index) noexcept {
    fake().record("interface_name").number = index;
    if (auto scripted = fake().interface_name.next()) return *scripted;
    if (index == 1) return "lo";
    if (index == 2) return "eth0";
    return failure(errno_code(ENXIO));
}

} // namespace samesock::platform

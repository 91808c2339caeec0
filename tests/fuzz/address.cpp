// Addresses: nothing given is lost, the forms agree, and only what is in range comes out of the core as an endpoint.
#include "expect.hpp"
#include "input.hpp"

#include "core/resolve_address.hpp"
#include "support/fake_platform.hpp"

#include <samesock/address.hpp>
#include <samesock/constants.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using samesock::address;
using samesock::address_family;
using samesock::endpoint;
using samesock::fuzz::input;

address take_internet(input& in) {
    // Small numbers are most of what programs give; all others come by the other branch.
    const bool is_wide = in.take<std::uint8_t>() % 4 == 0;
    const std::int64_t port = is_wide ? in.take<std::int64_t>() : in.take<std::uint16_t>();
    const std::int64_t flowinfo = is_wide ? in.take<std::int64_t>() : in.take<std::uint8_t>();
    const std::uint32_t scope_id = is_wide ? in.take<std::uint32_t>() : in.take<std::uint8_t>();
    const std::string host(in.take_line());
    const address a(host, port, flowinfo, scope_id);
    EXPECT(a.port() == port);
    EXPECT(a.flowinfo() == flowinfo);
    EXPECT(a.scope_id() == scope_id);
    if (a.kind() == address::form::name)
        EXPECT(a.host() == host);
    else
        EXPECT(address(a.host(), port, flowinfo, scope_id) == a);
    return a;
}

address take_endpoint(input& in) {
    const auto family = in.take<std::uint8_t>();
    const auto port = in.take<std::uint16_t>();
    const std::string_view bytes = in.take_line();
    const address a(endpoint(address_family(family), std::as_bytes(std::span(bytes)), port));
    EXPECT(a.port() == port);
    (void)a.host();
    (void)a.path();
    (void)a.raw();
    return a;
}

address take_address(input& in) {
    switch (in.take<std::uint8_t>() % 4) {
    case 0: return take_endpoint(in);
    case 1: return address(in.take_line());
    default: return take_internet(in);
    }
}

void compare(const address& a, const address& b) {
    EXPECT(a == a && !(a < a));
    EXPECT((a <=> b) == (0 <=> (b <=> a)));
    if (a == b) EXPECT(std::hash<address>()(a) == std::hash<address>()(b));
}

void print(const address& a) {
    std::ostringstream out;
    out << a;
    EXPECT(!out.str().empty());
    EXPECT(out.str().find('\n') == std::string::npos);
    EXPECT(out.str().find('\0') == std::string::npos);
}

void resolve(const address& a, address_family family) {
    const samesock::resolved_address found(a, family);
    if (!found) {
        EXPECT(found.error());
        return;
    }
    EXPECT((*found).family == family);
    EXPECT(a.port() == (*found).port);
    EXPECT(a.flowinfo() == (*found).flowinfo && a.flowinfo() <= 0xfffff);
    if (family == samesock::af_inet) EXPECT((*found).length == 4);
    if (family == samesock::af_inet6) EXPECT((*found).length == 16 && (*found).scope_id == a.scope_id());
    if (family == samesock::af_unix) EXPECT((*found).length <= 108);
    if (a.kind() == address::form::name) EXPECT(a.text().find('\0') == std::string_view::npos);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static samesock::testing::fake_platform fake;
    fake.forget();
    fake.queries.clear();
    input in(data, size);
    const address a = take_address(in);
    const address b = take_address(in);
    compare(a, b);
    for (const address& each : {a, b}) {
        print(each);
        for (const address_family family :
             {samesock::af_inet, samesock::af_inet6, samesock::af_unix, samesock::af_netlink})
            resolve(each, family);
    }
    return 0;
}

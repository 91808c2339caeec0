// The arguments of getaddrinfo, getnameinfo and the look-ups of services: only what a resolver can take reaches the
// seam.
#include "expect.hpp"
#include "input.hpp"

#include "support/fake_platform.hpp"

#include <samesock/constants.hpp>
#include <samesock/names.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace {

using samesock::fuzz::input;
using samesock::testing::fake_platform;

bool has_nul(const std::optional<std::string>& text) { return text && text->find('\0') != std::string::npos; }

bool is_ascii(const std::optional<std::string>& text) {
    return !text ||
           std::all_of(text->begin(), text->end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void look_up(input& in, const std::string& host, const std::string& port) {
    const samesock::address_family family(in.take<std::uint8_t>() % 12);
    const samesock::socket_type type(in.take<std::uint8_t>() % 6);
    const samesock::protocol proto(in.take<std::uint8_t>() % 20);
    const samesock::resolve_flags flags(in.take<std::uint16_t>());
    const auto name = host == "-" ? samesock::host_name(std::nullopt) : samesock::host_name(host);
    const auto service = port == "-" ? samesock::service(std::nullopt) : samesock::service(port);
    const auto found = samesock::try_getaddrinfo(name, service, family, type, proto, flags);
    if (found) {
        EXPECT(!found->empty());
        for (const auto& info : *found) EXPECT(info.sockaddr.kind() == samesock::address::form::numeric);
    } else {
        EXPECT(found.error());
    }
}

void name(input& in, const std::string& host) {
    const auto port = in.take<std::int32_t>();
    const samesock::name_flags flags(in.take<std::uint8_t>());
    (void)samesock::try_getnameinfo(samesock::address(host, port, in.take<std::int32_t>(), in.take<std::uint8_t>()),
                                    flags);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static fake_platform fake;
    fake.forget();
    fake.queries.clear();
    fake.hosts["localhost"] = {samesock::testing::ipv4(0), samesock::testing::ipv6_loopback(0)};
    input in(data, size);
    const std::string host(in.take_line());
    const std::string port(in.take_line());
    look_up(in, host, port);
    (void)samesock::try_gethostbyname(host);
    for (const auto& query : fake.queries) EXPECT(is_ascii(query.host));
    name(in, host); // a scope goes to the resolver as it is
    (void)samesock::try_getservbyname(port, host);
    for (const auto& query : fake.queries) EXPECT(!has_nul(query.host) && !has_nul(query.service));
    return 0;
}

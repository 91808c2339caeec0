// RULE, addresses and names: what is taken means one thing, and what is not is answered in a sentence.
#include "expect.hpp"

#include "host_name.hpp"
#include "ip_address.hpp"
#include "policy.hpp"
#include "rule.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace samesock::gateway;

namespace {

void check_rule(std::string_view text) {
    const auto r = parse_rule(text);
    if (!r) EXPECT(!r.error().empty());
    const auto l = parse_listen_rule(text);
    if (!l) EXPECT(!l.error().empty());
    if (!r) return;
    EXPECT(!r->covers(0) || r->ports.empty());
    for (const port_range& p : r->ports) EXPECT(p.first <= p.last && r->covers(p.first) && r->covers(p.last));
    // What is not public is opened by a range that contains it, and by nothing else.
    const policy only({*r}, {}, {}, own_addresses(own_addresses::list()));
    const auto* range = std::get_if<ip_range>(&r->where);
    for (const char* local : {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1"}) {
        const auto address = parse_ip(local);
        const std::uint16_t port = r->ports.empty() ? 443 : r->ports.front().first;
        const bool allowed = only.allows_connect(endpoint_of(*address, port), "a.example.org");
        EXPECT(allowed == (range != nullptr && range->contains(*address)));
    }
}

void check_address(std::string_view text) {
    if (const auto address = parse_ip(text)) EXPECT(parse_ip(to_text(*address)) == address);
    if (const auto range = parse_range(text)) EXPECT(parse_range(to_text(*range)) == range);
    if (const auto where = parse_endpoint(text); where && ip_of(*where)) {
        const auto again = parse_endpoint(to_text(*where));
        EXPECT(again && *again == *where);
    }
}

void check_name(std::string_view text) {
    const auto name = normal_name(text);
    if (!name) return;
    EXPECT(normal_name(*name) == name);
    EXPECT(!parse_ip(*name));
    EXPECT(name->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") == std::string::npos);
    EXPECT(name_pattern::parse("*")->matches(*name));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_rule(text);
    check_address(text);
    check_name(text);
    return 0;
}

// What a request says of itself before anybody is trusted: Host, Origin, path, X-Forwarded-For, PROXY, Authorization.
#include "expect.hpp"
#include "input.hpp"

#include "client_address.hpp"
#include "credentials.hpp"
#include "proxy_protocol.hpp"
#include "request_check.hpp"

#include "tunnel/fields.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

using namespace samesock::gateway;

namespace {

void check_heads(samesock::fuzz::input in) {
    const std::string_view host = in.take_line();
    const std::string_view origin = in.take_line();
    const std::string_view target = in.take_line();
    request_rules rules{{"gate.example.org"}, {"https://app.example.org"}, false};
    const auto local = parse_endpoint("127.0.0.1:6001").value();
    const auto outcome = check_upgrade(rules, {target, host, origin, false}, local);
    if (!outcome) return EXPECT(outcome.error().status >= 400 && !outcome.error().text.empty());
    EXPECT(origin != "null" && target.starts_with('/'));
    const auto where = parse_authority(host);
    EXPECT(where && (where->host == "localhost" || where->host == "gate.example.org" || where->host == "127.0.0.1" ||
                     parse_ip(where->host)));
    const auto normal = normal_origin(origin);
    EXPECT(normal && normal_origin(*normal) == normal);
    // No other name comes through as an origin than those of the host, or the listed one.
    EXPECT(*normal == "https://app.example.org" || normal->find(where->host) != std::string::npos);
}

void check_proxies(std::string_view text) {
    const std::vector<ip_range> proxies{parse_range("127.0.0.1").value(), parse_range("10.0.0.0/8").value()};
    const auto peer = parse_endpoint("127.0.0.1:1").value();
    EXPECT(parse_ip(to_text(forwarded_for(peer, text, proxies))).has_value());
    const auto stranger = parse_endpoint("192.0.2.1:1").value();
    EXPECT(to_text(forwarded_for(stranger, text, proxies)) == "192.0.2.1");
    const auto bytes = samesock::tunnel::as_bytes(text);
    const proxy_preface p = read_proxy_preface(bytes);
    if (p.is == proxy_preface::state::complete) EXPECT(p.size <= bytes.size() && p.size >= 16);
    if (p.is == proxy_preface::state::incomplete) EXPECT(p.size > bytes.size() && p.size <= most_proxy_preface);
}

void check_credentials(std::string_view text) {
    static const credentials known = [] {
        credentials c;
        EXPECT(c.add_token("alice", "0123456789abcdef").empty());
        EXPECT(c.add_password("bob", "correct horse").empty());
        return c;
    }();
    const auto who = known.by_authorization(text);
    if (who) EXPECT(*who == "alice" || *who == "bob");
    if (who == "alice") EXPECT(text.ends_with("0123456789abcdef"));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const samesock::fuzz::input in(data, size);
    check_heads(in);
    check_proxies(in.rest());
    check_credentials(in.rest());
    return 0;
}

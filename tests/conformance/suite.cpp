// The steps that most cases begin with: see suite.hpp.
#include "suite.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace suite {
namespace {

std::string_view environment(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string_view() : value;
}

constexpr double patience = 10; // seconds

[[maybe_unused]] std::error_code wrong_answer() { return {}; }

} // namespace

std::string unknown_host() {
    std::string name;
    for (int i = 0; i < 150; ++i) name += "a.";
    return name + "invalid";
}

std::string text(std::error_code code) {
    if (!code) return "success";
    return code.category().name() + ":"s + std::to_string(code.value()) + ' ' + code.message();
}

// -- the table --------------------------------------------------------------------------------------------------------

const std::vector<lack>& all_lacks() {
    using enum ss::fault;
    using enum ss::misuse;
    using enum ss::gai_error;
    using enum ss::host_error;
    using ss::errno_code;
    static const std::vector<lack> rows{
#define LACKS(platform, feature, error, reason)                                                                        \
    {#platform, #feature, []() -> std::error_code { return error; }, reason},
#include "platforms.def"
#include "wine.def"
#undef LACKS
    };
    return rows;
}

std::vector<std::string_view> platforms() {
    std::vector<std::string_view> names{SAMESOCK_PLATFORM_NAME};
    if (constexpr std::string_view browser = SAMESOCK_BROWSER_NAME; !browser.empty()) names.push_back(browser);
    if (const auto name = host(); !name.empty()) names.push_back(name);
    return names;
}

const lack* lack_of(std::string_view feature) {
    const auto here = platforms();
    const lack* found = nullptr;
    bool known = false;
    for (const lack& row : all_lacks()) {
        known = known || row.feature == feature;
        if (row.feature == feature && std::ranges::find(here, row.platform) != here.end()) found = &row;
    }
    if (!known) FAIL("platforms.def has no feature " << feature);
    return found;
}

void needs(std::string_view feature, bool works) {
    if (const lack* const missing = lack_of(feature)) {
        INFO(feature << " is missing by the table, and yet it works");
        REQUIRE_FALSE(works);
        SKIP(missing->reason);
    }
}

void needs_ipv6() {
    auto s = ss::socket::try_open(ss::AF_INET6);
    const auto bound = s ? s->try_bind({loopback6, 0}) : ss::failure(s.error());
    if (bound) return;
    CHECK((error_of(bound) == ss::errno_code(EADDRNOTAVAIL) || error_of(bound) == ss::errno_code(EAFNOSUPPORT)));
    SKIP("this machine has no ::1");
}

// -- the peer ---------------------------------------------------------------------------------------------------------

int peer_port(std::string_view name) {
    std::string_view ports = environment("SAMESOCK_PEER");
    if (ports.empty()) FAIL("run this program under the peer: samesock_peer PROGRAM");
    while (!ports.empty()) {
        const std::string_view one = ports.substr(0, ports.find(' '));
        ports.remove_prefix(std::min(one.size() + 1, ports.size()));
        const auto equals = one.find('=');
        if (one.substr(0, equals) != name) continue;
        int port = 0;
        std::from_chars(one.data() + equals + 1, one.data() + one.size(), port);
        return port;
    }
    FAIL("the peer has no port " << name);
    return 0;
}

ss::address peer_address(std::string_view name) {
    return {name.ends_with('6') ? loopback6 : loopback, peer_port(name)};
}

ss::socket connected_to_peer(std::string_view name) {
    return value_of(ss::try_create_connection(peer_address(name),
                                              {.timeout = patience, .source_address = {}, .all_errors = false}));
}

std::string peer_report(std::string_view token) {
    auto control = connected_to_peer("control");
    ok(control.try_settimeout(2 * patience));
    ok(control.try_sendall(std::string(token) + '\n'));
    std::string line;
    while (!line.ends_with('\n')) {
        const std::string more(value_of(control.try_recv(1024)).view());
        REQUIRE_FALSE(more.empty());
        line += more;
    }
    line.pop_back();
    return line;
}

std::uint64_t fingerprint(std::string_view data) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : data) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

std::string pattern(std::size_t size) {
    std::string all(size, '\0');
    for (std::uint64_t i = 0; i < size; ++i)
        all[static_cast<std::size_t>(i)] = static_cast<char>((i * 2654435761u) >> 13);
    return all;
}

// -- sockets ----------------------------------------------------------------------------------------------------------

ss::socket tcp(ss::address_family family) { return value_of(ss::socket::try_open(family, ss::SOCK_STREAM)); }
ss::socket udp(ss::address_family family) { return value_of(ss::socket::try_open(family, ss::SOCK_DGRAM)); }

ss::address any_port(ss::address_family family) { return {family == ss::AF_INET ? loopback : loopback6, 0}; }

ss::socket bound_udp(ss::address_family family) {
    auto s = udp(family);
    ok(s.try_bind(any_port(family)));
    ok(s.try_settimeout(patience));
    return s;
}

ss::socket listener(ss::address_family family) {
    auto s = tcp(family);
    ok(s.try_bind(any_port(family)));
    ok(s.try_listen());
    ok(s.try_settimeout(patience));
    return s;
}

connection tcp_pair(ss::address_family family) {
    auto l = listener(family);
    auto client = tcp(family);
    ok(client.try_settimeout(patience));
    ok(client.try_connect(value_of(l.try_getsockname())));
    auto server = value_of(l.try_accept()).first;
    ok(server.try_settimeout(patience));
    return {std::move(client), std::move(server)};
}

std::string read_to_end(ss::socket& s) {
    std::string all;
    for (;;) {
        const auto part = value_of(s.try_recv(65536));
        if (!part) return all;
        all += part.view();
    }
}

std::string read_exactly(ss::socket& s, std::size_t size) {
    std::string all;
    while (all.size() < size) {
        const auto part = value_of(s.try_recv(static_cast<std::ptrdiff_t>(size - all.size())));
        if (!part) FAIL("the stream ended after " << all.size() << " of " << size << " bytes");
        all += part.view();
    }
    return all;
}

void wait_readable(ss::socket& s) {
    const auto ready = value_of(ss::try_select({&s}, {}, {}, patience));
    if (ready.readable.empty()) FAIL("nothing to read after ten seconds");
}

} // namespace suite

#include "special_addresses.hpp"

#include <algorithm>
#include <array>

namespace samesock::gateway {

namespace {

struct kind {
    ip_range range;
    std::string_view what;
};

constexpr ip_range v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, unsigned prefix) noexcept {
    return {{{a, b, c, d}, 4}, prefix};
}

constexpr ip_range v6(std::array<std::uint16_t, 4> groups, unsigned prefix) noexcept {
    ip_range range{{{}, 16}, prefix};
    for (std::size_t i = 0; i < groups.size(); ++i) {
        range.first.bytes[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8);
        range.first.bytes[2 * i + 1] = static_cast<std::uint8_t>(groups[i]);
    }
    return range;
}

// https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-special-registry: what is not globally
// reachable.
constexpr std::array ipv4{
    kind{v4(0, 0, 0, 0, 8), "this network"},
    kind{v4(10, 0, 0, 0, 8), "private"},
    kind{v4(100, 64, 0, 0, 10), "carrier-grade NAT"}, // and Alibaba's metadata, 100.100.100.200
    kind{v4(127, 0, 0, 0, 8), "loopback"},
    kind{v4(168, 63, 129, 16, 32), "metadata"}, // Azure's, in the midst of the Internet
    kind{v4(169, 254, 0, 0, 16), "link-local"}, // and metadata, 169.254.169.254
    kind{v4(172, 16, 0, 0, 12), "private"},
    kind{v4(192, 0, 0, 0, 24), "protocol assignments"},
    kind{v4(192, 0, 2, 0, 24), "documentation"},
    kind{v4(192, 88, 99, 0, 24), "6to4 relay"},
    kind{v4(192, 168, 0, 0, 16), "private"},
    kind{v4(198, 18, 0, 0, 15), "benchmarking"},
    kind{v4(198, 51, 100, 0, 24), "documentation"},
    kind{v4(203, 0, 113, 0, 24), "documentation"},
    kind{v4(224, 0, 0, 0, 4), "multicast"},
    kind{v4(240, 0, 0, 0, 4), "reserved"}, // and 255.255.255.255
};

// Names for the most common; whatever lies outside global_unicast is not public without one, too: 64:ff9b::/96, ::/96.
constexpr std::array ipv6{
    kind{v6({0x2001, 0, 0, 0}, 32), "Teredo"},
    kind{v6({0x2001, 0, 0, 0}, 23), "protocol assignments"},
    kind{v6({0x2001, 0xdb8, 0, 0}, 32), "documentation"},
    kind{v6({0x2002, 0, 0, 0}, 16), "6to4"},
    kind{v6({0x3fff, 0, 0, 0}, 20), "documentation"},
    kind{v6({0xfc00, 0, 0, 0}, 7), "private"}, // and metadata, fd00:ec2::254
    kind{v6({0xfe80, 0, 0, 0}, 10), "link-local"},
    kind{v6({0xfec0, 0, 0, 0}, 10), "site-local"},
    kind{v6({0xff00, 0, 0, 0}, 8), "multicast"},
};
constexpr ip_range global_unicast = v6({0x2000, 0, 0, 0}, 3);

std::string_view find(const auto& kinds, const ip_address& address) noexcept {
    const auto at = std::find_if(kinds.begin(), kinds.end(), [&](const kind& k) { return k.range.contains(address); });
    return at == kinds.end() ? std::string_view() : at->what;
}

} // namespace

std::string_view special_kind(const ip_address& address) noexcept {
    if (address.is_ipv4()) return find(ipv4, address);
    if (is_loopback(address)) return "loopback";
    const std::string_view named = find(ipv6, address);
    if (!named.empty()) return named;
    return global_unicast.contains(address) ? "" : "not global";
}

} // namespace samesock::gateway

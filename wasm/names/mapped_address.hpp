// An IPv4 address inside of an IPv6 one: ::ffff:127.0.0.1. RFC 4291, section 2.5.5.2.
#pragma once

#include <samesock/constants.hpp>
#include <samesock/endpoint.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace samesock::platform {

inline constexpr std::array<std::byte, 12> mapped_prefix{
    {{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, std::byte{0xff}, std::byte{0xff}}};

[[nodiscard]] inline bool is_mapped(const endpoint& e) noexcept {
    return e.family == AF_INET6 && std::ranges::equal(e.bytes().first(mapped_prefix.size()), mapped_prefix);
}

} // namespace samesock::platform

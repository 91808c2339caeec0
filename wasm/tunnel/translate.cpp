// See translate.hpp.
#include "translate.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <span>

namespace samesock::platform {

int errno_of(std::error_code code) noexcept {
    if (code.category() == errno_category()) return code.value();
    return code.category() == gai_category() ? EHOSTUNREACH : EIO;
}

int form_error(address_family expected, const endpoint& e) noexcept {
    // A sockaddr_in is too short for a sockaddr_in6, before its family is looked at.
    if (e.family != expected) return expected == AF_INET6 ? EINVAL : EAFNOSUPPORT;
    return e.length == (expected == AF_INET ? 4 : 16) ? 0 : EINVAL;
}

endpoint wildcard(address_family f) noexcept {
    constexpr std::array<std::byte, 16> zeros{};
    return {f, std::span(zeros).first(f == AF_INET ? 4 : 16)};
}

endpoint loopback(address_family f, std::uint16_t port) noexcept {
    endpoint e = wildcard(f);
    if (f == AF_INET) e.data[0] = std::byte{127};
    e.data[f == AF_INET ? 3 : 15] = std::byte{1};
    e.port = port;
    return e;
}

} // namespace samesock::platform

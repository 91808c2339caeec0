// Between endpoints and sockaddrs: see native_address.hpp.
#include "native_address.hpp"

#include <samesock/constants.hpp>

#include <netinet/in.h>

#include <cstddef>
#include <cstring>
#include <span>

namespace samesock::gateway {
namespace {

template <class Native>
void put(native_address& to, const Native& from) noexcept {
    std::memcpy(&to.bytes, &from, sizeof from);
    to.length = sizeof from;
}

endpoint v4(const in_addr& address, std::uint16_t port) noexcept {
    return {af_inet, std::as_bytes(std::span(&address, 1)), port};
}

endpoint v6(const in6_addr& address, std::uint16_t port, std::uint32_t flow = 0, std::uint32_t scope = 0) noexcept {
    return {af_inet6, std::as_bytes(std::span(&address, 1)), port, flow, scope};
}

} // namespace

native_address::native_address(const endpoint& from) noexcept {
    if (from.family == af_inet && from.length == sizeof(in_addr)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(from.port);
        std::memcpy(&address.sin_addr, from.data.data(), sizeof address.sin_addr);
        put(*this, address);
        return;
    }
    if (from.family == af_inet6 && from.length == sizeof(in6_addr)) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(from.port);
        address.sin6_flowinfo = htonl(from.flowinfo);
        address.sin6_scope_id = from.scope_id;
        std::memcpy(&address.sin6_addr, from.data.data(), sizeof address.sin6_addr);
        put(*this, address);
        return;
    }
    sockaddr address{};
    address.sa_family = AF_UNSPEC;
    put(*this, address);
}

endpoint native_address::endpoint_of(const sockaddr* from, socklen_t length) noexcept {
    if (length >= sizeof(sockaddr_in) && from->sa_family == AF_INET) {
        sockaddr_in address;
        std::memcpy(&address, from, sizeof address);
        return v4(address.sin_addr, ntohs(address.sin_port));
    }
    if (length >= sizeof(sockaddr_in6) && from->sa_family == AF_INET6) {
        sockaddr_in6 address;
        std::memcpy(&address, from, sizeof address);
        return v6(address.sin6_addr, ntohs(address.sin6_port), ntohl(address.sin6_flowinfo), address.sin6_scope_id);
    }
    return {};
}

} // namespace samesock::gateway

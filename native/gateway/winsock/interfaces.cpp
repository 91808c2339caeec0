// GetAdaptersAddresses (iphlpapi.h): see interfaces.hpp.
#include "interfaces.hpp"

#include "windows.hpp"

#include "native/winsock/text.hpp"

#include <samesock/constants.hpp>

#include <iphlpapi.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>

namespace samesock::gateway {
namespace {

/// Family AF_UNSPEC: it is neither IPv4 nor IPv6.
endpoint endpoint_of(const SOCKET_ADDRESS& from) {
    const auto length = static_cast<std::size_t>(from.iSockaddrLength);
    if (from.lpSockaddr->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
        sockaddr_in address{};
        std::memcpy(&address, from.lpSockaddr, sizeof address);
        return {af_inet, std::as_bytes(std::span(&address.sin_addr, 1))};
    }
    if (from.lpSockaddr->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
        sockaddr_in6 address{};
        std::memcpy(&address, from.lpSockaddr, sizeof address);
        return {af_inet6, std::as_bytes(std::span(&address.sin6_addr, 1)), 0, 0, address.sin6_scope_id};
    }
    return {};
}

} // namespace

std::expected<std::vector<interface_address>, int> interface_addresses() {
    constexpr ULONG without = GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER;
    ULONG size = 64 * 1024;
    std::unique_ptr<std::max_align_t[]> room;
    IP_ADAPTER_ADDRESSES* first = nullptr;
    ULONG outcome = ERROR_BUFFER_OVERFLOW;
    for (int round = 0; outcome == ERROR_BUFFER_OVERFLOW && round != 3; ++round) { // they may grow meanwhile
        room = std::make_unique<std::max_align_t[]>(size / sizeof(std::max_align_t) + 1);
        first = reinterpret_cast<IP_ADAPTER_ADDRESSES*>(room.get());
        outcome = ::GetAdaptersAddresses(AF_UNSPEC, without, nullptr, first, &size);
    }
    if (outcome == ERROR_NO_DATA) return {};
    if (outcome != NO_ERROR) return std::unexpected(EIO);
    std::vector<interface_address> all;
    for (const IP_ADAPTER_ADDRESSES* at = first; at != nullptr; at = at->Next) {
        const std::uint32_t index = at->IfIndex != 0 ? at->IfIndex : at->Ipv6IfIndex;
        for (const auto* one = at->FirstUnicastAddress; one != nullptr; one = one->Next)
            if (const endpoint address = endpoint_of(one->Address); address.length != 0)
                all.push_back({platform::utf8_of(at->FriendlyName), index, address});
    }
    return all;
}

} // namespace samesock::gateway

// getifaddrs(3): see interfaces.hpp.
#include "interfaces.hpp"

#include "native_address.hpp"

#include <ifaddrs.h>
#include <net/if.h>

#include <cerrno>
#include <memory>

namespace samesock::gateway {

std::expected<std::vector<interface_address>, int> interface_addresses() {
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return std::unexpected(errno);
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owned(first, &::freeifaddrs);
    std::vector<interface_address> all;
    for (const ifaddrs* at = first; at != nullptr; at = at->ifa_next) {
        if (at->ifa_addr == nullptr) continue;
        const endpoint address = native_address::endpoint_of(at->ifa_addr, sizeof(sockaddr_storage));
        if (address.length != 0) all.push_back({at->ifa_name, ::if_nametoindex(at->ifa_name), address});
    }
    return all;
}

} // namespace samesock::gateway

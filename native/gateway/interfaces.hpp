// The addresses of this machine's interfaces, as the system tells them now.
#pragma once

#include <samesock/endpoint.hpp>

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace samesock::gateway {

struct interface_address {
    std::string name; ///< of the interface
    std::uint32_t index = 0;
    endpoint address; ///< IPv4 or IPv6
};

/// An interface comes once for each of its addresses. errno where the system does not say.
[[nodiscard]] std::expected<std::vector<interface_address>, int> interface_addresses();

} // namespace samesock::gateway

// Which families have hosts and ports.
#pragma once

#include <samesock/constants.hpp>

namespace samesock {

[[nodiscard]] constexpr bool is_internet(address_family family) noexcept {
    return family == af_inet || family == af_inet6;
}

} // namespace samesock

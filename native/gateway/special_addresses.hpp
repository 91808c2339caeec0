// Addresses that `public` does not open: whatever is not the public Internet, by IANA's registries of special-purpose
// addresses, and what clouds answer their machines from.
#pragma once

#include "ip_address.hpp"

#include <string_view>

namespace samesock::gateway {

/// Why it is not public, as a word or two; empty: it is.
[[nodiscard]] std::string_view special_kind(const ip_address& address) noexcept;

} // namespace samesock::gateway

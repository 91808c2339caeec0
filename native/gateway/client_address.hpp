// Whose connection it is: the peer's address, or what a trusted proxy says of it; and the name that limits count it by.
#pragma once

#include "ip_address.hpp"

#include <samesock/endpoint.hpp>

#include <span>
#include <string>
#include <string_view>

namespace samesock::gateway {

/// Where trusted proxies say who their client is. Never both: a proxy that passes bytes on would pass a client's own
/// X-Forwarded-For on, too, and one that speaks HTTP a client's own PROXY header.
enum class proxy_header { x_forwarded_for, proxy_v2 };

[[nodiscard]] bool is_trusted(const endpoint& peer, std::span<const ip_range> proxies) noexcept;

/// The last address of X-Forwarded-For (several are joined by `,`) that no trusted proxy has. The peer itself if it is
/// not trusted, and the last that is sure where the rest makes no sense.
[[nodiscard]] ip_address forwarded_for(const endpoint& peer, std::string_view header,
                                       std::span<const ip_range> proxies);

/// IPv4: the address; IPv6: its /64, since that is what one customer has.
[[nodiscard]] std::string client_key(const ip_address& address);

} // namespace samesock::gateway

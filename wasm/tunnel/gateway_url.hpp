// The URL of a gateway, taken apart: ws://host[:port]/path/ or wss://...
#pragma once

#include <samesock/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace samesock::platform {

struct gateway_url {
    std::string text; ///< as it was given
    bool is_secure = false;
    std::string host; ///< an IPv6 address without its brackets
    std::uint16_t port = 0;
    std::string target; ///< path and query, at least "/"

    /// Nobody between here and there can read: wss, or this machine.
    [[nodiscard]] bool is_private() const noexcept;
    /// As it stands in the header Host.
    [[nodiscard]] std::string authority() const;
    /// The same with a query `route=`, by which a load balancer finds the gateway that holds a session.
    [[nodiscard]] gateway_url with_route(std::uint32_t route) const;
};

/// What is wrong with the text is the error.
[[nodiscard]] std::expected<gateway_url, std::string> read_gateway_url(std::string_view text);
/// 1 to 65535 in decimal, and nothing else.
[[nodiscard]] bool read_port(std::string_view digits, std::uint16_t& port) noexcept;
[[nodiscard]] bool is_loopback_host(std::string_view host) noexcept;

} // namespace samesock::platform

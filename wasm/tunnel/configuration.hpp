// Where the gateway is, and what it is told: what the program says, else the environment, else the transport's default.
#pragma once

#include <samesock/tunnel.hpp>

namespace samesock::platform {

using configuration = tunnel::gateway;

/// SAMESOCK_GATEWAY and SAMESOCK_GATEWAY_TOKEN.
[[nodiscard]] configuration configuration_of_environment();
/// There is a token or a password, which not everybody on the way may read.
[[nodiscard]] bool has_secrets(const configuration& c) noexcept;

} // namespace samesock::platform

// Whether the way to the gateway goes through a proxy: HTTPS_PROXY, https_proxy, NO_PROXY and no_proxy, as curl and Go
// read them. A loopback gateway never does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace samesock::platform {

struct proxy {
    std::string host;
    std::uint16_t port = 0;
    std::string credentials; ///< "user:password" as sent, or empty
};

/// http://[user:password@]host[:port][/]; nullopt: it is none, or of a kind that is not known.
[[nodiscard]] std::optional<proxy> read_proxy(std::string_view text);
/// `list`: names with their subdomains, addresses, "*", each perhaps with a port; separated by commas.
[[nodiscard]] bool is_exempt(std::string_view list, std::string_view host, std::uint16_t port);
/// The proxy for this host, of the environment. `wrong`: what stands there and cannot be read.
[[nodiscard]] std::optional<proxy> proxy_for(std::string_view host, std::uint16_t port, std::string& wrong);
/// The header's value: "Basic ...".
[[nodiscard]] std::string basic_authorization(std::string_view credentials);

} // namespace samesock::platform

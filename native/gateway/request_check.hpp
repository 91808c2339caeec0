// Whether a request may have this gateway: any web page can send one to a gateway on localhost, and with a name that
// changes its address (DNS rebinding) even as if it were the gateway's own page. So Host must name the gateway, and
// Origin, which browsers always send with a WebSocket, that host or a listed one.
#pragma once

#include "ip_address.hpp"

#include <samesock/endpoint.hpp>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::gateway {

/// scheme://host[:port] in lower case without the scheme's own port. None: it is no origin, or `null`.
[[nodiscard]] std::optional<std::string> normal_origin(std::string_view text);

/// A Host header's.
struct authority {
    std::string host; ///< in lower case, an address in its usual form and without brackets
    std::optional<std::uint16_t> port;
};
[[nodiscard]] std::optional<authority> parse_authority(std::string_view text);

struct request_rules {
    std::vector<std::string> server_names;    ///< normal names
    std::vector<std::string> allowed_origins; ///< normal origins
    bool any_origin = false;                  ///< but `null`
    bool is_secure = false;                   ///< clients speak TLS to the gateway itself
};

struct request_head {
    std::string_view target;
    std::optional<std::string_view> host; ///< none: there is none, or more than one
    std::optional<std::string_view> origin;
    bool has_several_origins = false;
};

struct request_refusal {
    unsigned status = 403;
    std::string text; ///< what was wrong and what to do, for the response's body
};

/// Host alone: of plain requests and of the admin server. `local`: the address that the connection came in at.
[[nodiscard]] std::expected<void, request_refusal> check_host(const request_rules& rules, const request_head& request,
                                                              const endpoint& local);
/// Host, Origin, and a path that ends in `/`.
[[nodiscard]] std::expected<void, request_refusal> check_upgrade(const request_rules& rules,
                                                                 const request_head& request, const endpoint& local);

} // namespace samesock::gateway

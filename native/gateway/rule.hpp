// One RULE: what it opens, and at which ports.
//
//   RULE  = WHERE [ ":" PORTS ]         no ports: every port
//   WHERE = "public"                    the public Internet
//         | ADDRESS [ "/" PREFIX ]      a CIDR; IPv6 in brackets: [fd00::]/8:443
//         | NAME | "*." NAME | "*"      names, by whatever public address they resolve to
//   PORTS = PORT [ "-" PORT ] { "," PORT [ "-" PORT ] }
#pragma once

#include "host_name.hpp"
#include "ip_address.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace samesock::gateway {

struct port_range {
    std::uint16_t first = 0;
    std::uint16_t last = 65535;
    friend bool operator==(const port_range&, const port_range&) noexcept = default;
};

struct public_internet {
    friend bool operator==(public_internet, public_internet) noexcept = default;
};

struct rule {
    std::variant<public_internet, ip_range, name_pattern> where;
    std::vector<port_range> ports; ///< empty: every port

    [[nodiscard]] bool covers(std::uint16_t port) const noexcept;
};

/// What is wrong and what to write instead, as a sentence, if it is no rule.
[[nodiscard]] std::expected<rule, std::string> parse_rule(std::string_view text);
/// A rule for listening: not a name, and port 0 may be among the ports (a port that the system picks).
[[nodiscard]] std::expected<rule, std::string> parse_listen_rule(std::string_view text);

} // namespace samesock::gateway

// Everything that is set, from the command line and the TOML file, checked. A value of it never changes: a reload makes
// another.
#pragma once

#include "client_address.hpp"
#include "command_line.hpp"
#include "credentials.hpp"
#include "limits.hpp"
#include "mistakes.hpp"
#include "policy.hpp"
#include "request_check.hpp"
#include "static_files.hpp"
#include "tunnel/info.hpp"
#include "tunnel/session.hpp"

#include <samesock/endpoint.hpp>

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::gateway {

class tls_context;

inline constexpr std::uint16_t default_port = 6001;

struct configuration {
    std::vector<endpoint> listen; ///< 127.0.0.1:6001 where nothing is said
    gateway::policy policy;
    gateway::credentials credentials;
    request_rules requests;
    gateway::limits limits;
    std::vector<ip_range> trusted_proxies;
    gateway::proxy_header proxy_header = gateway::proxy_header::x_forwarded_for;
    std::shared_ptr<tls_context> tls;          ///< null: clients speak without
    std::shared_ptr<const static_files> files; ///< null: plain requests are answered with 404
    std::optional<endpoint> admin;
    tunnel::settings session;
    tunnel::terms terms;
    std::chrono::seconds drain{30};     ///< after SIGTERM
    std::chrono::seconds handshake{10}; ///< from accept to a session; and for a plain request
    std::chrono::seconds connect{60};   ///< that an address of a target has to answer
    std::uint32_t route = 0;            ///< which of several gateways this is, for a load balancer; not secret; 0: none
    std::chrono::seconds stall{60};     ///< that a client may take nothing of what there is for it
    std::chrono::seconds linger{60};    ///< that a target may take nothing of what a stock client has left for it
    unsigned threads = 0;               ///< 0: one per core
    std::string message;                ///< Wisp's message of the server to its clients; empty: none
    bool insecure = false;
    std::vector<std::string> warnings; ///< what is allowed and most likely not meant
};

/// Reads the files that the command line names. At start and at every reload.
[[nodiscard]] std::expected<configuration, mistakes> load_configuration(const command_line& line);
/// The same, with the text of the TOML file in place of it.
[[nodiscard]] std::expected<configuration, mistakes> load_configuration(const command_line& line, std::string_view toml,
                                                                        std::string_view file_name);

/// What a reload would change and cannot, since it is only read at start: a sentence each.
[[nodiscard]] std::vector<std::string> only_at_start(const configuration& running, const configuration& next);

/// What is said at start where nothing is open: that, and how to open something.
[[nodiscard]] std::string_view how_to_open() noexcept;

} // namespace samesock::gateway

// The TOML file, read but not judged: each text with the place that it stands at, numbers within their bounds.
#pragma once

#include "limits.hpp"
#include "mistakes.hpp"
#include "tunnel/info.hpp"
#include "tunnel/session.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::gateway {

/// A text and its place, as `gateway.toml:3:9: allow` or `--allow`.
struct setting {
    std::string text;
    std::string where;
};

struct settings {
    std::vector<setting> listen;
    std::vector<setting> allow;
    std::vector<setting> allow_listen;
    std::vector<setting> deny;
    std::vector<setting> server_names;
    std::vector<setting> origins;
    std::vector<setting> trusted_proxies;
    std::optional<setting> proxy_header;
    std::optional<setting> token_file;
    std::optional<setting> password_file;
    std::optional<setting> key_file;
    std::optional<setting> tls_certificate_file;
    std::optional<setting> tls_key_file;
    std::optional<setting> tls_client_ca_file;
    std::optional<setting> static_directory;
    std::optional<setting> admin;
    std::string message;
    bool insecure = false;
    unsigned threads = 0;
    std::chrono::seconds drain{30};
    std::chrono::seconds handshake{10};
    std::chrono::seconds connect{60};
    std::uint32_t route = 0;
    std::chrono::seconds stall{60};
    std::chrono::seconds linger{60};
    gateway::limits limits;
    tunnel::settings session;
    tunnel::terms terms;
};

/// Mistakes are added; what is right around them is still read. Paths in it are relative to its own directory.
[[nodiscard]] settings read_toml(std::string_view text, std::string_view file_name, mistakes& wrong);

} // namespace samesock::gateway

// The command line, which is enough for a start; what it says counts instead of the same key of the file.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace samesock::gateway {

struct command_line {
    std::vector<std::string> listen;
    std::vector<std::string> allow;
    std::vector<std::string> allow_listen;
    std::optional<std::string> token_file;
    std::optional<std::string> tls_certificate_file;
    std::optional<std::string> tls_key_file;
    std::optional<std::string> tls_client_ca_file;
    std::optional<std::string> static_directory;
    std::optional<std::string> admin;
    std::optional<std::string> config;
    bool insecure = false;
    bool check = false; ///< read everything, say what is wrong, and serve nothing
};

/// --help, --version, or a mistake.
struct nothing_to_run {
    int exit_code = 0;
    std::string out;
    std::string err;
};

[[nodiscard]] std::variant<command_line, nothing_to_run> parse_command_line(std::span<const char* const> arguments);

} // namespace samesock::gateway

#include "command_line.hpp"

#include <CLI/CLI.hpp>

#include <sstream>

namespace samesock::gateway {

namespace {

constexpr const char* what_it_is = "samesock-gateway: sockets for programs that have none, over one WebSocket each.\n"
                                   "Nothing can be reached through it without a RULE that opens it.";

constexpr const char* rules = R"(RULE is WHERE[:PORTS], and WHERE one of
  public                   the public Internet
  10.1.0.0/16  [fd00::]/8  a range of addresses, or one; what is not public, as
                           127.0.0.0/8, is opened by such a rule alone
  *.example.org            names, as far as their addresses are public
PORTS are 443 or 8000-8999, several with commas; none are all.

  samesock-gateway --allow public
  samesock-gateway --allow 127.0.0.0/8:5432,6379 --allow-listen 127.0.0.0/8
  samesock-gateway --config gateway.toml --check

What the command line says counts instead of the same key of the file.
SIGHUP reads files again; SIGTERM lets streams end before it stops.)";

/// Once per value; without this CLI11 takes brackets, which are an IPv6 address's, for a list of its own.
void add_repeated(CLI::App& app, const char* name, std::vector<std::string>& to, const char* what, const char* type) {
    app.add_option(name, to, what)->type_name(type)->allow_extra_args(false);
}

void add(CLI::App& app, const char* name, std::optional<std::string>& to, const char* what, const char* type) {
    app.add_option_function<std::string>(name, [&to](const std::string& value) { to = value; }, what)->type_name(type);
}

void describe(CLI::App& app, command_line& line) {
    app.footer(rules);
    app.set_version_flag("--version", "samesock-gateway " SAMESOCK_GATEWAY_VERSION);
    add_repeated(app, "--listen", line.listen, "Serve here (default 127.0.0.1:6001); may be given again",
                 "ADDRESS:PORT");
    add_repeated(app, "--allow", line.allow, "Open this to connections; may be given again", "RULE");
    add_repeated(app, "--allow-listen", line.allow_listen, "Let programs listen there; may be given again", "RULE");
    add(app, "--token-file", line.token_file, "Ask for a token; the file has lines of a name and a token", "FILE");
    add(app, "--tls-certificate-file", line.tls_certificate_file,
        "Speak TLS, and show this certificate (PEM, with those above it)", "FILE");
    add(app, "--tls-key-file", line.tls_key_file, "Its private key", "FILE");
    add(app, "--tls-client-ca-file", line.tls_client_ca_file, "Let in only clients with a certificate of these",
        "FILE");
    add(app, "--static", line.static_directory, "Serve the files of this directory, too", "DIR");
    add(app, "--admin", line.admin, "Serve /metrics and /health here", "ADDRESS:PORT");
    add(app, "--config", line.config, "Read this TOML file", "FILE");
    app.add_flag("--check", line.check, "Read everything, say what is wrong, and serve nothing");
    app.add_flag("--insecure", line.insecure, "Listen beyond loopback without TLS");
}

} // namespace

std::variant<command_line, nothing_to_run> parse_command_line(std::span<const char* const> arguments) {
    command_line line;
    CLI::App app(what_it_is, "samesock-gateway");
    describe(app, line);
    try {
        app.parse(static_cast<int>(arguments.size()), arguments.data());
    } catch (const CLI::ParseError& e) {
        std::ostringstream out;
        std::ostringstream err;
        const int code = app.exit(e, out, err);
        return nothing_to_run{code == 0 ? 0 : 2, out.str(), err.str()};
    }
    return line;
}

} // namespace samesock::gateway

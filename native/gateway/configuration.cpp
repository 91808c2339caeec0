#include "configuration.hpp"

#include "secret_file.hpp"
#include "special_addresses.hpp"
#include "text_file.hpp"
#include "tls_context.hpp"
#include "toml_file.hpp"

#include <samesock/constants.hpp>

#include <algorithm>
#include <utility>

namespace samesock::gateway {

namespace {

std::vector<setting> said(const std::vector<std::string>& texts, std::string_view option) {
    std::vector<setting> all;
    all.reserve(texts.size());
    for (const std::string& text : texts) all.push_back({text, std::string(option)});
    return all;
}

void override_with(const std::vector<std::string>& texts, std::string_view option, std::vector<setting>& in) {
    if (!texts.empty()) in = said(texts, option);
}
void override_with(const std::optional<std::string>& text, std::string_view option, std::optional<setting>& in) {
    if (text) in = setting{*text, std::string(option)};
}

void override_with(const command_line& line, settings& s) {
    override_with(line.listen, "--listen", s.listen);
    override_with(line.allow, "--allow", s.allow);
    override_with(line.allow_listen, "--allow-listen", s.allow_listen);
    override_with(line.token_file, "--token-file", s.token_file);
    override_with(line.tls_certificate_file, "--tls-certificate-file", s.tls_certificate_file);
    override_with(line.tls_key_file, "--tls-key-file", s.tls_key_file);
    override_with(line.tls_client_ca_file, "--tls-client-ca-file", s.tls_client_ca_file);
    override_with(line.static_directory, "--static", s.static_directory);
    override_with(line.admin, "--admin", s.admin);
    s.insecure = s.insecure || line.insecure;
}

/// What the settings come to, and the mistakes in them on the way.
class builder {
public:
    builder(const settings& s, mistakes& wrong) : s_(s), wrong_(wrong) {}

    configuration build() {
        plain_values();
        addresses();
        rules();
        requests();
        proxies();
        secrets();
        tls();
        if (s_.static_directory)
            if (auto files = static_files::open(s_.static_directory->text); check(files, *s_.static_directory))
                c_.files = std::make_shared<const static_files>(*std::move(files));
        security();
        return std::move(c_);
    }

private:
    /// False, and a mistake is noted.
    template <class Expected>
    bool check(const Expected& outcome, const setting& of) {
        if (outcome) return true;
        complain(of, outcome.error());
        return false;
    }
    void complain(const setting& of, const std::string& what) { wrong_.push_back(of.where + ": " + what); }
    void warn(const setting& of, const std::string& what) { c_.warnings.push_back(of.where + ": " + what); }

    template <class T>
    std::vector<T> all(const std::vector<setting>& texts, std::expected<T, std::string> (*parse)(std::string_view)) {
        std::vector<T> values;
        for (const setting& text : texts)
            if (auto value = parse(text.text); check(value, text)) values.push_back(*std::move(value));
        return values;
    }

    void plain_values() {
        c_.limits = s_.limits;
        c_.session = s_.session;
        c_.terms = s_.terms;
        c_.drain = s_.drain;
        c_.handshake = s_.handshake;
        c_.connect = s_.connect;
        c_.route = s_.route;
        c_.stall = s_.stall;
        c_.linger = s_.linger;
        c_.threads = s_.threads;
        c_.message = s_.message;
        c_.insecure = s_.insecure;
    }

    void addresses() {
        c_.listen = all(s_.listen, parse_endpoint);
        if (s_.listen.empty()) c_.listen = {*parse_endpoint("127.0.0.1:" + std::to_string(default_port))};
        if (s_.admin)
            if (auto where = parse_endpoint(s_.admin->text); check(where, *s_.admin)) c_.admin = *where;
    }

    void rules() {
        for (const setting& text : s_.allow) {
            const auto r = parse_rule(text.text);
            const auto* range = r ? std::get_if<ip_range>(&r->where) : nullptr;
            if (range != nullptr && range->prefix == 0)
                warn(text, "opens loopback, private and all other addresses, too; `public` opens the public Internet");
        }
        auto allow = all(s_.allow, parse_rule);
        auto allow_listen = all(s_.allow_listen, parse_listen_rule);
        c_.policy = gateway::policy(std::move(allow), std::move(allow_listen), all(s_.deny, parse_range));
    }

    void requests() {
        for (const setting& text : s_.server_names) {
            if (const auto name = normal_name(text.text))
                c_.requests.server_names.push_back(*name);
            else if (const auto address = parse_ip(text.text)) // one that a proxy or a port forwarding listens on
                c_.requests.server_names.push_back(to_text(*address));
            else
                complain(text, in_quotes(text.text) +
                                   " is no name: write it as gateway.example.org, without a scheme, a "
                                   "port and a star");
        }
        for (const setting& text : s_.origins) origin(text);
    }

    void origin(const setting& text) {
        if (text.text == "*") {
            c_.requests.any_origin = true;
        } else if (const auto origin = normal_origin(text.text)) {
            c_.requests.allowed_origins.push_back(*origin);
        } else if (text.text == "null") {
            complain(text, "`null` is the origin of every sandboxed page, and is never served: leave it out");
        } else {
            complain(text, in_quotes(text.text) + " is no origin: write it as https://app.example.org or "
                                                  "http://localhost:8080, without a path, or `*` for all");
        }
    }

    void proxies() {
        c_.trusted_proxies = all(s_.trusted_proxies, parse_range);
        if (!s_.proxy_header) return;
        const setting& header = *s_.proxy_header;
        if (s_.trusted_proxies.empty())
            complain(header, "means nothing without a trusted proxy: write proxies.trusted = [\"127.0.0.1\"]");
        if (header.text == "proxy-v2")
            c_.proxy_header = proxy_header::proxy_v2;
        else if (header.text != "x-forwarded-for")
            complain(header, in_quotes(header.text) + " is not known: write \"x-forwarded-for\" or \"proxy-v2\"");
    }

    void secrets() {
        read(s_.token_file, &credentials::add_token);
        read(s_.password_file, &credentials::add_password);
        read(s_.key_file, &credentials::add_key);
    }
    void read(const std::optional<setting>& file, std::string (credentials::*add)(std::string_view, std::string_view)) {
        if (!file) return;
        read_secrets(
            file->text, file->where,
            [&](std::string_view name, std::string_view secret) { return (c_.credentials.*add)(name, secret); },
            wrong_);
    }

    void tls() {
        const auto& certificate = s_.tls_certificate_file;
        const auto& key = s_.tls_key_file;
        const auto& clients = s_.tls_client_ca_file;
        if (certificate && !key)
            return complain(*certificate, "needs its key: --tls-key-file FILE, or tls.key-file in the file");
        if (!certificate && (key || clients))
            return complain(key ? *key : *clients,
                            "means nothing without a certificate: --tls-certificate-file FILE, or tls.certificate-file "
                            "in the file");
        if (!certificate) return;
        auto made = std::make_shared<tls_context>();
        if (!check(made->take_certificate(certificate->text), *certificate)) return;
        if (!check(made->take_key(key->text), *key)) return;
        if (clients && !check(made->ask_clients(clients->text), *clients)) return;
        if (const std::string wrong = made->what_is_wrong_with_dates(); !wrong.empty()) warn(*certificate, wrong);
        c_.tls = std::move(made);
        c_.requests.is_secure = true;
    }

    static bool is_local(const endpoint& where) {
        const auto address = ip_of(where);
        return address && is_loopback(*address);
    }

    /// Tokens do not help here: without TLS they, and all that is carried, can be read on the way.
    void security() {
        for (const endpoint& where : c_.listen) {
            if (is_local(where) || s_.insecure || s_.tls_certificate_file) continue;
            wrong_.push_back(
                "listen: " + to_text(where) +
                " can be reached from elsewhere, and without TLS whoever is on the way reads along: give it a "
                "certificate (--tls-certificate-file FILE --tls-key-file FILE), listen on 127.0.0.1 behind a proxy "
                "that has one (docs/gateway.md), or say --insecure if nobody is on the way");
        }
        const bool is_reachable =
            !std::all_of(c_.listen.begin(), c_.listen.end(), is_local) || !s_.trusted_proxies.empty();
        const bool asks_who = c_.credentials.are_required() || (c_.tls && c_.tls->asks_clients());
        if (is_reachable && !asks_who && !c_.policy.opens_nothing())
            c_.warnings.push_back("whoever reaches this gateway may use it: no token, password or key is asked for "
                                  "(--token-file FILE)");
        if (c_.admin && !is_local(*c_.admin))
            warn(*s_.admin, "figures are shown to whoever reaches " + to_text(*c_.admin));
    }

    const settings& s_;
    mistakes& wrong_;
    configuration c_;
};

std::expected<configuration, mistakes> finish(const command_line& line, settings s, mistakes wrong) {
    override_with(line, s);
    configuration c = builder(s, wrong).build();
    if (!wrong.empty()) return std::unexpected(std::move(wrong));
    return c;
}

} // namespace

std::expected<configuration, mistakes> load_configuration(const command_line& line) {
    if (!line.config) return finish(line, {}, {});
    const auto text = read_text_file(*line.config);
    if (!text) return std::unexpected(mistakes{"--config: " + text.error()});
    return load_configuration(line, *text, *line.config);
}

std::expected<configuration, mistakes> load_configuration(const command_line& line, std::string_view toml,
                                                          std::string_view file_name) {
    mistakes wrong;
    settings s = read_toml(toml, file_name, wrong);
    return finish(line, std::move(s), std::move(wrong));
}

std::vector<std::string> only_at_start(const configuration& running, const configuration& next) {
    std::vector<std::string> changed;
    const auto note = [&](bool differs, const char* key) {
        if (differs) changed.push_back(std::string(key) + " has changed, which takes a restart: the old one goes on");
    };
    note(running.listen != next.listen, "listen");
    note(running.admin != next.admin, "admin");
    note(running.threads != next.threads, "threads");
    return changed;
}

std::string_view how_to_open() noexcept {
    return "nothing can be reached through this gateway yet. `--allow public` opens the public Internet, `--allow "
           "127.0.0.1:5432` one port of this machine, `--allow '*.example.org:443'` names, `--allow-listen 127.0.0.1` "
           "lets programs listen; see --help";
}

} // namespace samesock::gateway

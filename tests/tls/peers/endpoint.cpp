// One end of a TLS connection for peers of others, which run.py sets against it. What it does is on its command line,
// what it found on its standard output, in lines.
//
//     endpoint client PORT NAME CAFILE [OPTION=VALUE...]     endpoint server CERT KEY [OPTION=VALUE...]
//
// Options: version=1.2|1.3 (that one alone), alpn=NAME, ciphers=LIST, connections=N (with the session of the first),
// say=TEXT, read=eof|BYTES, echo=1 (sends back what it reads), close=notify|unwrap|abrupt, ragged=0.
#include <samesock/samesock.hpp>
#include <samesock/ssl.hpp>

#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace ss = samesock;

namespace {

using options = std::map<std::string, std::string>;

[[noreturn]] void end(const char* what, std::error_code code) {
    std::cout << "error " << what << ' ' << code.message() << std::endl;
    std::exit(1);
}
template <class T>
T must(ss::result<T> r, const char* what) {
    if (!r) end(what, r.error());
    if constexpr (!std::is_void_v<T>) return *std::move(r);
}

options options_from(int argc, char** argv, int first) {
    options all;
    for (int i = first; i < argc; ++i) {
        const std::string word = argv[i];
        const auto equals = word.find('=');
        all[word.substr(0, equals)] = equals == word.npos ? "" : word.substr(equals + 1);
    }
    return all;
}

std::string value(const options& all, const std::string& name) {
    const auto found = all.find(name);
    return found == all.end() ? "" : found->second;
}

void configure(ss::ssl_context& context, const options& all) {
    if (const auto version = value(all, "version"); !version.empty()) {
        const auto one = version == "1.2" ? ss::tls_version::TLSv1_2 : ss::tls_version::TLSv1_3;
        must(context.try_minimum_version(one), "minimum_version");
        must(context.try_maximum_version(one), "maximum_version");
    }
    if (const auto name = value(all, "alpn"); !name.empty()) must(context.try_set_alpn_protocols({name}), "alpn");
    if (const auto list = value(all, "ciphers"); !list.empty()) must(context.try_set_ciphers(list), "ciphers");
}

void report(const ss::ssl_socket& s) {
    std::cout << "version " << s.version().value_or("none") << "\nalpn " << s.selected_alpn_protocol().value_or("none")
              << "\nreused " << s.session_reused() << std::endl;
}

/// Reads as told, and sends back what it reads if told so.
void read(ss::ssl_socket& s, const options& all) {
    const std::string until = value(all, "read");
    if (until.empty()) return;
    const std::size_t size = until == "eof" ? ~std::size_t{0} : std::stoull(until);
    std::size_t got = 0;
    std::string first;
    while (got < size) {
        const auto part = must(s.try_recv(65536), "recv");
        if (!part) break;
        got += part.size();
        if (first.size() < 60) first += part.view().substr(0, 60);
        if (!value(all, "echo").empty()) must(s.try_sendall(part), "sendall");
    }
    std::cout << "read " << got << ' ' << repr(ss::bytes(first)) << std::endl;
}

void talk(ss::ssl_socket& s, const options& all) {
    report(s);
    if (const auto words = value(all, "say"); !words.empty()) must(s.try_sendall(words + '\n'), "sendall");
    read(s, all);
    const auto close = value(all, "close");
    if (close == "notify") must(s.try_close_notify(), "close_notify");
    if (close == "unwrap") (void)must(s.try_unwrap(), "unwrap");
    std::cout << "done" << std::endl;
}

int connections(const options& all) {
    return value(all, "connections").empty() ? 1 : std::stoi(value(all, "connections"));
}

void be_client(char** argv, const options& all) {
    auto context = must(ss::try_create_default_context(ss::ssl_purpose::SERVER_AUTH, {.cafile = argv[4]}),
                        "create_default_context");
    configure(context, all);
    std::optional<ss::ssl_session> session;
    for (int i = 0; i != connections(all); ++i) {
        auto plain = must(ss::try_create_connection({"127.0.0.1", std::atoi(argv[2])},
                                                    {.timeout = 20, .source_address = {}, .all_errors = false}),
                          "connect");
        ss::wrap_options how;
        how.server_hostname = argv[3];
        how.suppress_ragged_eofs = value(all, "ragged") != "0";
        how.session = session ? &*session : nullptr;
        auto s = must(context.try_wrap_socket(std::move(plain), how), "handshake");
        talk(s, all);
        session = s.session();
    }
}

void be_server(char** argv, const options& all) {
    auto context = must(ss::try_create_default_context(ss::ssl_purpose::CLIENT_AUTH), "create_default_context");
    must(context.try_load_cert_chain(argv[2], argv[3]), "load_cert_chain");
    configure(context, all);
    auto listener = must(ss::socket::try_open(), "socket");
    must(listener.try_bind({"127.0.0.1", 0}), "bind");
    must(listener.try_listen(), "listen");
    must(listener.try_settimeout(20), "settimeout");
    std::cout << "port " << must(listener.try_getsockname(), "getsockname").port() << std::endl;
    for (int i = 0; i != connections(all); ++i) {
        auto plain = must(listener.try_accept(), "accept").first;
        must(plain.try_settimeout(20), "settimeout");
        ss::wrap_options how;
        how.server_side = true;
        how.suppress_ragged_eofs = value(all, "ragged") != "0";
        auto s = must(context.try_wrap_socket(std::move(plain), how), "handshake");
        talk(s, all);
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::string side = argc > 1 ? argv[1] : "";
    if (side == "client" && argc > 4)
        be_client(argv, options_from(argc, argv, 5));
    else if (side == "server" && argc > 3)
        be_server(argv, options_from(argc, argv, 4));
    else
        return 2;
}

// Connections of the tests: see connections.hpp.
#include "connections.hpp"

namespace tls_tests {

ss::ssl_context server_context(const identity& who) {
    auto made = value_of(ss::try_create_default_context(ss::ssl_purpose::CLIENT_AUTH));
    ok(made.try_load_cert_chain_pem(who.certificate, who.key));
    return made;
}

ss::ssl_context client_context(const authority& ca) {
    const std::string trusted = ca.certificate();
    return value_of(ss::try_create_default_context(ss::ssl_purpose::SERVER_AUTH, {.cadata = trusted}));
}

ss::wrap_options as_server() {
    ss::wrap_options options;
    options.server_side = true;
    options.do_handshake_on_connect = false;
    return options;
}

ss::wrap_options as_client(std::optional<std::string> server_hostname) {
    ss::wrap_options options;
    options.do_handshake_on_connect = false;
    options.server_hostname = std::move(server_hostname);
    return options;
}

tls_pair::tls_pair(connection sockets, const ss::ssl_context& for_client, const ss::ssl_context& for_server,
                   const ss::wrap_options& client_options, const ss::wrap_options& server_options)
    : client(value_of(for_client.try_wrap_socket(std::move(sockets.client), client_options))),
      server(value_of(for_server.try_wrap_socket(std::move(sockets.server), server_options))) {}

tls_pair::tls_pair(const ss::ssl_context& for_client, const ss::ssl_context& for_server,
                   const ss::wrap_options& client_options, const ss::wrap_options& server_options)
    : tls_pair(tcp_pair(), for_client, for_server, client_options, server_options) {}

ending tls_pair::shake_hands() {
    const auto handshake = [](ss::ssl_socket& s) { return s.try_do_handshake(); };
    return in_turns(client, handshake, server, handshake);
}

tls_pair&& tls_pair::shaken() && {
    const auto [of_client, of_server] = shake_hands();
    if (of_client) FAIL("the client's handshake: " << text(of_client));
    if (of_server) FAIL("the server's handshake: " << text(of_server));
    return std::move(*this);
}

std::string read_exactly(ss::ssl_socket& s, std::size_t size) {
    std::string all;
    while (all.size() < size) {
        const auto part = value_of(s.try_recv(static_cast<std::ptrdiff_t>(size - all.size())));
        if (!part) FAIL("the stream ended after " << all.size() << " of " << size << " bytes");
        all += part.view();
    }
    return all;
}

std::string read_to_end(ss::ssl_socket& s) {
    std::string all;
    for (;;) {
        const auto part = value_of(s.try_recv(65536));
        if (!part) return all;
        all += part.view();
    }
}

} // namespace tls_tests

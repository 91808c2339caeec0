// TLS handshakes through the public API: both ends in one thread, non-blocking, over a socket pair. The client verifies
// the server and its name. Usage: handshakes_samesock CERTFILE KEYFILE CAFILE COUNT; prints the nanoseconds that they
// took.
#include <samesock/samesock.hpp>
#include <samesock/ssl.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace {

bool is_done(const samesock::status& outcome) {
    if (outcome) return true;
    if (outcome.error() == samesock::ssl_condition::want_read) return false;
    std::fprintf(stderr, "%s\n", outcome.error().message().c_str());
    std::exit(1);
}

void shake_hands(const samesock::ssl_context& for_client, const samesock::ssl_context& for_server) {
    auto [a, b] = samesock::socketpair();
    a.setblocking(false);
    b.setblocking(false);
    samesock::wrap_options as_client, as_server;
    as_client.do_handshake_on_connect = as_server.do_handshake_on_connect = false;
    as_client.server_hostname = "localhost";
    as_server.server_side = true;
    auto client = for_client.wrap_socket(std::move(a), as_client);
    auto server = for_server.wrap_socket(std::move(b), as_server);
    for (bool of_client = false, of_server = false; !of_client || !of_server;) {
        of_client = is_done(client.try_do_handshake());
        of_server = is_done(server.try_do_handshake());
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    samesock::ssl_context for_client, for_server(samesock::PROTOCOL_TLS_SERVER);
    for_server.load_cert_chain(argv[1], argv[2]);
    for_client.load_verify_locations({.cafile = argv[3]});
    const auto start = std::chrono::steady_clock::now();
    for (int i = std::atoi(argv[4]); i != 0; --i) shake_hands(for_client, for_server);
    const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - start;
    std::printf("%lld\n", static_cast<long long>(took.count()));
}

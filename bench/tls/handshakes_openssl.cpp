// The same handshakes by OpenSSL alone: two ends over a pair of BIOs, without a socket.
// Usage: handshakes_openssl CERTFILE KEYFILE CAFILE COUNT; prints the nanoseconds that they took.
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace {

void must(bool done) {
    if (done) return;
    ERR_print_errors_fp(stderr);
    std::exit(1);
}

bool is_done(SSL* ssl) {
    const int outcome = SSL_do_handshake(ssl);
    if (outcome == 1) return true;
    must(SSL_get_error(ssl, outcome) == SSL_ERROR_WANT_READ);
    return false;
}

void shake_hands(SSL_CTX* for_client, SSL_CTX* for_server) {
    SSL* const client = SSL_new(for_client);
    SSL* const server = SSL_new(for_server);
    BIO *of_client = nullptr, *of_server = nullptr;
    must(BIO_new_bio_pair(&of_client, 0, &of_server, 0) == 1);
    SSL_set_bio(client, of_client, of_client);
    SSL_set_bio(server, of_server, of_server);
    SSL_set_connect_state(client);
    SSL_set_accept_state(server);
    must(SSL_set_tlsext_host_name(client, "localhost") == 1);
    must(SSL_set1_host(client, "localhost") == 1);
    for (bool client_done = false, server_done = false; !client_done || !server_done;) {
        client_done = is_done(client);
        server_done = is_done(server);
    }
    SSL_free(client);
    SSL_free(server);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    SSL_CTX* const for_client = SSL_CTX_new(TLS_client_method());
    SSL_CTX* const for_server = SSL_CTX_new(TLS_server_method());
    must(SSL_CTX_use_certificate_chain_file(for_server, argv[1]) == 1);
    must(SSL_CTX_use_PrivateKey_file(for_server, argv[2], SSL_FILETYPE_PEM) == 1);
    must(SSL_CTX_load_verify_file(for_client, argv[3]) == 1);
    SSL_CTX_set_verify(for_client, SSL_VERIFY_PEER, nullptr);
    const auto start = std::chrono::steady_clock::now();
    for (int i = std::atoi(argv[4]); i != 0; --i) shake_hands(for_client, for_server);
    const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - start;
    std::printf("%lld\n", static_cast<long long>(took.count()));
}

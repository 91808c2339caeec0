// The echo client under TLS: the server's certificate and name are verified.
// Usage: tls_echo_client HOST PORT TRUSTED; TRUSTED is a file of certificates, or their own text where a program has no
// files.
#include <samesock/samesock.hpp>
#include <samesock/ssl.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("usage: tls_echo_client HOST PORT TRUSTED\n", stderr);
        return 2;
    }
    const std::string host = argv[1], trusted = argv[3];
    samesock::verify_locations from;
    if (trusted.starts_with("-----BEGIN"))
        from.cadata = trusted;
    else
        from.cafile = trusted;
    const auto context = samesock::create_default_context(samesock::ssl_purpose::SERVER_AUTH, from);
    samesock::wrap_options options;
    options.server_hostname = host;
    auto s = context.wrap_socket(samesock::create_connection({host, std::atoi(argv[2])}), options);
    const auto start = std::chrono::steady_clock::now();
    s.sendall("Hello, world");
    const auto data = s.recv(1024);
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    s.unwrap().close();
    std::printf("Received %s after %.3f ms\n", repr(data).c_str(), elapsed.count());
}

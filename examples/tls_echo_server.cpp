// The echo server under TLS. Serves one client and ends.
// Usage: tls_echo_server HOST PORT CERTIFICATE KEY; the last two are files, or their own text where a program has no
// files.
#include <samesock/samesock.hpp>
#include <samesock/ssl.hpp>

#include <cstdlib>
#include <iostream>
#include <string>

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: tls_echo_server HOST PORT CERTIFICATE KEY" << std::endl;
        return 2;
    }
    const std::string certificate = argv[3], key = argv[4];
    auto context = samesock::create_default_context(samesock::ssl_purpose::CLIENT_AUTH);
    if (certificate.starts_with("-----BEGIN"))
        context.load_cert_chain_pem(certificate, key);
    else
        context.load_cert_chain(certificate, key);

    samesock::socket s(samesock::AF_INET, samesock::SOCK_STREAM);
    s.bind({argv[1], std::atoi(argv[2])});
    s.listen(1);
    std::cout << "Listening on " << s.getsockname() << std::endl;
    samesock::wrap_options options;
    options.server_side = true;
    auto conn = context.wrap_socket(s.accept().first, options);
    std::cout << conn.version().value_or("") << std::endl;
    while (auto data = conn.recv(1024)) conn.sendall(data);
    conn.unwrap().close();
}

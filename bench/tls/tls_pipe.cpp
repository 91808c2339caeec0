// What openssl s_client and s_server do with -quiet, through the library: standard input under TLS to the other end's
// standard output. Usage: tls_pipe server CERTFILE KEYFILE (its port on standard error) | tls_pipe client PORT CAFILE
#include <samesock/samesock.hpp>
#include <samesock/ssl.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

constexpr std::size_t block = 64 * 1024;

void receive(char** argv) {
    samesock::ssl_context context(samesock::PROTOCOL_TLS_SERVER);
    context.load_cert_chain(argv[2], argv[3]);
    samesock::socket listener;
    listener.bind({"127.0.0.1", 0});
    listener.listen();
    std::fprintf(stderr, "%d\n", listener.getsockname().port());
    samesock::wrap_options options;
    options.server_side = true;
    options.suppress_ragged_eofs = false;
    auto s = context.wrap_socket(listener.accept().first, options);
    std::vector<char> data(block);
    while (const std::size_t size = s.recv_into(data)) {
        for (std::size_t written = 0; written < size;) {
            const auto part = ::write(STDOUT_FILENO, data.data() + written, size - written);
            if (part <= 0) std::exit(1);
            written += static_cast<std::size_t>(part);
        }
    }
}

void send(char** argv) {
    const auto context = samesock::create_default_context(samesock::ssl_purpose::SERVER_AUTH, {.cafile = argv[3]});
    samesock::wrap_options options;
    options.server_hostname = "localhost";
    auto s = context.wrap_socket(samesock::create_connection({"127.0.0.1", std::atoi(argv[2])}), options);
    std::vector<char> data(block);
    for (;;) {
        const auto size = ::read(STDIN_FILENO, data.data(), data.size());
        if (size < 0) std::exit(1);
        if (size == 0) break;
        s.sendall({data.data(), static_cast<std::size_t>(size)});
    }
    s.close_notify();
    s.shutdown(samesock::SHUT_WR);
    (void)s.recv(1); // until the other end has all of it, and closes
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    std::string(argv[1]) == "server" ? receive(argv) : send(argv);
}

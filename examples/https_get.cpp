// GET over HTTPS, on every target: the server's certificate and name are verified.
// Usage: https_get HOST [PORT [PATH [TRUSTED]]]. TRUSTED is a file of certificates, or their own text, since a page has
// no files; without it the system's trust store counts.
#include <samesock/samesock.hpp>
#include <samesock/ssl.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

namespace {

// What went wrong, and the status to exit with: a build without exceptions tells as much.
int failed(const char* what, std::error_code code) {
    std::cerr << what << ": " << code.message() << std::endl;
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: https_get HOST [PORT [PATH [TRUSTED]]]" << std::endl;
        return 2;
    }
    const std::string host = argv[1];
    const int port = argc > 2 ? std::atoi(argv[2]) : 443;
    const std::string path = argc > 3 ? argv[3] : "/";
    samesock::verify_locations trusted;
    if (const std::string text = argc > 4 ? argv[4] : ""; text.starts_with("-----BEGIN"))
        trusted.cadata = std::string_view(argv[4]);
    else
        trusted.cafile = text;

    const auto context = samesock::try_create_default_context(samesock::ssl_purpose::SERVER_AUTH, trusted);
    if (!context) return failed("trust", context.error());
    auto plain =
        samesock::try_create_connection({host, port}, {.timeout = 10, .source_address = {}, .all_errors = false});
    if (!plain) return failed("connect", plain.error());
    samesock::wrap_options options;
    options.server_hostname = host;
    options.suppress_ragged_eofs = false; // the answer ends where the connection does: nobody may cut it off
    auto s = context->try_wrap_socket(*std::move(plain), options);
    if (!s) return failed("handshake", s.error());
    std::cerr << *s->version() << ' ' << std::get<0>(*s->cipher()) << std::endl;

    if (auto sent = s->try_sendall("GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n"); !sent)
        return failed("send", sent.error());
    for (;;) {
        const auto part = s->try_recv(65536);
        if (!part) return failed("recv", part.error());
        if (!*part) return 0;
        std::cout << *part << std::flush;
    }
}

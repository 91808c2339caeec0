// A TLS handshake that nobody answers, from a program that knows only the installed package and brings its own
// certificates.
#include <samesock/samesock.hpp>
#include <samesock/ssl.hpp>
#include <samesock/trust_bundle.hpp>

#include <iostream>

int main() {
    auto [a, b] = samesock::socketpair();
    a.settimeout(0.01);
    const auto context =
        samesock::create_default_context(samesock::ssl_purpose::SERVER_AUTH, {.cadata = samesock::trust_bundle()});
    samesock::wrap_options options;
    options.server_hostname = "localhost";
    const auto wrapped = context.try_wrap_socket(std::move(a), options);
    const auto hello = b.recv(1000);
    std::cout << "a ClientHello of " << hello.size() << " bytes" << std::endl;
    return !wrapped && wrapped.error() == samesock::fault::timed_out && hello.size() > 100 ? 0 : 1;
}

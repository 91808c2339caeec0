// The other end of tls_load, natively: a plain port and one under TLS. Usage: tls_target CERTFILE KEYFILE; prints the
// two ports, and ends with its standard input.
#include <samesock/samesock.hpp>
#include <samesock/ssl.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr std::size_t block = 64 * 1024, megabyte = 1 << 20;

/// "d00000064": sends 64 MiB; "u00000064": receives as many, and says so by one byte.
template <class Stream>
void serve(Stream s) {
    std::string order;
    while (order.size() != 9) {
        const auto part = s.recv(static_cast<std::ptrdiff_t>(9 - order.size()));
        if (!part) return;
        order += part.view();
    }
    std::size_t rest = megabyte * static_cast<std::size_t>(std::atoi(order.c_str() + 1));
    std::vector<char> data(block, 'x');
    if (order[0] == 'd') {
        for (; rest != 0; rest -= block) s.sendall(data);
        (void)s.recv(1); // until the other end has all of it
        return;
    }
    while (rest != 0) {
        const std::size_t got = s.recv_into(data);
        if (got == 0) return;
        rest -= got;
    }
    s.sendall("k");
    (void)s.recv(1);
}

template <class Wrap>
void accept_all(samesock::socket listener, Wrap wrap) {
    for (;;) {
        std::thread([wrap, plain = listener.accept().first]() mutable {
            try {
                serve(wrap(std::move(plain)));
            } catch (const samesock::error&) { // who has only made a handshake has gone
            }
        }).detach();
    }
}

samesock::socket listener() {
    samesock::socket s;
    s.bind({"127.0.0.1", 0});
    s.listen();
    return s;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    static samesock::ssl_context context(samesock::PROTOCOL_TLS_SERVER);
    context.load_cert_chain(argv[1], argv[2]);
    samesock::socket plain = listener(), secure = listener();
    std::printf("%d,%d\n", plain.getsockname().port(), secure.getsockname().port());
    std::fflush(stdout);
    std::thread([s = std::move(plain)]() mutable {
        accept_all(std::move(s), [](samesock::socket one) { return one; });
    }).detach();
    std::thread([s = std::move(secure)]() mutable {
        accept_all(std::move(s), [](samesock::socket one) {
            samesock::wrap_options options;
            options.server_side = true;
            return context.wrap_socket(std::move(one), options);
        });
    }).detach();
    while (std::getchar() != EOF) {}
    std::_Exit(0);
}

// Echo client, IPv4 or IPv6: the fourth example of Python's socket reference. Tries every address of the look-up in
// order. Usage: dual_stack_echo_client [HOST [PORT]]
#include <samesock/samesock.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    const std::string host = argc > 1 ? argv[1] : "localhost";
    const int port = argc > 2 ? std::atoi(argv[2]) : 50007;

    samesock::socket s(std::nullopt);
    for (const auto& [af, socktype, proto, canonname, sa] :
         samesock::getaddrinfo(host, port, samesock::AF_UNSPEC, samesock::SOCK_STREAM)) {
        auto candidate = samesock::socket::try_open(af, socktype, proto);
        if (!candidate || !candidate->try_connect(sa)) continue;
        s = *std::move(candidate);
        break;
    }
    if (!s) {
        std::puts("could not open socket");
        return 1;
    }
    const auto start = std::chrono::steady_clock::now();
    s.sendall("Hello, world");
    const auto data = s.recv(1024);
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    s.close();
    std::printf("Received %s after %.3f ms\n", repr(data).c_str(), elapsed.count());
}

// Echo server, IPv4 or IPv6: the third example of Python's socket reference. Listens on the first address of the
// look-up that works, serves one client and ends. It recovers from errors, so it uses the try_ names, which build
// without exceptions too. Usage: dual_stack_echo_server [HOST [PORT]]
#include <samesock/samesock.hpp>

#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
    const std::string host = argc > 1 ? argv[1] : "";
    const int port = argc > 2 ? std::atoi(argv[2]) : 50007;

    samesock::socket s(std::nullopt);
    for (const auto& [af, socktype, proto, canonname, sa] :
         samesock::getaddrinfo(host, port, samesock::AF_UNSPEC, samesock::SOCK_STREAM, 0, samesock::AI_PASSIVE)) {
        auto candidate = samesock::socket::try_open(af, socktype, proto);
        if (!candidate || !candidate->try_bind(sa) || !candidate->try_listen(1)) continue;
        s = *std::move(candidate);
        break;
    }
    if (!s) {
        std::cout << "could not open socket" << std::endl;
        return 1;
    }
    std::cout << "Listening on " << s.getsockname() << std::endl;
    auto [conn, addr] = s.accept();
    std::cout << "Connected by " << addr << std::endl;
    while (auto data = conn.recv(1024)) conn.sendall(data);
    conn.close();
}

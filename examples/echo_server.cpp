// Echo server, IPv4: the first example of Python's socket reference. Serves one client and ends.
// Usage: echo_server [HOST [PORT]]
#include <samesock/samesock.hpp>

#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
    const std::string host = argc > 1 ? argv[1] : "";       // symbolic name meaning every interface
    const int port = argc > 2 ? std::atoi(argv[2]) : 50007; // arbitrary non-privileged port

    samesock::socket s(samesock::AF_INET, samesock::SOCK_STREAM);
    s.bind({host, port});
    s.listen(1);
    std::cout << "Listening on " << s.getsockname() << std::endl;
    auto [conn, addr] = s.accept();
    std::cout << "Connected by " << addr << std::endl;
    while (auto data = conn.recv(1024)) conn.sendall(data);
    conn.close();
}

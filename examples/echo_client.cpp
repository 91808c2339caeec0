// Echo client, IPv4: the second example of Python's socket reference.
// Usage: echo_client [HOST [PORT]]
#include <samesock/samesock.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    const std::string host = argc > 1 ? argv[1] : "localhost"; // the remote host
    const int port = argc > 2 ? std::atoi(argv[2]) : 50007;    // the same port as used by the server

    samesock::socket s(samesock::AF_INET, samesock::SOCK_STREAM);
    s.connect({host, port});
    const auto start = std::chrono::steady_clock::now();
    s.sendall("Hello, world");
    const auto data = s.recv(1024);
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    s.close();
    std::printf("Received %s after %.3f ms\n", repr(data).c_str(), elapsed.count());
}

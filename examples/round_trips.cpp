// Measures round trips to an echo server, one after the other.
// Usage: round_trips [HOST [PORT [COUNT [SIZE [PAUSE]]]]]; COUNT 0: for ever; SIZE in bytes; PAUSE in milliseconds.
#include <samesock/samesock.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>

int main(int argc, char** argv) {
    const std::string host = argc > 1 ? argv[1] : "localhost";
    const int port = argc > 2 ? std::atoi(argv[2]) : 50007;
    const long count = argc > 3 ? std::atol(argv[3]) : 10;
    const std::string message(argc > 4 ? std::strtoul(argv[4], nullptr, 10) : 64, '.');
    const double pause = argc > 5 ? std::atof(argv[5]) / 1000 : 0;

    samesock::socket s = samesock::create_connection({host, port});
    s.settimeout(10.0);
    std::cout << "Connected to " << s.getpeername() << std::endl;
    for (long i = 0; count == 0 || i < count; ++i) {
        const auto start = std::chrono::steady_clock::now();
        s.sendall(message);
        for (std::size_t back = 0; back < message.size();) {
            const auto part = s.recv(65536);
            if (!part) {
                std::cout << "The server has closed the connection" << std::endl;
                return 1;
            }
            back += part.size();
        }
        const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
        std::cout << message.size() << " bytes came back after " << elapsed.count() << " ms" << std::endl;
        if (pause > 0) (void)samesock::select({}, {}, {}, pause);
    }
}

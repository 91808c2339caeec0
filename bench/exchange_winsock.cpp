// The exchanges over Winsock's own blocking calls.
#include "exchange.hpp"

#include <winsock2.h>
#include <ws2tcpip.h>

namespace {

struct stream {
    SOCKET socket;
    void send_all(const char* data, std::size_t size) {
        while (size > 0) {
            const int sent = ::send(socket, data, static_cast<int>(size), 0);
            if (sent < 0) std::abort();
            data += sent;
            size -= static_cast<std::size_t>(sent);
        }
    }
    std::size_t receive(char* into, std::size_t size) {
        const int got = ::recv(socket, into, static_cast<int>(size), 0);
        if (got < 0) std::abort();
        return static_cast<std::size_t>(got);
    }
};

} // namespace

int main(int argc, char** argv) {
    const auto args = bench::parse(argc, argv);
    WSADATA data;
    if (::WSAStartup(MAKEWORD(2, 2), &data) != 0) return 2;
    stream s{::socket(AF_INET, SOCK_STREAM, 0)};
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(args.port));
    if (::inet_pton(AF_INET, args.host, &to.sin_addr) != 1) return 2;
    if (::connect(s.socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) std::abort();
    const DWORD on = 1;
    (void)::setsockopt(s.socket, IPPROTO_TCP, TCP_NODELAY, reinterpret_cast<const char*>(&on), sizeof on);
    return bench::run(s, args.what, args.count);
}

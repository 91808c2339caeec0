// The exchanges over the system's own calls; built for WASI, over wasi-libc's BSD layer.
#include "exchange.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

namespace {

struct stream {
    int fd;
    void send_all(const char* data, std::size_t size) {
        while (size > 0) {
            const ssize_t sent = ::send(fd, data, size, MSG_NOSIGNAL);
            if (sent < 0) std::abort();
            data += sent;
            size -= static_cast<std::size_t>(sent);
        }
    }
    std::size_t receive(char* into, std::size_t size) {
        const ssize_t got = ::recv(fd, into, size, 0);
        if (got < 0) std::abort();
        return static_cast<std::size_t>(got);
    }
};

} // namespace

int main(int argc, char** argv) {
    const auto args = bench::parse(argc, argv);
    stream s{::socket(AF_INET, SOCK_STREAM, 0)};
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(args.port));
    if (inet_pton(AF_INET, args.host, &to.sin_addr) != 1) return 2;
    if (::connect(s.fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) std::abort();
    const int on = 1;
    (void)::setsockopt(s.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return bench::run(s, args.what, args.count);
}

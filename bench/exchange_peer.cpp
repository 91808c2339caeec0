// The other end of every exchange: a native program on plain system calls. Prints its port, serves one connection after
// another, ends when its standard input does.
#include "exchange.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

struct stream {
    int fd;
    void send_all(const char* data, std::size_t size) {
        while (size > 0) {
            const ssize_t sent = ::send(fd, data, size, MSG_NOSIGNAL);
            if (sent <= 0) return;
            data += sent;
            size -= static_cast<std::size_t>(sent);
        }
    }
    std::size_t receive(char* into, std::size_t size) {
        const ssize_t got = ::recv(fd, into, size, 0);
        return got < 0 ? 0 : static_cast<std::size_t>(got);
    }
};

bool receive_all(stream& s, char* into, std::size_t size) {
    while (size > 0) {
        const std::size_t got = s.receive(into, size);
        if (got == 0) return false;
        into += got;
        size -= got;
    }
    return true;
}

void serve(stream& s) {
    char request[12] = {};
    if (!receive_all(s, request, 11)) return;
    const auto count = static_cast<std::uint32_t>(std::strtoul(request + 1, nullptr, 10));
    std::vector<char> block(bench::large, 'y');
    switch (request[0]) {
    case 'p':
        for (std::uint32_t i = 0; i < count && receive_all(s, block.data(), bench::small); ++i)
            s.send_all(block.data(), bench::small);
        break;
    case 'u':
        for (std::uint32_t i = 0; i < count && receive_all(s, block.data(), bench::large); ++i) {}
        s.send_all("!", 1);
        break;
    case 'd':
        for (std::uint32_t i = 0; i < count; ++i) s.send_all(block.data(), bench::large);
        break;
    default: break;
    }
    char end;
    (void)s.receive(&end, 1); // the client closes first, so that the port's TIME_WAIT is the client's
}

} // namespace

int main() {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&here), size) != 0 || ::listen(listener, 64) != 0) return 1;
    if (::getsockname(listener, reinterpret_cast<sockaddr*>(&here), &size) != 0) return 1;
    std::printf("%d\n", ntohs(here.sin_port));
    std::fflush(stdout);
    for (;;) {
        pollfd either[2] = {{0, POLLIN, 0}, {listener, POLLIN, 0}};
        if (::poll(either, 2, -1) < 0 || (either[0].revents & (POLLIN | POLLHUP)) != 0) return 0;
        stream s{::accept(listener, nullptr, nullptr)};
        if (s.fd < 0) continue;
        const int on = 1;
        (void)::setsockopt(s.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        serve(s);
        ::close(s.fd);
    }
}

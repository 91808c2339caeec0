// See servers.hpp.
#include "servers.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace samesock::testing {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    where.sin_port = htons(static_cast<std::uint16_t>(port));
    return where;
}

int bound(int& port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in where = loopback(0);
    socklen_t size = sizeof where;
    if (::bind(fd, reinterpret_cast<sockaddr*>(&where), size) != 0) std::abort();
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&where), &size) != 0) std::abort();
    port = ntohs(where.sin_port);
    return fd;
}

// False: that direction has ended.
bool carry(int from, int to) {
    std::array<char, 65536> block;
    const ssize_t size = ::recv(from, block.data(), block.size(), 0);
    if (size <= 0) {
        ::shutdown(to, SHUT_WR);
        return false;
    }
    write_all(to, std::string(block.data(), static_cast<std::size_t>(size)));
    return true;
}

} // namespace

server::server(conversation talk) : talk_(std::move(talk)), listener_(bound(port_)) {
    if (::listen(listener_, 16) != 0) std::abort();
    thread_ = std::thread([this] { serve(); });
}

server::~server() {
    ends_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    if (const int fd = current_; fd >= 0) ::shutdown(fd, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

void server::serve() {
    while (!ends_) {
        const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) continue;
        current_ = fd;
        if (!ends_) talk_(fd);
        current_ = -1;
        ::close(fd);
    }
}

std::string read_head(int fd) {
    std::string head;
    char c = 0;
    while (!head.ends_with("\r\n\r\n") && ::recv(fd, &c, 1, 0) == 1) head += c;
    return head;
}

void write_all(int fd, const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t size = ::send(fd, text.data() + done, text.size() - done, MSG_NOSIGNAL);
        if (size <= 0) return;
        done += static_cast<std::size_t>(size);
    }
}

int dead_port() {
    int port = 0;
    ::close(bound(port));
    return port;
}

void relay(int fd, int port) {
    const int other = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in where = loopback(port);
    bool up = ::connect(other, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0;
    bool down = up;
    while (up || down) {
        std::array<pollfd, 2> both{{{up ? fd : -1, POLLIN, 0}, {down ? other : -1, POLLIN, 0}}};
        if (::poll(both.data(), both.size(), -1) < 0) break;
        if (both[0].revents != 0) up = carry(fd, other);
        if (both[1].revents != 0) down = carry(other, fd);
    }
    ::close(other);
}

} // namespace samesock::testing

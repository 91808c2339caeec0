#include "poll_loop.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

poll_loop::poll_loop() : fd_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (fd_ < 0) give_up("epoll_create1");
}

poll_loop::~poll_loop() { ::close(fd_); }

void poll_loop::add(int fd, pollable& who, bool wants_write) {
    epoll_event event{};
    event.events = EPOLLIN | (wants_write ? std::uint32_t{EPOLLOUT} : 0U);
    event.data.ptr = &who;
    if (::epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &event) != 0) give_up("epoll_ctl");
}

void poll_loop::change(int fd, pollable& who, bool wants_read, bool wants_write) {
    epoll_event event{};
    event.events = (wants_read ? std::uint32_t{EPOLLIN} : 0U) | (wants_write ? std::uint32_t{EPOLLOUT} : 0U);
    event.data.ptr = &who;
    if (::epoll_ctl(fd_, EPOLL_CTL_MOD, fd, &event) != 0) give_up("epoll_ctl");
}

void poll_loop::remove(int fd) { ::epoll_ctl(fd_, EPOLL_CTL_DEL, fd, nullptr); }

void poll_loop::turn(int milliseconds) {
    std::array<epoll_event, 256> events{};
    const int count = ::epoll_wait(fd_, events.data(), static_cast<int>(events.size()), milliseconds);
    for (int i = 0; i < count; ++i)
        static_cast<pollable*>(events[static_cast<std::size_t>(i)].data.ptr)
            ->ready(events[static_cast<std::size_t>(i)].events);
}

int begin_connect(std::uint16_t port, bool datagrams) {
    const int fd = ::socket(AF_INET, (datagrams ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    const int on = 1;
    if (!datagrams) ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 || errno == EINPROGRESS) return fd;
    ::close(fd);
    return -1;
}

void give_up(const char* what) {
    std::fprintf(stderr, "%s: %s\n", what, std::strerror(errno));
    std::exit(1);
}

} // namespace bench

// What the streams of a benchmark end at: a native program on plain system calls. Prints five ports, of an echo, a
// source of the pattern, a sink that compares with the pattern and tells how far it is, a listener that never reads,
// and an echo of datagrams. Ends when its standard input does.
#include "pattern.hpp"
#include "poll_loop.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using bench::poll_loop;
using bench::pollable;

enum class role : std::uint8_t { echo, source, sink, stall };
constexpr std::size_t acknowledged_each = std::size_t{256} * 1024;

const bench::pattern& the_pattern() {
    static const bench::pattern one;
    return one;
}

class connection final : public pollable {
public:
    connection(poll_loop& loop, int fd, role r) : loop_(loop), fd_(fd), role_(r) {
        loop_.add(fd_, *this, r == role::source);
        if (r == role::stall) loop_.change(fd_, *this, false, false);
    }

    void ready(std::uint32_t events) override {
        if ((events & EPOLLOUT) != 0 && !write()) return end();
        if (role_ == role::stall || (events & ~std::uint32_t{EPOLLOUT}) == 0) {
            if ((events & (EPOLLHUP | EPOLLERR)) != 0) end();
            return;
        }
        if (!read()) end();
    }

private:
    bool read() {
        static std::vector<std::byte> buffer(std::size_t{256} * 1024);
        const ssize_t got = ::recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got < 0) return errno == EAGAIN || errno == EINTR;
        if (got == 0) return false;
        const std::span<const std::byte> bytes(buffer.data(), static_cast<std::size_t>(got));
        if (role_ == role::echo) return send_back(bytes);
        return role_ != role::sink || compare(bytes);
    }

    bool send_back(std::span<const std::byte> bytes) {
        const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN) return false;
        const auto taken = static_cast<std::size_t>(sent < 0 ? 0 : sent);
        if (taken == bytes.size()) return true;
        left_.assign(bytes.begin() + static_cast<std::ptrdiff_t>(taken), bytes.end());
        left_begin_ = 0;
        loop_.change(fd_, *this, false, true); // no more is read until this has gone
        return true;
    }

    bool compare(std::span<const std::byte> bytes) {
        if (!the_pattern().matches(place_, bytes)) {
            std::fprintf(stderr, "an upload differs from the pattern near %llu\n",
                         static_cast<unsigned long long>(place_));
            return false;
        }
        place_ += bytes.size();
        if (place_ / acknowledged_each == told_ / acknowledged_each) return true;
        told_ = place_ / acknowledged_each * acknowledged_each;
        std::byte count[8];
        for (std::size_t i = 0; i < sizeof count; ++i) count[i] = static_cast<std::byte>(told_ >> (8 * i));
        return ::send(fd_, count, sizeof count, MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof count;
    }

    bool write() {
        if (role_ == role::source) {
            const auto piece = the_pattern().at(place_, bench::pattern::most);
            const ssize_t sent = ::send(fd_, piece.data(), piece.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent > 0) place_ += static_cast<std::uint64_t>(sent);
            return sent > 0 || errno == EAGAIN;
        }
        const ssize_t sent =
            ::send(fd_, left_.data() + left_begin_, left_.size() - left_begin_, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) return errno == EAGAIN;
        left_begin_ += static_cast<std::size_t>(sent);
        if (left_begin_ == left_.size()) loop_.change(fd_, *this, true, false);
        return true;
    }

    void end() {
        loop_.remove(fd_);
        ::close(fd_);
        delete this;
    }

    poll_loop& loop_;
    int fd_;
    role role_;
    std::uint64_t place_ = 0, told_ = 0;
    std::vector<std::byte> left_;
    std::size_t left_begin_ = 0;
};

int bound(int type, std::uint16_t& port) {
    const int fd = ::socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&here), size) != 0 ||
        ::getsockname(fd, reinterpret_cast<sockaddr*>(&here), &size) != 0)
        bench::give_up("bind");
    port = ntohs(here.sin_port);
    return fd;
}

class listener final : public pollable {
public:
    listener(poll_loop& loop, role r) : loop_(loop), role_(r), fd_(bound(SOCK_STREAM, port)) {
        if (::listen(fd_, 4096) != 0) bench::give_up("listen");
        loop_.add(fd_, *this);
    }
    void ready(std::uint32_t /*events*/) override {
        for (;;) {
            const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd < 0) return;
            const int on = 1;
            ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            // With 10,000 connections a round, those that are over would hold all of the machine's ports.
            const linger none{1, 0};
            ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
            new connection(loop_, fd, role_); // it deletes itself
        }
    }

private:
    poll_loop& loop_;
    role role_;

public:
    std::uint16_t port = 0;

private:
    int fd_;
};

class udp_echo final : public pollable {
public:
    explicit udp_echo(poll_loop& loop) : fd_(bound(SOCK_DGRAM, port)) {
        const int size = 4 * 1024 * 1024;
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
        loop.add(fd_, *this);
    }
    void ready(std::uint32_t /*events*/) override {
        static std::vector<std::byte> buffer(65'536);
        for (;;) {
            sockaddr_in from{};
            socklen_t length = sizeof from;
            const ssize_t got =
                ::recvfrom(fd_, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from), &length);
            if (got < 0) return;
            (void)::sendto(fd_, buffer.data(), static_cast<std::size_t>(got), 0, reinterpret_cast<sockaddr*>(&from),
                           length);
        }
    }
    std::uint16_t port = 0;

private:
    int fd_;
};

class end_of_input final : public pollable {
public:
    void ready(std::uint32_t /*events*/) override {
        char byte = 0;
        if (::read(STDIN_FILENO, &byte, 1) <= 0) std::_Exit(0);
    }
};

void allow_many_descriptors() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

int main() {
    allow_many_descriptors();
    poll_loop loop;
    listener echo(loop, role::echo), source(loop, role::source), sink(loop, role::sink), stall(loop, role::stall);
    udp_echo udp(loop);
    end_of_input input;
    loop.add(STDIN_FILENO, input);
    std::printf("%hu,%hu,%hu,%hu,%hu\n", echo.port, source.port, sink.port, stall.port, udp.port);
    std::fflush(stdout);
    for (;;) loop.turn(-1);
}

// The native peer of the conformance tests: what one thread of the program under test cannot do for itself. Plain POSIX
// sockets and nothing of samesock, so that a mistake of the library cannot hide in its tests.
//   peer COMMAND...   runs the command with SAMESOCK_PEER="echo=PORT discard=PORT ..." and ends with its status
//   peer              prints NAME=PORT lines and serves until standard input ends
// Every port is the system's choice, on loopback only. No wait is longer than peer::patience; the process ends with its
// command, with its parent, or with its standard input, so none is left behind. modes.hpp says what each port does.
#include "modes.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

[[noreturn]] void give_up(const char* what) {
    std::perror(what);
    std::_Exit(111);
}

// -- listeners --------------------------------------------------------------------------------------------------------

std::string ports; // "name=port name=port"

/// A socket bound to a free port of loopback, in the list of ports under `name`. -1 where there is no such loopback.
int bound(const char* name, int family, int type) {
    const int fd = ::socket(family, type, 0);
    if (fd < 0) return -1;
    (void)::fcntl(fd, F_SETFD, FD_CLOEXEC);
    sockaddr_storage where{};
    socklen_t size = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
    if (family == AF_INET) {
        auto& v4 = reinterpret_cast<sockaddr_in&>(where);
        v4.sin_family = AF_INET;
        v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    } else {
        auto& v6 = reinterpret_cast<sockaddr_in6&>(where);
        v6.sin6_family = AF_INET6;
        v6.sin6_addr = in6addr_loopback;
    }
    auto* const address = reinterpret_cast<sockaddr*>(&where);
    if (::bind(fd, address, size) != 0 || ::getsockname(fd, address, &size) != 0) {
        ::close(fd);
        return -1;
    }
    const auto port = family == AF_INET ? reinterpret_cast<sockaddr_in&>(where).sin_port
                                        : reinterpret_cast<sockaddr_in6&>(where).sin6_port;
    ports += (ports.empty() ? "" : " ") + std::string(name) + '=' + std::to_string(ntohs(port));
    return fd;
}

void accept_each(int listener, void (*mode)(int)) {
    for (;;) {
        const int fd = ::accept(listener, nullptr, nullptr);
        if (fd < 0) continue;
        peer::be_patient(fd);
        std::thread([fd, mode] {
            mode(fd);
            ::close(fd);
        }).detach();
    }
}

struct service {
    int fd;
    void (*mode)(int); // of a connection; nullptr: a datagram socket
    int reply_from;    // of a datagram socket
};

void answer_datagrams(const service& s) {
    std::vector<char> block(65536);
    for (;;) {
        sockaddr_storage from{};
        socklen_t size = sizeof from;
        const ssize_t n = ::recvfrom(s.fd, block.data(), block.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
        if (n >= 0)
            (void)::sendto(s.reply_from, block.data(), static_cast<std::size_t>(n), 0,
                           reinterpret_cast<sockaddr*>(&from), size);
    }
}

int listening(const char* name, int family = AF_INET, int receive_buffer = 0) {
    const int fd = bound(name, family, SOCK_STREAM);
    if (fd < 0) return fd;
    if (receive_buffer != 0) (void)::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    if (::listen(fd, 128) != 0) give_up("peer: listen");
    return fd;
}

/// A listener that nobody serves and whose queue is full: a connect to it neither succeeds nor fails.
void open_black_hole() {
    const int fd = bound("black_hole", AF_INET, SOCK_STREAM);
    if (fd < 0 || ::listen(fd, 0) != 0) give_up("peer: black hole");
    sockaddr_in where{};
    socklen_t size = sizeof where;
    (void)::getsockname(fd, reinterpret_cast<sockaddr*>(&where), &size);
    for (int i = 0; i < 4; ++i) {
        const int filler = ::socket(AF_INET, SOCK_STREAM, 0);
        (void)::fcntl(filler, F_SETFD, FD_CLOEXEC);
        (void)::fcntl(filler, F_SETFL, O_NONBLOCK);
        (void)::connect(filler, reinterpret_cast<sockaddr*>(&where), size);
        ::usleep(1000);
    }
}

/// Bound, so that nobody else gets the port, and connected elsewhere, so that a datagram from anyone is refused.
void open_refused_datagrams() {
    const int fd = bound("udp_refused", AF_INET, SOCK_DGRAM);
    sockaddr_in where{};
    socklen_t size = sizeof where;
    (void)::getsockname(fd, reinterpret_cast<sockaddr*>(&where), &size);
    (void)::connect(fd, reinterpret_cast<sockaddr*>(&where), size);
}

std::vector<service> open_all() {
    std::vector<service> all;
    all.push_back({listening("echo"), peer::echo, -1});
    all.push_back({listening("echo6", AF_INET6), peer::echo, -1});
    all.push_back({listening("discard"), peer::discard, -1});
    all.push_back({listening("slow", AF_INET, 16384), peer::slow, -1});
    all.push_back({listening("delay"), peer::delay, -1});
    all.push_back({listening("reset"), peer::reset, -1});
    all.push_back({listening("half_close"), peer::half_close, -1});
    all.push_back({listening("source"), peer::source, -1});
    all.push_back({listening("control"), peer::control, -1});
    all.push_back({listening("connect_back"), peer::connect_back, -1});
    const int udp = bound("udp_echo", AF_INET, SOCK_DGRAM);
    const int udp6 = bound("udp_echo6", AF_INET6, SOCK_DGRAM);
    const int asked = bound("udp_elsewhere", AF_INET, SOCK_DGRAM);
    const int elsewhere = bound("udp_elsewhere_answers", AF_INET, SOCK_DGRAM);
    all.push_back({udp, nullptr, udp});
    all.push_back({udp6, nullptr, udp6});
    all.push_back({asked, nullptr, elsewhere});
    (void)bound("refused", AF_INET, SOCK_STREAM); // never listens
    (void)bound("refused6", AF_INET6, SOCK_STREAM);
    open_refused_datagrams();
    open_black_hole();
    return all;
}

void serve(const std::vector<service>& all) {
    for (const service& s : all) {
        if (s.fd < 0) continue;
        if (s.mode != nullptr)
            std::thread(accept_each, s.fd, s.mode).detach();
        else
            std::thread(answer_datagrams, s).detach();
    }
}

// -- the command ------------------------------------------------------------------------------------------------------

volatile sig_atomic_t child = 0;

void end_with_child(int signal) {
    if (child > 0) ::kill(static_cast<pid_t>(child), SIGKILL);
    ::_exit(128 + signal);
}

/// A parent that dies without a word leaves us to another.
void watch_parent(pid_t parent) {
    while (::getppid() == parent) ::usleep(200000);
    end_with_child(SIGHUP);
}

pid_t start(char** command) {
    const pid_t pid = ::fork();
    if (pid < 0) give_up("peer: fork");
    if (pid == 0) {
        ::execvp(command[0], command);
        give_up(command[0]);
    }
    return pid;
}

int wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) give_up("peer: wait");
    }
    child = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

int main(int count, char** arguments) {
    const std::vector<service> all = open_all();
    const pid_t parent = ::getppid();
    int status = 0;
    if (count > 1) {
        (void)::setenv("SAMESOCK_PEER", ports.c_str(), 1);
        child = start(arguments + 1); // before there are threads
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) (void)::signal(signal, end_with_child);
    }
    (void)::signal(SIGPIPE, SIG_IGN); // the command has the default
    serve(all);
    if (count > 1) {
        std::thread(watch_parent, parent).detach();
        status = wait_for(static_cast<pid_t>(child));
    } else {
        for (char& c : ports) c = c == ' ' ? '\n' : c;
        std::puts(ports.c_str());
        std::fflush(stdout);
        char c = 0;
        while (::read(STDIN_FILENO, &c, 1) > 0) {}
    }
    ::_exit(status); // the threads end here
}

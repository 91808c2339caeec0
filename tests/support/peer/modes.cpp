// See modes.hpp.
#include "modes.hpp"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace peer {
namespace {

constexpr std::size_t token_size = 8;

// -- bytes ------------------------------------------------------------------------------------------------------------

/// FNV-1a, 64 bits: what a report tells of the bytes that arrived.
struct fingerprint {
    std::uint64_t hash = 0xcbf29ce484222325u;
    std::uint64_t size = 0;
    void add(const char* data, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) hash = (hash ^ static_cast<unsigned char>(data[i])) * 0x100000001b3u;
        size += n;
    }
};

/// The pattern that `source` and `reset` send: byte i is a mix of i, so that a lost or repeated block shows.
char pattern(std::uint64_t i) { return static_cast<char>((i * 2654435761u) >> 13); }

bool send_all(int fd, const char* data, std::size_t size) {
    while (size != 0) {
        const ssize_t sent = ::send(fd, data, size, 0);
        if (sent < 0) return false;
        data += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}
bool send_all(int fd, const std::string& text) { return send_all(fd, text.data(), text.size()); }

bool send_pattern(int fd, std::uint64_t size) {
    std::vector<char> block(65536);
    for (std::uint64_t done = 0; done < size;) {
        const std::size_t n = size - done < block.size() ? static_cast<std::size_t>(size - done) : block.size();
        for (std::size_t i = 0; i < n; ++i) block[i] = pattern(done + i);
        if (!send_all(fd, block.data(), n)) return false;
        done += n;
    }
    return true;
}

/// A line without its end; nothing at the end of the stream, or when patience ends.
std::optional<std::string> read_line(int fd) {
    std::string line;
    char c = 0;
    while (::recv(fd, &c, 1, 0) == 1) {
        if (c == '\n') return line;
        line += c;
    }
    return std::nullopt;
}

// -- reports: what `discard` and `slow` received, by the token that the connection began with -------------------------

class reports {
public:
    void add(const std::string& token, const std::string& text) {
        const std::lock_guard lock(guard_);
        texts_[token] = text;
        changed_.notify_all();
    }
    std::string take(const std::string& token) {
        std::unique_lock lock(guard_);
        const bool there =
            changed_.wait_for(lock, std::chrono::seconds(patience), [&] { return texts_.count(token) != 0; });
        return there ? texts_[token] : "nothing";
    }

private:
    std::mutex guard_;
    std::condition_variable changed_;
    std::map<std::string, std::string> texts_;
};

reports& received() {
    static reports all;
    return all;
}

void collect(int fd, std::size_t block_size, std::chrono::microseconds pause) {
    std::string token(token_size, '\0');
    if (::recv(fd, token.data(), token.size(), MSG_WAITALL) != static_cast<ssize_t>(token_size)) return;
    std::vector<char> block(block_size);
    fingerprint sum;
    ssize_t n = 0;
    while ((n = ::recv(fd, block.data(), block.size(), 0)) > 0) {
        sum.add(block.data(), static_cast<std::size_t>(n));
        if (pause.count() != 0) std::this_thread::sleep_for(pause);
    }
    const char* const end = n == 0 ? "eof" : errno == ECONNRESET ? "reset" : "silence";
    std::ostringstream text;
    text << sum.size << ' ' << sum.hash << ' ' << end;
    received().add(token, text.str());
}

int connect_to(const std::string& host, const std::string& port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return -1;
    int fd = ::socket(found->ai_family, SOCK_STREAM, 0);
    be_patient(fd);
    if (::connect(fd, found->ai_addr, found->ai_addrlen) != 0) {
        ::close(fd);
        fd = -1;
    }
    ::freeaddrinfo(found);
    return fd;
}

std::string read_to_end(int fd) {
    std::string all;
    char block[4096];
    ssize_t n = 0;
    while ((n = ::recv(fd, block, sizeof block, 0)) > 0) all.append(block, static_cast<std::size_t>(n));
    return n == 0 ? all : all + "(error)";
}

} // namespace

// -- the modes of a connection ----------------------------------------------------------------------------------------

void be_patient(int fd) {
    const timeval limit{patience, 0};
    (void)::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    (void)::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

void echo(int fd) {
    std::vector<char> block(65536);
    ssize_t n = 0;
    while ((n = ::recv(fd, block.data(), block.size(), 0)) > 0) {
        if (!send_all(fd, block.data(), static_cast<std::size_t>(n))) return;
    }
}

void discard(int fd) { collect(fd, 65536, {}); }
void slow(int fd) { collect(fd, 16384, std::chrono::microseconds(300)); }

void delay(int fd) {
    while (const auto line = read_line(fd)) {
        std::istringstream in(*line);
        int milliseconds = 0;
        std::string text;
        in >> milliseconds >> std::ws;
        std::getline(in, text);
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        if (!send_all(fd, text)) return;
    }
}

void reset(int fd) {
    const auto line = read_line(fd);
    const std::uint64_t size = line ? std::strtoull(line->c_str(), nullptr, 10) : 0;
    char c = 0;
    if (size != 0 && (!send_pattern(fd, size) || ::recv(fd, &c, 1, 0) != 1)) return;
    const linger at_once{1, 0};
    (void)::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void half_close(int fd) {
    char block[4096];
    fingerprint sum;
    ssize_t n = 0;
    while ((n = ::recv(fd, block, sizeof block, 0)) > 0) sum.add(block, static_cast<std::size_t>(n));
    if (n == 0) send_all(fd, "after the end: " + std::to_string(sum.size));
}

void source(int fd) {
    if (const auto line = read_line(fd)) send_pattern(fd, std::strtoull(line->c_str(), nullptr, 10));
}

void control(int fd) {
    while (const auto token = read_line(fd)) {
        if (!send_all(fd, received().take(*token) + '\n')) return;
    }
}

/// The client of a server under test: COUNT connections at once, each sends TEXT, ends its side and reads to the end.
void connect_back(int fd) {
    const auto line = read_line(fd);
    if (!line) return;
    std::istringstream in(*line);
    std::string host, port, text, first;
    std::size_t count = 0;
    in >> host >> port >> count >> std::ws;
    std::getline(in, text);
    std::vector<int> clients;
    for (std::size_t i = 0; i < count; ++i) {
        if (const int client = connect_to(host, port); client >= 0) clients.push_back(client);
    }
    for (const int client : clients) {
        send_all(client, text);
        ::shutdown(client, SHUT_WR);
    }
    std::size_t same = 0;
    for (const int client : clients) {
        const std::string reply = read_to_end(client);
        if (client == clients.front()) first = reply;
        same += reply == text;
        ::close(client);
    }
    send_all(fd, std::to_string(clients.size()) + ' ' + std::to_string(same) + ' ' + first + '\n');
}

} // namespace peer

#include "websocket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

namespace {

constexpr std::size_t read_size = std::size_t{512} * 1024;
constexpr std::array<std::byte, 4> mask{std::byte{0x5A}, std::byte{0x3C}, std::byte{0x96}, std::byte{0xF1}};
constexpr std::byte binary{0x82};
constexpr std::byte pong{0x8A};

} // namespace

websocket::websocket(poll_loop& loop, websocket_user& user, std::uint16_t port, const std::string& subprotocol)
    : loop_(loop), user_(user), fd_(begin_connect(port, false)), in_(read_size) {
    if (fd_ < 0) give_up("connect to the server");
    upgrade(port, subprotocol);
    loop_.add(fd_, *this);
}

websocket::~websocket() {
    loop_.remove(fd_);
    ::close(fd_);
}

void websocket::end() {
    ::shutdown(fd_, SHUT_WR);
    pollfd waiting{fd_, POLLIN, 0};
    while (::poll(&waiting, 1, 10'000) > 0 && ::recv(fd_, in_.data(), in_.size(), 0) > 0) {}
}

void websocket::upgrade(std::uint16_t port, const std::string& subprotocol) {
    std::string request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                          "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    if (!subprotocol.empty()) request += "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
    request += "\r\n";
    pollfd waiting{fd_, POLLOUT, 0};
    ::poll(&waiting, 1, 10'000);
    if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
        give_up("upgrade");
    for (;;) {
        waiting.events = POLLIN;
        if (::poll(&waiting, 1, 10'000) <= 0) give_up("no answer to the upgrade");
        const ssize_t got = ::recv(fd_, in_.data() + in_end_, in_.size() - in_end_, 0);
        if (got <= 0) give_up("the server closed instead of upgrading");
        in_end_ += static_cast<std::size_t>(got);
        const std::string_view text(reinterpret_cast<const char*>(in_.data()), in_end_);
        const std::size_t end = text.find("\r\n\r\n");
        if (end == std::string_view::npos) continue;
        if (!text.starts_with("HTTP/1.1 101")) give_up(std::string(text.substr(0, text.find('\r'))).c_str());
        in_begin_ = end + 4;
        return;
    }
}

void websocket::ready(std::uint32_t events) {
    if ((events & EPOLLOUT) != 0) {
        flush();
        if (queued() == 0) user_.drained();
    }
    if ((events & ~std::uint32_t{EPOLLOUT}) != 0) read();
}

void websocket::read() {
    for (int i = 0; i < 4; ++i) {
        if (in_begin_ == in_end_) in_begin_ = in_end_ = 0;
        if (in_.size() - in_end_ < read_size / 4) {
            std::memmove(in_.data(), in_.data() + in_begin_, in_end_ - in_begin_);
            in_end_ -= in_begin_;
            in_begin_ = 0;
            if (in_.size() - in_end_ < read_size / 4) in_.resize(in_.size() * 2);
        }
        const std::size_t room = in_.size() - in_end_;
        const ssize_t got = ::recv(fd_, in_.data() + in_end_, room, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (got <= 0) {
            user_.lost();
            return;
        }
        in_end_ += static_cast<std::size_t>(got);
        take_frames();
        if (static_cast<std::size_t>(got) < room) return;
    }
}

void websocket::take_frames() {
    while (in_end_ - in_begin_ >= 2) {
        const std::byte* const at = in_.data() + in_begin_;
        const auto first = std::to_integer<unsigned>(at[0]);
        std::size_t size = std::to_integer<unsigned>(at[1]) & 127U;
        const std::size_t length_bytes = size == 126 ? 2 : size == 127 ? 8 : 0;
        const std::size_t have = in_end_ - in_begin_;
        if (have < 2 + length_bytes) return;
        if (length_bytes != 0) {
            size = 0;
            for (std::size_t i = 0; i < length_bytes; ++i) size = size << 8 | std::to_integer<std::size_t>(at[2 + i]);
        }
        if (have < 2 + length_bytes + size) {
            if (in_.size() < 2 + length_bytes + size + read_size) in_.resize(2 + length_bytes + size + read_size);
            return;
        }
        const std::span<const std::byte> payload(at + 2 + length_bytes, size);
        in_begin_ += 2 + length_bytes + size;
        const unsigned opcode = first & 15U;
        if (opcode == 8) {
            user_.lost();
            return;
        }
        if (opcode == 9) {
            put_header(size, pong);
            put_masked(payload);
            flush();
        } else if (opcode <= 2 && (first & 0x80U) != 0 && joined_.empty()) {
            user_.message(payload);
        } else if (opcode <= 2) {
            joined_.insert(joined_.end(), payload.begin(), payload.end());
            if ((first & 0x80U) != 0) {
                user_.message(joined_);
                joined_.clear();
            }
        }
    }
}

void websocket::send(std::span<const std::span<const std::byte>> pieces) {
    std::size_t size = 0;
    for (const auto& piece : pieces) size += piece.size();
    put_header(size, binary);
    for (const auto& piece : pieces) put_masked(piece);
}

void websocket::put_header(std::size_t size, std::byte opcode) {
    if (out_begin_ == out_.size()) {
        out_.clear();
        out_begin_ = 0;
    }
    out_.push_back(opcode);
    const int length_bytes = size < 126 ? 0 : size < 65'536 ? 2 : 8;
    out_.push_back(static_cast<std::byte>(0x80U | (length_bytes == 0 ? size : length_bytes == 2 ? 126U : 127U)));
    for (int i = length_bytes - 1; i >= 0; --i) out_.push_back(static_cast<std::byte>(size >> (8 * i)));
    out_.insert(out_.end(), mask.begin(), mask.end());
    masked_ = 0;
}

void websocket::put_masked(std::span<const std::byte> bytes) {
    const std::size_t begin = out_.size();
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    std::byte* const to = out_.data() + begin;
    std::size_t i = 0;
    while (i < bytes.size() && (masked_ + i) % 4 != 0) {
        to[i] ^= mask[(masked_ + i) % 4];
        ++i;
    }
    std::uint64_t key = 0;
    std::memcpy(&key, mask.data(), 4);
    std::memcpy(reinterpret_cast<std::byte*>(&key) + 4, mask.data(), 4);
    for (; i + 8 <= bytes.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, to + i, 8);
        word ^= key;
        std::memcpy(to + i, &word, 8);
    }
    for (; i < bytes.size(); ++i) to[i] ^= mask[(masked_ + i) % 4];
    masked_ += bytes.size();
}

void websocket::flush() {
    while (queued() > 0) {
        const ssize_t sent = ::send(fd_, out_.data() + out_begin_, queued(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) break; // a connection that is lost is found by read()
        out_begin_ += static_cast<std::size_t>(sent);
    }
    if (queued() == 0) {
        out_.clear();
        out_begin_ = 0;
    } else if (out_begin_ > read_size) {
        out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(out_begin_));
        out_begin_ = 0;
    }
    want(queued() > 0);
}

void websocket::want(bool write) {
    if (write == wants_write_) return;
    wants_write_ = write;
    loop_.change(fd_, *this, true, write);
}

} // namespace bench

// No proxy at all: a socket for each stream.
#include "link.hpp"

#include <cerrno>
#include <vector>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

namespace {

class direct_link;

struct direct_stream final : pollable {
    direct_stream(direct_link& owner, stream_index i) : link(owner), index(i) {}
    void ready(std::uint32_t events) override;

    direct_link& link;
    stream_index index;
    int fd = -1;
    bool reads = true;
    bool wants_write = true;
};

class direct_link final : public link {
public:
    direct_link(poll_loop& loop, link_user& user) : loop_(loop), user_(user), buffer_(std::size_t{256} * 1024) {}
    ~direct_link() override {
        for (const auto& s : streams_)
            if (s && s->fd >= 0) ::close(s->fd);
    }

    void open(stream_index stream, std::uint16_t port, bool datagrams) override {
        if (streams_.size() <= stream) streams_.resize(stream + 1);
        if (!streams_[stream]) streams_[stream] = std::make_unique<direct_stream>(*this, stream);
        direct_stream& s = *streams_[stream];
        s.fd = begin_connect(port, datagrams);
        if (s.fd < 0) give_up("connect to the target");
        s.reads = true;
        s.wants_write = false;
        loop_.add(s.fd, s);
    }

    std::size_t send(stream_index stream, std::span<const std::byte> bytes) override {
        direct_stream& s = *streams_[stream];
        const ssize_t sent = ::send(s.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        const std::size_t taken = sent < 0 ? 0 : static_cast<std::size_t>(sent);
        if (taken < bytes.size() && (sent >= 0 || errno == EAGAIN || errno == ENOTCONN || errno == EINPROGRESS))
            want_write(s, true);
        return taken;
    }

    void close(stream_index stream) override {
        direct_stream& s = *streams_[stream];
        loop_.remove(s.fd);
        ::close(s.fd);
        s.fd = -1;
    }

    bool stop_reading(stream_index stream) override {
        direct_stream& s = *streams_[stream];
        s.reads = false;
        loop_.change(s.fd, s, false, s.wants_write);
        return true;
    }

    void flush() override {}

    void ready(direct_stream& s, std::uint32_t events) {
        if ((events & EPOLLOUT) != 0) {
            want_write(s, false);
            user_.writable(s.index);
        }
        for (int i = 0; s.fd >= 0 && s.reads && i < 4 && (events & ~std::uint32_t{EPOLLOUT}) != 0; ++i) {
            const ssize_t got = ::recv(s.fd, buffer_.data(), buffer_.size(), 0);
            if (got < 0 && (errno == EAGAIN || errno == EINTR || errno == ECONNREFUSED)) return;
            if (got <= 0) {
                user_.ended(s.index);
                return;
            }
            user_.received(s.index, {buffer_.data(), static_cast<std::size_t>(got)});
            if (static_cast<std::size_t>(got) < buffer_.size()) return;
        }
    }

private:
    void want_write(direct_stream& s, bool write) {
        if (s.wants_write == write) return;
        s.wants_write = write;
        loop_.change(s.fd, s, s.reads, write);
    }

    poll_loop& loop_;
    link_user& user_;
    std::vector<std::unique_ptr<direct_stream>> streams_;
    std::vector<std::byte> buffer_;
};

void direct_stream::ready(std::uint32_t events) { link.ready(*this, events); }

} // namespace

std::unique_ptr<link> make_direct_link(poll_loop& loop, link_user& user) {
    return std::make_unique<direct_link>(loop, user);
}

} // namespace bench

// Records between OpenSSL and a socket: see tls_channel.hpp. Sources: SSL_read_ex(3), SSL_get_error(3),
// SSL_shutdown(3).
#include "tls_channel.hpp"

#include "sockets.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cerrno>
#include <new>

namespace samesock::gateway {
namespace {

constexpr std::size_t most_at_once = std::size_t{64} * 1024; // of ciphertext
constexpr int end_of_stream = -1;

} // namespace

tls_channel::tls_channel(SSL* session, std::span<const std::byte> received)
    : transport_(std::make_unique<tls::memory_transport>()), session_(session) {
    BIO* const bio = tls::new_memory_bio(*transport_);
    if (bio == nullptr || !transport_->input.append(received)) {
        BIO_free(bio);
        throw std::bad_alloc();
    }
    SSL_up_ref(session_);
    SSL_set_bio(session_, bio, bio); // takes the one reference for both directions
}

tls_channel::~tls_channel() { SSL_free(session_); }

// -- in

int tls_channel::fetch(int fd) {
    const auto room = transport_->input.room(most_at_once);
    if (room.empty()) return ENOMEM;
    const auto received = sockets::receive(fd, room);
    if (received.error != 0) return received.error;
    transport_->input.add(received.size);
    if (received.size == 0) transport_->input_ended = true;
    return 0;
}

// 0: the room is full. Else why not.
int tls_channel::read_into(int fd, std::span<std::byte> room, std::size_t& filled) {
    while (filled != room.size()) {
        std::size_t size = 0;
        ERR_clear_error();
        const int outcome = SSL_read_ex(session_, room.data() + filled, room.size() - filled, &size);
        filled += size;
        if (outcome > 0) continue;
        switch (SSL_get_error(session_, outcome)) {
        case SSL_ERROR_WANT_READ:
            if (const int error = fetch(fd); error != 0) return error;
            continue;
        case SSL_ERROR_WANT_WRITE: waits_for_output_ = true; return sockets::would_block;
        case SSL_ERROR_ZERO_RETURN: transport_->input_ended = true; return end_of_stream;
        default: break;
        }
        // An end without a close_notify is one all the same: a WebSocket has its own CLOSE.
        is_lost_ = true;
        return transport_->input_ended ? end_of_stream : ECONNRESET;
    }
    return 0;
}

sockets::moved tls_channel::receive(int fd, std::span<const std::span<std::byte>> rooms) {
    waits_for_output_ = false;
    std::size_t total = 0;
    int error = 0;
    for (const auto room : rooms) {
        std::size_t filled = 0;
        error = read_into(fd, room, filled);
        total += filled;
        if (error != 0) break;
    }
    if (total != 0) return {total, 0}; // what is wrong is told again
    return {0, error == end_of_stream ? 0 : error};
}

// -- out

int tls_channel::drain(int fd) noexcept {
    while (has_output()) {
        const auto out = transport_->output.content();
        const auto sent = sockets::send(fd, out);
        if (sent.error != 0) return sent.error;
        transport_->output.drop(sent.size);
        sent_ += sent.size;
        if (sent.size != out.size()) return sockets::would_block;
    }
    return 0;
}

// 0: all of it is taken.
int tls_channel::write_out(int fd, std::span<const std::byte> bytes, std::size_t& taken) {
    while (taken != bytes.size()) {
        if (transport_->output.size() >= tls::memory_transport::output_bound)
            if (const int error = drain(fd); error != 0) return error;
        const auto record = bytes.subspan(taken, std::min(bytes.size() - taken, std::size_t{SSL3_RT_MAX_PLAIN_LENGTH}));
        std::size_t size = 0;
        ERR_clear_error();
        const int outcome = SSL_write_ex(session_, record.data(), record.size(), &size);
        taken += size;
        if (outcome > 0) continue;
        // What is asked for first is the peer's own doing; the record is tried again as it is.
        if (SSL_get_error(session_, outcome) != SSL_ERROR_WANT_WRITE) {
            is_lost_ = true;
            return transport_->out_of_memory ? ENOMEM : ECONNRESET;
        }
        if (const int error = drain(fd); error != 0) return error;
    }
    return 0;
}

sockets::moved tls_channel::send(int fd, std::span<const std::span<const std::byte>> from) {
    if (const int error = drain(fd); error != 0) return {0, error};
    std::size_t total = 0;
    for (const auto bytes : from) {
        std::size_t taken = 0;
        const int error = write_out(fd, bytes, taken);
        total += taken;
        if (error == sockets::would_block) return {total, 0};
        if (error != 0) return {0, error};
    }
    const int error = drain(fd);
    return {total, error == sockets::would_block ? 0 : error};
}

void tls_channel::say_end(int fd) noexcept {
    if (is_lost_ || (SSL_get_shutdown(session_) & SSL_SENT_SHUTDOWN) != 0) return;
    ERR_clear_error();
    (void)SSL_shutdown(session_);
    (void)drain(fd);
}

} // namespace samesock::gateway

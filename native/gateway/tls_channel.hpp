// TLS of one WebSocket, on a worker's loop: what a socket's receive and send are to a plain one. The front door has
// made the handshake.
#pragma once

#include "moved.hpp"

#include "tls/memory_bio.hpp"

#include <openssl/types.h>

#include <cstddef>
#include <memory>
#include <span>

namespace samesock::gateway {

class tls_channel {
public:
    /// A reference of its own to a session whose handshake is made; the session's transport is this from now on.
    /// `received`: ciphertext that OpenSSL has not seen yet.
    tls_channel(SSL* session, std::span<const std::byte> received);
    tls_channel(const tls_channel&) = delete;
    tls_channel& operator=(const tls_channel&) = delete;
    ~tls_channel();

    /// 0 bytes: the end. Fewer than there is room for: there is no more at the socket, or is_held_up().
    [[nodiscard]] sockets::moved receive(int fd, std::span<const std::span<std::byte>> rooms);
    /// There may be more to receive, and nobody will tell of it: output has to go out first, or the end was seen
    /// behind what was received.
    [[nodiscard]] bool is_held_up() const noexcept { return waits_for_output_ || transport_->input_ended; }

    /// How much of it is taken: all, or what went into records before the socket took no more. Of nothing: what
    /// has_output() goes out.
    [[nodiscard]] sockets::moved send(int fd, std::span<const std::span<const std::byte>> from);
    /// Records that the socket has not taken.
    [[nodiscard]] bool has_output() const noexcept { return !transport_->output.empty(); }
    /// Bytes of records that it has.
    [[nodiscard]] std::size_t sent() const noexcept { return sent_; }
    /// The peer hears that nothing more comes (close_notify), if the socket takes it at once.
    void say_end(int fd) noexcept;

private:
    /// 0, or errno.
    [[nodiscard]] int fetch(int fd);
    [[nodiscard]] int drain(int fd) noexcept;
    [[nodiscard]] int read_into(int fd, std::span<std::byte> room, std::size_t& filled);
    [[nodiscard]] int write_out(int fd, std::span<const std::byte> bytes, std::size_t& taken);

    std::unique_ptr<tls::memory_transport> transport_; // which outlives the session's BIO
    SSL* session_;
    std::size_t sent_ = 0;
    bool waits_for_output_ = false;
    bool is_lost_ = false; ///< an error of TLS: nothing can be said any more
};

} // namespace samesock::gateway

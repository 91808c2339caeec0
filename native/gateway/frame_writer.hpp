// The way out of one WebSocket: messages of a session and frames of our own, many in one system call. What the socket
// does not take stays, and nothing is copied but small messages, and the headers of large ones.
#pragma once

#include "frame_reader.hpp"
#include "moved.hpp"
#include "tls_channel.hpp"
#include "tunnel/session.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace samesock::gateway {

/// A socket, and what speaks TLS over it; null: nothing does.
struct way_out {
    int fd;
    tls_channel* tls;
};

class frame_writer {
public:
    enum class outcome { done, blocked, lost };

    /// A frame of our own, which goes before the session's next message.
    void add(opcode what, std::span<const std::byte> payload);
    void add_close(close_code code, std::string_view text) { append_close(code, text, own_); }

    /// As much as the socket takes. `from` may be null. `room` is used as long as this lasts.
    [[nodiscard]] outcome write(const way_out& to, tunnel::session* from, std::vector<std::byte>& room);
    /// Bytes that the socket has not taken are left. A session must not be told that its transport is lost before this
    /// forgets them.
    [[nodiscard]] bool is_blocked() const noexcept { return !rest_.empty() || piece_count_ != 0; }
    void forget() noexcept;
    /// How much has gone out.
    [[nodiscard]] std::uint64_t sent() const noexcept { return sent_; }
    /// Of our own frames.
    [[nodiscard]] std::size_t waiting() const noexcept { return own_.size(); }
    /// Gives memory back that waits to be used again.
    void trim() noexcept;

private:
    void collect(tunnel::session* from, std::vector<std::byte>& room);
    [[nodiscard]] outcome send(const way_out& to, std::span<const std::byte> first);
    [[nodiscard]] sockets::moved send_pieces(const way_out& to, std::span<const std::byte> head);
    void keep(std::span<const std::byte> first, std::size_t taken);

    static constexpr std::size_t most_pieces = 8;

    std::vector<std::byte> own_;                         ///< frames of our own that wait
    std::vector<std::byte> rest_;                        ///< copied bytes that the socket has not taken
    std::array<tunnel::bytes_view, most_pieces> pieces_; ///< of the session's message that is under way, after rest_
    std::size_t first_piece_ = 0;
    std::size_t piece_count_ = 0;
    bool in_message_ = false;
    std::uint64_t sent_ = 0;
};

} // namespace samesock::gateway

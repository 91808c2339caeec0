// Why a session ends: what its peer did against the protocol (PROTOCOL.md, section 7), and what else may end it.
#pragma once

#include <cstdint>
#include <string_view>
#include <system_error>

namespace samesock::tunnel {

enum class reason : std::uint8_t {
    none,
    // Malformed: the bytes.
    truncated,      ///< a packet shorter than its fields
    trailing_bytes, ///< bytes after its fields
    series_length,  ///< a length of a series shorter than a header, or beyond its message
    empty_message,  ///< a message without a packet
    oversized_message,
    text_message,
    unknown_type,
    bad_field,      ///< a value that the field cannot have
    repeated_entry, ///< an id that comes twice in an INFO
    // Malformed: the order.
    early_packet, ///< anything but INFO, CONTINUE(0) and CLOSE(0) before the handshake is over
    wrong_sender, ///< a packet that its sender may not send, or of a feature that is off
    wrong_id,     ///< 0, or not 0, where the other is meant; of the half that belongs to the other end
    id_in_use,
    too_many_ids,
    too_many_requests, ///< unanswered on one socket
    wrong_socket,      ///< a packet that a socket of this kind, or a query, does not take
    before_connect,    ///< DATA or FIN
    after_fin,
    after_reset,
    empty_data,
    over_credit, ///< DATA, or ACCEPTED, that nobody granted
    credit_overflow,
    unasked,         ///< an answer to no request, an ENDED of nothing, a WELCOME again
    wrong_count,     ///< an ACK that decreases, or exceeds what was sent
    too_many_strays, ///< packets for ids that are free
    // Not malformed.
    closed,    ///< the other end said CLOSE(0)
    refused,   ///< the handshake came to nothing: see the close reason
    flooded,   ///< a stock server sent more than is kept
    silent,    ///< nothing was heard for two intervals, and nothing can be resumed
    lost,      ///< the transport is gone, and nothing can be resumed
    abandoned, ///< this end ended it
};

[[nodiscard]] constexpr bool is_malformed(reason r) noexcept { return r != reason::none && r < reason::closed; }

/// What the WebSocket is closed with, and what a log says.
[[nodiscard]] std::string_view text_of(reason r) noexcept;
/// What a call on a socket of that session fails with: EPROTO, ENOBUFS, ETIMEDOUT, ECONNRESET.
[[nodiscard]] std::error_code code_of(reason r) noexcept;

/// Wisp's reasons of CLOSE.
enum class close_reason : std::uint8_t {
    unspecified = 0x01,
    voluntary = 0x02,
    network_error = 0x03,
    incompatible_extensions = 0x04,
    invalid = 0x41,
    unreachable = 0x42,
    timed_out = 0x43,
    refused = 0x44,
    data_timed_out = 0x47,
    blocked = 0x48,
    throttled = 0x49,
    client_failed = 0x81,
    wrong_password = 0xC0,
    wrong_signature = 0xC1,
    credentials_required = 0xC2,
};

/// The errno, of this build, that a client reports. 0: the stream has ended, and nothing is wrong.
[[nodiscard]] int errno_of(close_reason r) noexcept;
/// What a server closes a stream with that failed with this build's errno, or with an EAI code.
[[nodiscard]] close_reason close_reason_of(std::error_code code) noexcept;

} // namespace samesock::tunnel

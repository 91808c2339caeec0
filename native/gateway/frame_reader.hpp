// WebSocket frames (RFC 6455) as a server reads and writes them: bytes in, messages out, nothing copied that lies whole
// in what was received. No socket, no clock.
//
// The upgrade before them is Beast's. Its frames are not used because they are read 1,536 bytes at a time, and each
// message is written by itself.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace samesock::gateway {

enum class opcode : std::uint8_t { more = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// The codes of RFC 6455, section 7.4.1, that this end gives.
enum class close_code : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    protocol_error = 1002,
    unsupported = 1003,
    too_big = 1009,
    internal_error = 1011,
};

/// Appends the header of a whole, unmasked message.
void append_frame_header(opcode what, std::size_t length, std::vector<std::byte>& out);
/// Appends a CLOSE frame. A text that is too long is cut.
void append_close(close_code code, std::string_view text, std::vector<std::byte>& out);

/// Bytes that are not cleared before they are written.
class byte_store {
public:
    [[nodiscard]] std::span<std::byte> unread() noexcept { return {bytes_.get() + begin_, end_ - begin_}; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }
    void take(std::size_t size) noexcept;
    void append(std::span<const std::byte> more);
    /// Room behind what is unread.
    [[nodiscard]] std::span<std::byte> room(std::size_t size);
    void filled(std::size_t size) noexcept { end_ += size; }
    /// Gives its memory back, if nothing is in it.
    void trim() noexcept;

private:
    std::unique_ptr<std::byte[]> bytes_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

class frame_reader {
public:
    /// Longer messages are refused.
    explicit frame_reader(std::size_t longest_message) noexcept : longest_(longest_message) {}

    struct item {
        enum class kind : std::uint8_t { none, message, text, ping, pong, close, malformed, too_big };
        kind what = kind::none;
        std::span<const std::byte> bytes; ///< until the next call
    };

    /// Where the next bytes go: the rest of a frame that has begun, which may be nothing, and then `room`.
    [[nodiscard]] std::array<std::span<std::byte>, 2> spaces(std::span<std::byte> room);
    /// So many of them are there now.
    void received(std::size_t size) noexcept;
    /// Bytes from elsewhere.
    void append(std::span<const std::byte> bytes) { kept_.append(bytes); }
    /// The next one. None: more must be received. After one that is malformed, or too big, there is none for ever.
    [[nodiscard]] item next();
    /// After one of those: what comes is thrown away.
    [[nodiscard]] bool is_broken() const noexcept { return is_broken_; }
    /// What was received and not taken is kept, so that the room may be used by others.
    void keep();
    void trim() noexcept;

private:
    struct header {
        opcode what = opcode::more;
        bool is_final = false;
        std::uint64_t length = 0;
        std::array<std::byte, 4> mask{};
        std::size_t size = 0; ///< of the header itself, as far as it is known
    };
    enum class parsed : std::uint8_t { whole, partial, malformed, too_big };

    [[nodiscard]] parsed parse(std::span<const std::byte> bytes, header& out) const noexcept;
    /// How many bytes are missing of the frame that these begin, as far as it is known.
    [[nodiscard]] std::size_t missing(std::span<const std::byte> bytes) const noexcept;
    [[nodiscard]] item next_frame();
    [[nodiscard]] item take(const header& h, std::span<std::byte> payload);
    [[nodiscard]] item take_data(const header& h, std::span<const std::byte> payload);

    std::size_t longest_;
    byte_store kept_;                   ///< before rest_
    std::size_t promised_ = 0;          ///< what spaces() gave of kept_
    std::span<std::byte> room_;         ///< and beside it
    std::span<std::byte> rest_;         ///< received into the room, and not taken
    std::vector<std::byte> fragments_;  ///< of the message that comes in several frames
    opcode fragmented_ = opcode::close; ///< close: none does
    bool is_broken_ = false;
};

} // namespace samesock::gateway

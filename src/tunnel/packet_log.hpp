// Packets on their way out, in their order: written once, sent in messages of many, and with resumption kept until the
// other end has acknowledged them. Memory is a list of equal chunks; what is done with is used again.
#pragma once

#include "tunnel/info.hpp"
#include "tunnel/packet.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace samesock::tunnel {

/// The pieces of one message. They stay where they are until the message is sent.
class message_pieces {
public:
    [[nodiscard]] std::span<const bytes_view> all() const noexcept { return {pieces_.data(), count_}; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool is_full() const noexcept { return count_ == pieces_.size(); }
    void clear() noexcept { count_ = size_ = 0; }
    /// Not when full, unless `piece` follows the last one in memory.
    void add(bytes_view piece) noexcept;

private:
    std::array<bytes_view, 8> pieces_;
    std::size_t count_ = 0;
    std::size_t size_ = 0;
};

class packet_log {
public:
    /// The longest packet, with the length before it: 64 KiB of payload, or the largest datagram with its address.
    static constexpr std::size_t longest = least_maximum_message;
    static constexpr std::size_t longest_payload = longest - wire::length_size - wire::header_size;

    struct settings {
        bool in_series; ///< a message is many packets, each with its length; else it is one packet
        bool keeps;     ///< until acknowledged
        std::size_t most = std::size_t{1024} * 1024; ///< bytes kept and waiting at which no more DATA is taken
    };

    explicit packet_log(const settings& s) noexcept : settings_(s) {}

    // -- writing

    /// A whole packet with its header, at most `longest` with the length before it.
    void append(bytes_view packet);
    /// Room for the payload of one packet: `wanted` bytes or, at the end of a chunk, not less than `least`.
    [[nodiscard]] std::span<std::byte> reserve(std::size_t least, std::size_t wanted);
    /// The packet that room was reserved for, with the first `size` bytes of it as its payload.
    void commit(wire::type type, std::uint32_t id, std::size_t size) noexcept;

    // -- sending

    /// Adds packets to a message of at most `most` bytes. False: there are none that may be sent now.
    bool collect(std::size_t most, message_pieces& out) noexcept;
    /// The message that was collected is out of the transport's hands.
    void sent();
    [[nodiscard]] bool has_unsent() const noexcept;
    [[nodiscard]] bool is_in_flight() const noexcept { return in_flight_; }

    // -- resumption

    /// The other end has received so many. False: it has said otherwise before, or so many were not sent.
    [[nodiscard]] bool acknowledge(std::uint64_t count);
    /// The message that was on its way is lost.
    void lose_flight() noexcept { in_flight_ = false; }
    /// What is not acknowledged is sent again. Nothing is on its way.
    void rewind();
    /// Forgets all. Nothing is on its way.
    void clear() noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return kept_bytes_; }
    [[nodiscard]] std::size_t unsent_size() const noexcept { return kept_bytes_ - sent_bytes_; }
    [[nodiscard]] bool has_room() const noexcept { return kept_bytes_ < settings_.most; }
    /// So much that who waited for room shall try again.
    [[nodiscard]] bool has_room_again() const noexcept { return kept_bytes_ <= settings_.most / 2; }
    /// Gives back memory that waits to be used again.
    void trim() noexcept { spare_.clear(); }

private:
    struct chunk {
        std::unique_ptr<std::byte[]> bytes;
        std::size_t begin = 0; ///< of the first packet that is kept
        std::size_t end = 0;
    };
    struct position {
        std::size_t chunk = 0;
        std::size_t offset = 0;
    };

    chunk& with_room(std::size_t size);
    [[nodiscard]] std::size_t next_length(position p) const noexcept;
    position normalized(position p) const noexcept;
    void drop_until(std::uint64_t number);
    void drop_chunk();

    settings settings_;
    std::vector<chunk> chunks_;
    std::vector<std::unique_ptr<std::byte[]>> spare_;
    position unsent_;           ///< the first packet that was not collected
    std::uint64_t dropped_ = 0; ///< packets that are gone: the first one kept has the next number
    std::uint64_t collected_ = 0;
    std::uint64_t acknowledged_ = 0;
    std::size_t kept_bytes_ = 0;
    std::size_t sent_bytes_ = 0; ///< of them, collected
    bool in_flight_ = false;
};

} // namespace samesock::tunnel

// The packets with id 0 that wait to be sent. Of each kind the last one counts, so that no peer can pile them up; they
// stand at the beginning of a message, before what is queued.
#pragma once

#include "tunnel/packet.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace samesock::tunnel {

/// Packets with an id that have come, and what the other end knows of it.
class receipts {
public:
    static constexpr std::uint64_t packets_to_acknowledge = 256;
    static constexpr std::uint64_t bytes_to_acknowledge = 262'144;

    void count(std::size_t bytes) noexcept {
        ++received_;
        ++packets_;
        bytes_ += bytes;
    }
    [[nodiscard]] std::uint64_t received() const noexcept { return received_; }
    /// An ACK is worth a message of its own.
    [[nodiscard]] bool is_due() const noexcept {
        return packets_ >= packets_to_acknowledge || bytes_ >= bytes_to_acknowledge;
    }
    /// An ACK may ride along.
    [[nodiscard]] bool is_worth_it() const noexcept {
        return packets_ >= packets_to_acknowledge / 2 || bytes_ >= bytes_to_acknowledge / 2;
    }
    void told() noexcept { packets_ = bytes_ = 0; }

private:
    std::uint64_t received_ = 0;
    std::uint64_t packets_ = 0; ///< since the other end was told
    std::uint64_t bytes_ = 0;
};

struct session_packets {
    std::optional<wire::welcome> welcome;
    std::optional<wire::pong> pong;
    std::optional<wire::ack> ack;
    std::optional<wire::ping> ping;
    std::optional<wire::goaway> goaway;
    std::optional<wire::wisp_close> close;

    [[nodiscard]] bool empty() const noexcept { return !welcome && !pong && !ack && !ping && !goaway && !close; }
    void clear() noexcept { *this = {}; }

    /// Appends all of them, and they wait no more.
    void encode(bool in_series, std::vector<std::byte>& out) {
        encode_one(welcome, in_series, out);
        encode_one(pong, in_series, out);
        encode_one(ack, in_series, out);
        encode_one(ping, in_series, out);
        encode_one(goaway, in_series, out);
        encode_one(close, in_series, out);
    }

private:
    template <class Packet>
    static void encode_one(std::optional<Packet>& one, bool in_series, std::vector<std::byte>& out) {
        if (!one) return;
        const std::size_t begin = out.size();
        if (in_series) out.resize(begin + wire::length_size);
        wire::encode({0, *one}, out);
        one.reset();
        if (in_series) put_u32(out.data() + begin, static_cast<std::uint32_t>(out.size() - begin - wire::length_size));
    }
};

} // namespace samesock::tunnel

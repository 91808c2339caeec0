// The bytes that bulk runs send: whatever is lost, doubled or displaced is seen, by comparing memory with memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace bench {

class pattern {
public:
    static constexpr std::size_t period = 1'048'573; ///< a prime: no block size falls in step with it
    static constexpr std::size_t most = 262'144;     ///< bytes in one piece

    pattern() : bytes_(period + most) {
        std::uint64_t state = 88'172'645'463'325'252;
        for (std::size_t i = 0; i < period; ++i) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            bytes_[i] = static_cast<std::byte>(state >> 32);
        }
        std::memcpy(bytes_.data() + period, bytes_.data(), most);
    }

    /// What stands at this place of a stream, at most `most` bytes.
    [[nodiscard]] std::span<const std::byte> at(std::uint64_t place, std::size_t size) const noexcept {
        return {bytes_.data() + place % period, size < most ? size : most};
    }
    [[nodiscard]] bool matches(std::uint64_t place, std::span<const std::byte> bytes) const noexcept {
        while (!bytes.empty()) {
            const std::span<const std::byte> wanted = at(place, bytes.size());
            if (std::memcmp(wanted.data(), bytes.data(), wanted.size()) != 0) return false;
            place += wanted.size();
            bytes = bytes.subspan(wanted.size());
        }
        return true;
    }

private:
    std::vector<std::byte> bytes_;
};

} // namespace bench

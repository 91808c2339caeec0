// The streams of one session by their ids. Finding, adding and removing cost the same with ten streams and with ten
// thousand, whatever ids the other end chooses.
#pragma once

#include "tunnel/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace samesock::tunnel {

/// Set in the ids that the gateway chooses.
inline constexpr std::uint32_t gateway_bit = 0x8000'0000;

class stream_table {
public:
    /// `seed` keeps the other end from choosing ids that fall together. next_id() begins after `last_id`.
    explicit stream_table(std::uint64_t seed, std::uint32_t last_id = 0)
        : streams_(0, scrambled{seed}), last_id_(last_id) {}

    [[nodiscard]] stream* find(std::uint32_t id) noexcept {
        const auto found = streams_.find(id);
        return found == streams_.end() ? nullptr : &found->second;
    }
    /// An id that is not in use.
    template <class... Arguments>
    stream& add(std::uint32_t id, Arguments&&... arguments) {
        stream& added = streams_.try_emplace(id, std::forward<Arguments>(arguments)...).first->second;
        if ((id & gateway_bit) != 0) ++gateways_;
        return added;
    }
    void remove(std::uint32_t id) noexcept {
        if (streams_.erase(id) != 0 && (id & gateway_bit) != 0) --gateways_;
    }
    void clear() noexcept {
        streams_.clear();
        gateways_ = 0;
    }

    [[nodiscard]] std::size_t size() const noexcept { return streams_.size(); }
    /// How many ids the gateway has chosen, of them.
    [[nodiscard]] std::size_t gateways() const noexcept { return gateways_; }

    /// An id that is not in use, of the half that `bit` stands for: they are taken in turn.
    [[nodiscard]] std::uint32_t next_id(std::uint32_t bit) noexcept {
        do last_id_ = last_id_ + 1 < gateway_bit ? last_id_ + 1 : 1;
        while (find(last_id_ | bit) != nullptr);
        return last_id_ | bit;
    }

private:
    // splitmix64: what the ids have in common is gone.
    struct scrambled {
        std::uint64_t seed;
        std::size_t operator()(std::uint32_t id) const noexcept {
            std::uint64_t x = seed + id * 0x9E37'79B9'7F4A'7C15;
            x = (x ^ (x >> 30)) * 0xBF58'476D'1CE4'E5B9;
            x = (x ^ (x >> 27)) * 0x94D0'49BB'1331'11EB;
            return static_cast<std::size_t>(x >> 32);
        }
    };

    std::unordered_map<std::uint32_t, stream, scrambled> streams_;
    std::size_t gateways_ = 0;
    std::uint32_t last_id_;
};

} // namespace samesock::tunnel

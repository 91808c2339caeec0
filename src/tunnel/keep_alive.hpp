// Whether the other end is still there: section 6 of PROTOCOL.md. Times are nanoseconds of a steady clock.
#pragma once

#include <cstdint>
#include <limits>

namespace samesock::tunnel {

inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

class keep_alive {
public:
    enum class advice : std::uint8_t { wait, ping, dead };

    static constexpr std::int64_t interval = 20'000'000'000;

    explicit keep_alive(std::int64_t now) noexcept : heard_(now) {}

    void heard(std::int64_t now) noexcept {
        heard_ = now;
        has_asked_ = false;
    }
    /// When to ask next.
    [[nodiscard]] std::int64_t deadline() const noexcept { return heard_ + (has_asked_ ? 2 : 1) * interval; }
    [[nodiscard]] advice ask(std::int64_t now) noexcept {
        if (now < deadline()) return advice::wait;
        if (has_asked_) return advice::dead;
        // Asked late, as after a pause of the whole program: the answer still has its interval.
        heard_ = now - interval;
        has_asked_ = true;
        return advice::ping;
    }

private:
    std::int64_t heard_;
    bool has_asked_ = false;
};

} // namespace samesock::tunnel

// What settimeout takes: seconds, any chrono duration, or std::nullopt for Python's None.
#pragma once

#include <samesock/result.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <ratio>
#include <type_traits>

#include <samesock/names_begin.hpp>

namespace samesock {

/// A timeout as the caller gave it. Seconds round up to the next nanosecond, so that 1e-12 is not non-blocking.
class timeout_value {
public:
    /// None: wait for ever.
    constexpr timeout_value(std::nullopt_t) noexcept : kind_(kind::none) {}
    /// Seconds.
    template <class T>
        requires(std::integral<T> || std::floating_point<T>) && (!std::same_as<T, bool>)
    constexpr timeout_value(T seconds) noexcept : kind_(kind::seconds), seconds_(static_cast<double>(seconds)) {}
    /// Any duration.
    template <class Rep, class Period>
    constexpr timeout_value(std::chrono::duration<Rep, Period> d) noexcept
        : kind_(kind::seconds), seconds_(std::chrono::duration<double>(d).count()) {
        using nanoseconds = std::chrono::duration<std::int64_t, std::nano>;
        // Exact where it fits: a double of seconds would be a nanosecond off beyond some weeks.
        if (seconds_ > -4e9 && seconds_ < 4e9) {
            kind_ = kind::nanoseconds;
            nanoseconds_ = std::chrono::ceil<nanoseconds>(d).count();
        }
    }
    /// Seconds or None: what gettimeout() returns.
    constexpr timeout_value(const std::optional<double>& seconds) noexcept
        : kind_(seconds ? kind::seconds : kind::none), seconds_(seconds.value_or(0)) {}

    /// Nanoseconds, `none` for None. misuse::timeout_negative, timeout_nan, timeout_range (beyond 2^63 - 1 ns).
    [[nodiscard]] result<std::int64_t> nanoseconds() const noexcept;

    static constexpr std::int64_t none = -1;

private:
    enum class kind : unsigned char { none, seconds, nanoseconds };
    kind kind_;
    double seconds_ = 0;
    std::int64_t nanoseconds_ = 0;
};

} // namespace samesock

#include <samesock/names_end.hpp>

// Seconds to nanoseconds, as CPython's _PyTime_FromSecondsObject with ROUND_TIMEOUT: away from zero.
#include <samesock/timeout_value.hpp>

#include <samesock/error_code.hpp>

#include <cmath>

namespace samesock {

result<std::int64_t> timeout_value::nanoseconds() const noexcept {
    if (kind_ == kind::none) return none;
    if (std::isnan(seconds_)) return failure(misuse::timeout_nan);
    constexpr double limit = 9223372036854775808.0; // 2^63
    const double scaled = seconds_ * 1e9;
    // The range is checked before the sign, as Python does: -1e300 is OverflowError.
    if (!(scaled >= -limit && scaled < limit)) return failure(misuse::timeout_range);
    if (seconds_ < 0) return failure(misuse::timeout_negative);
    if (kind_ == kind::nanoseconds) return nanoseconds_;
    return static_cast<std::int64_t>(std::ceil(scaled));
}

} // namespace samesock

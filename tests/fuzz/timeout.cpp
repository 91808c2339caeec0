// Timeouts: never early, never more than a nanosecond late beyond a double's precision, in the order of the seconds.
#include "expect.hpp"
#include "input.hpp"

#include <samesock/error_code.hpp>
#include <samesock/timeout_value.hpp>

#include <chrono>
#include <cmath>
#include <cstdint>

namespace {

using samesock::misuse;
using samesock::timeout_value;

using picoseconds = std::chrono::duration<std::int64_t, std::pico>;

void check_seconds(double seconds) {
    const auto got = timeout_value(seconds).nanoseconds();
    if (std::isnan(seconds))
        EXPECT(got.error() == misuse::timeout_nan);
    else if (std::fabs(seconds) > 9223372036.9)
        EXPECT(got.error() == misuse::timeout_range);
    else if (seconds < 0 && seconds > -9223372036.8)
        EXPECT(got.error() == misuse::timeout_negative);
    if (!got) return;
    EXPECT(seconds >= 0 && *got >= 0);
    EXPECT((*got == 0) == (seconds == 0));
    const double exact = seconds * 1e9;
    EXPECT(static_cast<double>(*got) >= exact);
    EXPECT(exact > 9007199254740992.0 || static_cast<double>(*got) - exact <= 1);
}

void check_order(double a, double b) {
    const auto first = timeout_value(a).nanoseconds();
    const auto second = timeout_value(b).nanoseconds();
    if (first && second && a <= b) EXPECT(*first <= *second);
}

void check_durations(std::int64_t count) {
    const auto exact = timeout_value(std::chrono::nanoseconds(count)).nanoseconds();
    if (count < 0)
        EXPECT(exact.error() == misuse::timeout_negative);
    else if (count < 3'999'999'999'000'000'000)
        EXPECT(exact == count);
    const auto rounded = timeout_value(picoseconds(count)).nanoseconds();
    if (count < 0)
        EXPECT(rounded.error() == misuse::timeout_negative);
    else
        EXPECT(rounded == count / 1000 + (count % 1000 != 0));
    (void)timeout_value(std::chrono::hours(count / 3600 / 1'000'000'000)).nanoseconds();
    const auto seconds = timeout_value(count).nanoseconds();
    if (count > 9'223'372'036 || count < -9'223'372'036) EXPECT(seconds.error() == misuse::timeout_range);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    samesock::fuzz::input in(data, size);
    const auto a = in.take<double>();
    const auto b = in.take<double>();
    check_seconds(a);
    check_seconds(b);
    check_order(a, b);
    check_durations(in.take<std::int64_t>());
    return 0;
}

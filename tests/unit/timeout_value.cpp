// What settimeout takes, rounded as CPython rounds it.
#include <samesock/error_code.hpp>
#include <samesock/timeout_value.hpp>

#include <catch2/catch_all.hpp>

#include <chrono>
#include <cstdint>
#include <limits>

using namespace samesock;
using namespace std::chrono_literals;

namespace {

std::error_code error_of(timeout_value t) {
    const auto r = t.nanoseconds();
    return r ? std::error_code() : r.error();
}

constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace

TEST_CASE("seconds round up to the next nanosecond, so that the smallest is not non-blocking", "[semantics-10]") {
    struct row {
        double seconds;
        std::int64_t nanoseconds;
    };
    const auto [seconds, nanoseconds] = GENERATE(values<row>({
        {0.0, 0},
        {-0.0, 0},
        {1e-12, 1},
        {5e-324, 1},
        {1e-9, 1},
        {1.5e-9, 2},
        {1.1e-9, 2},
        {0.05, 50'000'000},
        {0.1, 100'000'000},
        {2.5, 2'500'000'000},
        {1.0000000001, 1'000'000'001},
        {86400.0, 86'400'000'000'000},
        {9223372036.0, 9'223'372'036'000'000'000},
    }));
    CAPTURE(seconds);
    CHECK(timeout_value(seconds).nanoseconds() == nanoseconds);
}

TEST_CASE("a negative timeout and NaN are ValueErrors, and too large a one an OverflowError", "[semantics-10]") {
    CHECK(error_of(-1) == misuse::timeout_negative);
    CHECK(error_of(-1e-12) == misuse::timeout_negative);
    CHECK(error_of(-5e-324) == misuse::timeout_negative);
    CHECK(error_of(-1ns) == misuse::timeout_negative);
    CHECK(error_of(std::chrono::duration<double>(-1e-12)) == misuse::timeout_negative);
    CHECK(error_of(std::numeric_limits<double>::quiet_NaN()) == misuse::timeout_nan);
    CHECK(error_of(std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN())) == misuse::timeout_nan);
    CHECK(error_of(1e10) == misuse::timeout_range);
    CHECK(error_of(9223372037) == misuse::timeout_range);
    CHECK(error_of(infinity) == misuse::timeout_range);
    CHECK(error_of(std::chrono::hours(24 * 365 * 1000)) == misuse::timeout_range);
    CHECK_FALSE(is_overflow(misuse::timeout_negative));
    CHECK_FALSE(is_overflow(misuse::timeout_nan));
    CHECK(is_overflow(misuse::timeout_range));
}

TEST_CASE("beyond the range the size is reported before the sign", "[semantics-10]") {
    CHECK(error_of(-1e300) == misuse::timeout_range);
    CHECK(error_of(-infinity) == misuse::timeout_range);
    CHECK(error_of(-9.3e9) == misuse::timeout_range);
}

TEST_CASE("None waits for ever") {
    CHECK(timeout_value(std::nullopt).nanoseconds() == timeout_value::none);
    CHECK(timeout_value(std::optional<double>()).nanoseconds() == timeout_value::none);
    CHECK(timeout_value(std::optional<double>(0.5)).nanoseconds() == 500'000'000);
}

TEST_CASE("durations are exact, and round up as seconds do", "[semantics-10]") {
    using picoseconds = std::chrono::duration<std::int64_t, std::pico>;
    CHECK(timeout_value(0s).nanoseconds() == 0);
    CHECK(timeout_value(50ms).nanoseconds() == 50'000'000);
    CHECK(timeout_value(1ns).nanoseconds() == 1);
    CHECK(timeout_value(picoseconds(1)).nanoseconds() == 1);
    CHECK(timeout_value(picoseconds(1001)).nanoseconds() == 2);
    CHECK(timeout_value(std::chrono::duration<double>(1e-12)).nanoseconds() == 1);
    CHECK(timeout_value(3'999'999'999s + 1ns).nanoseconds() == 3'999'999'999'000'000'001);
    CHECK(timeout_value(2h).nanoseconds() == 7'200'000'000'000);
}

TEST_CASE("whole seconds of any integer type") {
    CHECK(timeout_value(3).nanoseconds() == 3'000'000'000);
    CHECK(timeout_value(3U).nanoseconds() == 3'000'000'000);
    CHECK(timeout_value(std::int8_t{3}).nanoseconds() == 3'000'000'000);
    CHECK(error_of(std::numeric_limits<std::uint64_t>::max()) == misuse::timeout_range);
    CHECK(error_of(std::numeric_limits<std::int64_t>::min()) == misuse::timeout_range);
}

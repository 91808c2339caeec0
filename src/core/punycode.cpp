// The encoder of RFC 3492, section 6.3, with IDNA's parameters.
#include "core/punycode.hpp"

#include <algorithm>
#include <cstdint>

namespace samesock {
namespace {

constexpr std::uint32_t base = 36, smallest_threshold = 1, largest_threshold = 26, skew = 38, damp = 700;
constexpr std::uint32_t initial_bias = 72, first_extended = 0x80;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) noexcept {
    delta = first ? delta / damp : delta / 2;
    delta += delta / points;
    std::uint32_t k = 0;
    for (; delta > (base - smallest_threshold) * largest_threshold / 2; k += base) delta /= base - smallest_threshold;
    return k + (base - smallest_threshold + 1) * delta / (delta + skew);
}

void append_number(std::string& out, std::uint32_t value, std::uint32_t bias) {
    constexpr std::string_view digits = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (std::uint32_t k = base;; k += base) {
        const std::uint32_t threshold = k <= bias ? smallest_threshold : std::min(k - bias, largest_threshold);
        if (value < threshold) break;
        out += digits[threshold + (value - threshold) % (base - threshold)];
        value = (value - threshold) / (base - threshold);
    }
    out += digits[value];
}

} // namespace

std::string punycode(std::u32string_view label) {
    std::string out;
    for (const char32_t c : label)
        if (c < first_extended) out += static_cast<char>(c);
    std::uint32_t handled = static_cast<std::uint32_t>(out.size());
    const std::uint32_t basic = handled;
    if (basic != 0) out += '-';

    std::uint32_t bias = initial_bias, delta = 0;
    char32_t reached = first_extended;
    while (handled < label.size()) {
        char32_t next = 0x10ffff;
        for (const char32_t c : label)
            if (c >= reached) next = std::min(next, c);
        delta += static_cast<std::uint32_t>(next - reached) * (handled + 1);
        for (const char32_t c : label) {
            if (c < next) ++delta;
            if (c != next) continue;
            append_number(out, delta, bias);
            bias = adapt(delta, handled + 1, handled == basic);
            delta = 0;
            ++handled;
        }
        reached = next + 1;
        ++delta;
    }
    return out;
}

} // namespace samesock

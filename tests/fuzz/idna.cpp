// IDNA: what comes out is ASCII, and each encoded label decodes to what nameprep made of it.
#include "expect.hpp"

#include "core/idna.hpp"
#include "core/nameprep.hpp"
#include "core/punycode.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

bool is_ascii(const auto& text) {
    return std::all_of(text.begin(), text.end(), [](auto c) { return static_cast<char32_t>(c) < 0x80; });
}

/// The decoder of RFC 3492, section 6.2.
std::u32string decode_punycode(std::string_view text) {
    std::u32string out;
    const std::size_t delimiter = text.rfind('-');
    if (delimiter != std::string_view::npos) {
        out.assign(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(delimiter));
        text.remove_prefix(delimiter + 1);
    }
    std::uint64_t n = 128, i = 0, bias = 72;
    while (!text.empty()) {
        const std::uint64_t before = i;
        std::uint64_t weight = 1;
        for (std::uint64_t k = 36;; k += 36) {
            EXPECT(!text.empty());
            const char c = text.front();
            text.remove_prefix(1);
            EXPECT((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
            const auto digit = static_cast<std::uint64_t>(c >= 'a' ? c - 'a' : c - '0' + 26);
            i += digit * weight;
            const std::uint64_t threshold = k <= bias + 1 ? 1 : k >= bias + 26 ? 26 : k - bias;
            if (digit < threshold) break;
            weight *= 36 - threshold;
        }
        const std::uint64_t points = out.size() + 1;
        std::uint64_t delta = before == 0 ? (i - before) / 700 : (i - before) / 2;
        delta += delta / points;
        std::uint64_t k = 0;
        for (; delta > 455; k += 36) delta /= 35;
        bias = k + 36 * delta / (delta + 38);
        n += i / points;
        i %= points;
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(i++), static_cast<char32_t>(n));
    }
    return out;
}

std::u32string decode_utf8(std::string_view text) {
    std::u32string out;
    while (!text.empty()) {
        const auto c = samesock::first_character(text);
        EXPECT(c.size != 0);
        out += c.value;
        text.remove_prefix(c.size);
    }
    return out;
}

/// Takes the encoded form of one label off the front of `encoded`.
void check_label(std::u32string_view label, std::string_view& encoded) {
    std::string expected(label.begin(), label.end());
    if (!is_ascii(label)) {
        const auto prepared = samesock::nameprep(label);
        EXPECT(prepared);
        expected.assign(prepared->begin(), prepared->end());
        if (!is_ascii(*prepared)) {
            const std::string code = samesock::punycode(*prepared);
            EXPECT(decode_punycode(code) == *prepared);
            expected = "xn--" + code;
        }
    }
    EXPECT(!expected.empty() && expected.size() <= 63);
    EXPECT(encoded.starts_with(expected));
    encoded.remove_prefix(expected.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view host(reinterpret_cast<const char*>(data), size);
    const auto outcome = samesock::to_ascii(host);
    if (!outcome) return 0;
    EXPECT(is_ascii(*outcome));
    if (is_ascii(host)) {
        EXPECT(*outcome == host);
        return 0;
    }
    const std::u32string text = decode_utf8(host);
    std::string_view encoded = *outcome;
    std::u32string_view rest = text;
    while (!rest.empty()) {
        const std::size_t dot = std::min(rest.find_first_of(U".\u3002\uff0e\uff61"), rest.size());
        check_label(rest.substr(0, dot), encoded);
        rest.remove_prefix(dot);
        if (rest.empty()) break;
        EXPECT(encoded.starts_with('.'));
        encoded.remove_prefix(1);
        rest.remove_prefix(1);
    }
    EXPECT(encoded.empty());
    return 0;
}

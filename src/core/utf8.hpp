// UTF-8, one character at a time. No locale, no allocation.
#pragma once

#include <cstddef>
#include <string_view>

namespace samesock {

/// A character and the bytes it took; size 0: `text` does not begin with well-formed UTF-8 (overlong forms, surrogates
/// and values beyond U+10FFFF are none).
struct utf8_character {
    char32_t value = 0;
    std::size_t size = 0;
};

[[nodiscard]] utf8_character first_character(std::string_view text) noexcept;

} // namespace samesock

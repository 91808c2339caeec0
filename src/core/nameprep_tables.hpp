// What nameprep knows of each character. The rows are generated; every table is sorted.
#pragma once

#include <cstdint>
#include <span>

namespace samesock::nameprep_tables {

/// Characters `first`, `first + stride`, ... map to one character each, `shift` away.
struct shifted_run {
    char32_t first;
    std::uint16_t count;
    std::uint8_t stride;
    std::int32_t shift;
};
/// Adjacent characters that map to `length` UTF-16 units each, in `spellings` from `offset` on. Length 0: to nothing.
struct spelled_run {
    char32_t first;
    std::uint16_t count;
    std::uint8_t length;
    std::uint16_t offset;
};
struct class_range {
    char32_t first;
    char32_t last;
    std::uint8_t value;
};
struct composition {
    char32_t first;
    char32_t second;
    char32_t composite;
};
struct code_range {
    char32_t first;
    char32_t last;
};

/// Tables B.1 and B.2 of RFC 3454 and the compatibility decomposition in one: no character is in both.
extern const std::span<const shifted_run> shifted_runs;
extern const std::span<const spelled_run> spelled_runs;
extern const std::span<const char16_t> spellings;
extern const std::span<const class_range> combining_classes;
extern const std::span<const composition> compositions;
extern const std::span<const code_range> prohibited;    ///< C.1.2, C.2.2, C.3 to C.9; no surrogate comes so far
extern const std::span<const code_range> right_to_left; ///< D.1
extern const std::span<const code_range> left_to_right; ///< D.2

} // namespace samesock::nameprep_tables

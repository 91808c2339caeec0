// Nameprep over the generated tables. Mapping and compatibility decomposition are one look-up.
#include "core/nameprep.hpp"

#include "core/nameprep_tables.hpp"

#include <samesock/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace samesock {
namespace {

namespace tables = nameprep_tables;

/// The last row that begins at or before `c`, null if there is none.
template <class Row>
const Row* row_before(std::span<const Row> rows, char32_t c) noexcept {
    const auto after =
        std::upper_bound(rows.begin(), rows.end(), c, [](char32_t value, const Row& row) { return value < row.first; });
    return after == rows.begin() ? nullptr : &*(after - 1);
}

bool is_in(std::span<const tables::code_range> ranges, char32_t c) noexcept {
    const auto* const row = row_before(ranges, c);
    return row != nullptr && c <= row->last;
}

std::uint8_t combining_class(char32_t c) noexcept {
    const auto* const row = row_before(tables::combining_classes, c);
    return row != nullptr && c <= row->last ? row->value : std::uint8_t{0};
}

// Hangul syllables follow a formula: section 3.12 of the Unicode Standard.
constexpr char32_t syllables = 0xac00, leads = 0x1100, vowels = 0x1161, tails = 0x11a7;
constexpr char32_t lead_count = 19, vowel_count = 21, tail_count = 28,
                   syllable_count = lead_count * vowel_count * tail_count;

bool is_syllable(char32_t c) noexcept { return c >= syllables && c < syllables + syllable_count; }

void append_syllable(std::u32string& out, char32_t c) {
    const char32_t index = c - syllables;
    out.push_back(leads + index / (vowel_count * tail_count));
    out.push_back(vowels + index % (vowel_count * tail_count) / tail_count);
    if (index % tail_count != 0) out.push_back(tails + index % tail_count);
}

void append_spelling(std::u32string& out, std::span<const char16_t> units) {
    for (std::size_t i = 0; i < units.size(); ++i) {
        const bool pair = units[i] >= 0xd800 && units[i] < 0xdc00;
        out += pair ? 0x10000 + ((units[i] - 0xd800U) << 10) + (units[i + 1] - 0xdc00U) : char32_t{units[i]};
        if (pair) ++i;
    }
}

void append_mapped(std::u32string& out, char32_t c) {
    if (is_syllable(c)) return append_syllable(out, c);
    // Runs of every second character interleave, so that no search by halves finds them.
    for (const auto& run : tables::shifted_runs) {
        if (run.first > c) break;
        const char32_t distance = c - run.first;
        if (distance % run.stride == 0 && distance / run.stride < run.count) {
            out += static_cast<char32_t>(static_cast<std::int32_t>(c) + run.shift);
            return;
        }
    }
    const auto* const run = row_before(tables::spelled_runs, c);
    if (run == nullptr || c - run->first >= run->count) {
        out += c;
        return;
    }
    append_spelling(out, tables::spellings.subspan(run->offset + (c - run->first) * run->length, run->length));
}

/// The canonical order: between two starters, marks by their class, and as they came within a class.
void reorder(std::u32string& text) {
    std::vector<std::uint64_t> keys;
    for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end + 1) {
        keys.clear();
        for (end = begin; end < text.size() && combining_class(text[end]) != 0; ++end)
            keys.push_back(std::uint64_t{combining_class(text[end])} << 56 | std::uint64_t{end} << 24 | text[end]);
        std::sort(keys.begin(), keys.end());
        for (std::size_t i = begin; i < end; ++i) text[i] = static_cast<char32_t>(keys[i - begin] & 0xffffff);
    }
}

/// The character that two others make; 0 if they make none.
char32_t compose(char32_t first, char32_t second) noexcept {
    if (first >= leads && first < leads + lead_count && second >= vowels && second < vowels + vowel_count)
        return syllables + ((first - leads) * vowel_count + (second - vowels)) * tail_count;
    if (is_syllable(first) && (first - syllables) % tail_count == 0 && second > tails && second < tails + tail_count)
        return first + (second - tails);
    const auto& rows = tables::compositions;
    const auto row =
        std::lower_bound(rows.begin(), rows.end(), std::pair{first, second},
                         [](const auto& r, const auto& key) { return std::pair{r.first, r.second} < key; });
    return row != rows.end() && row->first == first && row->second == second ? row->composite : 0;
}

std::u32string composed(std::u32string_view text) {
    std::u32string out;
    std::size_t starter = std::u32string::npos;
    std::uint8_t previous_class = 0;
    for (const char32_t c : text) {
        const std::uint8_t own_class = combining_class(c);
        const bool blocked = starter + 1 != out.size() && previous_class >= own_class;
        if (starter != std::u32string::npos && !blocked) {
            if (const char32_t made = compose(out[starter], c)) {
                out[starter] = made;
                continue;
            }
        }
        if (own_class == 0) starter = out.size();
        previous_class = own_class;
        out += c;
    }
    return out;
}

bool is_right_to_left(char32_t c) noexcept { return is_in(tables::right_to_left, c); }

/// Section 6 of RFC 3454: a label that has right-to-left characters begins and ends with one, and has no left-to-right
/// ones.
bool is_bidirectionally_sound(std::u32string_view label) noexcept {
    if (std::none_of(label.begin(), label.end(), is_right_to_left)) return true;
    if (std::any_of(label.begin(), label.end(), [](char32_t c) { return is_in(tables::left_to_right, c); }))
        return false;
    return is_right_to_left(label.front()) && is_right_to_left(label.back());
}

} // namespace

result<std::u32string> nameprep(std::u32string_view label) {
    std::u32string mapped;
    for (const char32_t c : label) append_mapped(mapped, c);
    reorder(mapped);
    std::u32string prepared = composed(mapped);
    const bool allowed =
        std::none_of(prepared.begin(), prepared.end(), [](char32_t c) { return is_in(tables::prohibited, c); });
    if (!allowed || !is_bidirectionally_sound(prepared)) return failure(misuse::host_not_encodable);
    return prepared;
}

} // namespace samesock

// Byte order and the text forms of IP addresses, as glibc's inet_aton, inet_pton and inet_ntop have them. Pure
// functions of their arguments: nothing here may ask the platform or the locale.
#include "core/embedded_nul.hpp"

#include <samesock/inet.hpp>

#include "platform/allocation.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <optional>

namespace samesock {
namespace {

using v4_bytes = std::array<std::byte, 4>;
using v6_bytes = std::array<std::byte, 16>;
using groups = std::array<std::uint16_t, 8>;

template <class T>
T network_order(T x) noexcept {
    std::array<unsigned char, sizeof(T)> bytes;
    for (std::size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<unsigned char>(x >> (8 * (sizeof(T) - 1 - i)));
    return std::bit_cast<T>(bytes);
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

int digit_value(char c) noexcept {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// A number as strtoul reads it with base 0, taken off the front of `text`; none beyond 32 bits or without a digit.
std::optional<std::uint32_t> take_number(std::string_view& text) noexcept {
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    int base = 10;
    if (text.front() == '0') {
        base = 8;
        // "0x" without a digit after it is the number 0, and the x is left.
        if (text.size() > 2 && (text[1] == 'x' || text[1] == 'X') && digit_value(text[2]) < 16) {
            base = 16;
            text.remove_prefix(2);
        }
    }
    std::uint64_t value = 0;
    while (!text.empty() && digit_value(text.front()) < base) {
        value = value * static_cast<unsigned>(base) + static_cast<unsigned>(digit_value(text.front()));
        if (value > 0xffffffff) return std::nullopt;
        text.remove_prefix(1);
    }
    return static_cast<std::uint32_t>(value);
}

std::optional<std::uint32_t> parse_legacy_v4(std::string_view text) noexcept {
    std::uint32_t high = 0;
    unsigned parts = 0;
    for (;;) {
        const auto value = take_number(text);
        if (!value) return std::nullopt;
        if (text.empty() || text.front() != '.') {
            if (!text.empty() && !is_space(text.front())) return std::nullopt;
            if (*value > (0xffffffff >> (8 * parts))) return std::nullopt;
            return high | *value;
        }
        if (parts == 3 || *value > 0xff) return std::nullopt;
        high |= *value << (24 - 8 * parts++);
        text.remove_prefix(1);
    }
}

bool parse_v4(std::string_view text, std::byte* out) noexcept {
    for (int part = 0;; ++part) {
        std::size_t digits = 0;
        unsigned value = 0;
        while (digits < text.size() && is_digit(text[digits])) {
            if (digits != 0 && value == 0) return false; // a leading zero could mean octal
            value = value * 10 + static_cast<unsigned>(text[digits++] - '0');
            if (value > 255) return false;
        }
        if (digits == 0) return false;
        out[part] = static_cast<std::byte>(value);
        text.remove_prefix(digits);
        if (part == 3) return text.empty();
        if (text.empty() || text.front() != '.') return false;
        text.remove_prefix(1);
    }
}

void put_group(std::byte* out, unsigned value) noexcept {
    out[0] = static_cast<std::byte>(value >> 8);
    out[1] = static_cast<std::byte>(value & 0xff);
}

/// Groups of hexadecimal digits, at most one "::", and perhaps a dotted tail.
bool parse_v6(std::string_view text, v6_bytes& out) noexcept {
    std::size_t filled = 0;
    std::optional<std::size_t> gap;
    if (text.starts_with("::")) {
        gap = 0;
        text.remove_prefix(2);
    }
    while (!text.empty()) {
        std::size_t digits = 0;
        unsigned value = 0;
        while (digits < text.size() && digits < 4 && digit_value(text[digits]) < 16)
            value = value * 16 + static_cast<unsigned>(digit_value(text[digits++]));
        if (digits == 0) return false;
        if (digits < text.size() && text[digits] == '.') {
            if (filled + 4 > out.size() || !parse_v4(text, &out[filled])) return false;
            filled += 4;
            break;
        }
        if (filled + 2 > out.size()) return false;
        put_group(&out[filled], value);
        filled += 2;
        text.remove_prefix(digits);
        if (text.empty()) break;
        if (text.front() != ':' || text.size() == 1) return false;
        text.remove_prefix(1);
        if (text.front() == ':') {
            if (gap) return false;
            gap = filled;
            text.remove_prefix(1);
        }
    }
    if (!gap) return filled == out.size();
    if (filled == out.size()) return false; // "::" stands for one group at least
    std::byte* const tail = std::copy_backward(out.data() + *gap, out.data() + filled, out.data() + out.size());
    std::fill(out.data() + *gap, tail, std::byte{});
    return true;
}

char* print_decimal(char* out, unsigned octet) noexcept {
    if (octet >= 100) *out++ = static_cast<char>('0' + octet / 100);
    if (octet >= 10) *out++ = static_cast<char>('0' + octet / 10 % 10);
    *out++ = static_cast<char>('0' + octet % 10);
    return out;
}

char* print_v4(char* out, const std::byte* address) noexcept {
    for (int part = 0; part < 4; ++part) {
        if (part != 0) *out++ = '.';
        out = print_decimal(out, std::to_integer<unsigned>(address[part]));
    }
    return out;
}

char* print_group(char* out, unsigned value) noexcept {
    for (int shift = 12; shift >= 0; shift -= 4)
        if (shift == 0 || (value >> shift) != 0) *out++ = "0123456789abcdef"[(value >> shift) & 15];
    return out;
}

struct zero_run {
    std::size_t first = 8;
    std::size_t length = 0;
};

/// The first of the longest runs of zero groups; a single zero group is no run.
zero_run longest_run(const groups& words) noexcept {
    zero_run best;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::size_t end = i;
        while (end < words.size() && words[end] == 0) ++end;
        if (end - i > best.length && end - i > 1) best = {i, end - i};
        if (end != i) i = end - 1;
    }
    return best;
}

char* print_v6(char* out, const std::byte* address) noexcept {
    groups words;
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = static_cast<std::uint16_t>(std::to_integer<unsigned>(address[2 * i]) << 8 |
                                              std::to_integer<unsigned>(address[2 * i + 1]));
    const zero_run run = longest_run(words);
    // glibc writes ::a.b.c.d (but not ::1) and ::ffff:a.b.c.d.
    const bool dotted_tail = run.first == 0 && (run.length == 6 || (run.length == 5 && words[5] == 0xffff));
    for (std::size_t i = 0; i < words.size();) {
        if (i == run.first) {
            *out++ = ':';
            *out++ = ':';
            i += run.length;
            continue;
        }
        if (i != 0 && i != run.first + run.length) *out++ = ':';
        if (dotted_tail && i == 6) return print_v4(out, address + 12);
        out = print_group(out, words[i++]);
    }
    return out;
}

constexpr std::size_t longest_text = 45; // INET6_ADDRSTRLEN without its NUL

} // namespace

result<std::uint16_t> try_host_to_network_short(std::int64_t x) noexcept {
    if (x < 0 || x > 0xffff) return failure(misuse::byte_order_range);
    return network_order(static_cast<std::uint16_t>(x));
}

result<std::uint32_t> try_host_to_network_long(std::int64_t x) noexcept {
    if (x < 0 || x > 0xffffffff) return failure(misuse::byte_order_range);
    return network_order(static_cast<std::uint32_t>(x));
}

packed_address::packed_address(const v4_bytes& v4) noexcept : size_(4) {
    std::copy(v4.begin(), v4.end(), bytes_.begin());
}

packed_address::packed_address(const v6_bytes& v6) noexcept : bytes_(v6), size_(16) {}

result<packed_address> try_inet_aton(std::string_view ip_string) noexcept {
    if (has_nul(ip_string)) return failure(misuse::embedded_nul);
    const auto value = parse_legacy_v4(ip_string);
    if (!value) return failure(fault::illegal_ipv4_text);
    return packed_address(std::bit_cast<v4_bytes>(network_order(*value)));
}

result<std::string> try_inet_ntoa(const_buffer packed_ip) noexcept {
    if (packed_ip.size() != 4) return failure(misuse::packed_length);
    return try_inet_ntop(af_inet, packed_ip);
}

result<packed_address> try_inet_pton(address_family family, std::string_view ip_string) noexcept {
    if (has_nul(ip_string)) return failure(misuse::embedded_nul);
    if (family == af_inet) {
        v4_bytes packed;
        if (!parse_v4(ip_string, packed.data())) return failure(fault::illegal_ip_text);
        return packed_address(packed);
    }
    if (family == af_inet6) {
        v6_bytes packed;
        if (!parse_v6(ip_string, packed)) return failure(fault::illegal_ip_text);
        return packed_address(packed);
    }
    return failure(errno_code(EAFNOSUPPORT));
}

result<std::string> try_inet_ntop(address_family family, const_buffer packed_ip) noexcept {
    if (family != af_inet && family != af_inet6) return failure(misuse::unknown_family);
    if (packed_ip.size() != (family == af_inet ? 4U : 16U)) return failure(misuse::packed_length);
    std::array<char, longest_text> text;
    char* const end =
        family == af_inet ? print_v4(text.data(), packed_ip.data()) : print_v6(text.data(), packed_ip.data());
    return platform::guard_allocation([&]() -> result<std::string> { return std::string(text.data(), end); });
}

} // namespace samesock

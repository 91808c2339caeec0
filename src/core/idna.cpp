// ToASCII of RFC 3490, label by label, with the order of checks of Python's encodings/idna.py.
#include "core/idna.hpp"

#include "core/nameprep.hpp"
#include "core/punycode.hpp"
#include "core/utf8.hpp"
#include "platform/allocation.hpp"

#include <samesock/error_code.hpp>

#include <algorithm>
#include <cstddef>

namespace samesock {
namespace {

constexpr std::size_t longest_label = 63;

bool is_dot(char32_t c) noexcept { return c == U'.' || c == U'\u3002' || c == U'\uff0e' || c == U'\uff61'; }

template <class Text>
bool is_ascii(const Text& text) noexcept {
    return std::all_of(text.begin(), text.end(), [](auto c) { return static_cast<char32_t>(c) < 0x80; });
}

result<std::u32string> decode(std::string_view text) {
    std::u32string out;
    while (!text.empty()) {
        const utf8_character c = first_character(text);
        if (c.size == 0) return failure(misuse::host_not_encodable);
        out += c.value;
        text.remove_prefix(c.size);
    }
    return out;
}

status append_label(std::string& out, std::string_view label) {
    if (label.empty()) return failure(misuse::label_empty);
    if (label.size() > longest_label) return failure(misuse::label_too_long);
    out += label;
    return {};
}

status append_encoded(std::string& out, std::u32string_view label) {
    if (is_ascii(label)) return append_label(out, std::string(label.begin(), label.end()));
    const auto prepared = nameprep(label);
    if (!prepared) return failure(prepared.error());
    if (is_ascii(*prepared)) return append_label(out, std::string(prepared->begin(), prepared->end()));
    if (prepared->starts_with(U"xn--")) return failure(misuse::host_not_encodable);
    // Each character takes a byte at least, and the encoder's time grows with the square of them.
    if (prepared->size() > longest_label) return failure(misuse::label_too_long);
    return append_label(out, "xn--" + punycode(*prepared));
}

/// Python lets the last label of an ASCII name be empty, whether or not another is before it.
result<std::string> check_ascii(std::string_view host) {
    for (std::string_view rest = host;;) {
        const std::size_t dot = rest.find('.');
        if (dot == 0) return failure(misuse::label_empty);
        if (std::min(dot, rest.size()) > longest_label) return failure(misuse::label_too_long);
        if (dot == std::string_view::npos) return std::string(host);
        rest.remove_prefix(dot + 1);
    }
}

result<std::string> encode(std::u32string_view host) {
    std::string out;
    for (;;) {
        const auto dot = std::find_if(host.begin(), host.end(), is_dot);
        const auto label = host.substr(0, static_cast<std::size_t>(dot - host.begin()));
        if (const status done = append_encoded(out, label); !done) return failure(done.error());
        if (dot == host.end()) return out;
        out += '.';
        host.remove_prefix(label.size() + 1);
        if (host.empty()) return out;
    }
}

} // namespace

result<std::string> to_ascii(std::string_view utf8_host) noexcept {
    return platform::guard_allocation([&]() -> result<std::string> {
        if (std::all_of(utf8_host.begin(), utf8_host.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
            return check_ascii(utf8_host);
        const auto host = decode(utf8_host);
        if (!host) return failure(host.error());
        return encode(*host);
    });
}

} // namespace samesock

// repr(): single quotes, unless the content has a single quote and no double one.
#include "core/quoted.hpp"

#include "core/utf8.hpp"

namespace samesock {
namespace {

char quote_for(std::string_view text) noexcept {
    const bool single = text.find('\'') != std::string_view::npos;
    return single && text.find('"') == std::string_view::npos ? '"' : '\'';
}

void append_hex(std::string& out, unsigned byte) {
    out += "0123456789abcdef"[byte >> 4 & 15];
    out += "0123456789abcdef"[byte & 15];
}

void append_ascii(std::string& out, char c, char quote) {
    switch (c) {
    case '\t': out += "\\t"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    default: break;
    }
    if (c == quote || c == '\\') {
        (out += '\\') += c;
    } else if (c < ' ' || c == 0x7f) {
        append_hex(out += "\\x", static_cast<unsigned char>(c));
    } else {
        out += c;
    }
}

} // namespace

std::string quoted_bytes(std::string_view data) {
    const char quote = quote_for(data);
    std::string out{'b', quote};
    for (const char c : data) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            append_ascii(out, c, quote);
        else
            append_hex(out += "\\x", byte);
    }
    return out += quote;
}

std::string quoted_text(std::string_view text) {
    const char quote = quote_for(text);
    std::string out{quote};
    while (!text.empty()) {
        const utf8_character c = first_character(text);
        if (c.size == 0)
            append_hex(out += "\\udc", static_cast<unsigned char>(text.front()));
        else if (c.value < 0x80)
            append_ascii(out, text.front(), quote);
        else if (c.value <= 0xa0 || c.value == 0xad)
            append_hex(out += "\\x", static_cast<unsigned>(c.value));
        else
            out += text.substr(0, c.size);
        text.remove_prefix(c.size == 0 ? 1 : c.size);
    }
    return out += quote;
}

} // namespace samesock

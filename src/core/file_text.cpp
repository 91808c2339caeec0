// UTF-8 and line ends over pieces. The model for the "\r" that waits is io.IncrementalNewlineDecoder.
#include "core/file_text.hpp"

#include "core/utf8.hpp"

#include <algorithm>
#include <cstring>

namespace samesock {
namespace {

constexpr std::size_t longest_character = 4;

// Could `text`, which is no whole character, become one? The second byte is all that a lead byte restricts, so the
// lowest and the highest continuation decide.
bool may_become_character(std::string_view text) noexcept {
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t size = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
    if (text.size() >= size) return false;
    for (const char filler : {'\x80', '\xbf'}) {
        char whole[longest_character];
        std::memset(whole, filler, sizeof whole);
        std::memcpy(whole, text.data(), text.size());
        if (first_character({whole, size}).size == size) return true;
    }
    return false;
}

std::size_t well_formed_prefix(std::string_view text) noexcept {
    std::size_t good = 0;
    while (good < text.size()) {
        if (static_cast<unsigned char>(text[good]) < 0x80) {
            ++good;
            continue;
        }
        const std::size_t size = first_character(text.substr(good)).size;
        if (size == 0) break;
        good += size;
    }
    return good;
}

void append(std::byte*& out, std::string_view text) noexcept {
    if (text.empty()) return;
    std::memcpy(out, text.data(), text.size());
    out += text.size();
}

bool begins_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

} // namespace

std::size_t text_decoder::decode(std::string_view piece, std::byte* out) noexcept {
    const std::byte* const begin = out;
    if (failed_) return 0;
    if (held_ != 0) piece = complete_held(piece, out);
    if (!failed_) {
        const std::size_t good = well_formed_prefix(piece);
        emit(piece.substr(0, good), out);
        const std::string_view rest = piece.substr(good);
        if (!rest.empty()) {
            failed_ = !may_become_character(rest);
            if (!failed_) {
                std::memcpy(incomplete_, rest.data(), rest.size());
                held_ = static_cast<unsigned char>(rest.size());
            }
        }
    }
    return static_cast<std::size_t>(out - begin);
}

// Adds bytes to the character that the pieces before began; what is left of the piece.
std::string_view text_decoder::complete_held(std::string_view piece, std::byte*& out) noexcept {
    while (!piece.empty()) {
        incomplete_[held_++] = piece.front();
        piece.remove_prefix(1);
        const std::string_view character(incomplete_, held_);
        if (first_character(character).size == held_) {
            emit(character, out);
            held_ = 0;
            return piece;
        }
        if (!may_become_character(character)) {
            failed_ = true;
            return {};
        }
    }
    return {};
}

std::size_t text_decoder::finish(std::byte* out) noexcept {
    const std::byte* const begin = out;
    if (failed_) return 0;
    if (after_cr_) append(out, ends_ == line_end::translated ? "\n" : "\r");
    after_cr_ = false;
    if (held_ != 0) failed_ = true; // the stream ends within a character
    return static_cast<std::size_t>(out - begin);
}

void text_decoder::emit(std::string_view text, std::byte*& out) noexcept {
    if (ends_ != line_end::translated && ends_ != line_end::any) return append(out, text);
    while (!text.empty()) {
        if (after_cr_) {
            after_cr_ = false;
            const bool pair = text.front() == '\n';
            if (pair) text.remove_prefix(1);
            append(out, ends_ == line_end::translated ? "\n" : pair ? "\r\n" : "\r");
            continue;
        }
        const std::size_t plain = std::min(text.find('\r'), text.size());
        append(out, text.substr(0, plain));
        text.remove_prefix(plain);
        if (!text.empty()) {
            after_cr_ = true;
            text.remove_prefix(1);
        }
    }
}

std::size_t read_goal::reached(std::string_view text) noexcept {
    const std::size_t by_line = line_ ? line_reached(text) : not_yet;
    if (by_line != not_yet) text = text.substr(0, by_line);
    const std::size_t by_limit = limit_reached(text);
    return std::min(by_line, by_limit);
}

std::size_t read_goal::line_reached(std::string_view text) const noexcept {
    switch (ends_) {
    case line_end::translated:
    case line_end::lf: {
        const std::size_t at = text.find('\n', scanned_);
        return at == text.npos ? not_yet : at + 1;
    }
    case line_end::cr: {
        const std::size_t at = text.find('\r', scanned_);
        return at == text.npos ? not_yet : at + 1;
    }
    case line_end::crlf: {
        // The pair may lie across what was scanned.
        const std::size_t at = text.find("\r\n", scanned_ == 0 ? 0 : scanned_ - 1);
        return at == text.npos ? not_yet : at + 2;
    }
    case line_end::any: break;
    }
    const std::size_t at = text.find_first_of("\r\n", scanned_);
    if (at == text.npos) return not_yet;
    const bool pair = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    return at + (pair ? 2 : 1);
}

std::size_t read_goal::limit_reached(std::string_view text) noexcept {
    if (!characters_ || limit_ == unlimited) {
        scanned_ = text.size();
        return text.size() >= limit_ ? limit_ : not_yet;
    }
    for (; scanned_ < text.size(); ++scanned_) {
        if (!begins_character(text[scanned_])) continue;
        if (counted_ == limit_) return scanned_;
        ++counted_;
    }
    // The text holds whole characters only: the last one is complete.
    return counted_ == limit_ ? scanned_ : not_yet;
}

} // namespace samesock

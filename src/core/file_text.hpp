// The text of a file: UTF-8 checked as it arrives, in whatever pieces, and the ends of lines. Bytes in, bytes out: no
// socket, no allocation.
#pragma once

#include <cstddef>
#include <string_view>

namespace samesock {

/// What ends a line, by makefile's newline argument.
enum class line_end : unsigned char {
    translated, ///< None: "\n", "\r" and "\r\n" all end a line, and all become "\n"
    any,        ///< "": all three end a line, and stay
    lf,         ///< "\n"; binary files too
    cr,         ///< "\r"
    crlf,       ///< "\r\n"
};

/// Checks UTF-8 and translates line ends. Where any of the three ends a line, a final "\r" waits for what follows it.
class text_decoder {
public:
    explicit text_decoder(line_end ends) noexcept : ends_(ends) {}

    /// Bytes that decode() may write beyond the size of its input.
    static constexpr std::size_t slack = 4;
    /// Decodes a piece into `out` and returns how many bytes were written. Stops for good at what is not UTF-8.
    [[nodiscard]] std::size_t decode(std::string_view piece, std::byte* out) noexcept;
    /// The end of the stream: what was held back. At most `slack` bytes.
    [[nodiscard]] std::size_t finish(std::byte* out) noexcept;
    /// True once something was no UTF-8; all before it has been written.
    [[nodiscard]] bool failed() const noexcept { return failed_; }

private:
    [[nodiscard]] std::string_view complete_held(std::string_view piece, std::byte*& out) noexcept;
    void emit(std::string_view text, std::byte*& out) noexcept;

    line_end ends_;
    bool failed_ = false;
    bool after_cr_ = false;  ///< a "\r" waits
    unsigned char held_ = 0; ///< bytes of a character that is not complete
    char incomplete_[4] = {};
};

/// Looks for where a read ends in text that grows: after so many characters (bytes), or after a line's end.
class read_goal {
public:
    static constexpr std::size_t unlimited = static_cast<std::size_t>(-1);
    static constexpr std::size_t not_yet = static_cast<std::size_t>(-1);

    /// `limit` in characters of UTF-8 if `characters`, else in bytes.
    [[nodiscard]] static read_goal amount(std::size_t limit, bool characters) noexcept {
        return {limit, characters, false, line_end::lf};
    }
    [[nodiscard]] static read_goal line(std::size_t limit, bool characters, line_end ends) noexcept {
        return {limit, characters, true, ends};
    }

    /// How many bytes of `text` to take, or not_yet. `text` begins where it began in the call before, and is not
    /// shorter.
    [[nodiscard]] std::size_t reached(std::string_view text) noexcept;

private:
    read_goal(std::size_t limit, bool characters, bool line, line_end ends) noexcept
        : limit_(limit), characters_(characters), line_(line), ends_(ends) {}
    [[nodiscard]] std::size_t line_reached(std::string_view text) const noexcept;
    [[nodiscard]] std::size_t limit_reached(std::string_view text) noexcept;

    std::size_t limit_;
    bool characters_;
    bool line_;
    line_end ends_;
    std::size_t scanned_ = 0; ///< bytes that hold no end
    std::size_t counted_ = 0; ///< characters in them
};

} // namespace samesock

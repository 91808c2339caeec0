// file: what socket.makefile() returns. One class for Python's SocketIO, BufferedReader, BufferedWriter, BufferedRWPair
// and TextIOWrapper: the mode decides. Not for several threads at once. Source:
// https://docs.python.org/3/library/socket.html#socket.socket.makefile, https://docs.python.org/3/library/io.html
#pragma once

#include <samesock/buffer.hpp>
#include <samesock/bytes.hpp>
#include <samesock/raise.hpp>
#include <samesock/result.hpp>
#include <samesock/socket.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <samesock/names_begin.hpp>

namespace samesock {

/// makefile's further arguments; text files only.
struct file_arguments {
    /// None (the default): reading turns "\r\n" and "\r" into "\n". "": lines end at any of the three, untranslated.
    /// "\n", "\r", "\r\n": only that ends a line, untranslated; writing turns "\n" into it. Writing under None leaves
    /// "\n" as it is, on every platform.
    /// misuse::illegal_newline for anything else.
    std::optional<std::string> newline;
};

/// A file of a connection. Mode: "r", "w" or "rw", with "b" for bytes as they are; without it text, which is UTF-8
/// (checked on reading: misuse::not_text). Buffering: -1 a buffer of 8 KiB, 0 none (bytes only), 1 line buffered (text)
/// or 8 KiB (bytes), else the buffer's size in bytes. Closing flushes; so does the destructor, which loses errors.
///
/// Errors: misuse::closed_file after close(); misuse::wrong_direction; fault::read_after_timeout once a read has timed
/// out; and those of recv and send. In non-blocking mode a read gives what there is, and fails with EAGAIN when that is
/// nothing; a buffered write takes all of its data, or fails with EAGAIN and takes nothing.
class file {
public:
    file(file&&) noexcept;
    file& operator=(file&&) noexcept;
    ~file();

    /// At most `size` bytes, fewer only at the end of the stream (unbuffered: what one recv gives); everything to the
    /// end when negative. Text: `size` counts characters.
    [[nodiscard]] bytes read(std::ptrdiff_t size = -1) { return unwrap(try_read(size), "read"); }
    [[nodiscard]] result<bytes> try_read(std::ptrdiff_t size = -1) noexcept;
    /// At most `size` bytes with at most one recv. Binary files.
    [[nodiscard]] bytes read1(std::ptrdiff_t size = -1) { return unwrap(try_read1(size), "read1"); }
    [[nodiscard]] result<bytes> try_read1(std::ptrdiff_t size = -1) noexcept;
    /// Fills `buffer` as far as the stream goes; how many bytes. Binary files.
    std::size_t readinto(mutable_buffer buffer) { return unwrap(try_readinto(buffer), "readinto"); }
    [[nodiscard]] result<std::size_t> try_readinto(mutable_buffer buffer) noexcept;
    /// What is buffered, or what one recv gives, without taking it. Binary, buffered files.
    [[nodiscard]] bytes peek() { return unwrap(try_peek(), "peek"); }
    [[nodiscard]] result<bytes> try_peek() noexcept;
    /// A line with its end, at most `size` bytes (characters) of it when not negative; empty at the end of the stream.
    [[nodiscard]] bytes readline(std::ptrdiff_t size = -1) { return unwrap(try_readline(size), "readline"); }
    [[nodiscard]] result<bytes> try_readline(std::ptrdiff_t size = -1) noexcept;
    /// Lines until the end, or until they have more than `hint` bytes together when it is positive.
    [[nodiscard]] std::vector<bytes> readlines(std::ptrdiff_t hint = -1) {
        return unwrap(try_readlines(hint), "readlines");
    }
    [[nodiscard]] result<std::vector<bytes>> try_readlines(std::ptrdiff_t hint = -1) noexcept;

    /// Takes all of `data` (unbuffered: what one send takes) and returns how many bytes (text: characters).
    std::size_t write(const_buffer data) { return unwrap(try_write(data), "write"); }
    [[nodiscard]] result<std::size_t> try_write(const_buffer data) noexcept;
    void writelines(const_buffers lines) { unwrap(try_writelines(lines), "writelines"); }
    [[nodiscard]] status try_writelines(const_buffers lines) noexcept;
    void flush() { unwrap(try_flush(), "flush"); }
    [[nodiscard]] status try_flush() noexcept;

    /// Flushes and closes; the connection too if this was its last user. A second close does nothing.
    void close() { unwrap(try_close(), "close"); }
    status try_close() noexcept;
    [[nodiscard]] bool closed() const noexcept;

    [[nodiscard]] bool readable() const noexcept;
    [[nodiscard]] bool writable() const noexcept;
    [[nodiscard]] bool seekable() const noexcept { return false; }
    [[nodiscard]] bool isatty() const noexcept { return false; }
    /// The socket's; -1 once closed.
    [[nodiscard]] fileno_type fileno() const noexcept;
    /// The mode as given.
    [[nodiscard]] std::string_view mode() const noexcept;

    /// Iterating reads lines.
    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = bytes;
        using difference_type = std::ptrdiff_t;
        using pointer = const bytes*;
        using reference = const bytes&;

        iterator() noexcept = default;
        explicit iterator(file& f) : file_(&f), line_(f.readline()) {}
        const bytes& operator*() const noexcept { return line_; }
        const bytes* operator->() const noexcept { return &line_; }
        iterator& operator++() {
            line_ = file_->readline();
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept { return i.line_.empty(); }

    private:
        file* file_ = nullptr;
        bytes line_;
    };
    [[nodiscard]] iterator begin() { return iterator(*this); }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    friend class socket;
    struct state;
    explicit file(std::unique_ptr<state> s) noexcept;
    std::unique_ptr<state> state_;
};

inline file socket::makefile(std::string_view mode, int buffering) {
    return unwrap(try_makefile(mode, buffering), "makefile");
}
inline file socket::makefile(std::string_view mode, int buffering, const file_arguments& arguments) {
    return unwrap(try_makefile(mode, buffering, arguments), "makefile");
}

} // namespace samesock

#include <samesock/names_end.hpp>

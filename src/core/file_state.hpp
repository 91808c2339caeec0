// What a file of makefile() is made of: its share of the connection, what was received and not read, what was written
// and not sent. CPython's SocketIO stands in receive() and send(); the buffers are its io module's.
#pragma once

#include "core/file_text.hpp"
#include "core/socket_state.hpp"

#include <samesock/bytes.hpp>
#include <samesock/error_code.hpp>
#include <samesock/file.hpp>
#include <samesock/result.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace samesock {

/// Bytes on their way: received and not yet read, or written and not yet sent.
class byte_queue {
public:
    [[nodiscard]] std::string_view view() const noexcept { return storage_.view().substr(begin_, size()); }
    [[nodiscard]] std::size_t size() const noexcept { return end_ - begin_; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }

    /// Room for at least `size` bytes after the end. not_enough_memory.
    [[nodiscard]] result<std::span<std::byte>> room(std::size_t size) noexcept;
    void filled(std::size_t size) noexcept { end_ += size; }
    void dropped(std::size_t size) noexcept;
    /// The first `size` bytes, which leave with this.
    [[nodiscard]] result<bytes> take(std::size_t size) noexcept;
    [[nodiscard]] std::size_t take_into(std::span<std::byte> out) noexcept;
    [[nodiscard]] status append(std::string_view data) noexcept;
    /// They did not leave after all. Without memory for them they are lost.
    void put_back(std::string_view data) noexcept;

private:
    bytes storage_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

struct file::state {
    /// Raw files have no buffer; the others are binary or text.
    enum class form : unsigned char { raw, binary, text };
    enum class access : unsigned char { read = 1, write = 2, both = 3 };

    static constexpr std::size_t default_buffer = 8192; // io.DEFAULT_BUFFER_SIZE

    state(socket_state& connection, form f, access a, line_end ends, std::size_t buffer, bool flushes_lines) noexcept;
    ~state();
    state(const state&) = delete;
    state& operator=(const state&) = delete;

    [[nodiscard]] bool allows(access a) const noexcept {
        return (static_cast<unsigned>(direction) & static_cast<unsigned>(a)) != 0;
    }
    /// Why an operation cannot be, if it cannot: the file is closed, or not opened for it.
    [[nodiscard]] static std::error_code refusal(const state* s, access a) noexcept {
        if (s == nullptr || s->connection == nullptr) return misuse::closed_file;
        return s->allows(a) ? std::error_code() : make_error_code(misuse::wrong_direction);
    }

    // One transfer in the socket's mode.
    [[nodiscard]] result<std::size_t> receive(std::span<std::byte> into) noexcept;
    [[nodiscard]] result<std::size_t> send(std::string_view data) noexcept;

    // Reading.
    /// One receive into `unread`, of `wanted` bytes at most (text: of a buffer); 0 at the end of the stream.
    [[nodiscard]] result<std::size_t> fill(std::size_t wanted) noexcept;
    [[nodiscard]] result<std::size_t> fill_text() noexcept;
    /// `step`: what one receive asks for at least.
    [[nodiscard]] result<bytes> read_to(read_goal goal, std::size_t step) noexcept;
    [[nodiscard]] result<bytes> read_raw(std::size_t size) noexcept;
    [[nodiscard]] result<bytes> read_large(std::size_t size) noexcept;
    [[nodiscard]] result<std::size_t> read_into(std::span<std::byte> out) noexcept;

    // Writing.
    /// All of it, sent or buffered; with EAGAIN none of it.
    [[nodiscard]] status write_all(std::string_view data) noexcept;
    [[nodiscard]] status write_text(std::string_view data) noexcept;
    [[nodiscard]] status flush() noexcept;

    /// Gives up the share of the connection, which is closed with the last one if its socket asked for that.
    status release() noexcept;

    socket_state* connection; ///< null once closed
    const form kind;
    const access direction;
    const line_end ends;
    const bool flushes_lines;
    bool timed_out = false; ///< a read has: no further one is answered
    const std::size_t buffer_size;
    std::string mode;

    byte_queue unread;
    text_decoder decoder;
    bytes arrived; ///< text: where a piece lies before it is decoded

    byte_queue unsent;
};

} // namespace samesock

// bytes: what recv returns. Owns its memory without zero-filling it first, and gives back what it does not use.
#pragma once

#include <samesock/buffer.hpp>

#include <compare>
#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <samesock/names_begin.hpp>

namespace samesock {

/// A string of bytes that owns its memory: Python's `bytes`. Movable and copyable; b"" owns nothing.
class bytes {
public:
    bytes() noexcept = default;
    /// A copy of `data`. Throws std::bad_alloc.
    explicit bytes(const_buffer data);
    bytes(const bytes& other);
    bytes(bytes&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    bytes& operator=(bytes other) noexcept {
        swap(other);
        return *this;
    }
    ~bytes();

    /// Memory for `size` bytes whose content is undetermined; empty() if there is no memory and size is not 0.
    [[nodiscard]] static bytes uninitialized(std::size_t size) noexcept;
    /// Keeps the first `size` bytes, and gives the memory back where much more was asked for.
    void truncate(std::size_t size) noexcept;

    [[nodiscard]] std::byte* data() noexcept { return data_; }
    [[nodiscard]] const std::byte* data() const noexcept { return data_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::byte operator[](std::size_t i) const noexcept { return data_[i]; }
    [[nodiscard]] const std::byte* begin() const noexcept { return data_; }
    [[nodiscard]] const std::byte* end() const noexcept { return data_ + size_; }
    [[nodiscard]] std::byte* begin() noexcept { return data_; }
    [[nodiscard]] std::byte* end() noexcept { return data_ + size_; }

    [[nodiscard]] std::string_view view() const noexcept { return {reinterpret_cast<const char*>(data_), size_}; }
    operator std::string_view() const noexcept { return view(); }
    operator std::span<const std::byte>() const noexcept { return {data_, size_}; }
    /// False for b"", which recv returns at the end of a stream.
    explicit operator bool() const noexcept { return size_ != 0; }

    void swap(bytes& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
    }

    friend bool operator==(const bytes& a, const bytes& b) noexcept { return a.view() == b.view(); }
    friend bool operator==(const bytes& a, std::string_view b) noexcept { return a.view() == b; }
    friend auto operator<=>(const bytes& a, const bytes& b) noexcept { return a.view() <=> b.view(); }

private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

/// The bytes themselves.
std::ostream& operator<<(std::ostream& out, const bytes& data);

/// Python's repr() of a bytes object: b'Hello\n', b"it's", b'\x00\xff'.
[[nodiscard]] std::string repr(const bytes& data);

} // namespace samesock

#include <samesock/names_end.hpp>

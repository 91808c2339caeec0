// Views of bytes that the caller owns: what send takes and what recv_into fills. Sizes are in bytes.
#pragma once

#include <concepts>
#include <cstddef>
#include <ranges>
#include <span>
#include <type_traits>

#include <samesock/names_begin.hpp>

namespace samesock {

/// An element that is one byte: char, signed and unsigned char, std::byte, char8_t.
template <class T>
concept byte_like = sizeof(T) == 1 && (std::integral<T> || std::same_as<std::remove_cv_t<T>, std::byte>) &&
                    !std::same_as<std::remove_cv_t<T>, bool>;

/// Bytes to read from. Takes a string literal (without its final NUL, with any NUL inside), std::string_view and every
/// contiguous range of byte-sized elements.
class const_buffer {
public:
    constexpr const_buffer() noexcept = default;
    const_buffer(const void* data, std::size_t size) noexcept
        : data_(static_cast<const std::byte*>(data)), size_(size) {}

    /// A string literal: its characters without the final NUL.
    template <std::size_t N>
    const_buffer(const char (&literal)[N]) noexcept : const_buffer(literal, N - 1) {}
    /// An array that is no literal: all of it.
    template <std::size_t N>
    const_buffer(char (&array)[N]) noexcept : const_buffer(array, N) {}

    template <std::ranges::contiguous_range R>
        requires(byte_like<std::ranges::range_value_t<R>> && std::ranges::sized_range<R> &&
                 !std::is_array_v<std::remove_cvref_t<R>> && !std::same_as<std::remove_cvref_t<R>, const_buffer>)
    const_buffer(R&& range) noexcept : const_buffer(std::ranges::data(range), std::ranges::size(range)) {}

    template <byte_like T, std::size_t N>
        requires(!std::same_as<std::remove_cv_t<T>, char>)
    const_buffer(T (&array)[N]) noexcept : const_buffer(array, N) {}

    [[nodiscard]] constexpr const std::byte* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr const_buffer drop(std::size_t n) const noexcept {
        const_buffer rest;
        rest.data_ = data_ + n;
        rest.size_ = size_ - n;
        return rest;
    }

private:
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Bytes to write into: any contiguous range of byte-sized elements that are not const.
class mutable_buffer {
public:
    constexpr mutable_buffer() noexcept = default;
    mutable_buffer(void* data, std::size_t size) noexcept : data_(static_cast<std::byte*>(data)), size_(size) {}

    template <std::ranges::contiguous_range R>
        requires(byte_like<std::ranges::range_value_t<R>> && std::ranges::sized_range<R> &&
                 !std::is_const_v<std::remove_reference_t<std::ranges::range_reference_t<R>>> &&
                 !std::same_as<std::remove_cvref_t<R>, mutable_buffer>)
    mutable_buffer(R&& range) noexcept : mutable_buffer(std::ranges::data(range), std::ranges::size(range)) {}

    [[nodiscard]] constexpr std::byte* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr mutable_buffer first(std::size_t n) const noexcept {
        mutable_buffer head;
        head.data_ = data_;
        head.size_ = n;
        return head;
    }

private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

using const_buffers = std::span<const const_buffer>;     ///< gather: sendmsg
using mutable_buffers = std::span<const mutable_buffer>; ///< scatter: recvmsg_into

} // namespace samesock

#include <samesock/names_end.hpp>

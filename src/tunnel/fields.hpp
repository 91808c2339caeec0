// The fields of packets, little-endian: a reader that never leaves its bytes, and a writer that appends.
#pragma once

#include "tunnel/reason.hpp"

#include <samesock/endpoint.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace samesock::tunnel {

using bytes_view = std::span<const std::byte>;

[[nodiscard]] inline std::string_view as_text(bytes_view bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
[[nodiscard]] inline bytes_view as_bytes(std::string_view text) noexcept {
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// Takes fields off the front. After the first failure each further field is zero or empty.
class field_reader {
public:
    explicit field_reader(bytes_view bytes) noexcept : rest_(bytes) {}

    [[nodiscard]] std::uint8_t u8() noexcept { return static_cast<std::uint8_t>(number(1)); }
    [[nodiscard]] std::uint16_t u16() noexcept { return static_cast<std::uint16_t>(number(2)); }
    [[nodiscard]] std::uint32_t u32() noexcept { return static_cast<std::uint32_t>(number(4)); }
    [[nodiscard]] std::int32_t i32() noexcept { return static_cast<std::int32_t>(u32()); }
    [[nodiscard]] std::uint64_t u64() noexcept { return number(8); }
    [[nodiscard]] bytes_view bytes(std::size_t size) noexcept;
    [[nodiscard]] bytes_view rest() noexcept { return bytes(rest_.size()); }
    [[nodiscard]] std::string_view text() noexcept { return as_text(bytes(u16())); }
    [[nodiscard]] endpoint address() noexcept;

    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
    void fail(reason why) noexcept {
        if (failure_ == reason::none) failure_ = why;
        rest_ = {};
    }
    [[nodiscard]] bool failed() const noexcept { return failure_ != reason::none; }
    /// What is wrong with all of it, once every field was taken.
    [[nodiscard]] reason verdict() const noexcept { return failed() || at_end() ? failure_ : reason::trailing_bytes; }

private:
    std::uint64_t number(std::size_t size) noexcept;

    bytes_view rest_;
    reason failure_ = reason::none;
};

class field_writer {
public:
    explicit field_writer(std::vector<std::byte>& out) noexcept : out_(out) {}

    void u8(std::uint8_t value) { number(value, 1); }
    void u16(std::uint16_t value) { number(value, 2); }
    void u32(std::uint32_t value) { number(value, 4); }
    void i32(std::int32_t value) { number(static_cast<std::uint32_t>(value), 4); }
    void u64(std::uint64_t value) { number(value, 8); }
    void bytes(bytes_view bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
    /// At most 65,535 bytes; what is more is cut off.
    void text(std::string_view text);
    void address(const endpoint& address);

private:
    void number(std::uint64_t value, std::size_t size);

    std::vector<std::byte>& out_;
};

/// A u32 where it stands.
void put_u32(std::byte* to, std::uint32_t value) noexcept;
[[nodiscard]] std::uint32_t get_u32(const std::byte* from) noexcept;

} // namespace samesock::tunnel

// Packets written field by field, apart from the encoder under test, and bytes as text that a failure can be read from.
#pragma once

#include "tunnel/fields.hpp"

#include <samesock/constants.hpp>
#include <samesock/endpoint.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::testing {

using tunnel::bytes_view;

/// A packet, or a part of one, on its way to being written.
class raw {
public:
    raw() = default;
    raw(std::uint8_t type, std::uint32_t id) { u8(type).u32(id); }

    raw& u8(std::uint64_t v) { return number(v, 1); }
    raw& u16(std::uint64_t v) { return number(v, 2); }
    raw& u32(std::uint64_t v) { return number(v, 4); }
    raw& u64(std::uint64_t v) { return number(v, 8); }
    raw& text(std::string_view t) {
        for (const char c : t) bytes_.push_back(static_cast<std::byte>(c));
        return *this;
    }
    raw& sized(std::string_view t) { return u16(t.size()).text(t); }
    raw& add(const raw& other) {
        bytes_.insert(bytes_.end(), other.bytes_.begin(), other.bytes_.end());
        return *this;
    }
    /// (length u32, packet) each.
    static raw series(std::initializer_list<raw> packets) {
        raw all;
        for (const raw& each : packets) all.u32(each.bytes_.size()).add(each);
        return all;
    }
    /// 127.0.0.1 and a port.
    raw& loopback(std::uint16_t port) { return u16(2).u16(port).u32(0).u32(0).text(std::string_view("\x7f\0\0\1", 4)); }
    /// ::1 and a port.
    raw& loopback_v6(std::uint16_t port, std::uint32_t flowinfo = 0, std::uint32_t scope_id = 0) {
        return u16(10).u16(port).u32(flowinfo).u32(scope_id).text(std::string(15, '\0') + '\1');
    }

    [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }
    operator bytes_view() const { return bytes_; }

private:
    raw& number(std::uint64_t v, int size) {
        for (int i = 0; i != size; ++i, v >>= 8) bytes_.push_back(static_cast<std::byte>(v & 0xFF));
        return *this;
    }

    std::vector<std::byte> bytes_;
};

inline std::string hex(bytes_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const std::byte b : bytes) {
        text += digits[std::to_integer<unsigned>(b) >> 4];
        text += digits[std::to_integer<unsigned>(b) & 15];
    }
    return text;
}

inline endpoint loopback(std::uint16_t port) {
    static constexpr unsigned char bytes[] = {127, 0, 0, 1};
    return {af_inet, std::as_bytes(std::span(bytes)), port};
}

} // namespace samesock::testing

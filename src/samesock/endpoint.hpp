// A numeric address: what the seam passes, and what an `address` keeps once it is known. No text, no name.
#pragma once

#include <samesock/number.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include <samesock/names_begin.hpp>

namespace samesock {

/// One numeric address of any family. Bytes beyond `length` are undetermined, so that passing a datagram's address
/// costs no clearing. AF_INET: 4 bytes in network order. AF_INET6: 16. AF_UNIX: the path, at most 108 bytes; it begins
/// with NUL for an abstract name, and is empty for an unnamed socket. Other families: the native sockaddr's bytes after
/// its family.
struct endpoint {
    static constexpr std::size_t capacity = 126; ///< sockaddr_storage without its family

    address_family family{};    ///< AF_UNSPEC (0): no address
    std::uint16_t port = 0;     ///< host byte order
    std::uint8_t length = 0;    ///< bytes of `data` in use
    std::uint32_t flowinfo = 0; ///< host byte order; AF_INET6
    std::uint32_t scope_id = 0; ///< AF_INET6
    std::array<std::byte, capacity> data;

    endpoint() noexcept {} // leaves `data` as it is: NOLINT

    endpoint(address_family f, std::span<const std::byte> bytes, std::uint16_t p = 0, std::uint32_t flow = 0,
             std::uint32_t scope = 0) noexcept
        : family(f), port(p), length(static_cast<std::uint8_t>(bytes.size() < capacity ? bytes.size() : capacity)),
          flowinfo(flow), scope_id(scope) {
        if (length != 0) std::memcpy(data.data(), bytes.data(), length);
    }

    endpoint(const endpoint& other) noexcept { copy(other); }
    endpoint& operator=(const endpoint& other) noexcept {
        copy(other);
        return *this;
    }

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {data.data(), length}; }

    friend bool operator==(const endpoint& a, const endpoint& b) noexcept { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const endpoint& a, const endpoint& b) noexcept {
        if (auto c = a.family <=> b.family; c != 0) return c;
        if (auto c = a.length <=> b.length; c != 0) return c;
        if (a.length != 0)
            if (const int c = std::memcmp(a.data.data(), b.data.data(), a.length); c != 0) return c <=> 0;
        if (auto c = a.port <=> b.port; c != 0) return c;
        if (auto c = a.flowinfo <=> b.flowinfo; c != 0) return c;
        return a.scope_id <=> b.scope_id;
    }

private:
    void copy(const endpoint& other) noexcept {
        family = other.family;
        port = other.port;
        length = other.length;
        flowinfo = other.flowinfo;
        scope_id = other.scope_id;
        if (length != 0) std::memmove(data.data(), other.data.data(), length);
    }
};

} // namespace samesock

#include <samesock/names_end.hpp>

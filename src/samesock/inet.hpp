// Byte order and the text forms of IP addresses. Own code, the same on every platform: what glibc accepts is accepted.
// Source: https://docs.python.org/3/library/socket.html, inet(3).
#pragma once

#include <samesock/buffer.hpp>
#include <samesock/bytes.hpp>
#include <samesock/number.hpp>
#include <samesock/raise.hpp>
#include <samesock/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <samesock/names_begin.hpp>

namespace samesock {

/// 16 bits from host to network order. misuse::byte_order_range outside 0..65535.
[[nodiscard]] result<std::uint16_t> try_host_to_network_short(std::int64_t x) noexcept;
/// 32 bits from host to network order. misuse::byte_order_range outside 0..2^32-1.
[[nodiscard]] result<std::uint32_t> try_host_to_network_long(std::int64_t x) noexcept;

/// htons under a name that no system header makes a macro. Throws std::out_of_range outside 0..65535.
[[nodiscard]] inline std::uint16_t host_to_network_short(std::int64_t x) {
    return unwrap(try_host_to_network_short(x), "htons");
}
/// htonl, likewise. Throws std::out_of_range outside 0..2^32-1.
[[nodiscard]] inline std::uint32_t host_to_network_long(std::int64_t x) {
    return unwrap(try_host_to_network_long(x), "htonl");
}
/// ntohs, likewise.
[[nodiscard]] inline std::uint16_t network_to_host_short(std::int64_t x) {
    return unwrap(try_host_to_network_short(x), "ntohs");
}
/// ntohl, likewise.
[[nodiscard]] inline std::uint32_t network_to_host_long(std::int64_t x) {
    return unwrap(try_host_to_network_long(x), "ntohl");
}

/// Python's four names. Where a system header has made macros of them, write (samesock::htons)(x).
[[nodiscard]] inline std::uint16_t htons(std::int64_t x) { return host_to_network_short(x); }
[[nodiscard]] inline std::uint32_t htonl(std::int64_t x) { return host_to_network_long(x); }
[[nodiscard]] inline std::uint16_t ntohs(std::int64_t x) { return network_to_host_short(x); }
[[nodiscard]] inline std::uint32_t ntohl(std::int64_t x) { return network_to_host_long(x); }

/// A packed IP address: 4 or 16 bytes in network order, on the stack.
class packed_address {
public:
    constexpr packed_address() noexcept = default;
    explicit packed_address(const std::array<std::byte, 4>& v4) noexcept;
    explicit packed_address(const std::array<std::byte, 16>& v6) noexcept;

    [[nodiscard]] const std::byte* data() const noexcept { return bytes_.data(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::string_view view() const noexcept {
        return {reinterpret_cast<const char*>(bytes_.data()), size_};
    }
    [[nodiscard]] const std::byte* begin() const noexcept { return data(); }
    [[nodiscard]] const std::byte* end() const noexcept { return data() + size_; }

    friend bool operator==(const packed_address& a, const packed_address& b) noexcept { return a.view() == b.view(); }
    friend bool operator==(const packed_address& a, std::string_view b) noexcept { return a.view() == b; }

private:
    std::array<std::byte, 16> bytes_{};
    std::uint8_t size_ = 0;
};

/// "127.0.0.1" and glibc's other forms (127.1, 0x7f.1, 017700000001, and anything after white space) to 4 bytes.
/// fault::illegal_ipv4_text, misuse::embedded_nul.
[[nodiscard]] result<packed_address> try_inet_aton(std::string_view ip_string) noexcept;
[[nodiscard]] inline packed_address inet_aton(std::string_view ip_string) {
    return unwrap(try_inet_aton(ip_string), "inet_aton");
}

/// 4 bytes to "127.0.0.1". misuse::packed_length.
[[nodiscard]] result<std::string> try_inet_ntoa(const_buffer packed_ip) noexcept;
[[nodiscard]] inline std::string inet_ntoa(const_buffer packed_ip) {
    return unwrap(try_inet_ntoa(packed_ip), "inet_ntoa");
}

/// Text to 4 (AF_INET) or 16 (AF_INET6) bytes; only the canonical forms. fault::illegal_ip_text,
/// misuse::embedded_nul, and EAFNOSUPPORT for another family.
[[nodiscard]] result<packed_address> try_inet_pton(address_family family, std::string_view ip_string) noexcept;
[[nodiscard]] inline packed_address inet_pton(address_family family, std::string_view ip_string) {
    return unwrap(try_inet_pton(family, ip_string), "inet_pton");
}

/// 4 or 16 bytes to text, IPv6 as RFC 5952 (with glibc's dotted tail for v4-mapped and v4-compatible addresses).
/// misuse::packed_length, misuse::unknown_family.
[[nodiscard]] result<std::string> try_inet_ntop(address_family family, const_buffer packed_ip) noexcept;
[[nodiscard]] inline std::string inet_ntop(address_family family, const_buffer packed_ip) {
    return unwrap(try_inet_ntop(family, packed_ip), "inet_ntop");
}

} // namespace samesock

#include <samesock/names_end.hpp>

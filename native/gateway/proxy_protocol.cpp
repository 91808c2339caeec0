// https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt, section 2.2
#include "proxy_protocol.hpp"

#include <samesock/constants.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace samesock::gateway {

namespace {

using namespace std::string_view_literals;
constexpr std::string_view signature = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr std::size_t header_size = 16;

unsigned byte_at(tunnel::bytes_view bytes, std::size_t i) noexcept { return std::to_integer<unsigned>(bytes[i]); }

/// Family and transport as the header has them; the addresses: source, destination, source port, destination port.
std::optional<endpoint> read_source(unsigned family, tunnel::bytes_view addresses) noexcept {
    constexpr unsigned tcp_over_ipv4 = 0x11;
    constexpr unsigned tcp_over_ipv6 = 0x21;
    const std::size_t size = family == tcp_over_ipv4 ? 4 : family == tcp_over_ipv6 ? 16 : 0;
    if (size == 0 || addresses.size() < 2 * size + 4) return {};
    const auto port = static_cast<std::uint16_t>(byte_at(addresses, 2 * size) << 8 | byte_at(addresses, 2 * size + 1));
    return endpoint(size == 4 ? samesock::af_inet : samesock::af_inet6, addresses.first(size), port);
}

} // namespace

proxy_preface read_proxy_preface(tunnel::bytes_view bytes) noexcept {
    using state = proxy_preface::state;
    const std::size_t compared = std::min(bytes.size(), signature.size());
    if (tunnel::as_text(bytes.first(compared)) != signature.substr(0, compared)) return {state::malformed, 0, {}};
    if (bytes.size() < header_size) return {state::incomplete, header_size, {}};
    const unsigned version_and_command = byte_at(bytes, 12);
    const std::size_t size = header_size + (byte_at(bytes, 14) << 8 | byte_at(bytes, 15));
    constexpr unsigned local = 0x20;
    constexpr unsigned proxied = 0x21;
    if ((version_and_command != local && version_and_command != proxied) || size > most_proxy_preface)
        return {state::malformed, 0, {}};
    if (bytes.size() < size) return {state::incomplete, size, {}};
    if (version_and_command == local) return {state::complete, size, {}};
    const auto addresses = bytes.subspan(header_size, size - header_size);
    const unsigned family = byte_at(bytes, 13);
    const auto client = read_source(family, addresses);
    constexpr unsigned unspecified = 0x00;
    // A stream over IP whose addresses are not all there.
    if (!client && family != unspecified && (family & 0x0FU) == 1 && family >> 4 <= 2) return {state::malformed, 0, {}};
    return {state::complete, size, client};
}

} // namespace samesock::gateway

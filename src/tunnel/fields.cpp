// Reading and writing fields: see fields.hpp.
#include "tunnel/fields.hpp"

#include <samesock/constants.hpp>

#include <algorithm>

namespace samesock::tunnel {

namespace {

constexpr std::size_t ipv4_size = 4;
constexpr std::size_t ipv6_size = 16;

} // namespace

bytes_view field_reader::bytes(std::size_t size) noexcept {
    if (rest_.size() < size) {
        fail(reason::truncated);
        return {};
    }
    const bytes_view taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
}

std::uint64_t field_reader::number(std::size_t size) noexcept {
    std::uint64_t value = 0;
    const bytes_view taken = bytes(size);
    for (std::size_t i = taken.size(); i-- != 0;) value = value << 8 | std::to_integer<std::uint64_t>(taken[i]);
    return value;
}

endpoint field_reader::address() noexcept {
    const address_family family(u16());
    const std::uint16_t port = u16();
    if (family == af_unspec) return {family, {}, port};
    if (family != af_inet && family != af_inet6) fail(reason::bad_field);
    const std::uint32_t flowinfo = u32();
    const std::uint32_t scope_id = u32();
    return {family, bytes(family == af_inet ? ipv4_size : ipv6_size), port, flowinfo, scope_id};
}

void field_writer::number(std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i != size; ++i, value >>= 8) out_.push_back(static_cast<std::byte>(value & 0xFF));
}

void field_writer::text(std::string_view text) {
    const bytes_view kept = as_bytes(text.substr(0, 0xFFFF));
    u16(static_cast<std::uint16_t>(kept.size()));
    bytes(kept);
}

// An endpoint of another family, or with bytes that are not its family's, is none.
void field_writer::address(const endpoint& address) {
    const std::size_t size = address.family == af_inet ? ipv4_size : address.family == af_inet6 ? ipv6_size : 0;
    const bool is_known = size != 0 && address.length == size;
    u16(is_known ? static_cast<std::uint16_t>(address.family.value()) : 0);
    u16(address.port);
    if (!is_known) return;
    u32(address.flowinfo);
    u32(address.scope_id);
    bytes(address.bytes());
}

void put_u32(std::byte* to, std::uint32_t value) noexcept {
    for (int i = 0; i != 4; ++i, value >>= 8) to[i] = static_cast<std::byte>(value & 0xFF);
}

std::uint32_t get_u32(const std::byte* from) noexcept {
    std::uint32_t value = 0;
    for (int i = 4; i-- != 0;) value = value << 8 | std::to_integer<std::uint32_t>(from[i]);
    return value;
}

} // namespace samesock::tunnel

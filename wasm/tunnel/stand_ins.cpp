// See stand_ins.hpp.
#include "stand_ins.hpp"

#include <samesock/constants.hpp>

#include <utility>

namespace samesock::platform {
namespace {

// A name leaves the table long before its number is given again: 2^17 numbers for 2^12 places.
constexpr std::uint32_t first_number = 0xC612'0001, numbers = 0x1'FFFE;

endpoint numbered(std::uint32_t number) noexcept {
    const std::uint32_t address = first_number + number % numbers;
    std::array<std::byte, 4> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(address >> (24 - 8 * i));
    return {AF_INET, bytes};
}

std::uint32_t number_of(const endpoint& where) noexcept {
    std::uint32_t address = 0;
    for (const std::byte b : where.bytes()) address = address << 8 | std::to_integer<std::uint32_t>(b);
    return address - first_number;
}

} // namespace

endpoint stand_ins::stand_in_for(const std::string& name) {
    if (const auto known = places_.find(name); known != places_.end()) return numbered(known->second);
    if (names_.size() < most) names_.resize(most);
    std::string& place = names_[next_ % most];
    if (!place.empty()) places_.erase(place);
    place = name;
    places_.emplace(name, next_);
    return numbered(next_++);
}

const std::string* stand_ins::name_of(const endpoint& where) const noexcept {
    if (where.family != AF_INET || where.length != 4 || names_.empty()) return nullptr;
    const std::uint32_t number = number_of(where);
    if (number >= numbers) return nullptr;
    const std::string& name = names_[number % most];
    const auto known = places_.find(name);
    return known != places_.end() && known->second % numbers == number ? &name : nullptr;
}

} // namespace samesock::platform

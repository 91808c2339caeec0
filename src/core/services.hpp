// The services and protocols that every program may name, for platforms without a database of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace samesock {

/// By name or alias, upper and lower case told apart; an empty `proto` stands for any.
[[nodiscard]] std::optional<std::uint16_t> service_port(std::string_view name, std::string_view proto) noexcept;
[[nodiscard]] std::optional<std::string_view> service_name(std::uint16_t port, std::string_view proto) noexcept;
[[nodiscard]] std::optional<int> protocol_number(std::string_view name) noexcept;

} // namespace samesock

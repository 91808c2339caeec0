// The socket options that a client may set and get on the gateway: a list of what is allowed, in Linux's numbers.
#pragma once

#include "tunnel/packet.hpp"

#include <cstdint>

namespace samesock::gateway {

enum class option_use : std::uint8_t { set = 1, get = 2 };
enum class option_kind : std::uint8_t { stream = 1, datagrams = 2 };

[[nodiscard]] bool is_allowed(std::int32_t level, std::int32_t name, option_use use, option_kind kind) noexcept;
/// Joining or leaving a group: its address stands in the value.
[[nodiscard]] bool is_membership(std::int32_t level, std::int32_t name) noexcept;
/// The size of a buffer, which is capped.
[[nodiscard]] bool is_buffer_size(std::int32_t level, std::int32_t name) noexcept;

inline constexpr int most_buffer = 4 * 1024 * 1024;
inline constexpr std::uint32_t longest_option = 1024;

} // namespace samesock::gateway

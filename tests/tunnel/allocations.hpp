// How often this program has asked for memory, and how much of it is in use.
#pragma once

#include <cstddef>

namespace samesock::testing {

[[nodiscard]] std::size_t allocations() noexcept;
[[nodiscard]] std::size_t bytes_in_use() noexcept;

} // namespace samesock::testing

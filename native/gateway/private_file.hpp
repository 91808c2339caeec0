// A file that is read only if no stranger may read it, or write to it.
#pragma once

#include <cstddef>
#include <expected>
#include <string>

namespace samesock::gateway {

inline constexpr std::size_t most_of_a_private_file = 1 << 20;

/// What it holds; else what is wrong, and what to do, as a sentence.
[[nodiscard]] std::expected<std::string, std::string> read_private_file(const std::string& path);

} // namespace samesock::gateway

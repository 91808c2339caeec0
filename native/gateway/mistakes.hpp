// What is wrong with a configuration. Each says where (file, line and column, or the option), what is wrong, and what
// to do; all that are found are told, not the first alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace samesock::gateway {

using mistakes = std::vector<std::string>;

[[nodiscard]] inline std::string in_quotes(std::string_view text) { return "`" + std::string(text) + "`"; }

} // namespace samesock::gateway

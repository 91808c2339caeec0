// A file of text that is no secret, whole.
#pragma once

#include <expected>
#include <string>

namespace samesock::gateway {

/// What it holds; else what is wrong, as a sentence. At most 1 MiB.
[[nodiscard]] std::expected<std::string, std::string> read_text_file(const std::string& path);

} // namespace samesock::gateway

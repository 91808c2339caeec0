// Punycode: the ASCII form of a label. Source: RFC 3492.
#pragma once

#include <string>
#include <string_view>

namespace samesock {

/// Encodes a label of 63 characters at most, so that no number overflows.
[[nodiscard]] std::string punycode(std::u32string_view label);

} // namespace samesock

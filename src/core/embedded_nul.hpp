// A NUL inside of a text, which would be its end to a C library: misuse::embedded_nul, misuse::host_with_nul.
#pragma once

#include <string_view>

namespace samesock {

[[nodiscard]] constexpr bool has_nul(std::string_view text) noexcept {
    return text.find('\0') != std::string_view::npos;
}

} // namespace samesock

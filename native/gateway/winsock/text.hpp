// Windows' text is UTF-16, ours UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace samesock::gateway {

[[nodiscard]] std::string utf8_of(std::wstring_view text);
/// Empty: it is no UTF-8.
[[nodiscard]] std::wstring wide_of(std::string_view utf8);

} // namespace samesock::gateway

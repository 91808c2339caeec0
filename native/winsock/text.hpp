// Windows' text is UTF-16, ours UTF-8. What is wrong in it becomes U+FFFD. May throw std::bad_alloc.
#pragma once

#include <string>
#include <string_view>

namespace samesock::platform {

[[nodiscard]] std::wstring wide(std::string_view utf8);
[[nodiscard]] std::string utf8_of(std::wstring_view text);

} // namespace samesock::platform

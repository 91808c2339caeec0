// Python's repr() of str and bytes objects.
#pragma once

#include <string>
#include <string_view>

namespace samesock {

/// b'...', with every byte outside printable ASCII escaped.
[[nodiscard]] std::string quoted_bytes(std::string_view data);
/// '...': UTF-8 stays as it is; control characters are escaped, and bytes that are no UTF-8 are written as Python's
/// surrogateescape would be ("\udcff").
[[nodiscard]] std::string quoted_text(std::string_view text);

} // namespace samesock

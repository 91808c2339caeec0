// What a case needs and this system has not: rows of gateway.def, and of Wine's own table.
#pragma once

#include <string_view>

namespace samesock::testing {

/// `works`: how trying it went. Skips the case with the table's reason where it is missing by the table, and then
/// demands that it did not work.
void needs(std::string_view feature, bool works);

} // namespace samesock::testing

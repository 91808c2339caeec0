// Who but its owner may use a file.
#pragma once

#include <string>

namespace samesock::testing {

enum class strangers { may_nothing, may_read, may_write };

void let(strangers who, const std::string& file);

} // namespace samesock::testing

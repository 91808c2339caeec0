// Files of secrets: a line each, `name secret`; empty lines and those that begin with `#` say nothing. A file that
// everybody may read, or that others may write, is refused, as ssh refuses such a key: its group may read it, since
// that is how services are handed their secrets.
#pragma once

#include "mistakes.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace samesock::gateway {

/// `take` says what is wrong with an entry; empty: nothing. `where` said that there is such a file.
void read_secrets(const std::string& path, std::string_view where,
                  const std::function<std::string(std::string_view name, std::string_view secret)>& take,
                  mistakes& wrong);

} // namespace samesock::gateway

// A file that was opened, and closes itself.
#pragma once

#include "descriptor.hpp"

namespace samesock::gateway {

using open_file = descriptor;

} // namespace samesock::gateway

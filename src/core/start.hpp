// Bringing the network up, once, before the first handle or name. No system header.
#pragma once

#include <samesock/result.hpp>

namespace samesock {

/// platform::start() unless it has succeeded before; a failure is reported to this caller, and the next one tries
/// again. From any thread.
[[nodiscard]] status ensure_started() noexcept;

} // namespace samesock

// The wait for a connection that goes on by itself.
#pragma once

#include "core/socket_state.hpp"

#include <samesock/result.hpp>

namespace samesock {

/// After platform::connect() said operation_in_progress, or was interrupted: the outcome, within the socket's timeout.
[[nodiscard]] status wait_for_connection(const socket_state& s) noexcept;

} // namespace samesock

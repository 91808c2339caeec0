// What a socket is ready for, level-triggered: for wait() and for pollers.
#pragma once

#include "data.hpp"

namespace samesock::platform {

[[nodiscard]] readiness ready_for(network& net, const socket_record& s, readiness want);
[[nodiscard]] bool has_passed(deadline until) noexcept;

} // namespace samesock::platform

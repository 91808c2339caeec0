// How a test waits for a socket: each system in its own way.
#pragma once

#include <chrono>

namespace samesock::testing {

enum class readiness_kind { input, output };

inline constexpr std::chrono::milliseconds for_ever{-1};

/// Before the first socket.
void prepare_sockets();
/// Within that time. An error is ready too.
[[nodiscard]] bool is_ready(int fd, readiness_kind what, std::chrono::milliseconds patience);

} // namespace samesock::testing

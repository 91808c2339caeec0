// A child process has neither the thread that pumps nor a right to the parent's WebSocket: there the network begins
// anew, and the sockets that came along are reset.
#pragma once

#include <atomic>

namespace samesock::platform {

/// The descriptor of the WebSocket, or -1: a child closes its copy, so that the gateway hears when the parent ends.
extern std::atomic<int> websocket_descriptor;
/// Once.
void watch_forks() noexcept;

} // namespace samesock::platform

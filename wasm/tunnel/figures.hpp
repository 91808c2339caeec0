// What a page shows of a socket: copies, so that nobody holds the lock to look at them.
#pragma once

#include "platform/platform.hpp"

#include <cstdint>
#include <string_view>

namespace samesock::platform {

struct socket_figures {
    handle number;
    std::string_view state; ///< idle, connecting, connected, ending, listening, datagrams
    endpoint local, peer;   ///< AF_UNSPEC: not known, or none
    std::uint64_t received; ///< bytes that have come, and those that were sent
    std::uint64_t sent;
    std::uint32_t may_send; ///< credit of a stream
    std::uint32_t may_receive;
    std::uint32_t waiting; ///< bytes that the program has not taken; of a listener, connections
};

} // namespace samesock::platform

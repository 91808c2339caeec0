// What one call on a socket has come to, and how much one may bring.
#pragma once

#include <cerrno>
#include <cstddef>

namespace samesock::gateway::sockets {

/// How much was moved, or why nothing was.
struct moved {
    std::size_t size = 0;
    int error = 0;
};
/// The error of what may be tried again once the loop tells of it.
inline constexpr int would_block = EWOULDBLOCK;

inline constexpr std::size_t longest_datagram = std::size_t{64} * 1024;
inline constexpr std::size_t most_datagrams = 4; ///< that one call takes

} // namespace samesock::gateway::sockets

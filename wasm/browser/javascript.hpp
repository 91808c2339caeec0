// What only JavaScript can do: the WebSocket, timers, what follows the end of a program. Each thread that calls these
// has its own.
#pragma once

#include <cstddef>
#include <span>

namespace samesock::platform::javascript {

// -- the WebSocket: one at a time -----------------------------------------------------------------------------------------

/// Why a WebSocket is no more. A browser knows, or tells, only the first and the last.
enum class socket_end : int {
    unknown,     ///< it was not opened
    refused,     ///< nobody listens there
    unreachable, ///< the host is unknown, or there is no way to it
    timed_out,
    no_access, ///< the server lets nobody in
    answered,  ///< with something else than a WebSocket
    missing,   ///< there is no WebSocket in this place
    lost,      ///< it was open
};

struct socket_events {
    void (*opened)(void* user);
    /// Where `size` bytes of what is told next are to be written; null: there is no memory.
    std::byte* (*room)(void* user, std::size_t size);
    void (*message)(void* user, std::size_t size, bool is_text);
    /// Once, after which nothing is told. The reason, for a person, is in the room: printable ASCII.
    void (*closed)(void* user, socket_end why, std::size_t size);
};

/// `protocol` may be empty. The texts are copied; the events stay until closed().
void dial(void* user, const char* url, const char* protocol, const socket_events& events) noexcept;

struct piece {
    const void* data;
    std::size_t size;
};
/// One message; nothing happens if the WebSocket is not open.
void transmit(std::span<const piece> pieces) noexcept;
/// Closes it; closed() follows after `patience` ms at the latest.
void hang_up(double patience) noexcept;

// -- time and events ------------------------------------------------------------------------------------------------------

using function = void (*)(void*);

/// f(with) after so many milliseconds, once, in the place of the last call's; negative: not at all.
void set_timer(double milliseconds, function f, void* with) noexcept;
/// f(with) when the program suspends, or ends.
void soon(function f, void* with) noexcept;
/// f(with) at the end of the program, also by _Exit(). The page's own onExit comes when the WebSocket is closed.
void at_exit(function f, void* with) noexcept;

} // namespace samesock::platform::javascript

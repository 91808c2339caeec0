// What the backend remembers of its handles, because Winsock cannot be asked: the mode, what has been told, and how
// often the number was opened. Reading takes no lock: a handle is a small multiple of four, and indexes pages.
#pragma once

#include "platform/platform.hpp"

#include <cstdint>

namespace samesock::platform {

enum class trait : std::uint32_t {
    known = 1,          ///< open, as far as this backend has seen
    blocking = 2,       ///< the mode that was asked for; Winsock's own is always non-blocking
    datagram = 4,       ///< SOCK_DGRAM
    reuses_address = 8, ///< SO_REUSEADDR as it was set on a stream
    times_out = 16,     ///< SO_RCVTIMEO or SO_SNDTIMEO was set
    failure_told = 32,  ///< SO_ERROR has been read since the last connect()
    receive_ended = 64, ///< by shutdown(): a receive gives the end of the stream
    reset_told = 128,   ///< by a receive or a send
};

/// The traits of a handle, and above them its generation.
class traits {
public:
    constexpr explicit traits(std::uint32_t bits = 0) noexcept : bits_(bits) {}
    [[nodiscard]] constexpr bool has(trait t) const noexcept { return (bits_ & static_cast<std::uint32_t>(t)) != 0; }
    /// Another one after each opening of the same number.
    [[nodiscard]] constexpr std::uint32_t generation() const noexcept { return bits_ >> 8; }

private:
    std::uint32_t bits_;
};

/// None if the handle was never seen.
[[nodiscard]] traits traits_of(handle) noexcept;
/// A handle that has been opened, or adopted. False where there is no memory.
[[nodiscard]] bool remember(handle, bool blocking, bool datagram) noexcept;
void change(handle, trait, bool on) noexcept;
void forget(handle) noexcept;

} // namespace samesock::platform

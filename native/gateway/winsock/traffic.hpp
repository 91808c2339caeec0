// What moves bytes, for sockets.hpp: through the library's seam. Whatever could not go on, or may go on by now, is
// watched for again: see readiness.hpp.
#pragma once

#include "moved.hpp"

#include "platform/platform.hpp"

#include <samesock/endpoint.hpp>

#include <cstddef>
#include <span>

namespace samesock::gateway::sockets {

[[nodiscard]] constexpr platform::handle handle_of(int fd) noexcept { return static_cast<platform::handle>(fd); }

/// What scatters and gathers.
using piece = std::span<std::byte>;
[[nodiscard]] inline piece piece_of(std::span<const std::byte> bytes) noexcept {
    return {const_cast<std::byte*>(bytes.data()), bytes.size()}; // sending only reads
}

/// 0 bytes: the end.
[[nodiscard]] moved receive(int fd, std::span<std::byte> to) noexcept;
[[nodiscard]] moved receive(int fd, std::span<piece> to) noexcept;
[[nodiscard]] moved send(int fd, std::span<const std::byte> from) noexcept;
[[nodiscard]] moved send(int fd, std::span<piece> from) noexcept;
/// `to` null: where the socket is connected to. 0, or errno.
[[nodiscard]] int send_datagram(int fd, std::span<const std::byte> bytes, const endpoint* to) noexcept;

struct datagram {
    moved outcome;
    endpoint from;
};
[[nodiscard]] datagram receive_datagram(int fd, std::span<std::byte> room) noexcept;

/// Gives each to `take(bytes, from)`. `room` is for most_datagrams of the longest. How many there were: fewer than
/// most_datagrams are all that there was.
template <class Take>
[[nodiscard]] moved receive_datagrams(int fd, std::span<std::byte> room, Take take) {
    for (std::size_t count = 0; count != most_datagrams; ++count) {
        const auto one = receive_datagram(fd, room.first(longest_datagram));
        if (one.outcome.error != 0) return count != 0 ? moved{count, 0} : moved{0, one.outcome.error};
        take(std::span<const std::byte>(room).first(one.outcome.size), one.from);
    }
    return {most_datagrams, 0};
}

} // namespace samesock::gateway::sockets

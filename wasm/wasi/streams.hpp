// Data of TCP sockets and of UDP sockets: one attempt each, by state. The seam's functions are in messages.cpp.
#pragma once

#include "sockets.hpp"

namespace samesock::platform {

// -- streams.cpp ------------------------------------------------------------------------------------------------------

[[nodiscard]] result<std::size_t> receive_stream(socket_record& s, std::span<std::byte> into,
                                                 message_flags flags) noexcept;
[[nodiscard]] result<std::size_t> send_stream(socket_record& s, std::span<const std::byte> data) noexcept;
/// Whether a send has an answer now: room, or an error.
[[nodiscard]] bool stream_has_room(socket_record& s) noexcept;
/// Reads ahead. True if a receive has an answer now: data, the end, or an error.
[[nodiscard]] bool look_at_stream(socket_record& s) noexcept;
/// As look_at_stream(), but sleeps until there is one: of a connected socket, in one call of the host.
void await_stream(socket_record& s) noexcept;

// -- datagrams.cpp ----------------------------------------------------------------------------------------------------

/// `ahead` holds a datagram: success. EAGAIN, or the reason why there is none.
[[nodiscard]] status next_datagram(socket_record& s) noexcept;
/// `to` null: where the socket is connected to.
[[nodiscard]] result<std::size_t> send_datagram(socket_record& s, std::span<const std::byte> data,
                                                const endpoint* to) noexcept;
[[nodiscard]] bool datagrams_have_room(socket_record& s) noexcept;
/// Reads ahead, likewise.
[[nodiscard]] bool look_at_datagrams(socket_record& s) noexcept;
[[nodiscard]] status connect_datagrams(socket_record& s, const endpoint& to) noexcept;

} // namespace samesock::platform

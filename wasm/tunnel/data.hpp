// Data of streams and of datagram sockets: one attempt each, by state. The seam's functions are in messages.cpp.
#pragma once

#include "network.hpp"

namespace samesock::platform {

// -- streams.cpp

[[nodiscard]] result<std::size_t> receive_stream(network& net, socket_record& s, std::span<std::byte> into,
                                                 message_flags flags);
[[nodiscard]] result<std::size_t> send_stream(network& net, socket_record& s, std::span<const std::byte> data);
/// Whether a send has an answer now: room, or an error.
[[nodiscard]] bool stream_has_room(network& net, const socket_record& s);

// -- datagrams.cpp

/// Into several buffers; `told` gets MSG_TRUNC. Returns the size that Linux returns.
[[nodiscard]] result<received_from> receive_datagram(network& net, socket_record& s, mutable_buffers into,
                                                     message_flags flags, message_flags& told);
/// `to` null: where the socket is connected to.
[[nodiscard]] result<std::size_t> send_datagram(network& net, socket_record& s, std::span<const std::byte> data,
                                                const endpoint* to);
/// 0, or the errno that Linux gives for a destination.
[[nodiscard]] int destination_error(const socket_record& s, const endpoint& to) noexcept;

} // namespace samesock::platform

// Two sockets that are connected to each other within the program: what one sends is copied to the other, and no
// gateway knows of them.
#pragma once

#include "sockets.hpp"

#include <cstddef>

namespace samesock::platform {

/// Makes two new sockets a pair. Their addresses are this machine's with numbers that no gateway gives: nobody else can
/// reach them.
void join(socket_record& one, socket_record& other) noexcept;

/// How much of a stream its other end takes now.
[[nodiscard]] std::size_t room_of_pair(const socket_record& s) noexcept;
/// How much of it was taken; 0: the other end is full, or gone.
[[nodiscard]] std::size_t send_to_twin(socket_record& s, std::span<const std::byte> data);
/// EAGAIN, ECONNREFUSED.
[[nodiscard]] result<std::size_t> send_datagram_to_twin(socket_record& s, std::span<const std::byte> data);

} // namespace samesock::platform

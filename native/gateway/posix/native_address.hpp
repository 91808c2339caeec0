// Addresses as the system's calls take and give them. The numbers of Linux are ours, so that there is nothing to
// translate.
#pragma once

#include <samesock/endpoint.hpp>

#include <sys/socket.h>

namespace samesock::gateway {

struct native_address {
    sockaddr_storage bytes;
    socklen_t length = sizeof(sockaddr_storage);

    native_address() noexcept {} // leaves `bytes` as they are: NOLINT
    /// AF_INET and AF_INET6; another family (0 dissolves the association of a datagram socket) alone.
    explicit native_address(const endpoint& from) noexcept;

    [[nodiscard]] sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(&bytes); }
    [[nodiscard]] const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&bytes); }
    [[nodiscard]] endpoint to_endpoint() const noexcept { return endpoint_of(get(), length); }

    [[nodiscard]] static endpoint endpoint_of(const sockaddr* from, socklen_t length) noexcept;
};

} // namespace samesock::gateway

// Between the seam's values, which are Linux's numbers in every build, and those of Windows: handles, families, types,
// flags, options, addresses, errors. Native numbers and sockaddrs enter and leave the backend here only.
#pragma once

#include "platform/platform.hpp"

#include <samesock/error_code.hpp>

#include "winsock.hpp"

#include "numbers.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <system_error>

namespace samesock::platform {

[[nodiscard]] constexpr SOCKET socket_of(handle h) noexcept { return static_cast<SOCKET>(h); }
[[nodiscard]] constexpr handle handle_of(SOCKET s) noexcept { return static_cast<handle>(s); }
[[nodiscard]] inline HANDLE file_of(handle h) noexcept {
    return reinterpret_cast<HANDLE>(static_cast<std::intptr_t>(h)); // what a SOCKET is
}
/// The socket of a number that may come from anywhere: Windows looks at 32 bits of a handle, so that a larger number
/// could be another's.
[[nodiscard]] constexpr SOCKET foreign_socket(handle h) noexcept {
    const auto number = static_cast<std::intptr_t>(h);
    return number >= 0 && number <= std::numeric_limits<std::int32_t>::max() ? socket_of(h) : INVALID_SOCKET;
}

// -- errors -----------------------------------------------------------------------------------------------------------

/// This build's errno for a number of Winsock's or of Windows'.
[[nodiscard]] int errno_of(int native) noexcept;
/// WSAGetLastError() of a call on `h`: what is no handle at all is EBADF, what is another kind of handle is ENOTSOCK.
[[nodiscard]] std::unexpected<std::error_code> last_error(handle h) noexcept;
[[nodiscard]] std::unexpected<std::error_code> last_error() noexcept;
[[nodiscard]] inline status status_of(int outcome, handle h) noexcept {
    if (outcome != 0) return last_error(h);
    return {};
}
[[nodiscard]] inline std::unexpected<std::error_code> failed_with(int number) noexcept {
    return failure(errno_code(number));
}
/// An error of getaddrinfo and getnameinfo.
[[nodiscard]] std::error_code resolution_error(int native) noexcept;

// -- numbers ----------------------------------------------------------------------------------------------------------

/// A number that has no other on the other side.
inline constexpr int no_number = -1;

template <const auto& Table>
[[nodiscard]] constexpr int to_native(int ours) noexcept {
    const auto found = std::ranges::find(Table, ours, &number_pair::ours);
    return found != std::ranges::end(Table) ? found->native : no_number;
}
template <const auto& Table>
[[nodiscard]] constexpr int from_native(int native) noexcept {
    const auto found = std::ranges::find(Table, native, &number_pair::native);
    return found != std::ranges::end(Table) ? found->ours : no_number;
}
/// Bits. no_number if one of them is unknown to Windows.
template <const auto& Table>
[[nodiscard]] constexpr int bits_to_native(int ours) noexcept {
    int native = 0;
    for (const number_pair& bit : Table) {
        if ((ours & bit.ours) == 0) continue;
        native |= bit.native;
        ours &= ~bit.ours;
    }
    return ours == 0 ? native : no_number;
}

[[nodiscard]] constexpr address_family family_of(int native) noexcept {
    return address_family(from_native<families>(native));
}
[[nodiscard]] constexpr int native_family(address_family f) noexcept { return to_native<families>(f.value()); }
[[nodiscard]] constexpr int native_type(socket_type t) noexcept { return to_native<socket_types>(t.value()); }
[[nodiscard]] constexpr socket_type type_of(int native) noexcept {
    return socket_type(from_native<socket_types>(native));
}

/// Level and name of an option as Windows numbers them.
struct native_option_number {
    int level;
    int name;
};
/// ENOPROTOOPT where Windows has no such option.
[[nodiscard]] result<native_option_number> native_option(const option& o) noexcept;

// -- addresses --------------------------------------------------------------------------------------------------------

/// Room for a native socket address; only the first `length` bytes mean anything, and the rest is never cleared.
struct native_endpoint {
    alignas(sockaddr_storage) std::array<std::byte, sizeof(sockaddr_storage)> bytes;
    int length = sizeof(sockaddr_storage);

    native_endpoint() noexcept {} // leaves `bytes` as it is: NOLINT
    [[nodiscard]] sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(bytes.data()); }
    [[nodiscard]] const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(bytes.data()); }
};

/// 0, or the errno that tells why there is no such native address.
[[nodiscard]] int to_native(const endpoint& from, native_endpoint& to) noexcept;
/// Family AF_UNSPEC where there is none.
[[nodiscard]] endpoint endpoint_of(const sockaddr* from, std::size_t length) noexcept;
[[nodiscard]] inline endpoint endpoint_of(const native_endpoint& from) noexcept {
    return endpoint_of(from.get(), static_cast<std::size_t>(from.length));
}
/// 0.0.0.0 or ::, port 0; what a socket has that was never bound.
[[nodiscard]] endpoint wildcard(address_family f) noexcept;

} // namespace samesock::platform

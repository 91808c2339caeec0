// Between the seam's values, which are Linux's numbers in every build, and this system's: families, types, flags,
// options, addresses, errors. On Linux every table is the identity and the look-ups compile to nothing. Native numbers
// and sockaddrs enter and leave the backend here only.
#pragma once

#include "platform/platform.hpp"

#include <samesock/error_code.hpp>

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <ranges>
#include <span>
#include <system_error>

#include "numbers.hpp"

namespace samesock::platform {

[[nodiscard]] constexpr int descriptor(handle h) noexcept { return static_cast<int>(static_cast<std::intptr_t>(h)); }
/// The descriptor of a number that may come from anywhere: one that would only be cut to another's is none.
[[nodiscard]] constexpr int foreign_descriptor(handle h) noexcept {
    return static_cast<std::intptr_t>(h) == descriptor(h) ? descriptor(h) : -1;
}
[[nodiscard]] constexpr handle handle_of(int fd) noexcept {
    return static_cast<handle>(static_cast<std::intptr_t>(fd));
}

/// errno as a failure. Out of line, so that the callers' good path stays short.
[[nodiscard, gnu::cold, gnu::noinline]] std::unexpected<std::error_code> last_error() noexcept;
[[nodiscard]] inline status status_of(int outcome) noexcept {
    if (outcome < 0) [[unlikely]]
        return last_error();
    return {};
}

// -- numbers ----------------------------------------------------------------------------------------------------------

/// True if looking a number up would give the same number.
template <const auto& Table>
inline constexpr bool is_identity =
    passes_unknown_numbers && std::ranges::all_of(Table, [](const auto& e) { return e.ours == e.native; });

/// A number that has no other on the other side.
inline constexpr int no_number = -1;

template <const auto& Table>
[[nodiscard]] constexpr int to_native(int ours) noexcept {
    if constexpr (is_identity<Table>) {
        return ours;
    } else {
        const auto found = std::ranges::find(Table, ours, &number_pair::ours);
        return found != std::ranges::end(Table) ? found->native : passes_unknown_numbers ? ours : no_number;
    }
}

template <const auto& Table>
[[nodiscard]] constexpr int from_native(int native) noexcept {
    if constexpr (is_identity<Table>) {
        return native;
    } else {
        const auto found = std::ranges::find(Table, native, &number_pair::native);
        return found != std::ranges::end(Table) ? found->ours : passes_unknown_numbers ? native : no_number;
    }
}

/// Bits. no_number if one of them is unknown to this system.
template <const auto& Table>
[[nodiscard]] constexpr int bits_to_native(int ours) noexcept {
    if constexpr (is_identity<Table>) {
        return ours;
    } else {
        int native = 0;
        for (const number_pair& bit : Table) {
            if ((ours & bit.ours) == 0) continue;
            native |= bit.native;
            ours &= ~bit.ours;
        }
        if (ours == 0) return native;
        return passes_unknown_numbers ? native | ours : no_number;
    }
}

/// Bits. Those that have no number on our side are dropped.
template <const auto& Table>
[[nodiscard]] constexpr int bits_from_native(int native) noexcept {
    if constexpr (is_identity<Table>) {
        return native;
    } else {
        int ours = 0;
        for (const number_pair& bit : Table)
            if (bit.native != 0 && (native & bit.native) == bit.native) ours |= bit.ours;
        return ours;
    }
}

[[nodiscard]] constexpr int native_family(address_family f) noexcept { return to_native<families>(f.value()); }
[[nodiscard]] constexpr address_family family_of(int native) noexcept {
    return address_family(from_native<families>(native));
}
[[nodiscard]] constexpr int native_type(socket_type t) noexcept { return to_native<socket_types>(t.value()); }
[[nodiscard]] constexpr socket_type type_of(int native) noexcept {
    return socket_type(from_native<socket_types>(native));
}

/// Flags of a receiving call.
[[nodiscard]] constexpr int native_flags(message_flags f) noexcept { return bits_to_native<message_bits>(f.value()); }
// macOS's newest headers have the flag, its older kernels have not: there the handle is told.
#if defined(MSG_NOSIGNAL) && !defined(__APPLE__)
inline constexpr int no_signal_flag = MSG_NOSIGNAL;
#else
inline constexpr int no_signal_flag = 0;
#endif

/// Flags of a sending call, which never raises SIGPIPE.
[[nodiscard]] constexpr int native_send_flags(message_flags f) noexcept {
    if constexpr (no_signal_flag == 0) f &= ~message_flags(our_msg_nosignal);
    const int native = native_flags(f);
    return !passes_unknown_numbers && native == no_number ? no_number : native | no_signal_flag;
}
/// Whether bits_to_native refused.
[[nodiscard]] constexpr bool refused(int native_number) noexcept {
    return !passes_unknown_numbers && native_number == no_number;
}
[[nodiscard, gnu::cold]] inline std::unexpected<std::error_code> refusal() noexcept {
    return failure(errno_code(EOPNOTSUPP));
}

/// Level and name of an option as this system numbers them.
struct native_option_number {
    int level;
    int name;
};
/// ENOPROTOOPT where this system has no such option.
[[nodiscard]] result<native_option_number> native_option(const option& o) noexcept;
/// Level and type of an ancillary item, both ways.
[[nodiscard]] result<native_option_number> native_control(option_level level, control_type type) noexcept;
[[nodiscard]] received_control control_of(int native_level, int native_type) noexcept;

/// An EAI_* of this system; EAI_SYSTEM becomes errno.
[[nodiscard]] std::error_code resolution_error(int native) noexcept;

// -- addresses --------------------------------------------------------------------------------------------------------

/// Room for a native socket address; only the first `length` bytes mean anything, and the rest is never cleared.
struct native_endpoint {
    alignas(sockaddr_storage) std::array<std::byte, sizeof(sockaddr_storage)> bytes;
    socklen_t length = sizeof(sockaddr_storage);

    native_endpoint() noexcept {} // leaves `bytes` as it is: NOLINT
    [[nodiscard]] sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(bytes.data()); }
    [[nodiscard]] const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(bytes.data()); }
};

/// 0, or the errno that tells why there is no such native address.
[[nodiscard]] int to_native(const endpoint& from, native_endpoint& to) noexcept;
/// Family AF_UNSPEC where `from.length` is 0.
[[nodiscard]] endpoint endpoint_of(const native_endpoint& from) noexcept;
[[nodiscard]] endpoint endpoint_of(const sockaddr* from, socklen_t length) noexcept;

/// Where no flag says so, the handle itself must not raise SIGPIPE.
inline void silence([[maybe_unused]] int fd) noexcept {
#ifdef SO_NOSIGPIPE
    if constexpr (no_signal_flag != 0) return;
    const int on = 1;
    (void)::setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

} // namespace samesock::platform

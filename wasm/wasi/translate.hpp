// Between the seam's values (Linux's numbers, errno of this build) and those of wasi:sockets 0.2. No state.
#pragma once

#include <samesock/constants.hpp>
#include <samesock/endpoint.hpp>
#include <samesock/error_code.hpp>
#include <samesock/result.hpp>

#include <wasi/wasip2.h>

namespace samesock::platform {

[[nodiscard]] inline std::unexpected<std::error_code> failed_with(int number) noexcept {
    return failure(errno_code(number));
}

/// The errno that Linux gives where wasi:sockets gives this code. invalid-state depends on the operation: the caller
/// knows its own state and answers before it asks the host.
[[nodiscard]] int errno_of(network_error_code_t code) noexcept;
[[nodiscard]] inline std::unexpected<std::error_code> failed_with_code(network_error_code_t code) noexcept {
    return failed_with(errno_of(code));
}

/// The errno behind a stream's last-operation-failed, read off its debug text: the bindings have no network-error-code.
/// `otherwise` where the text tells nothing. Takes the error.
[[nodiscard]] int errno_of(streams_stream_error_t& error, int otherwise) noexcept;

[[nodiscard]] inline network_ip_address_family_t family_code(address_family f) noexcept {
    return f == AF_INET ? NETWORK_IP_ADDRESS_FAMILY_IPV4 : NETWORK_IP_ADDRESS_FAMILY_IPV6;
}
[[nodiscard]] endpoint endpoint_of(const network_ip_socket_address_t& a) noexcept;
[[nodiscard]] endpoint endpoint_of(const network_ip_address_t& a) noexcept;
/// `e` is AF_INET or AF_INET6.
[[nodiscard]] network_ip_socket_address_t native_address(const endpoint& e) noexcept;

/// 0, or the errno that Linux gives for an address of another family or length.
[[nodiscard]] int form_error(address_family expected, const endpoint& e) noexcept;

[[nodiscard]] endpoint wildcard(address_family f) noexcept;
[[nodiscard]] endpoint loopback(address_family f) noexcept;
/// 0.0.0.0 and ::, which wasi:sockets refuses as a destination, mean this machine on Linux.
[[nodiscard]] endpoint as_destination(const endpoint& e) noexcept;

} // namespace samesock::platform

// Small questions about addresses, and errors of this build. No state.
#pragma once

#include <samesock/constants.hpp>
#include <samesock/endpoint.hpp>
#include <samesock/error_code.hpp>
#include <samesock/result.hpp>

namespace samesock::platform {

[[nodiscard]] inline std::unexpected<std::error_code> failed_with(int number) noexcept {
    return failure(errno_code(number));
}
/// The errno of a code; a name that cannot be looked up is EHOSTUNREACH to who connects.
[[nodiscard]] int errno_of(std::error_code code) noexcept;

/// 0, or the errno that Linux gives for an address of another family or length.
[[nodiscard]] int form_error(address_family expected, const endpoint& e) noexcept;

[[nodiscard]] endpoint wildcard(address_family f) noexcept;
[[nodiscard]] endpoint loopback(address_family f, std::uint16_t port = 0) noexcept;

} // namespace samesock::platform

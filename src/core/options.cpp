// getsockopt and setsockopt.
#include "core/call.hpp"
#include "core/socket_state.hpp"
#include "platform/platform.hpp"

#include <cstring>

namespace samesock {
namespace {

platform::option translated(option_level level, option_name name) noexcept { return {level, name, false}; }
platform::option untranslated(native_option o) noexcept { return {option_level(o.level), option_name(o.name), true}; }

result<int> get_int(socket_state* state, const platform::option& option) noexcept {
    const call in_flight(state);
    if (!in_flight) return failure(closed_error());
    int value = 0;
    const auto size = platform::get_option(in_flight->handle, option, std::as_writable_bytes(std::span(&value, 1)));
    if (!size) return failure(size.error());
    return value;
}

result<bytes> get_bytes(socket_state* state, const platform::option& option, std::ptrdiff_t buflen) noexcept {
    constexpr std::ptrdiff_t most = 1024; // CPython's limit
    if (buflen <= 0 || buflen > most) return failure(fault::option_length);
    const call in_flight(state);
    if (!in_flight) return failure(closed_error());
    bytes value = bytes::uninitialized(static_cast<std::size_t>(buflen));
    if (value.empty()) return failure(errno_code(ENOMEM));
    const auto size = platform::get_option(in_flight->handle, option, {value.data(), value.size()});
    if (!size) return failure(size.error());
    value.truncate(*size);
    return value;
}

status set(socket_state* state, const platform::option& option, std::span<const std::byte> value) noexcept {
    const call in_flight(state);
    if (!in_flight) return failure(closed_error());
    return platform::set_option(in_flight->handle, option, value);
}

status set_length(socket_state* state, const platform::option& option, std::size_t length) noexcept {
    const call in_flight(state);
    if (!in_flight) return failure(closed_error());
    return platform::set_option_length(in_flight->handle, option, length);
}

status set_int(socket_state* state, const platform::option& option, int value) noexcept {
    return set(state, option, std::as_bytes(std::span(&value, 1)));
}

} // namespace

result<int> socket::try_getsockopt(option_level level, option_name name) const noexcept {
    return get_int(state_, translated(level, name));
}
result<int> socket::try_getsockopt(native_option option) const noexcept {
    return get_int(state_, untranslated(option));
}

result<bytes> socket::try_getsockopt(option_level level, option_name name, std::ptrdiff_t buflen) const noexcept {
    return get_bytes(state_, translated(level, name), buflen);
}
result<bytes> socket::try_getsockopt(native_option option, std::ptrdiff_t buflen) const noexcept {
    return get_bytes(state_, untranslated(option), buflen);
}

status socket::try_setsockopt(option_level level, option_name name, int value) noexcept {
    return set_int(state_, translated(level, name), value);
}
status socket::try_setsockopt(native_option option, int value) noexcept {
    return set_int(state_, untranslated(option), value);
}

status socket::try_setsockopt(option_level level, option_name name, const_buffer value) noexcept {
    return set(state_, translated(level, name), {value.data(), value.size()});
}
status socket::try_setsockopt(native_option option, const_buffer value) noexcept {
    return set(state_, untranslated(option), {value.data(), value.size()});
}

status socket::try_setsockopt(option_level level, option_name name, std::nullopt_t, std::size_t optlen) noexcept {
    return set_length(state_, translated(level, name), optlen);
}
status socket::try_setsockopt(native_option option, std::nullopt_t, std::size_t optlen) noexcept {
    return set_length(state_, untranslated(option), optlen);
}

} // namespace samesock

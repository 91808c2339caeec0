// Socket options, in our numbers or, asked for as native, in this system's. Source: setsockopt(2).
#include "translate.hpp"

#include <cstring>

namespace samesock::platform {

namespace {

bool is_socket_option(const option& o, int name) noexcept {
    return !o.native && o.level.value() == our_sol_socket && o.name.value() == name;
}

// What the option is, where the value is a number that crosses the seam.
int value_of(const option& o, int native) noexcept {
    if (is_socket_option(o, our_so_type)) return type_of(native).value();
    if (is_socket_option(o, our_so_domain)) return family_of(native).value();
    return native;
}

// SO_DOMAIN and SO_PROTOCOL where the system has no such option.
[[maybe_unused]] result<std::size_t> described(handle h, const option& o, std::span<std::byte> value) noexcept {
    const auto what = describe(h);
    if (!what) return failure(what.error());
    const int answer = is_socket_option(o, our_so_domain) ? what->family.value() : what->proto.value();
    const std::size_t size = std::min(value.size(), sizeof answer);
    std::memcpy(value.data(), &answer, size);
    return size;
}

} // namespace

status set_option(handle h, const option& o, std::span<const std::byte> value) noexcept {
    const auto number = native_option(o);
    if (!number) return failure(number.error());
    return status_of(
        ::setsockopt(descriptor(h), number->level, number->name, value.data(), static_cast<socklen_t>(value.size())));
}

status set_option_length(handle h, const option& o, std::size_t length) noexcept {
    const auto number = native_option(o);
    if (!number) return failure(number.error());
    return status_of(::setsockopt(descriptor(h), number->level, number->name, nullptr, static_cast<socklen_t>(length)));
}

result<std::size_t> get_option(handle h, const option& o, std::span<std::byte> value) noexcept {
#ifndef SO_DOMAIN
    if (is_socket_option(o, our_so_domain)) return described(h, o, value);
#endif
#ifndef SO_PROTOCOL
    if (is_socket_option(o, our_so_protocol)) return described(h, o, value);
#endif
    const auto number = native_option(o);
    if (!number) return failure(number.error());
    auto length = static_cast<socklen_t>(value.size());
    if (::getsockopt(descriptor(h), number->level, number->name, value.data(), &length) < 0) return last_error();
    if (int native = 0; length == sizeof native) {
        std::memcpy(&native, value.data(), sizeof native);
        const int ours = value_of(o, native);
        std::memcpy(value.data(), &ours, sizeof ours);
    }
    return std::size_t{length};
}

status control_io(handle, std::uint32_t, const_buffer) noexcept { return failure(errno_code(EOPNOTSUPP)); }
result<samesock::bytes> share(handle, std::uint32_t) noexcept { return failure(errno_code(EOPNOTSUPP)); }
result<handle> open_shared(const_buffer) noexcept { return failure(errno_code(EOPNOTSUPP)); }

} // namespace samesock::platform

// Socket options, in our numbers or, asked for as native, in Windows'. Structures are Linux's too: linger and timeval.
// Sources: setsockopt, SO_REUSEADDR and SO_EXCLUSIVEADDRUSE (winsock2.h), WSAIoctl.
#include "handle_table.hpp"
#include "translate.hpp"

#include <cstring>

namespace samesock::platform {

namespace {

constexpr int our_so_reuseaddr = 2;
constexpr int our_so_type = 3;
constexpr int our_so_error = 4;
constexpr int our_so_linger = 13;
constexpr int our_so_rcvtimeo = 20;
constexpr int our_so_sndtimeo = 21;
constexpr int our_so_protocol = 38;
constexpr int our_so_domain = 39;

struct our_linger {
    int on;
    int seconds;
};
struct our_timeval {
    std::int64_t seconds;
    std::int64_t microseconds;
};

/// SO_*, or none.
int socket_option(const option& o) noexcept {
    return !o.native && o.level.value() == our_sol_socket ? o.name.value() : no_number;
}

bool is_timeout(const option& o) noexcept {
    return socket_option(o) == our_so_rcvtimeo || socket_option(o) == our_so_sndtimeo;
}

template <class Value>
Value read(std::span<const std::byte> bytes) noexcept {
    Value value{};
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

template <class Value>
std::size_t write(const Value& value, std::span<std::byte> to) noexcept {
    const std::size_t size = std::min(sizeof value, to.size());
    std::memcpy(to.data(), &value, size);
    return size;
}

status set_native(handle h, native_option_number number, std::span<const std::byte> value) noexcept {
    const auto* const bytes = reinterpret_cast<const char*>(value.data());
    return status_of(::setsockopt(socket_of(h), number.level, number.name, bytes, static_cast<int>(value.size())), h);
}

result<std::size_t> get_native(handle h, native_option_number number, std::span<std::byte> value) noexcept {
    int length = static_cast<int>(value.size());
    auto* const bytes = reinterpret_cast<char*>(value.data());
    if (::getsockopt(socket_of(h), number.level, number.name, bytes, &length) != 0) return last_error(h);
    return static_cast<std::size_t>(length);
}

template <class Value>
status set_value(handle h, native_option_number number, const Value& value) noexcept {
    return set_native(h, number, std::as_bytes(std::span(&value, 1)));
}

// -- what differs ---------------------------------------------------------------------------------------------------------

// Windows' own lets any process take a port that is in use, and without it a port can be used again at once: what
// others mean by it is always so. Set on a stream it is remembered, and changes nothing.
bool is_kept_here(handle h, const option& o) noexcept {
    return socket_option(o) == our_so_reuseaddr && !traits_of(h).has(trait::datagram);
}

status keep_reuse_address(handle h, std::span<const std::byte> value) noexcept {
    if (const auto what = describe(h); !what) return failure(what.error());
    if (value.size() < sizeof(int)) return failed_with(EINVAL);
    change(h, trait::reuses_address, read<int>(value) != 0);
    return {};
}

status set_linger(handle h, native_option_number number, std::span<const std::byte> value) noexcept {
    const auto asked = read<our_linger>(value);
    linger native{};
    native.l_onoff = asked.on != 0;
    native.l_linger = static_cast<u_short>(std::clamp(asked.seconds, 0, 0xffff));
    return set_value(h, number, native);
}

// As timeval, or in Windows' milliseconds.
status set_timeout(handle h, native_option_number number, std::span<const std::byte> value) noexcept {
    change(h, trait::times_out, true);
    if (value.size() != sizeof(our_timeval)) return set_native(h, number, value);
    const auto time = read<our_timeval>(value);
    if (time.microseconds < 0 || time.microseconds > 999'999) return failed_with(EDOM);
    constexpr std::int64_t most_seconds = std::numeric_limits<int>::max() / 1000 - 1;
    const std::int64_t seconds = std::clamp<std::int64_t>(time.seconds, 0, most_seconds);
    return set_value(h, number, static_cast<DWORD>(seconds * 1000 + (time.microseconds + 999) / 1000));
}

result<std::size_t> get_linger(handle h, native_option_number number, std::span<std::byte> value) noexcept {
    linger native{};
    if (const auto size = get_native(h, number, std::as_writable_bytes(std::span(&native, 1))); !size) return size;
    return write(our_linger{native.l_onoff, native.l_linger}, value);
}

result<std::size_t> get_timeout(handle h, native_option_number number, std::span<std::byte> value) noexcept {
    DWORD time = 0;
    if (const auto size = get_native(h, number, std::as_writable_bytes(std::span(&time, 1))); !size) return size;
    return write(our_timeval{time / 1000, time % 1000 * 1000}, value);
}

// Told once, though Windows may say it again and again.
int error_once(handle h, int native) noexcept {
    if (native == 0 || traits_of(h).has(trait::failure_told)) return 0;
    change(h, trait::failure_told, true);
    return errno_of(native);
}

int value_of(handle h, const option& o, int native) noexcept {
    if (socket_option(o) == our_so_type) return type_of(native).value();
    if (socket_option(o) == our_so_error) return error_once(h, native);
    return native;
}

result<std::size_t> described(handle h, const option& o, std::span<std::byte> value) noexcept {
    const auto what = describe(h);
    if (!what) return failure(what.error());
    return write(socket_option(o) == our_so_domain ? what->family.value() : what->proto.value(), value);
}

} // namespace

status set_option(handle h, const option& o, std::span<const std::byte> value) noexcept {
    if (is_kept_here(h, o)) return keep_reuse_address(h, value);
    const auto number = native_option(o);
    if (!number) return failure(number.error());
    if (socket_option(o) == our_so_linger && value.size() == sizeof(our_linger)) return set_linger(h, *number, value);
    if (is_timeout(o)) return set_timeout(h, *number, value);
    return set_native(h, *number, value);
}

status set_option_length(handle, const option&, std::size_t) noexcept { return failed_with(EOPNOTSUPP); }

result<std::size_t> get_option(handle h, const option& o, std::span<std::byte> value) noexcept {
    if (is_kept_here(h, o)) {
        if (const auto what = describe(h); !what) return failure(what.error());
        return write(int{traits_of(h).has(trait::reuses_address)}, value);
    }
    if (socket_option(o) == our_so_domain || socket_option(o) == our_so_protocol) return described(h, o, value);
    const auto number = native_option(o);
    if (!number) return failure(number.error());
    if (socket_option(o) == our_so_linger && value.size() >= sizeof(our_linger)) return get_linger(h, *number, value);
    if (is_timeout(o) && value.size() >= sizeof(our_timeval)) return get_timeout(h, *number, value);
    const auto size = get_native(h, *number, value);
    if (!size || *size != sizeof(int)) return size;
    return write(value_of(h, o, read<int>(value)), value);
}

status control_io(handle h, std::uint32_t code, const_buffer input) noexcept {
    // A copy, since WSAIoctl may write what it reads.
    std::array<std::byte, 1024> copy;
    if (input.size() > copy.size()) return failed_with(EINVAL);
    if (input.size() != 0) std::memcpy(copy.data(), input.data(), input.size());
    DWORD written = 0;
    return status_of(::WSAIoctl(socket_of(h), code, copy.data(), static_cast<DWORD>(input.size()), nullptr, 0, &written,
                                nullptr, nullptr),
                     h);
}

} // namespace samesock::platform

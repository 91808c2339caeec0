// Error codes and addresses, both ways.
#include "translate.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <string_view>

namespace samesock::platform {
namespace {

struct word {
    std::string_view text;
    int number;
};
// wasmtime prints its own error code or an io::ErrorKind (Rust's names), jco the name of Node's errno.
constexpr auto words = std::to_array<word>({
    {"ConnectionReset", ECONNRESET},
    {"connection-reset", ECONNRESET},
    {"ECONNRESET", ECONNRESET},
    {"Connection reset", ECONNRESET},
    {"ConnectionRefused", ECONNREFUSED},
    {"connection-refused", ECONNREFUSED},
    {"ECONNREFUSED", ECONNREFUSED},
    {"ConnectionBroken", EPIPE},
    {"BrokenPipe", EPIPE},
    {"EPIPE", EPIPE},
    {"Broken pipe", EPIPE},
    {"ConnectionAborted", ECONNABORTED},
    {"connection-aborted", ECONNABORTED},
    {"ECONNABORTED", ECONNABORTED},
    {"TimedOut", ETIMEDOUT},
    {"Timeout", ETIMEDOUT},
    {"timeout", ETIMEDOUT},
    {"ETIMEDOUT", ETIMEDOUT},
    {"RemoteUnreachable", EHOSTUNREACH},
    {"remote-unreachable", EHOSTUNREACH},
    {"HostUnreachable", EHOSTUNREACH},
    {"EHOSTUNREACH", EHOSTUNREACH},
    {"NetworkUnreachable", ENETUNREACH},
    {"ENETUNREACH", ENETUNREACH},
    {"NotConnected", ENOTCONN},
    {"ENOTCONN", ENOTCONN},
});

} // namespace

int errno_of(network_error_code_t code) noexcept {
    switch (code) {
    case NETWORK_ERROR_CODE_ACCESS_DENIED: return EACCES;
    case NETWORK_ERROR_CODE_NOT_SUPPORTED: return EOPNOTSUPP;
    case NETWORK_ERROR_CODE_INVALID_ARGUMENT: return EINVAL;
    case NETWORK_ERROR_CODE_OUT_OF_MEMORY: return ENOBUFS;
    case NETWORK_ERROR_CODE_TIMEOUT: return ETIMEDOUT;
    case NETWORK_ERROR_CODE_CONCURRENCY_CONFLICT: return EALREADY;
    case NETWORK_ERROR_CODE_NOT_IN_PROGRESS: return EINVAL;
    case NETWORK_ERROR_CODE_WOULD_BLOCK: return EAGAIN;
    case NETWORK_ERROR_CODE_INVALID_STATE: return EINVAL;
    case NETWORK_ERROR_CODE_NEW_SOCKET_LIMIT: return EMFILE;
    case NETWORK_ERROR_CODE_ADDRESS_NOT_BINDABLE: return EADDRNOTAVAIL;
    case NETWORK_ERROR_CODE_ADDRESS_IN_USE: return EADDRINUSE;
    case NETWORK_ERROR_CODE_REMOTE_UNREACHABLE: return EHOSTUNREACH;
    case NETWORK_ERROR_CODE_CONNECTION_REFUSED: return ECONNREFUSED;
    case NETWORK_ERROR_CODE_CONNECTION_RESET: return ECONNRESET;
    case NETWORK_ERROR_CODE_CONNECTION_ABORTED: return ECONNABORTED;
    case NETWORK_ERROR_CODE_DATAGRAM_TOO_LARGE: return EMSGSIZE;
    default: return EIO;
    }
}

int errno_of(streams_stream_error_t& error, int otherwise) noexcept {
    if (error.tag != STREAMS_STREAM_ERROR_LAST_OPERATION_FAILED) return otherwise;
    wasip2_string_t text;
    io_error_method_error_to_debug_string(io_error_borrow_error(error.val.last_operation_failed), &text);
    const std::string_view said(reinterpret_cast<const char*>(text.ptr), text.len);
    const auto found = std::ranges::find_if(words, [&](const word& w) { return said.find(w.text) != said.npos; });
    wasip2_string_free(&text);
    streams_stream_error_free(&error);
    return found == words.end() ? otherwise : found->number;
}

namespace {

std::array<std::byte, 4> octets(const network_ipv4_address_t& a) noexcept {
    return {std::byte{a.f0}, std::byte{a.f1}, std::byte{a.f2}, std::byte{a.f3}};
}

std::array<std::byte, 16> octets(const network_ipv6_address_t& a) noexcept {
    const std::array<std::uint16_t, 8> groups{a.f0, a.f1, a.f2, a.f3, a.f4, a.f5, a.f6, a.f7};
    std::array<std::byte, 16> out;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        out[2 * i] = static_cast<std::byte>(groups[i] >> 8);
        out[2 * i + 1] = static_cast<std::byte>(groups[i] & 0xff);
    }
    return out;
}

std::uint16_t group(const endpoint& e, std::size_t i) noexcept {
    return static_cast<std::uint16_t>(std::to_integer<unsigned>(e.data[2 * i]) << 8 |
                                      std::to_integer<unsigned>(e.data[2 * i + 1]));
}

} // namespace

endpoint endpoint_of(const network_ip_socket_address_t& a) noexcept {
    if (a.tag == NETWORK_IP_SOCKET_ADDRESS_IPV4) return {AF_INET, octets(a.val.ipv4.address), a.val.ipv4.port};
    return {AF_INET6, octets(a.val.ipv6.address), a.val.ipv6.port, a.val.ipv6.flow_info, a.val.ipv6.scope_id};
}

endpoint endpoint_of(const network_ip_address_t& a) noexcept {
    if (a.tag == NETWORK_IP_ADDRESS_IPV4) return {AF_INET, octets(a.val.ipv4)};
    return {AF_INET6, octets(a.val.ipv6)};
}

network_ip_socket_address_t native_address(const endpoint& e) noexcept {
    network_ip_socket_address_t a{};
    if (e.family == AF_INET) {
        a.tag = NETWORK_IP_SOCKET_ADDRESS_IPV4;
        const auto at = [&](std::size_t i) { return std::to_integer<std::uint8_t>(e.data[i]); };
        a.val.ipv4 = {e.port, {at(0), at(1), at(2), at(3)}};
    } else {
        a.tag = NETWORK_IP_SOCKET_ADDRESS_IPV6;
        a.val.ipv6.port = e.port;
        a.val.ipv6.flow_info = e.flowinfo;
        a.val.ipv6.scope_id = e.scope_id;
        a.val.ipv6.address = {group(e, 0), group(e, 1), group(e, 2), group(e, 3),
                              group(e, 4), group(e, 5), group(e, 6), group(e, 7)};
    }
    return a;
}

int form_error(address_family expected, const endpoint& e) noexcept {
    // A sockaddr_in is too short for a sockaddr_in6, before its family is looked at.
    if (e.family != expected) return expected == AF_INET6 ? EINVAL : EAFNOSUPPORT;
    return e.length == (expected == AF_INET ? 4 : 16) ? 0 : EINVAL;
}

endpoint wildcard(address_family f) noexcept {
    constexpr std::array<std::byte, 16> zeros{};
    return {f, std::span(zeros).first(f == AF_INET ? 4 : 16)};
}

endpoint loopback(address_family f) noexcept {
    endpoint e = wildcard(f);
    if (f == AF_INET) e.data[0] = std::byte{127};
    e.data[f == AF_INET ? 3 : 15] = std::byte{1};
    return e;
}

endpoint as_destination(const endpoint& e) noexcept {
    if (!std::ranges::all_of(e.bytes(), [](std::byte b) { return b == std::byte{}; })) return e;
    endpoint here = loopback(e.family);
    here.port = e.port;
    return here;
}

} // namespace samesock::platform

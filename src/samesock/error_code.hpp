// The domains of error codes. Python's OSError with an errno, gaierror, herror, OSError with only a text, and the
// errors of the caller's arguments (ValueError, OverflowError, TypeError) are five categories; exceptions.hpp says
// which exception each becomes.
#pragma once

#include <system_error>

#include <samesock/names_begin.hpp>

namespace samesock {

/// errno values of this build's <cerrno>. They compare equal to std::errc conditions (would-block to both
/// operation_would_block and resource_unavailable_try_again), and have a text on every platform.
[[nodiscard]] const std::error_category& errno_category() noexcept;
/// EAI_* values, Linux's in every build. Source: getaddrinfo(3).
[[nodiscard]] const std::error_category& gai_category() noexcept;
/// h_errno values: HOST_NOT_FOUND 1, TRY_AGAIN 2, NO_RECOVERY 3, NO_DATA 4. Source: gethostbyname(3).
[[nodiscard]] const std::error_category& herror_category() noexcept;
/// OSError that has a text and no errno: see `fault`.
[[nodiscard]] const std::error_category& fault_category() noexcept;
/// Errors of the caller's arguments: see `misuse`.
[[nodiscard]] const std::error_category& misuse_category() noexcept;

/// The errno `number` as a code.
[[nodiscard]] inline std::error_code errno_code(int number) noexcept { return {number, errno_category()}; }

/// What Python raises as OSError with a text and errno None. (`timed_out` is TimeoutError("timed out"): the socket's
/// own timeout. The kernel's ETIMEDOUT stays an errno; both compare equal to std::errc::timed_out.)
enum class fault {
    timed_out = 1,
    service_not_found,      ///< getservbyname
    port_not_found,         ///< getservbyport
    protocol_not_found,     ///< getprotobyname
    illegal_ipv4_text,      ///< inet_aton
    illegal_ip_text,        ///< inet_pton
    unknown_address_family, ///< gethostbyaddr
    family_mismatched,      ///< a host's address is of another family than the socket's
    unsupported_family,     ///< an operation that this family cannot do
    bad_address_family,     ///< an address of a family that cannot be read
    path_too_long,          ///< AF_UNIX
    unable_to_select,       ///< a descriptor beyond FD_SETSIZE where only select() exists
    option_length,          ///< getsockopt's buffer length outside 1..1024
    ambiguous_wildcard,     ///< '' resolved to more than one address
    ambiguous_address,      ///< getnameinfo's address resolved to more than one
    no_address,             ///< getaddrinfo returned an empty list
    read_after_timeout,     ///< a file from makefile() that has timed out once
    no_dual_stack,          ///< create_server(dualstack_ipv6=True) where there is none
};

/// Errors of the caller's arguments. Each becomes std::invalid_argument (Python's ValueError and TypeError) or
/// std::out_of_range (OverflowError), as `is_overflow` tells.
enum class misuse {
    port_range = 1,     ///< OverflowError: a port outside 0..65535
    flowinfo_range,     ///< OverflowError: flowinfo outside 0..0xfffff
    port_number_range,  ///< OverflowError: getservbyport
    byte_order_range,   ///< OverflowError: htons(70000), htonl(-1)
    ancillary_range,    ///< OverflowError: CMSG_LEN, CMSG_SPACE
    timeout_range,      ///< OverflowError: too large for nanoseconds in 63 bits
    timeout_negative,   ///< ValueError
    timeout_nan,        ///< ValueError
    host_with_nul,      ///< TypeError: NUL in a host name
    label_too_long,     ///< UnicodeError: a label over 63 bytes
    label_empty,        ///< UnicodeError: an empty label, as in "a..b"
    host_not_encodable, ///< UnicodeError: not UTF-8, or a character that IDNA prohibits
    negative_size,      ///< ValueError: recv, recv_into, recvmsg
    ancillary_size,     ///< ValueError: recvmsg's ancbufsize, negative or beyond INT_MAX
    size_beyond_buffer, ///< ValueError: recv_into's nbytes
    packed_length,      ///< ValueError: inet_ntop, inet_ntoa
    address_form,       ///< TypeError: an address form that the socket's family does not take
    file_mode,          ///< ValueError: makefile
    unbuffered_text,    ///< ValueError: makefile
    negative_offset,    ///< ValueError: sendfile
    sendfile_count,     ///< ValueError: sendfile
    not_a_stream,       ///< ValueError: sendfile on a socket that is not SOCK_STREAM
    non_blocking,       ///< ValueError: sendfile, on a non-blocking socket
    closed_file,        ///< ValueError: I/O operation on closed file
    wrong_direction,    ///< io.UnsupportedOperation: reading a file opened for writing, or the reverse
    no_events,          ///< ValueError: selector events that are empty or unknown
    not_registered,     ///< KeyError: selector
    already_registered, ///< KeyError: selector
    invalid_handle,     ///< ValueError: a closed socket where a live one is needed (selector, select)
    dual_stack_family,  ///< ValueError: dualstack_ipv6 needs AF_INET6
    reuse_port,         ///< ValueError: SO_REUSEPORT does not exist here
    negative_fileno,    ///< ValueError: adopt, fromfd
    not_text,           ///< UnicodeDecodeError: a text file received bytes that are not UTF-8
    embedded_nul,       ///< ValueError: NUL in an address text for inet_aton or inet_pton
    unknown_family,     ///< ValueError: inet_ntop
    illegal_newline,    ///< ValueError: makefile
};

/// True where Python raises OverflowError.
[[nodiscard]] constexpr bool is_overflow(misuse m) noexcept { return m <= misuse::timeout_range; }

/// EAI_* as Python's socket module exports them. Values are glibc's in every build; backends translate.
enum class gai_error {
    badflags = -1,
    noname = -2,
    again = -3,
    fail = -4,
    nodata = -5,
    family = -6,
    socktype = -7,
    service = -8,
    addrfamily = -9,
    memory = -10,
    system = -11,
    overflow = -12,
};

/// The values of h_errno.
enum class host_error { host_not_found = 1, try_again = 2, no_recovery = 3, no_data = 4 };

[[nodiscard]] inline std::error_code make_error_code(fault f) noexcept {
    return {static_cast<int>(f), fault_category()};
}
[[nodiscard]] inline std::error_code make_error_code(misuse m) noexcept {
    return {static_cast<int>(m), misuse_category()};
}
[[nodiscard]] inline std::error_code make_error_code(gai_error e) noexcept {
    return {static_cast<int>(e), gai_category()};
}
[[nodiscard]] inline std::error_code make_error_code(host_error e) noexcept {
    return {static_cast<int>(e), herror_category()};
}

} // namespace samesock

template <>
struct std::is_error_code_enum<samesock::fault> : std::true_type {};
template <>
struct std::is_error_code_enum<samesock::misuse> : std::true_type {};
template <>
struct std::is_error_code_enum<samesock::gai_error> : std::true_type {};
template <>
struct std::is_error_code_enum<samesock::host_error> : std::true_type {};

#include <samesock/names_end.hpp>

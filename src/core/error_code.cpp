// The five domains of errors and their texts, in CPython's and glibc's words on every platform.
#include <samesock/error_code.hpp>

#include <cerrno>
#include <string>

namespace samesock {
namespace {

struct text_of {
    int value;
    const char* text;
};

/// An object that is never destroyed: a destructor of another static object may still report an error.
template <class T>
union immortal {
    constexpr immortal() noexcept : object() {}
    constexpr ~immortal() {}
    T object;
};

/// Every errno that a socket call, a file or a name look-up may give, as strerror says it in glibc's C locale.
constexpr text_of errno_texts[] = {
    {E2BIG, "Argument list too long"},
    {EACCES, "Permission denied"},
    {EADDRINUSE, "Address already in use"},
    {EADDRNOTAVAIL, "Cannot assign requested address"},
    {EAFNOSUPPORT, "Address family not supported by protocol"},
    {EAGAIN, "Resource temporarily unavailable"},
    {EWOULDBLOCK, "Resource temporarily unavailable"},
    {EALREADY, "Operation already in progress"},
    {EBADF, "Bad file descriptor"},
    {EBADMSG, "Bad message"},
    {EBUSY, "Device or resource busy"},
    {ECANCELED, "Operation canceled"},
    {ECHILD, "No child processes"},
    {ECONNABORTED, "Software caused connection abort"},
    {ECONNREFUSED, "Connection refused"},
    {ECONNRESET, "Connection reset by peer"},
    {EDEADLK, "Resource deadlock avoided"},
    {EDESTADDRREQ, "Destination address required"},
    {EDOM, "Numerical argument out of domain"},
    {EEXIST, "File exists"},
    {EFAULT, "Bad address"},
    {EFBIG, "File too large"},
    {EHOSTUNREACH, "No route to host"},
    {EILSEQ, "Invalid or incomplete multibyte or wide character"},
    {EINPROGRESS, "Operation now in progress"},
    {EINTR, "Interrupted system call"},
    {EINVAL, "Invalid argument"},
    {EIO, "Input/output error"},
    {EISCONN, "Transport endpoint is already connected"},
    {EISDIR, "Is a directory"},
    {ELOOP, "Too many levels of symbolic links"},
    {EMFILE, "Too many open files"},
    {EMSGSIZE, "Message too long"},
    {ENAMETOOLONG, "File name too long"},
    {ENETDOWN, "Network is down"},
    {ENETRESET, "Network dropped connection on reset"},
    {ENETUNREACH, "Network is unreachable"},
    {ENFILE, "Too many open files in system"},
    {ENOBUFS, "No buffer space available"},
    {ENODEV, "No such device"},
    {ENOENT, "No such file or directory"},
    {ENOLCK, "No locks available"},
    {ENOMEM, "Cannot allocate memory"},
    {ENOPROTOOPT, "Protocol not available"},
    {ENOSPC, "No space left on device"},
    {ENOSYS, "Function not implemented"},
    {ENOTCONN, "Transport endpoint is not connected"},
    {ENOTDIR, "Not a directory"},
    {ENOTSOCK, "Socket operation on non-socket"},
    {EOPNOTSUPP, "Operation not supported"},
    {ENOTSUP, "Operation not supported"},
    {ENOTTY, "Inappropriate ioctl for device"},
    {ENXIO, "No such device or address"},
    {EOVERFLOW, "Value too large for defined data type"},
    {EPERM, "Operation not permitted"},
    {EPIPE, "Broken pipe"},
    {EPROTO, "Protocol error"},
    {EPROTONOSUPPORT, "Protocol not supported"},
    {EPROTOTYPE, "Protocol wrong type for socket"},
    {ERANGE, "Numerical result out of range"},
    {EROFS, "Read-only file system"},
    {ESPIPE, "Illegal seek"},
    {ESRCH, "No such process"},
    {ETIMEDOUT, "Connection timed out"},
    {EXDEV, "Invalid cross-device link"},
};

constexpr text_of gai_texts[] = {
    {static_cast<int>(gai_error::badflags), "Bad value for ai_flags"},
    {static_cast<int>(gai_error::noname), "Name or service not known"},
    {static_cast<int>(gai_error::again), "Temporary failure in name resolution"},
    {static_cast<int>(gai_error::fail), "Non-recoverable failure in name resolution"},
    {static_cast<int>(gai_error::nodata), "No address associated with hostname"},
    {static_cast<int>(gai_error::family), "ai_family not supported"},
    {static_cast<int>(gai_error::socktype), "ai_socktype not supported"},
    {static_cast<int>(gai_error::service), "Servname not supported for ai_socktype"},
    {static_cast<int>(gai_error::addrfamily), "Address family for hostname not supported"},
    {static_cast<int>(gai_error::memory), "Memory allocation failure"},
    {static_cast<int>(gai_error::system), "System error"},
    {static_cast<int>(gai_error::overflow), "Argument buffer overflow"},
};

constexpr text_of herror_texts[] = {
    {static_cast<int>(host_error::host_not_found), "Unknown host"},
    {static_cast<int>(host_error::try_again), "Host name lookup failure"},
    {static_cast<int>(host_error::no_recovery), "Unknown server error"},
    {static_cast<int>(host_error::no_data), "No address associated with name"},
};

template <std::size_t N>
const char* find_text(const text_of (&texts)[N], int value) noexcept {
    for (const text_of& entry : texts)
        if (entry.value == value) return entry.text;
    return nullptr;
}

bool is_would_block(int number) noexcept { return number == EAGAIN || number == EWOULDBLOCK; }

class errno_domain final : public std::error_category {
public:
    const char* name() const noexcept override { return "errno"; }
    std::string message(int number) const override {
        const char* const text = find_text(errno_texts, number);
        return text != nullptr ? text : std::generic_category().message(number);
    }
    std::error_condition default_error_condition(int number) const noexcept override {
        return {is_would_block(number) ? EWOULDBLOCK : number, std::generic_category()};
    }
    // EAGAIN and EWOULDBLOCK are two numbers on some systems, and one answer everywhere.
    bool equivalent(int number, const std::error_condition& condition) const noexcept override {
        if (condition.category() == std::generic_category() && is_would_block(number))
            return is_would_block(condition.value());
        return condition == default_error_condition(number);
    }
    using std::error_category::equivalent;
};

class gai_domain final : public std::error_category {
public:
    const char* name() const noexcept override { return "getaddrinfo"; }
    std::string message(int value) const override {
        const char* const text = find_text(gai_texts, value);
        return text != nullptr ? text : "Unknown error";
    }
    std::error_condition default_error_condition(int value) const noexcept override {
        if (value == static_cast<int>(gai_error::memory)) return std::errc::not_enough_memory;
        return {value, *this};
    }
};

class herror_domain final : public std::error_category {
public:
    const char* name() const noexcept override { return "gethostbyname"; }
    std::string message(int value) const override {
        const char* const text = find_text(herror_texts, value);
        return text != nullptr ? text : "Unknown resolver error";
    }
};

const char* fault_text(fault f) noexcept {
    switch (f) {
    case fault::timed_out: return "timed out";
    case fault::service_not_found: return "service/proto not found";
    case fault::port_not_found: return "port/proto not found";
    case fault::protocol_not_found: return "protocol not found";
    case fault::illegal_ipv4_text: return "illegal IP address string passed to inet_aton";
    case fault::illegal_ip_text: return "illegal IP address string passed to inet_pton";
    case fault::unknown_address_family: return "unknown address family";
    case fault::family_mismatched: return "address family mismatched";
    case fault::unsupported_family: return "unsupported address family";
    case fault::bad_address_family: return "bad family";
    case fault::path_too_long: return "AF_UNIX path too long";
    case fault::unable_to_select: return "unable to select on socket";
    case fault::option_length: return "getsockopt buflen out of range";
    case fault::ambiguous_wildcard: return "wildcard resolved to multiple address";
    case fault::ambiguous_address: return "sockaddr resolved to multiple addresses";
    case fault::no_address: return "getaddrinfo returns an empty list";
    case fault::read_after_timeout: return "cannot read from timed out object";
    case fault::no_dual_stack: return "dualstack_ipv6 not supported on this platform";
    }
    return "unknown fault";
}

class fault_domain final : public std::error_category {
public:
    const char* name() const noexcept override { return "samesock.fault"; }
    std::string message(int value) const override { return fault_text(static_cast<fault>(value)); }
    std::error_condition default_error_condition(int value) const noexcept override {
        if (value == static_cast<int>(fault::timed_out)) return std::errc::timed_out;
        return {value, *this};
    }
};

const char* misuse_text(misuse m) noexcept {
    switch (m) {
    case misuse::port_range: return "port must be 0-65535.";
    case misuse::flowinfo_range: return "flowinfo must be 0-1048575.";
    case misuse::port_number_range: return "port must be 0-65535.";
    case misuse::byte_order_range: return "int is negative or too large for the unsigned integer it converts to";
    case misuse::ancillary_range: return "argument out of range";
    case misuse::timeout_range: return "timestamp out of range for platform time_t";
    case misuse::timeout_negative: return "Timeout value out of range";
    case misuse::timeout_nan: return "Invalid value NaN (not a number)";
    case misuse::host_with_nul: return "host name must not contain null character";
    case misuse::label_too_long: return "encoding with 'idna' codec failed (UnicodeError: label too long)";
    case misuse::label_empty: return "encoding with 'idna' codec failed (UnicodeError: label empty)";
    case misuse::host_not_encodable: return "encoding with 'idna' codec failed (UnicodeError: invalid character)";
    case misuse::negative_size: return "negative buffersize";
    case misuse::ancillary_size: return "invalid ancillary data buffer length";
    case misuse::size_beyond_buffer: return "buffer too small for requested bytes";
    case misuse::packed_length: return "invalid length of packed IP address string";
    case misuse::address_form: return "the address has a form that the family of the socket does not take";
    case misuse::file_mode: return "invalid mode (only r, w, b allowed)";
    case misuse::unbuffered_text: return "unbuffered streams must be binary";
    case misuse::negative_offset: return "offset must be non-negative";
    case misuse::sendfile_count: return "count must be a positive integer";
    case misuse::not_a_stream: return "only SOCK_STREAM type sockets are supported";
    case misuse::non_blocking: return "non-blocking sockets are not supported";
    case misuse::closed_file: return "I/O operation on closed file.";
    case misuse::wrong_direction: return "the file was not opened in this direction";
    case misuse::no_events: return "Invalid events";
    case misuse::not_registered: return "the socket is not registered";
    case misuse::already_registered: return "the socket is already registered";
    case misuse::invalid_handle: return "Invalid file descriptor";
    case misuse::dual_stack_family: return "dualstack_ipv6 requires AF_INET6 family";
    case misuse::reuse_port: return "SO_REUSEPORT not supported on this platform";
    case misuse::negative_fileno: return "negative file descriptor";
    case misuse::not_text: return "'utf-8' codec can't decode the data";
    case misuse::embedded_nul: return "embedded null character";
    case misuse::unknown_family: return "unknown address family";
    case misuse::illegal_newline: return "illegal newline value";
    }
    return "unknown misuse";
}

class misuse_domain final : public std::error_category {
public:
    const char* name() const noexcept override { return "samesock.misuse"; }
    std::string message(int value) const override { return misuse_text(static_cast<misuse>(value)); }
};

constinit const immortal<errno_domain> the_errno_domain;
constinit const immortal<gai_domain> the_gai_domain;
constinit const immortal<herror_domain> the_herror_domain;
constinit const immortal<fault_domain> the_fault_domain;
constinit const immortal<misuse_domain> the_misuse_domain;

} // namespace

const std::error_category& errno_category() noexcept { return the_errno_domain.object; }
const std::error_category& gai_category() noexcept { return the_gai_domain.object; }
const std::error_category& herror_category() noexcept { return the_herror_domain.object; }
const std::error_category& fault_category() noexcept { return the_fault_domain.object; }
const std::error_category& misuse_category() noexcept { return the_misuse_domain.object; }

} // namespace samesock

// The five domains of errors: texts, and what compares equal to what.
#include <samesock/error_code.hpp>

#include <catch2/catch_all.hpp>

#include <cerrno>
#include <set>
#include <string>
#include <system_error>

using namespace samesock;

TEST_CASE("would-block equals both of its conditions, whichever number it has") {
    for (const int number : {EAGAIN, EWOULDBLOCK}) {
        CHECK(errno_code(number) == std::errc::operation_would_block);
        CHECK(errno_code(number) == std::errc::resource_unavailable_try_again);
        CHECK(errno_code(number) != std::errc::operation_in_progress);
        CHECK(errno_code(number) != std::error_condition());
        CHECK(errno_code(number).message() == "Resource temporarily unavailable");
    }
    CHECK(errno_code(EINPROGRESS) != std::errc::operation_would_block);
}

TEST_CASE("an errno equals its std::errc and no other") {
    CHECK(errno_code(ECONNREFUSED) == std::errc::connection_refused);
    CHECK(errno_code(EPIPE) == std::errc::broken_pipe);
    CHECK(errno_code(ETIMEDOUT) == std::errc::timed_out);
    CHECK(errno_code(EBADF) == std::errc::bad_file_descriptor);
    CHECK(errno_code(EAFNOSUPPORT) == std::errc::address_family_not_supported);
    CHECK(errno_code(ENOMEM) == std::errc::not_enough_memory);
    CHECK(errno_code(ECONNREFUSED) != std::errc::connection_reset);
    CHECK(errno_code(ECONNREFUSED).default_error_condition() == std::errc::connection_refused);
    CHECK_FALSE(errno_code(0));
    CHECK(errno_code(ECONNREFUSED) != std::error_code(ECONNREFUSED, gai_category()));
}

TEST_CASE("the socket's timeout and the kernel's are one condition and two codes", "[semantics-7]") {
    CHECK(make_error_code(fault::timed_out) == std::errc::timed_out);
    CHECK(errno_code(ETIMEDOUT) == std::errc::timed_out);
    CHECK(make_error_code(fault::timed_out) != errno_code(ETIMEDOUT));
    CHECK(make_error_code(fault::timed_out).message() == "timed out");
    CHECK(errno_code(ETIMEDOUT).message() == "Connection timed out");
    CHECK(make_error_code(fault::path_too_long) != std::errc::timed_out);
}

TEST_CASE("an errno has glibc's text on every platform") {
    CHECK(errno_code(ECONNREFUSED).message() == "Connection refused");
    CHECK(errno_code(EADDRINUSE).message() == "Address already in use");
    CHECK(errno_code(ENOTCONN).message() == "Transport endpoint is not connected");
    CHECK(errno_code(EOPNOTSUPP).message() == "Operation not supported");
    CHECK(errno_code(EBADF).message() == "Bad file descriptor");
    CHECK_FALSE(errno_code(123456).message().empty());
}

TEST_CASE("every errno that names a failed call has a text of its own") {
    for (const int number :
         {EACCES,       EADDRINUSE, EADDRNOTAVAIL,   EAFNOSUPPORT, EAGAIN,      EALREADY,    EBADF,      ECONNABORTED,
          ECONNREFUSED, ECONNRESET, EDESTADDRREQ,    EHOSTUNREACH, EINPROGRESS, EINTR,       EINVAL,     EIO,
          EISCONN,      EMFILE,     EMSGSIZE,        ENETDOWN,     ENETRESET,   ENETUNREACH, ENFILE,     ENOBUFS,
          ENOENT,       ENOMEM,     ENOPROTOOPT,     ENOSYS,       ENOTCONN,    ENOTSOCK,    EOPNOTSUPP, EPERM,
          EPIPE,        EPROTO,     EPROTONOSUPPORT, EPROTOTYPE,   ETIMEDOUT}) {
        const std::string text = errno_code(number).message();
        INFO(text);
        CHECK(text.find("nknown") == std::string::npos);
    }
}

TEST_CASE("errors that Python raises without an errno have a domain and Python's text", "[semantics-18]") {
    struct row {
        fault code;
        const char* text;
    };
    const auto [code, text] = GENERATE(values<row>({
        {fault::service_not_found, "service/proto not found"},
        {fault::port_not_found, "port/proto not found"},
        {fault::protocol_not_found, "protocol not found"},
        {fault::illegal_ipv4_text, "illegal IP address string passed to inet_aton"},
        {fault::illegal_ip_text, "illegal IP address string passed to inet_pton"},
        {fault::family_mismatched, "address family mismatched"},
        {fault::path_too_long, "AF_UNIX path too long"},
        {fault::unable_to_select, "unable to select on socket"},
        {fault::option_length, "getsockopt buflen out of range"},
        {fault::ambiguous_wildcard, "wildcard resolved to multiple address"},
        {fault::read_after_timeout, "cannot read from timed out object"},
    }));
    const std::error_code made = code;
    CHECK(made.category() == fault_category());
    CHECK(made.message() == text);
    CHECK(made != std::errc::invalid_argument);
}

TEST_CASE("errors of the caller's arguments have Python's texts", "[semantics-18]") {
    struct row {
        misuse code;
        const char* text;
    };
    const auto [code, text] = GENERATE(values<row>({
        {misuse::port_range, "port must be 0-65535."},
        {misuse::flowinfo_range, "flowinfo must be 0-1048575."},
        {misuse::timeout_negative, "Timeout value out of range"},
        {misuse::timeout_nan, "Invalid value NaN (not a number)"},
        {misuse::host_with_nul, "host name must not contain null character"},
        {misuse::packed_length, "invalid length of packed IP address string"},
        {misuse::embedded_nul, "embedded null character"},
        {misuse::size_beyond_buffer, "buffer too small for requested bytes"},
        {misuse::unbuffered_text, "unbuffered streams must be binary"},
        {misuse::dual_stack_family, "dualstack_ipv6 requires AF_INET6 family"},
    }));
    CHECK(make_error_code(code).message() == text);
    CHECK(make_error_code(code).category() == misuse_category());
}

TEST_CASE("every fault and misuse has a text, and no two domains have one name") {
    for (int value = 1; value <= static_cast<int>(fault::no_dual_stack); ++value)
        CHECK(fault_category().message(value) != fault_category().message(0));
    for (int value = 1; value <= static_cast<int>(misuse::unknown_family); ++value)
        CHECK(misuse_category().message(value) != misuse_category().message(0));
    const std::set<std::string> names{errno_category().name(), gai_category().name(), herror_category().name(),
                                      fault_category().name(), misuse_category().name()};
    CHECK(names.size() == 5);
}

TEST_CASE("name look-ups' errors have glibc's numbers and texts", "[semantics-17]") {
    CHECK(make_error_code(gai_error::noname).value() == -2);
    CHECK(make_error_code(gai_error::noname).message() == "Name or service not known");
    CHECK(make_error_code(gai_error::addrfamily).message() == "Address family for hostname not supported");
    CHECK(make_error_code(gai_error::system).message() == "System error");
    CHECK(make_error_code(gai_error::memory) == std::errc::not_enough_memory);
    CHECK(std::error_code(-99, gai_category()).message() == "Unknown error");
    CHECK(make_error_code(host_error::host_not_found).value() == 1);
    CHECK(make_error_code(host_error::host_not_found).message() == "Unknown host");
    CHECK(make_error_code(host_error::no_data).message() == "No address associated with name");
    CHECK(std::error_code(9, herror_category()).message() == "Unknown resolver error");
}

TEST_CASE("overflow errors are told from value errors") {
    CHECK(is_overflow(misuse::port_range));
    CHECK(is_overflow(misuse::flowinfo_range));
    CHECK(is_overflow(misuse::port_number_range));
    CHECK_FALSE(is_overflow(misuse::host_with_nul));
    CHECK_FALSE(is_overflow(misuse::embedded_nul));
    CHECK_FALSE(is_overflow(misuse::packed_length));
}

// The errors of TLS: their domains, and Python's SSLError tree. Part of the library samesock_tls.
// Source: https://docs.python.org/3/library/ssl.html#exceptions
#pragma once

#include <samesock/exceptions.hpp>

#include <string>
#include <system_error>

#include <samesock/names_begin.hpp>

namespace samesock {

/// Conditions of a connection, with Python's SSL_ERROR_* numbers: see `ssl_condition`.
[[nodiscard]] const std::error_category& ssl_category() noexcept;
/// OpenSSL's own error codes, its library and reason in one number: ssl_error with reason() and library().
[[nodiscard]] const std::error_category& ssl_library_category() noexcept;
/// What is wrong with the peer's certificate: OpenSSL's X509_V_ERR_* numbers. cert_verification_error.
[[nodiscard]] const std::error_category& certificate_category() noexcept;
/// Errors of the caller's arguments: see `ssl_misuse`. Python's ValueError.
[[nodiscard]] const std::error_category& ssl_misuse_category() noexcept;

/// Beyond 100: this library's own.
enum class ssl_condition {
    ssl = 1,                ///< every error of OpenSSL has this number(); it is no code of its own
    want_read = 2,          ///< a non-blocking operation goes on once the socket can be read
    want_write = 3,         ///< likewise, once it can be written
    zero_return = 6,        ///< the peer has closed the TLS connection
    eof = 8,                ///< the connection ended without a close_notify: what came before may be cut short
    no_trust_store = 101,   ///< this system has no certificates to trust
    data_after_close = 102, ///< unwrap: the peer did not wait for our close_notify before it went on without TLS
    no_certificate = 103,   ///< what should hold certificates holds none
};

/// Each becomes std::invalid_argument.
enum class ssl_misuse {
    hostname_needed = 1,     ///< check_hostname without a server_hostname
    hostname_on_server,      ///< server_hostname with server_side
    hostname_form,           ///< empty, a leading dot, a NUL
    none_while_checking,     ///< verify_mode CERT_NONE while check_hostname is on
    handshake_unblocked,     ///< do_handshake_on_connect on a non-blocking socket
    not_a_stream,            ///< TLS needs SOCK_STREAM
    client_context,          ///< a PROTOCOL_TLS_CLIENT context for a server
    server_context,          ///< a PROTOCOL_TLS_SERVER context for a client
    no_locations,            ///< load_verify_locations without cafile, capath and cadata
    alpn_protocol,           ///< an ALPN name that is empty, or longer than 255 bytes, or too many
    unknown_version,         ///< a tls_version that OpenSSL does not know
    unknown_verify_mode,     ///< no verify_mode
    session_of_other,        ///< a session of another context
    session_on_server,       ///< a session for a server
    handshake_not_done,      ///< the peer's certificate is asked for too early
    write_retry,             ///< a write that would block was not tried again with the same data
    key_without_certificate, ///< ssl(): one of the two files without the other
    name_with_nul,           ///< a NUL in a file name or a list of ciphers
};

[[nodiscard]] inline std::error_code make_error_code(ssl_condition c) noexcept {
    return {static_cast<int>(c), ssl_category()};
}
[[nodiscard]] inline std::error_code make_error_code(ssl_misuse m) noexcept {
    return {static_cast<int>(m), ssl_misuse_category()};
}

/// OpenSSL's reason, "CERTIFICATE_VERIFY_FAILED", and the part of it that says so, "SSL". "" where Python has None.
[[nodiscard]] std::string ssl_reason(std::error_code code);
[[nodiscard]] std::string ssl_library(std::error_code code);

/// SSLError, and the reference's sslerror.
class ssl_error : public error {
public:
    using error::error;
    /// Python's SSL_ERROR_*.
    [[nodiscard]] int number() const noexcept {
        return code().category() == ssl_category() ? code().value() : static_cast<int>(ssl_condition::ssl);
    }
    [[nodiscard]] std::string reason() const { return ssl_reason(code()); }
    [[nodiscard]] std::string library() const { return ssl_library(code()); }
};
using sslerror = ssl_error;

/// ssl_condition::zero_return.
class ssl_zero_return_error : public ssl_error {
public:
    using ssl_error::ssl_error;
};
/// ssl_condition::want_read.
class ssl_want_read_error : public ssl_error {
public:
    using ssl_error::ssl_error;
};
/// ssl_condition::want_write.
class ssl_want_write_error : public ssl_error {
public:
    using ssl_error::ssl_error;
};
/// ssl_condition::eof.
class ssl_eof_error : public ssl_error {
public:
    using ssl_error::ssl_error;
};
/// The peer's certificate, or its name, is not to be trusted. (Python's is a ValueError as well.)
class cert_verification_error : public ssl_error {
public:
    using ssl_error::ssl_error;
    /// X509_V_ERR_*, and the same in words: 18, "self-signed certificate".
    [[nodiscard]] int verify_code() const noexcept { return code().value(); }
    [[nodiscard]] std::string verify_message() const;
};

} // namespace samesock

template <>
struct std::is_error_code_enum<samesock::ssl_condition> : std::true_type {};
template <>
struct std::is_error_code_enum<samesock::ssl_misuse> : std::true_type {};

#include <samesock/names_end.hpp>

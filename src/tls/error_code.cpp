// The four domains of TLS's errors and their texts: Python's words, or OpenSSL's. Source: Modules/_ssl.c of CPython.
#include <samesock/error_code.hpp>
#include <samesock/raise.hpp>
#include <samesock/ssl_error.hpp>

#include "tls/raise.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <cctype>
#include <string>

namespace samesock {
namespace {

/// As in the core: another static object's destructor may still report an error.
template <class T>
union immortal_domain {
    constexpr immortal_domain() noexcept : object() {}
    constexpr ~immortal_domain() {}
    T object;
};

const char* condition_text(ssl_condition c) noexcept {
    switch (c) {
    case ssl_condition::ssl: return "A failure in the SSL library occurred";
    case ssl_condition::want_read: return "The operation did not complete (read)";
    case ssl_condition::want_write: return "The operation did not complete (write)";
    case ssl_condition::zero_return: return "TLS/SSL connection has been closed (EOF)";
    case ssl_condition::eof: return "EOF occurred in violation of protocol";
    case ssl_condition::no_trust_store:
        return "this system has no certificates to trust: give create_default_context or load_verify_locations a "
               "file of them, or name one in SSL_CERT_FILE";
    case ssl_condition::data_after_close: return "the peer sent data behind its close_notify before it had ours";
    case ssl_condition::no_certificate: return "no certificate was found there, in PEM or DER";
    }
    return "unknown condition";
}

const char* misuse_text_of(ssl_misuse m) noexcept {
    switch (m) {
    case ssl_misuse::hostname_needed: return "check_hostname requires server_hostname";
    case ssl_misuse::hostname_on_server: return "server_hostname can only be specified in client mode";
    case ssl_misuse::hostname_form:
        return "server_hostname cannot be an empty string, start with a leading dot or hold a NUL";
    case ssl_misuse::none_while_checking: return "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.";
    case ssl_misuse::handshake_unblocked:
        return "do_handshake_on_connect should not be specified for non-blocking sockets";
    case ssl_misuse::not_a_stream: return "only stream sockets are supported";
    case ssl_misuse::client_context: return "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context";
    case ssl_misuse::server_context: return "Cannot create a client socket with a PROTOCOL_TLS_SERVER context";
    case ssl_misuse::no_locations: return "cafile, capath and cadata cannot be all omitted";
    case ssl_misuse::alpn_protocol: return "an ALPN protocol has 1 to 255 bytes, all of them at most 65535";
    case ssl_misuse::unknown_version: return "Unsupported TLS/SSL version";
    case ssl_misuse::unknown_verify_mode: return "invalid value for verify_mode";
    case ssl_misuse::session_of_other: return "Session refers to a different SSLContext.";
    case ssl_misuse::session_on_server: return "Cannot set session for server-side SSLSocket.";
    case ssl_misuse::handshake_not_done: return "handshake not done yet";
    case ssl_misuse::write_retry: return "a write that would block must be tried again with the same data";
    case ssl_misuse::key_without_certificate: return "keyfile and certfile go together";
    case ssl_misuse::name_with_nul: return "embedded null character";
    }
    return "unknown misuse";
}

/// Python's short names for OpenSSL's parts.
std::string library_name(unsigned long code) {
    switch (ERR_GET_LIB(code)) {
    case ERR_LIB_SSL: return "SSL";
    case ERR_LIB_X509: return "X509";
    case ERR_LIB_X509V3: return "X509V3";
    case ERR_LIB_PEM: return "PEM";
    case ERR_LIB_ASN1: return "ASN1";
    case ERR_LIB_EVP: return "EVP";
    case ERR_LIB_RSA: return "RSA";
    case ERR_LIB_EC: return "EC";
    case ERR_LIB_BIO: return "BIO";
    case ERR_LIB_CRYPTO: return "CRYPTO";
    case ERR_LIB_PKCS12: return "PKCS12";
    case ERR_LIB_RAND: return "RAND";
    default: break;
    }
    const char* const text = ERR_lib_error_string(code);
    return text == nullptr ? "OPENSSL" : text;
}

/// OpenSSL has the words only: "certificate verify failed".
std::string reason_name(unsigned long code) {
    const char* const text = ERR_reason_error_string(code);
    std::string name = text == nullptr ? "UNKNOWN" : text;
    for (char& c : name) c = c == ' ' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

unsigned long packed(int value) noexcept { return static_cast<unsigned int>(value); }

class condition_domain final : public exception_domain {
public:
    const char* name() const noexcept override { return "samesock.ssl"; }
    std::string message(int value) const override { return condition_text(static_cast<ssl_condition>(value)); }
    void raise(std::error_code code, const char* operation, std::string_view detail) const override {
        tls::raise_condition(code, operation, detail);
    }
    const char* exception_name(int value) const noexcept override {
        switch (static_cast<ssl_condition>(value)) {
        case ssl_condition::want_read: return "ssl.SSLWantReadError";
        case ssl_condition::want_write: return "ssl.SSLWantWriteError";
        case ssl_condition::zero_return: return "ssl.SSLZeroReturnError";
        case ssl_condition::eof: return "ssl.SSLEOFError";
        default: return "ssl.SSLError";
        }
    }
};

class library_domain final : public exception_domain {
public:
    const char* name() const noexcept override { return "samesock.ssl_library"; }
    std::string message(int value) const override {
        const char* const words = ERR_reason_error_string(packed(value));
        return '[' + library_name(packed(value)) + ": " + reason_name(packed(value)) + "] " +
               (words == nullptr ? "unknown error" : words);
    }
    void raise(std::error_code code, const char* operation, std::string_view detail) const override {
        tls::raise_ssl_error(code, operation, detail);
    }
    const char* exception_name(int) const noexcept override { return "ssl.SSLError"; }
};

class certificate_domain final : public exception_domain {
public:
    const char* name() const noexcept override { return "samesock.certificate"; }
    std::string message(int value) const override {
        return std::string("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ") +
               X509_verify_cert_error_string(value);
    }
    void raise(std::error_code code, const char* operation, std::string_view detail) const override {
        tls::raise_certificate(code, operation, detail);
    }
    const char* exception_name(int) const noexcept override { return "ssl.SSLCertVerificationError"; }
};

class ssl_misuse_domain final : public exception_domain {
public:
    const char* name() const noexcept override { return "samesock.ssl_misuse"; }
    std::string message(int value) const override { return misuse_text_of(static_cast<ssl_misuse>(value)); }
    void raise(std::error_code code, const char* operation, std::string_view detail) const override {
        tls::raise_misuse(code, operation, detail);
    }
    const char* exception_name(int) const noexcept override { return "ValueError"; }
};

constinit const immortal_domain<condition_domain> the_condition_domain;
constinit const immortal_domain<library_domain> the_library_domain;
constinit const immortal_domain<certificate_domain> the_certificate_domain;
constinit const immortal_domain<ssl_misuse_domain> the_ssl_misuse_domain;

} // namespace

const std::error_category& ssl_category() noexcept { return the_condition_domain.object; }
const std::error_category& ssl_library_category() noexcept { return the_library_domain.object; }
const std::error_category& certificate_category() noexcept { return the_certificate_domain.object; }
const std::error_category& ssl_misuse_category() noexcept { return the_ssl_misuse_domain.object; }

std::string ssl_reason(std::error_code code) {
    if (code.category() == certificate_category()) return "CERTIFICATE_VERIFY_FAILED";
    if (code.category() == ssl_library_category()) return reason_name(packed(code.value()));
    return {};
}

std::string ssl_library(std::error_code code) {
    if (code.category() == certificate_category()) return "SSL";
    if (code.category() == ssl_library_category()) return library_name(packed(code.value()));
    return {};
}

std::string cert_verification_error::verify_message() const { return X509_verify_cert_error_string(verify_code()); }

} // namespace samesock

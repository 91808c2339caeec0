// OpenSSL's own way to a trust store: SSL_CERT_FILE and SSL_CERT_DIR, or the paths that it was built for.
#pragma once

#include <samesock/result.hpp>

#include "tls/openssl_error.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdlib>

namespace samesock::tls {

inline const char* default_file() noexcept {
    const char* const named = std::getenv(X509_get_default_cert_file_env());
    return named != nullptr ? named : X509_get_default_cert_file();
}

inline const char* default_folders() noexcept {
    const char* const named = std::getenv(X509_get_default_cert_dir_env());
    return named != nullptr ? named : X509_get_default_cert_dir();
}

/// Makes `ctx` trust them. OpenSSL does not mind if they are not there.
[[nodiscard]] inline status add_default_paths(SSL_CTX* ctx) noexcept {
    forget_errors();
    if (SSL_CTX_set_default_verify_paths(ctx) != 1) return failure(taken_error());
    forget_errors(); // a file that is not there, where the folder is, leaves its error
    return {};
}

} // namespace samesock::tls

// The trust store where the standard library knows no folders: a file of certificates alone, as SSL_CERT_FILE names it.
#include "tls/trust_store.hpp"

#include <samesock/error_code.hpp>

#include <openssl/x509.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace samesock::tls {

result<bool> system_has_trust_store() noexcept {
    const char* const named = std::getenv(X509_get_default_cert_file_env());
    std::FILE* const file = std::fopen(named != nullptr ? named : X509_get_default_cert_file(), "r");
    if (file == nullptr) return false;
    const bool holds_something = std::fgetc(file) != EOF;
    std::fclose(file);
    return holds_something;
}

status expect_folder(const std::string&) noexcept { return failure(errno_code(EOPNOTSUPP)); }

} // namespace samesock::tls

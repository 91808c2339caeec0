// The trust store where there are no folders: a file of certificates alone, as SSL_CERT_FILE names it.
#include "tls/trust_store.hpp"

#include <samesock/error_code.hpp>

#include "tls/default_paths.hpp"
#include "tls/folders.hpp"

#include <cerrno>
#include <cstdio>

namespace samesock::tls {

result<bool> trust_default_paths(SSL_CTX* ctx) noexcept {
    std::FILE* const file = std::fopen(default_file(), "r");
    if (file == nullptr) return false;
    const bool holds_something = std::fgetc(file) != EOF;
    std::fclose(file);
    if (!holds_something) return false;
    if (auto added = add_default_paths(ctx); !added) return failure(added.error());
    return true;
}

result<bool> trust_system(SSL_CTX* ctx, ssl_purpose) noexcept { return trust_default_paths(ctx); }

status expect_folder(const std::string&) noexcept { return failure(errno_code(EOPNOTSUPP)); }

} // namespace samesock::tls

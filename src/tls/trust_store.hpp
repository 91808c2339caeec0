// Whom this system trusts. Each twin is for systems of a kind, and the build picks one: trust_store.cpp where OpenSSL's
// own paths are the system's store, trust_store_without_folders.cpp, windows/trust_store.cpp.
#pragma once

#include <samesock/result.hpp>
#include <samesock/ssl_context.hpp>

#include <openssl/types.h>

namespace samesock::tls {

/// Makes `ctx` trust what the system trusts for `purpose`, and what SSL_CERT_FILE and SSL_CERT_DIR name. Whether that
/// is anything.
[[nodiscard]] result<bool> trust_system(SSL_CTX* ctx, ssl_purpose purpose) noexcept;
/// Likewise, what SSL_CERT_FILE and SSL_CERT_DIR name, or the paths that stand for them.
[[nodiscard]] result<bool> trust_default_paths(SSL_CTX* ctx) noexcept;

} // namespace samesock::tls

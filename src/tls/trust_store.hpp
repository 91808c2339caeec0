// Where OpenSSL looks for certificates by itself, and whether there are any.
#pragma once

#include <samesock/result.hpp>

#include <string>

namespace samesock::tls {

/// The file or the folder that OpenSSL was built for, or that SSL_CERT_FILE and SSL_CERT_DIR name, holds something.
/// not_enough_memory.
[[nodiscard]] result<bool> system_has_trust_store() noexcept;
/// ENOENT, ENOTDIR and what else keeps `path` from being a folder: OpenSSL does not say.
[[nodiscard]] status expect_folder(const std::string& path) noexcept;

} // namespace samesock::tls

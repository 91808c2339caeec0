// Files and folders of certificates: what there is, since OpenSSL does not say.
#pragma once

#include <samesock/result.hpp>

#include <string>
#include <string_view>

namespace samesock::tls {

/// ENOENT, ENOTDIR and what else keeps `path` from being a folder; EOPNOTSUPP where there are none.
[[nodiscard]] status expect_folder(const std::string& path) noexcept;

/// A file or a folder that is not empty. Where there are folders alone; may throw for want of memory.
[[nodiscard]] bool holds_something(std::string_view path);
/// One of a list of folders does, as SSL_CERT_DIR has it.
[[nodiscard]] bool any_holds_something(std::string_view list);

} // namespace samesock::tls

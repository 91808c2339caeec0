// The system's trust store, as OpenSSL's defaults name it. Source: SSL_CTX_set_default_verify_paths(3).
#include "tls/trust_store.hpp"

#include <samesock/error_code.hpp>

#include "platform/allocation.hpp"

#include <openssl/x509.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace samesock::tls {
namespace {

namespace files = std::filesystem;

// OpenSSL's LIST_SEPARATOR_CHAR.
constexpr char list_separator = files::path::preferred_separator == '\\' ? ';' : ':';

std::string_view named_by(const char* variable, const char* otherwise) noexcept {
    const char* const value = std::getenv(variable);
    return value != nullptr ? value : otherwise;
}

bool holds_something(const files::path& path) {
    std::error_code none;
    return files::exists(path, none) && !files::is_empty(path, none) && !none;
}

bool any_holds_something(std::string_view list) {
    for (std::size_t end = 0; end != list.npos; list.remove_prefix(end == list.npos ? list.size() : end + 1)) {
        end = list.find(list_separator);
        const auto one = list.substr(0, end);
        if (!one.empty() && holds_something(one)) return true;
    }
    return false;
}

} // namespace

result<bool> system_has_trust_store() noexcept {
    return platform::guard_allocation([]() -> result<bool> {
        return holds_something(named_by(X509_get_default_cert_file_env(), X509_get_default_cert_file())) ||
               any_holds_something(named_by(X509_get_default_cert_dir_env(), X509_get_default_cert_dir()));
    });
}

status expect_folder(const std::string& path) noexcept {
    return platform::guard_allocation([&]() -> status {
        std::error_code failed;
        const bool is_folder = files::is_directory(files::path(path), failed);
        if (failed) return failure(errno_code(failed.default_error_condition().value()));
        if (!is_folder) return failure(errno_code(ENOTDIR));
        return {};
    });
}

} // namespace samesock::tls

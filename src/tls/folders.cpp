// Files and folders, by the standard library: see folders.hpp.
#include "tls/folders.hpp"

#include <samesock/error_code.hpp>

#include "platform/allocation.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace samesock::tls {
namespace {

namespace files = std::filesystem;

// OpenSSL's LIST_SEPARATOR_CHAR.
constexpr char list_separator = files::path::preferred_separator == '\\' ? ';' : ':';

} // namespace

bool holds_something(std::string_view path) {
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

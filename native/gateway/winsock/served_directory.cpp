// Each step opened as it is, and kept so that nobody renames it meanwhile: see served_directory.hpp. A name counts only
// as the file is called: no other case, no short name (8.3), no stream, no device.
// Sources: CreateFileW (fileapi.h), "Naming Files, Paths, and Namespaces".
#include "served_directory.hpp"

#include "windows.hpp"

#include "native/winsock/text.hpp"

#include <fcntl.h>
#include <io.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string_view>
#include <utility>

namespace samesock::gateway {
namespace {

struct handle_end {
    void operator()(void* file) const noexcept { ::CloseHandle(file); }
};
using file_handle = std::unique_ptr<void, handle_end>;

int errno_of(DWORD error) noexcept {
    switch (error) {
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION: return EACCES;
    case ERROR_TOO_MANY_OPEN_FILES: return EMFILE;
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_NO_SYSTEM_RESOURCES: return ENOMEM;
    case ERROR_DIRECTORY: return ENOTDIR;
    default: return ENOENT;
    }
}

std::expected<file_handle, int> open_at(const std::wstring& path, DWORD flags) noexcept {
    const HANDLE opened = ::CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                        OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | flags, nullptr);
    if (opened == INVALID_HANDLE_VALUE) return std::unexpected(errno_of(::GetLastError()));
    return file_handle(opened);
}

/// The path of what is open, as Windows writes it. Empty: it does not say.
std::wstring path_of(const file_handle& file) {
    const DWORD room = ::GetFinalPathNameByHandleW(file.get(), nullptr, 0, FILE_NAME_NORMALIZED);
    std::wstring path(room, L'\0');
    path.resize(::GetFinalPathNameByHandleW(file.get(), path.data(), room, FILE_NAME_NORMALIZED));
    return path;
}

bool is_name(std::wstring_view name) noexcept {
    return !name.empty() && name.find_first_of(L"\\/:*?\"<>|") == std::wstring_view::npos;
}

std::expected<BY_HANDLE_FILE_INFORMATION, int> information_of(const file_handle& file) noexcept {
    BY_HANDLE_FILE_INFORMATION information{};
    if (::GetFileInformationByHandle(file.get(), &information) == 0) return std::unexpected(errno_of(::GetLastError()));
    if ((information.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) return std::unexpected(ELOOP);
    return information;
}

constexpr std::uint64_t both(DWORD high, DWORD low) noexcept { return std::uint64_t{high} << 32 | low; }

std::string version_of(const BY_HANDLE_FILE_INFORMATION& i) {
    return std::to_string(both(i.ftLastWriteTime.dwHighDateTime, i.ftLastWriteTime.dwLowDateTime)) + "-" +
           std::to_string(both(i.nFileSizeHigh, i.nFileSizeLow)) + "-" +
           std::to_string(both(i.nFileIndexHigh, i.nFileIndexLow));
}

open_file stream_of(file_handle file) {
    const int descriptor = ::_open_osfhandle(reinterpret_cast<std::intptr_t>(file.get()), _O_RDONLY | _O_BINARY);
    if (descriptor < 0) return {};
    (void)file.release();
    open_file stream(::_fdopen(descriptor, "rb"));
    if (!stream) (void)::_close(descriptor);
    return stream;
}

} // namespace

struct served_directory::root {
    file_handle at;
    std::wstring path;
};

served_directory::served_directory(std::unique_ptr<root> at) : root_(std::move(at)) {}
served_directory::served_directory(served_directory&&) noexcept = default;
served_directory& served_directory::operator=(served_directory&&) noexcept = default;
served_directory::~served_directory() = default;

std::expected<served_directory, int> served_directory::open(const std::filesystem::path& path) {
    auto at = open_at(path.wstring(), 0);
    if (!at) return std::unexpected(at.error());
    const auto information = information_of(*at);
    if (!information) return std::unexpected(information.error());
    if ((information->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0) return std::unexpected(ENOTDIR);
    std::wstring known = path_of(*at);
    if (known.empty()) return std::unexpected(ENOENT);
    return served_directory(std::make_unique<root>(std::move(*at), std::move(known)));
}

std::expected<served_directory::found, int> served_directory::find(const std::vector<std::string>& steps) const {
    std::wstring path = root_->path;
    std::vector<file_handle> kept;
    std::expected<BY_HANDLE_FILE_INFORMATION, int> last = std::unexpected(ENOENT);
    for (const std::string& step : steps) {
        const std::wstring name = platform::wide(step);
        if (!is_name(name) || platform::utf8_of(name) != step) return std::unexpected(ENOENT);
        path += L'\\';
        path += name;
        auto next = open_at(path, FILE_FLAG_OPEN_REPARSE_POINT);
        if (!next) return std::unexpected(next.error());
        last = information_of(*next);
        if (!last) return std::unexpected(last.error());
        if (path_of(*next) != path) return std::unexpected(ENOENT);
        kept.push_back(std::move(*next));
    }
    if (!last) return std::unexpected(last.error());
    found one;
    const bool is_directory = (last->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    const bool is_file = !is_directory && ::GetFileType(kept.back().get()) == FILE_TYPE_DISK;
    one.what = is_directory ? found::kind::directory : is_file ? found::kind::file : found::kind::other;
    one.size = both(last->nFileSizeHigh, last->nFileSizeLow);
    one.version = version_of(*last);
    if (!is_file) return one;
    one.file = stream_of(std::move(kept.back()));
    if (!one.file) return std::unexpected(EMFILE);
    return one;
}

} // namespace samesock::gateway

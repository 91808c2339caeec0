// Access-control lists of files: see private_file.hpp. Sources: GetSecurityInfo (aclapi.h), GetAce (securitybaseapi.h).
#include "private_file.hpp"

#include "mistakes.hpp"
#include "windows.hpp"

#include "native/winsock/text.hpp"

#include <aclapi.h>

#include <array>
#include <cstddef>
#include <memory>
#include <system_error>

namespace samesock::gateway {
namespace {

struct handle_end {
    void operator()(void* file) const noexcept { ::CloseHandle(file); }
};
using file_handle = std::unique_ptr<void, handle_end>;

struct local_end {
    void operator()(void* memory) const noexcept { ::LocalFree(memory); }
};

std::string reason(DWORD error) { return std::system_category().message(static_cast<int>(error)); }

// Whoever is let onto the machine, or is not even that.
constexpr auto everybody =
    std::to_array<WELL_KNOWN_SID_TYPE>({WinWorldSid, WinAnonymousSid, WinAuthenticatedUserSid, WinBuiltinUsersSid,
                                        WinBuiltinGuestsSid, WinNetworkSid, WinInteractiveSid});

bool is_everybody(void* sid) noexcept {
    for (const WELL_KNOWN_SID_TYPE one : everybody)
        if (::IsWellKnownSid(sid, one) != 0) return true;
    return false;
}

/// What the list grants to everybody, as rights of files. Without a list, all of them.
ACCESS_MASK granted_to_everybody(ACL* list) noexcept {
    if (list == nullptr) return FILE_ALL_ACCESS;
    ACCESS_MASK all = 0;
    for (DWORD i = 0; i != list->AceCount; ++i) {
        void* entry = nullptr;
        if (::GetAce(list, i, &entry) == 0) return FILE_ALL_ACCESS;
        auto* const allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
        const bool counts =
            allowed->Header.AceType == ACCESS_ALLOWED_ACE_TYPE && (allowed->Header.AceFlags & INHERIT_ONLY_ACE) == 0;
        if (counts && is_everybody(&allowed->SidStart)) all |= allowed->Mask;
    }
    return all;
}

/// Empty: it may be used.
std::string check_permissions(HANDLE file, const std::string& path) {
    BY_HANDLE_FILE_INFORMATION what{};
    const bool is_regular = ::GetFileType(file) == FILE_TYPE_DISK && ::GetFileInformationByHandle(file, &what) != 0 &&
                            (what.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
    if (!is_regular) return in_quotes(path) + " is not a regular file";
    ACL* list = nullptr;
    void* memory = nullptr;
    const DWORD outcome =
        ::GetSecurityInfo(file, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr, nullptr, &list, nullptr, &memory);
    if (outcome != ERROR_SUCCESS) return in_quotes(path) + ": who may read it is not told: " + reason(outcome);
    const std::unique_ptr<void, local_end> owned(memory);
    constexpr ACCESS_MASK reading = FILE_READ_DATA | GENERIC_READ | GENERIC_ALL;
    constexpr ACCESS_MASK writing =
        FILE_WRITE_DATA | FILE_APPEND_DATA | WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL;
    const ACCESS_MASK granted = granted_to_everybody(list);
    const std::string cure = ": icacls " + path + " /inheritance:r /grant:r \"%USERNAME%:F\"";
    if ((granted & reading) != 0) return in_quotes(path) + " can be read by everybody" + cure;
    if ((granted & writing) != 0) return in_quotes(path) + " can be written by others" + cure;
    return {};
}

} // namespace

std::expected<std::string, std::string> read_private_file(const std::string& path) {
    const HANDLE opened = ::CreateFileW(platform::wide(path).c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr,
                                        OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr); // directories too, to tell
    if (opened == INVALID_HANDLE_VALUE)
        return std::unexpected(in_quotes(path) + " cannot be opened: " + reason(::GetLastError()));
    const file_handle file(opened);
    if (auto wrong = check_permissions(file.get(), path); !wrong.empty()) return std::unexpected(std::move(wrong));
    std::string text;
    std::array<char, 4096> part{};
    for (;;) {
        DWORD size = 0;
        if (::ReadFile(file.get(), part.data(), part.size(), &size, nullptr) == 0)
            return std::unexpected(in_quotes(path) + " cannot be read: " + reason(::GetLastError()));
        if (size == 0) return text;
        text.append(part.data(), size);
        if (text.size() > most_of_a_private_file)
            return std::unexpected(in_quotes(path) + " is longer than a file of secrets is");
    }
}

} // namespace samesock::gateway

// See of_this_process.hpp. Sources: CreateFileW, GetProcessTimes.
#include "of_this_process.hpp"

#include "tests/support/wine.hpp"

#include <io.h>

#include <array>
#include <cstdint>

namespace samesock::testing {
namespace {

std::int64_t number_of(const FILETIME& time) {
    return static_cast<std::int64_t>(std::uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime);
}

constexpr DWORD shared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

std::wstring new_path() {
    std::array<wchar_t, MAX_PATH + 1> folder{}, name{};
    ::GetTempPathW(static_cast<DWORD>(folder.size()), folder.data());
    ::GetTempFileNameW(folder.data(), L"log", 0, name.data());
    return name.data();
}

int open_until_closed(const std::wstring& path) {
    const HANDLE file =
        ::CreateFileW(path.c_str(), GENERIC_WRITE, shared, nullptr, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    return ::_open_osfhandle(reinterpret_cast<std::intptr_t>(file), 0);
}

} // namespace

lines_in_memory::lines_in_memory() : path_(new_path()), descriptor_(open_until_closed(path_)) {}
lines_in_memory::~lines_in_memory() { ::_close(descriptor_); }

// By a handle of its own, since reading moves where the next line goes.
std::string lines_in_memory::all() const {
    const HANDLE second = ::CreateFileW(path_.c_str(), GENERIC_READ, shared, nullptr, OPEN_EXISTING, 0, nullptr);
    std::string all;
    std::array<char, 4096> some;
    DWORD size = 0;
    while (::ReadFile(second, some.data(), static_cast<DWORD>(some.size()), &size, nullptr) != 0 && size != 0)
        all.append(some.data(), size);
    ::CloseHandle(second);
    return all;
}

std::vector<std::string_view> platforms_here() { return {"winsock", runs_on_wine() ? "wine" : "windows"}; }

std::chrono::nanoseconds used_time() {
    FILETIME begun{}, ended{}, kernel{}, user{};
    ::GetProcessTimes(::GetCurrentProcess(), &begun, &ended, &kernel, &user);
    return std::chrono::nanoseconds(100 * (number_of(kernel) + number_of(user)));
}

} // namespace samesock::testing

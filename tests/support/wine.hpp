// Whether Wine stands in Windows' place, asked of its own ntdll.dll: only there is this function exported.
#pragma once

#include <winsock2.h>

#include <windows.h>

namespace samesock::testing {

[[nodiscard]] inline bool runs_on_wine() noexcept {
    const HMODULE ntdll = ::GetModuleHandleW(L"ntdll.dll");
    return ntdll != nullptr && ::GetProcAddress(ntdll, "wine_get_version") != nullptr;
}

} // namespace samesock::testing

// MultiByteToWideChar and its inverse (stringapiset.h): see text.hpp.
#include "text.hpp"

#include "winsock.hpp"

namespace samesock::platform {

std::wstring wide(std::string_view utf8) {
    const int size = static_cast<int>(utf8.size());
    if (size == 0) return {};
    const int room = ::MultiByteToWideChar(CP_UTF8, 0, utf8.data(), size, nullptr, 0);
    std::wstring text(static_cast<std::size_t>(room), L'\0');
    ::MultiByteToWideChar(CP_UTF8, 0, utf8.data(), size, text.data(), room);
    return text;
}

std::string utf8_of(std::wstring_view text) {
    const int size = static_cast<int>(text.size());
    if (size == 0) return {};
    const int room = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, nullptr, 0, nullptr, nullptr);
    std::string utf8(static_cast<std::size_t>(room), '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, utf8.data(), room, nullptr, nullptr);
    return utf8;
}

} // namespace samesock::platform

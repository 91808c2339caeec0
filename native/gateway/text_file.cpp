// See text_file.hpp.
#include "text_file.hpp"

#include "mistakes.hpp"

#include <cerrno>
#include <cstddef>
#include <fstream>
#include <ios>
#include <system_error>

namespace samesock::gateway {

std::expected<std::string, std::string> read_text_file(const std::string& path) {
    constexpr std::size_t most = 1 << 20;
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string text;
    if (file) {
        text.resize(most + 1);
        file.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(file.gcount()));
    }
    if (!file.is_open() || file.bad())
        return std::unexpected(in_quotes(path) + " cannot be read: " + std::generic_category().message(errno));
    if (text.size() > most) return std::unexpected(in_quotes(path) + " is longer than a file of its kind is");
    return text;
}

} // namespace samesock::gateway

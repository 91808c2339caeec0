// Modes of files: see private_file.hpp.
#include "private_file.hpp"

#include "descriptor.hpp"
#include "mistakes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace samesock::gateway {
namespace {

std::string octal(unsigned mode) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04o", mode);
    return text.data();
}

std::string reason(int error) { return std::generic_category().message(error); }

/// Empty: it may be used.
std::string check_permissions(int file, const std::string& path) {
    struct stat status{};
    if (::fstat(file, &status) != 0) return in_quotes(path) + ": " + reason(errno);
    if (!S_ISREG(status.st_mode)) return in_quotes(path) + " is not a regular file";
    const unsigned mode = status.st_mode & 07777U;
    if ((mode & 0004U) != 0)
        return in_quotes(path) + " can be read by everybody (mode " + octal(mode) + "): chmod 600 " + path;
    if ((mode & 0022U) != 0)
        return in_quotes(path) + " can be written by others (mode " + octal(mode) + "): chmod 600 " + path;
    return {};
}

} // namespace

std::expected<std::string, std::string> read_private_file(const std::string& path) {
    const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)); // a pipe shall not hang us
    if (!file) return std::unexpected(in_quotes(path) + " cannot be opened: " + reason(errno));
    if (auto wrong = check_permissions(file.number(), path); !wrong.empty()) return std::unexpected(std::move(wrong));
    std::string text;
    std::array<char, 4096> part{};
    for (;;) {
        const ssize_t size = ::read(file.number(), part.data(), part.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return std::unexpected(in_quotes(path) + " cannot be read: " + reason(errno));
        if (size == 0) return text;
        text.append(part.data(), static_cast<std::size_t>(size));
        if (text.size() > most_of_a_private_file)
            return std::unexpected(in_quotes(path) + " is longer than a file of secrets is");
    }
}

} // namespace samesock::gateway

#include "secret_file.hpp"

#include "descriptor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <expected>
#include <system_error>

namespace samesock::gateway {

namespace {

constexpr std::size_t most_of_a_file = 1 << 20;

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

std::expected<std::string, std::string> read_file(const std::string& path) {
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
        if (text.size() > most_of_a_file)
            return std::unexpected(in_quotes(path) + " is longer than a file of secrets is");
    }
}

std::string mistake_at(const std::string& path, std::size_t line, const std::string& complaint) {
    return path + ":" + std::to_string(line) + ": " + complaint;
}

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view line) {
    const auto first = line.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return line.substr(first, line.find_last_not_of(blanks) + 1 - first);
}

} // namespace

void read_secrets(const std::string& path, std::string_view where,
                  const std::function<std::string(std::string_view name, std::string_view secret)>& take,
                  mistakes& wrong) {
    const auto text = read_file(path);
    if (!text) return wrong.push_back(std::string(where) + ": " + text.error());
    std::size_t entries = 0;
    std::size_t number = 0;
    for (std::string_view rest = *text; !rest.empty();) {
        const auto end = rest.find('\n');
        const std::string_view line = trimmed(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        ++entries;
        const auto blank = line.find_first_of(blanks);
        const std::string_view name = line.substr(0, blank);
        const std::string_view secret = blank == std::string_view::npos ? "" : trimmed(line.substr(blank));
        // The line is never shown: a lone word in it is a secret, most likely.
        const std::string complaint = secret.empty() ? "a line is a name, a blank, and a secret" : take(name, secret);
        if (!complaint.empty()) wrong.push_back(mistake_at(path, number, complaint));
    }
    if (entries == 0)
        wrong.push_back(std::string(where) + ": " + in_quotes(path) +
                        " holds no entry, so nobody would be let in: write "
                        "lines of a name and a secret");
}

} // namespace samesock::gateway

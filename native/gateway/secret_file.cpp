#include "secret_file.hpp"

#include "private_file.hpp"

namespace samesock::gateway {

namespace {

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
    const auto text = read_private_file(path);
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

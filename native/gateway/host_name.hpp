// Names of hosts as rules and headers see them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace samesock::gateway {

[[nodiscard]] constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// In lower case and without the dot at the end. None: it is no name of a host, since it is empty, too long, holds
/// something but letters, digits, `-`, `_` and `.` (a NUL, a percent sign, a zone), an empty label, or ends in a
/// number, which resolvers take for an address (2130706433, 0x7f.1, 0177.0.0.1).
[[nodiscard]] std::optional<std::string> normal_name(std::string_view name);

/// A name, `*.example.org` (every name below it, at any depth, and not itself), or `*`.
class name_pattern {
public:
    /// None: it is none of those.
    [[nodiscard]] static std::optional<name_pattern> parse(std::string_view text);
    /// Of a name that is normal.
    [[nodiscard]] bool matches(std::string_view normal) const noexcept;
    [[nodiscard]] std::string text() const;

private:
    name_pattern(bool below, std::string name) : below_(below), name_(std::move(name)) {}

    bool below_;
    std::string name_; ///< empty: every name
};

} // namespace samesock::gateway

#include "host_name.hpp"

#include <algorithm>

namespace samesock::gateway {

namespace {

constexpr std::size_t most_of_a_name = 253;
constexpr std::size_t most_of_a_label = 63;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_hexadecimal(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'f'); }

bool is_label(std::string_view label) noexcept {
    return !label.empty() && label.size() <= most_of_a_label && std::all_of(label.begin(), label.end(), [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    });
}

/// A last label by which inet_aton and its kin take the whole for an address.
bool is_number(std::string_view label) noexcept {
    if (label.starts_with("0x")) return std::all_of(label.begin() + 2, label.end(), is_hexadecimal);
    return std::all_of(label.begin(), label.end(), is_digit);
}

} // namespace

std::optional<std::string> normal_name(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.empty() || name.size() > most_of_a_name) return {};
    std::string normal(name);
    std::transform(normal.begin(), normal.end(), normal.begin(), lower);
    std::string_view rest = normal;
    for (;;) {
        const auto dot = rest.find('.');
        const std::string_view label = rest.substr(0, dot);
        if (!is_label(label)) return {};
        if (dot == std::string_view::npos) return is_number(label) ? std::nullopt : std::optional(normal);
        rest.remove_prefix(dot + 1);
    }
}

std::optional<name_pattern> name_pattern::parse(std::string_view text) {
    if (text == "*") return name_pattern(true, "");
    const bool below = text.starts_with("*.");
    if (below) text.remove_prefix(2);
    auto name = normal_name(text);
    if (!name) return {};
    return name_pattern(below, *std::move(name));
}

bool name_pattern::matches(std::string_view normal) const noexcept {
    if (!below_) return normal == name_;
    if (name_.empty()) return !normal.empty();
    return normal.size() > name_.size() + 1 && normal.ends_with(name_) &&
           normal[normal.size() - name_.size() - 1] == '.';
}

std::string name_pattern::text() const {
    if (!below_) return name_;
    return name_.empty() ? "*" : "*." + name_;
}

} // namespace samesock::gateway

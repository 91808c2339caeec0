#include "toml_file.hpp"

// toml++ 3.3 asserts what a file may break (`[=`), and with NDEBUG takes it for granted, which is worse. Without either
// it reports a mistake, as it should; a fuzzer watches over it.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <span>

namespace samesock::gateway {

namespace {

constexpr std::int64_t most_u32 = 0xFFFF'FFFF;
constexpr std::int64_t mebibyte = std::int64_t{1024} * 1024;

class reader {
public:
    reader(std::string_view file_name, mistakes& wrong) : file_name_(file_name), wrong_(wrong) {}

    void set_key(std::string key) { key_ = std::move(key); }

    [[nodiscard]] std::string place(const toml::source_region& at) const {
        return file_name_ + ":" + std::to_string(at.begin.line) + ":" + std::to_string(at.begin.column);
    }
    void complain(const toml::source_region& at, const std::string& what) { wrong_.push_back(place(at) + ": " + what); }

    void texts(const toml::node& node, std::vector<setting>& out) {
        const toml::array* list = node.as_array();
        if (list == nullptr) return complain(node.source(), key_ + " is a list of texts: write [\"...\"]");
        for (const toml::node& item : *list)
            if (auto one = text_of(item)) out.push_back(*std::move(one));
    }
    void text(const toml::node& node, std::optional<setting>& out) { out = text_of(node); }
    void text(const toml::node& node, std::string& out) {
        if (auto one = text_of(node)) out = std::move(one->text);
    }
    /// Relative to the file that names it.
    void path(const toml::node& node, std::optional<setting>& out) {
        out = text_of(node);
        if (out) out->text = (std::filesystem::path(file_name_).parent_path() / out->text).string();
    }
    void flag(const toml::node& node, bool& out) {
        if (const auto value = node.value_exact<bool>()) {
            out = *value;
            return;
        }
        complain(node.source(), key_ + " is true or false");
    }
    template <class T>
    void number(const toml::node& node, T& out, std::int64_t least, std::int64_t most) {
        const auto value = node.value_exact<std::int64_t>();
        if (value && *value >= least && *value <= most) {
            out = static_cast<T>(*value);
            return;
        }
        complain(node.source(),
                 key_ + " is a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    void seconds(const toml::node& node, std::chrono::seconds& out, std::int64_t least, std::int64_t most) {
        std::int64_t count = out.count();
        number(node, count, least, most);
        out = std::chrono::seconds(count);
    }

private:
    std::optional<setting> text_of(const toml::node& node) {
        const auto value = node.value_exact<std::string>();
        if (value && value->find('\0') == std::string::npos) return setting{*value, place(node.source()) + ": " + key_};
        complain(node.source(), key_ + (value ? " holds a NUL" : " is a text: write it in quotes"));
        return {};
    }

    std::string file_name_;
    std::string key_;
    mistakes& wrong_;
};

struct entry {
    std::string_view name;
    void (*read)(reader& r, const toml::node& node, settings& s);
};

constexpr entry top[] = {
    {"listen", [](reader& r, const toml::node& n, settings& s) { r.texts(n, s.listen); }},
    {"allow", [](reader& r, const toml::node& n, settings& s) { r.texts(n, s.allow); }},
    {"allow-listen", [](reader& r, const toml::node& n, settings& s) { r.texts(n, s.allow_listen); }},
    {"deny", [](reader& r, const toml::node& n, settings& s) { r.texts(n, s.deny); }},
    {"server-names", [](reader& r, const toml::node& n, settings& s) { r.texts(n, s.server_names); }},
    {"origins", [](reader& r, const toml::node& n, settings& s) { r.texts(n, s.origins); }},
    {"token-file", [](reader& r, const toml::node& n, settings& s) { r.path(n, s.token_file); }},
    {"password-file", [](reader& r, const toml::node& n, settings& s) { r.path(n, s.password_file); }},
    {"key-file", [](reader& r, const toml::node& n, settings& s) { r.path(n, s.key_file); }},
    {"static", [](reader& r, const toml::node& n, settings& s) { r.path(n, s.static_directory); }},
    {"admin", [](reader& r, const toml::node& n, settings& s) { r.text(n, s.admin); }},
    {"message", [](reader& r, const toml::node& n, settings& s) { r.text(n, s.message); }},
    {"insecure", [](reader& r, const toml::node& n, settings& s) { r.flag(n, s.insecure); }},
    {"threads", [](reader& r, const toml::node& n, settings& s) { r.number(n, s.threads, 0, 1024); }},
    {"drain-seconds", [](reader& r, const toml::node& n, settings& s) { r.seconds(n, s.drain, 0, 86'400); }},
    {"handshake-seconds", [](reader& r, const toml::node& n, settings& s) { r.seconds(n, s.handshake, 1, 3'600); }},
    {"connect-seconds", [](reader& r, const toml::node& n, settings& s) { r.seconds(n, s.connect, 1, 3'600); }},
};

constexpr entry proxies[] = {
    {"trusted", [](reader& r, const toml::node& n, settings& s) { r.texts(n, s.trusted_proxies); }},
    {"header", [](reader& r, const toml::node& n, settings& s) { r.text(n, s.proxy_header); }},
};

constexpr entry limit_keys[] = {
    {"all-connections",
     [](reader& r, const toml::node& n, settings& s) { r.number(n, s.limits.all_connections, 0, most_u32); }},
    {"pending-connections",
     [](reader& r, const toml::node& n, settings& s) { r.number(n, s.limits.pending_connections, 0, most_u32); }},
    {"connections",
     [](reader& r, const toml::node& n, settings& s) { r.number(n, s.limits.connections, 0, most_u32); }},
    {"streams", [](reader& r, const toml::node& n, settings& s) { r.number(n, s.limits.streams, 0, most_u32); }},
    {"listeners", [](reader& r, const toml::node& n, settings& s) { r.number(n, s.limits.listeners, 0, most_u32); }},
    {"connections-per-minute",
     [](reader& r, const toml::node& n, settings& s) { r.number(n, s.limits.connections_per_minute, 0, most_u32); }},
    {"streams-per-second",
     [](reader& r, const toml::node& n, settings& s) { r.number(n, s.limits.streams_per_second, 0, most_u32); }},
    {"bytes-per-second", [](reader& r, const toml::node& n,
                            settings& s) { r.number(n, s.limits.bytes_per_second, 0, std::int64_t{1} << 62); }},
    {"failures-per-minute",
     [](reader& r, const toml::node& n, settings& s) { r.number(n, s.limits.failures_per_minute, 0, most_u32); }},
};

constexpr entry tunnel_keys[] = {
    {"window", [](reader& r, const toml::node& n, settings& s) { r.number(n, s.session.window, 1024, 64 * mebibyte); }},
    {"budget",
     [](reader& r, const toml::node& n, settings& s) { r.number(n, s.session.budget, mebibyte / 4, 1024 * mebibyte); }},
    {"queue",
     [](reader& r, const toml::node& n, settings& s) { r.number(n, s.session.queue, mebibyte, 64 * mebibyte); }},
    {"stock-held", [](reader& r, const toml::node& n,
                      settings& s) { r.number(n, s.session.stock_held, mebibyte / 4, 1024 * mebibyte); }},
    {"route", [](reader& r, const toml::node& n, settings& s) { r.number(n, s.route, 0, most_u32); }},
    {"stall-seconds", [](reader& r, const toml::node& n, settings& s) { r.seconds(n, s.stall, 1, 3'600); }},
    {"stock-linger-seconds", [](reader& r, const toml::node& n, settings& s) { r.seconds(n, s.linger, 1, 3'600); }},
    {"grace-seconds",
     [](reader& r, const toml::node& n, settings& s) {
         constexpr std::int64_t second = 1'000'000'000;
         std::int64_t seconds = s.session.grace / second;
         r.number(n, seconds, 0, 3'600);
         s.session.grace = seconds * second;
     }},
    {"first-grant", [](reader& r, const toml::node& n,
                       settings& s) { r.number(n, s.terms.first_grant, tunnel::least_first_grant, mebibyte); }},
    {"maximum-streams",
     [](reader& r, const toml::node& n, settings& s) { r.number(n, s.terms.maximum_streams, 1, 1'000'000); }},
    {"maximum-message",
     [](reader& r, const toml::node& n, settings& s) {
         r.number(n, s.terms.maximum_message, tunnel::least_maximum_message, 16 * mebibyte);
     }},
};

struct section {
    std::string_view name; ///< empty: the top
    std::span<const entry> entries;
};
constexpr section sections[] = {{"", top}, {"proxies", proxies}, {"limits", limit_keys}, {"tunnel", tunnel_keys}};

std::string names_of(const section& in) {
    std::string names;
    for (const entry& e : in.entries) names += (names.empty() ? "" : ", ") + std::string(e.name);
    if (!in.name.empty()) return names;
    for (const section& s : std::span(sections).subspan(1)) names += ", [" + std::string(s.name) + "]";
    return names;
}

void read_section(reader& r, const toml::table& table, const section& in, settings& s);

void read_entry(reader& r, const toml::key& key, const toml::node& node, const section& in, settings& s) {
    const auto known =
        std::find_if(in.entries.begin(), in.entries.end(), [&](const entry& e) { return e.name == key.str(); });
    if (known != in.entries.end()) {
        r.set_key((in.name.empty() ? "" : std::string(in.name) + ".") + std::string(key.str()));
        return known->read(r, node, s);
    }
    const auto* inner = std::find_if(std::begin(sections) + 1, std::end(sections),
                                     [&](const section& other) { return in.name.empty() && other.name == key.str(); });
    if (inner == std::end(sections))
        return r.complain(key.source(), "there is no key " + in_quotes(key.str()) +
                                            (in.name.empty() ? "" : " in [" + std::string(in.name) + "]") +
                                            "; there are: " + names_of(in));
    const toml::table* table = node.as_table();
    if (table == nullptr)
        return r.complain(node.source(), in_quotes(key.str()) + " is a table: write [" + std::string(key.str()) +
                                             "] and its keys below");
    read_section(r, *table, *inner, s);
}

void read_section(reader& r, const toml::table& table, const section& in, settings& s) {
    for (const auto& [key, node] : table) read_entry(r, key, node, in, s);
}

/// Where the string that begins here ends, as far as this line goes.
std::size_t end_of_string(std::string_view text, std::size_t at) {
    const char delimiter = text[at++];
    for (; at < text.size() && text[at] != delimiter && text[at] != '\n'; ++at)
        if (text[at] == '\\' && delimiter == '"') ++at;
    return at;
}

/// What toml++ 3.3 must not be given, since its tables of characters have holes that it takes for impossible:
/// characters beyond ASCII outside strings and comments, and strings of several lines, which skip blanks inside.
/// Neither has a use here. Npos: there is none.
std::size_t find_trap(std::string_view text) {
    for (std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        if (static_cast<unsigned char>(text[at]) >= 0x80 || rest.starts_with("\"\"\"") || rest.starts_with("'''"))
            return at;
        if (text[at] == '#') at = std::min(text.find('\n', at), text.size());
        if (at < text.size() && (text[at] == '"' || text[at] == '\'')) at = end_of_string(text, at);
    }
    return std::string_view::npos;
}

toml::source_region region_of(std::string_view text, std::size_t at) {
    const std::string_view before = text.substr(0, at);
    const auto line_begin = before.rfind('\n') + 1; // 0 where there is none
    const auto lines = static_cast<toml::source_index>(std::count(before.begin(), before.end(), '\n'));
    const toml::source_position where{lines + 1, static_cast<toml::source_index>(at - line_begin + 1)};
    return {where, where, nullptr};
}

} // namespace

settings read_toml(std::string_view text, std::string_view file_name, mistakes& wrong) {
    settings s;
    reader r(file_name, wrong);
    if (const std::size_t trap = find_trap(text); trap != std::string_view::npos) {
        r.complain(region_of(text, trap), "not TOML as it is read here: outside quotes and comments only ASCII stands, "
                                          "and a text is one line");
        return s;
    }
    const toml::parse_result parsed = toml::parse(text, file_name);
    if (!parsed) {
        r.complain(parsed.error().source(), "not TOML: " + std::string(parsed.error().description()));
        return s;
    }
    read_section(r, parsed.table(), sections[0], s);
    return s;
}

} // namespace samesock::gateway

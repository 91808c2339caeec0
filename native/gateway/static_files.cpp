#include "static_files.hpp"

#include "mistakes.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <vector>

namespace samesock::gateway {

namespace {

struct type_of_suffix {
    std::string_view suffix;
    std::string_view type;
};
constexpr std::array types{
    type_of_suffix{".avif", "image/avif"},
    type_of_suffix{".css", "text/css; charset=utf-8"},
    type_of_suffix{".csv", "text/csv; charset=utf-8"},
    type_of_suffix{".gif", "image/gif"},
    type_of_suffix{".htm", "text/html; charset=utf-8"},
    type_of_suffix{".html", "text/html; charset=utf-8"},
    type_of_suffix{".ico", "image/x-icon"},
    type_of_suffix{".jpeg", "image/jpeg"},
    type_of_suffix{".jpg", "image/jpeg"},
    type_of_suffix{".js", "text/javascript; charset=utf-8"},
    type_of_suffix{".json", "application/json"},
    type_of_suffix{".map", "application/json"},
    type_of_suffix{".md", "text/markdown; charset=utf-8"},
    type_of_suffix{".mjs", "text/javascript; charset=utf-8"},
    type_of_suffix{".pdf", "application/pdf"},
    type_of_suffix{".png", "image/png"},
    type_of_suffix{".svg", "image/svg+xml"},
    type_of_suffix{".txt", "text/plain; charset=utf-8"},
    type_of_suffix{".wasm", "application/wasm"}, // what WebAssembly.compileStreaming asks for
    type_of_suffix{".webmanifest", "application/manifest+json"},
    type_of_suffix{".webp", "image/webp"},
    type_of_suffix{".woff2", "font/woff2"},
    type_of_suffix{".xml", "application/xml"},
};

std::string type_of(std::string_view name) {
    const auto dot = name.rfind('.');
    std::string suffix(dot == std::string_view::npos ? "" : name.substr(dot));
    for (char& c : suffix)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const auto* known = std::find_if(types.begin(), types.end(), [&](const auto& t) { return t.suffix == suffix; });
    return std::string(known == types.end() ? "application/octet-stream" : known->type);
}

std::optional<unsigned> hexadecimal(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return {};
}

/// None: it is no name of a file: control characters and slashes in disguise, a bad escape.
std::optional<std::string> decoded(std::string_view segment) {
    std::string name;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        char c = segment[i];
        if (c == '%') {
            const auto high = i + 2 < segment.size() ? hexadecimal(segment[i + 1]) : std::nullopt;
            const auto low = i + 2 < segment.size() ? hexadecimal(segment[i + 2]) : std::nullopt;
            if (!high || !low) return {};
            c = static_cast<char>(*high * 16 + *low);
            i += 2;
        }
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x20 || code == 0x7F || c == '/' || c == '\\') return {};
        name += c;
    }
    return name;
}

/// The names on the way from the root, `index.html` where the path ends in a slash. None: there is no such file.
std::optional<std::vector<std::string>> steps_of(std::string_view path) {
    if (!path.starts_with('/')) return {};
    std::vector<std::string> steps;
    for (;;) {
        path.remove_prefix(1);
        const auto slash = path.find('/');
        const std::string_view segment = path.substr(0, slash);
        if (segment.empty() && slash == std::string_view::npos) {
            steps.emplace_back("index.html");
            return steps;
        }
        auto name = decoded(segment);
        if (!name || name->empty() || name->starts_with('.')) return {};
        steps.push_back(*std::move(name));
        if (slash == std::string_view::npos) return steps;
        path.remove_prefix(slash);
    }
}

/// Whether If-None-Match holds this tag: `*`, or a list of tags, each weak (W/) or not.
bool has_tag(std::string_view header, std::string_view tag) {
    while (!header.empty()) {
        const auto comma = header.find(',');
        std::string_view one = header.substr(0, comma);
        header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        if (one.starts_with("W/")) one.remove_prefix(2);
        if (one == "*" || one == tag) return true;
    }
    return false;
}

/// A page with these is cross-origin isolated: it may share memory between its workers.
void isolate(http_answer& a) {
    a.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    a.headers.emplace_back("Cross-Origin-Embedder-Policy", "require-corp");
    a.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
}

http_answer not_found(int error) {
    if (error == EMFILE || error == ENFILE || error == ENOMEM)
        return text_answer(503, "The gateway has no more descriptors now.\n");
    return text_answer(404, "There is no such file.\n");
}

http_answer redirection(std::string_view target) {
    const std::string_view path = target.substr(0, target.find('?'));
    http_answer a = text_answer(301, "It is a directory.\n");
    a.headers.emplace_back("Location", std::string(path) + "/" + std::string(target.substr(path.size())));
    return a;
}

} // namespace

std::expected<static_files, std::string> static_files::open(const std::filesystem::path& directory) {
    auto root = served_directory::open(directory);
    if (!root)
        return std::unexpected(in_quotes(directory.string()) +
                               " is no directory that can be read: " + std::generic_category().message(root.error()));
    return static_files(*std::move(root));
}

http_answer static_files::answer(const plain_request& request) const {
    if (request.method != "GET" && request.method != "HEAD") {
        http_answer a = text_answer(405, "Files are read with GET and HEAD.\n");
        a.headers.emplace_back("Allow", "GET, HEAD");
        return a;
    }
    const auto steps = steps_of(request.target.substr(0, request.target.find('?')));
    if (!steps) return not_found(ENOENT);
    auto found = root_.find(*steps);
    if (!found) return not_found(found.error());
    using kind = served_directory::found::kind;
    if (found->what == kind::directory) return redirection(request.target);
    if (found->what != kind::file) return not_found(ENOENT);
    http_answer a;
    const std::string tag = "\"" + found->version + "\"";
    a.headers.emplace_back("ETag", tag);
    a.headers.emplace_back("Cache-Control", "no-cache"); // ask each time, by the tag
    isolate(a);
    if (has_tag(request.if_none_match, tag)) {
        a.status = 304;
        return a;
    }
    a.headers.emplace_back("Content-Type", type_of(steps->back()));
    a.headers.emplace_back("X-Content-Type-Options", "nosniff");
    a.file = std::move(found->file);
    a.file_size = found->size;
    return a;
}

} // namespace samesock::gateway

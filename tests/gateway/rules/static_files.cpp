// Files below a directory, and what is not below it.
#include "static_files.hpp"

#include <catch2/catch_all.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

using namespace samesock::gateway;
using Catch::Matchers::ContainsSubstring;

namespace {

struct site {
    std::filesystem::path outside;
    std::filesystem::path root;
    site() {
        std::string name = (std::filesystem::temp_directory_path() / "site-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        outside = name;
        root = outside / "root";
        std::filesystem::create_directories(root / "sub" / "deep");
        std::filesystem::create_directories(root / ".git");
        std::filesystem::create_directories(root / "empty");
        write(outside / "secret", "secret");
        write(root / "index.html", "<h1>hello</h1>");
        write(root / "app.wasm", std::string(100'000, 'w'));
        write(root / "sub" / "index.html", "sub");
        write(root / "sub" / "deep" / "a b.js", "js");
        write(root / ".hidden", "hidden");
        write(root / ".git" / "config", "config");
        write(root / "nothing.txt", "");
        std::filesystem::create_symlink("../secret", root / "link");
        std::filesystem::create_symlink(outside, root / "out");
        std::filesystem::create_symlink("index.html", root / "inner");
        REQUIRE(::mkfifo((root / "pipe").c_str(), 0600) == 0);
    }
    site(const site&) = delete;
    site& operator=(const site&) = delete;
    ~site() {
        std::error_code ignored;
        std::filesystem::remove_all(outside, ignored);
    }
    static void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }
};

std::map<std::string, std::string> headers(const http_answer& a) { return {a.headers.begin(), a.headers.end()}; }

std::string body(const http_answer& a) {
    if (!a.file) return a.text;
    std::string text(static_cast<std::size_t>(a.file_size) + 1, '\0');
    const ssize_t size = ::pread(a.file.number(), text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(size));
    return text;
}

http_answer get(const static_files& files, std::string_view target, std::string_view tag = "") {
    return files.answer({"GET", target, "localhost", tag});
}

} // namespace

TEST_CASE("a file is sent with its type, isolated, and with a tag") {
    const site s;
    const auto files = static_files::open(s.root);
    REQUIRE(files);
    const http_answer a = get(*files, "/");
    CHECK(a.status == 200);
    CHECK(body(a) == "<h1>hello</h1>");
    const auto h = headers(a);
    CHECK(h.at("Content-Type") == "text/html; charset=utf-8");
    CHECK(h.at("Cross-Origin-Opener-Policy") == "same-origin");
    CHECK(h.at("Cross-Origin-Embedder-Policy") == "require-corp");
    CHECK(h.at("X-Content-Type-Options") == "nosniff");
    CHECK(h.at("Cache-Control") == "no-cache");
    CHECK(headers(get(*files, "/app.wasm")).at("Content-Type") == "application/wasm");
    CHECK(body(get(*files, "/app.wasm?v=1")).size() == 100'000);
    CHECK(body(get(*files, "/sub/")) == "sub");
    CHECK(body(get(*files, "/sub/deep/a%20b.js")) == "js");
    CHECK(body(get(*files, "/%69ndex.html")) == "<h1>hello</h1>");
    CHECK(body(get(*files, "/nothing.txt")).empty());
    CHECK(files->answer({"HEAD", "/", "localhost", ""}).file_size == 14);
}

TEST_CASE("a file that has not changed is not sent again") {
    const site s;
    const auto files = static_files::open(s.root);
    const std::string tag = headers(get(*files, "/")).at("ETag");
    for (const std::string& header : {tag, "W/" + tag, "\"x\", " + tag, tag + ",\"y\"", std::string("*")}) {
        const http_answer a = get(*files, "/", header);
        CHECK(a.status == 304);
        CHECK_FALSE(a.file);
        CHECK(headers(a).at("ETag") == tag);
        CHECK(headers(a).count("Cross-Origin-Embedder-Policy") == 1);
    }
    for (const std::string& header : {std::string("\"x\""), tag.substr(1), std::string()})
        CHECK(get(*files, "/", header).status == 200);
    site::write(s.root / "index.html", "<h1>changed</h1>");
    CHECK(get(*files, "/", tag).status == 200);
}

TEST_CASE("nothing outside the directory is reached, and nothing hidden in it") {
    const site s;
    const auto files = static_files::open(s.root);
    std::vector<std::string> targets;
    for (const char* target : {"/../secret",
                               "/sub/../../secret",
                               "/sub/../index.html",
                               "/./index.html",
                               "/%2e%2e/secret",
                               "/.%2e/secret",
                               "/sub/%2E%2E/%2e%2e/secret",
                               "/..%2fsecret",
                               "/sub%2findex.html",
                               "/..\\secret",
                               "/..%5csecret",
                               "//secret",
                               "//index.html",
                               "/sub//index.html",
                               "/link",
                               "/out/secret",
                               "/out/",
                               "/out",
                               "/inner",
                               "/.hidden",
                               "/.git/config",
                               "/%2egit/config",
                               "/sub/deep/../../.git/config",
                               "/index.html%00",
                               "/index.html%00.js",
                               "/%",
                               "/%2",
                               "/%zz",
                               "/%u002e",
                               "/index.html%0a",
                               "/index.html/",
                               "/index.html/x",
                               "/none",
                               "/empty/",
                               "/sub/none/",
                               "/pipe",
                               "",
                               "*",
                               "index.html",
                               "http://localhost/index.html",
                               "/~root",
                               "/index.html.bak"})
        targets.emplace_back(target);
    targets.emplace_back("/index.html\0", 12);
    targets.push_back((s.outside / "secret").string());
    targets.push_back("/" + std::string(5'000, 'a'));
    for (const std::string& target : targets) {
        INFO(target);
        const http_answer a = get(*files, target);
        CHECK(a.status == 404);
        CHECK_FALSE(a.file);
        CHECK_THAT(a.text, !ContainsSubstring("secret"));
    }
}

TEST_CASE("a directory without its slash is sent to the one with it, on this host") {
    const site s;
    const auto files = static_files::open(s.root);
    const http_answer a = get(*files, "/sub?x=1");
    CHECK(a.status == 301);
    CHECK(headers(a).at("Location") == "/sub/?x=1");
    CHECK(get(*files, "//evil.example").status == 404);
    CHECK(get(*files, "/%2fevil.example").status == 404);
}

TEST_CASE("files are only read") {
    const site s;
    const auto files = static_files::open(s.root);
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "get"}) {
        const http_answer a = files->answer({method, "/", "localhost", ""});
        CHECK(a.status == 405);
        CHECK(headers(a).at("Allow") == "GET, HEAD");
    }
}

TEST_CASE("the directory may be a link, and stays the one that it was") {
    const site s;
    std::filesystem::create_directory_symlink(s.root, s.outside / "current");
    const auto files = static_files::open(s.outside / "current");
    REQUIRE(files);
    CHECK(get(*files, "/").status == 200);
    std::filesystem::remove(s.outside / "current");
    std::filesystem::create_directory_symlink(s.outside, s.outside / "current");
    CHECK(get(*files, "/").status == 200);
    CHECK(get(*files, "/secret").status == 404);
    CHECK_FALSE(static_files::open(s.outside / "secret"));
    CHECK_FALSE(static_files::open(s.outside / "none"));
}

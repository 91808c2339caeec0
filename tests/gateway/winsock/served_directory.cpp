// Files below a directory of Windows', by the names that they have and no others.
#include "rules/new_folder.hpp"

#include "static_files.hpp"

#include <catch2/catch_all.hpp>

#include <fstream>
#include <map>
#include <string>

using namespace samesock::gateway;

namespace {

struct site : samesock::testing::new_folder {
    site() : new_folder("site-") {
        std::filesystem::create_directories(root() / "sub");
        std::filesystem::create_directories(root() / ".git");
        std::ofstream(path() / "secret") << "secret";
        write("index.html", "<h1>hello</h1>");
        std::ofstream(root() / "sub" / "a long name.js") << "js";
        std::ofstream(root() / ".git" / "config") << "config";
    }
    [[nodiscard]] std::filesystem::path root() const { return path() / "root"; }
    void write(const char* name, const char* text) const { std::ofstream(root() / name) << text; }
};

std::string body(const http_answer& a) {
    std::string text(static_cast<std::size_t>(a.file_size) + 1, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), a.file.get()));
    return text;
}

http_answer get(const static_files& files, std::string_view target, std::string_view tag = "") {
    return files.answer({"GET", target, "localhost", tag});
}

} // namespace

TEST_CASE("a file is sent as it is, and not again while it has not changed") {
    const site s;
    const auto files = static_files::open(s.root());
    REQUIRE(files);
    const http_answer a = get(*files, "/");
    CHECK(a.status == 200);
    CHECK(body(a) == "<h1>hello</h1>");
    CHECK(body(get(*files, "/sub/a%20long%20name.js")) == "js");
    CHECK(get(*files, "/sub").status == 301);
    const std::string tag = std::map(a.headers.begin(), a.headers.end()).at("ETag");
    CHECK(get(*files, "/", tag).status == 304);
    s.write("index.html", "<h1>changed</h1>");
    CHECK(get(*files, "/", tag).status == 200);
}

TEST_CASE("a name counts only as the file is called, and nothing outside or hidden is reached by another") {
    const site s;
    const auto files = static_files::open(s.root());
    REQUIRE(files);
    for (const char* target : {"/../secret",
                               "/..%5csecret",
                               "/%2e%2e/secret",
                               "/.git/config",
                               "/GIT~1/config",
                               "/git~1/config",
                               "/INDEX.HTML",
                               "/index.html.",
                               "/index.html%20",
                               "/index.html::$DATA",
                               "/index.html:stream",
                               "/SUB/",
                               "/ALONGN~1.JS",
                               "/sub/ALONGN~1.JS",
                               "/CON",
                               "/NUL",
                               "/nul.txt",
                               "/sub/COM1",
                               "/C:/secret",
                               "/*",
                               "/index.h%3f%3f%3f",
                               "/%5c%5clocalhost%5cpipe%5cx",
                               "/sub/none",
                               "/%ff"}) {
        INFO(target);
        const http_answer a = get(*files, target);
        CHECK(a.status == 404);
        CHECK_FALSE(a.file);
    }
    CHECK_FALSE(static_files::open(s.path() / "secret"));
    CHECK_FALSE(static_files::open(s.path() / "none"));
}

// Files of makefile(): text. Its line ends, its characters, and what is no text.
#include "unit/scripted_files.hpp"

#include "core/file_text.hpp"

using namespace samesock;
using namespace samesock::testing;

TEST_CASE("line ends of text are Python's", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    struct expectation {
        std::optional<std::string> newline;
        strings lines;
    };
    const std::string all = "a\rb\nc\r\nd\r";
    for (const expectation& e : {expectation{std::nullopt, {"a\n", "b\n", "c\n", "d\n"}},
                                 {"", {"a\r", "b\n", "c\r\n", "d\r"}},
                                 {"\n", {"a\rb\n", "c\r\n", "d\r"}},
                                 {"\r", {"a\r", "b\nc\r", "\nd\r"}},
                                 {"\r\n", {"a\rb\nc\r\n", "d\r"}}}) {
        CAPTURE(e.newline.value_or("None"));
        for (std::size_t piece = 1; piece <= all.size(); ++piece) {
            CAPTURE(piece);
            file f = open_file(s, "r", -1, e.newline);
            for (std::size_t at = 0; at < all.size(); at += piece) fake.receive.gives(all.substr(at, piece));
            CHECK(texts(f.try_readlines()) == e.lines);
        }
    }
}

TEST_CASE("a line may be shorter than its end", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "r", -1, "");
    fake.receive.gives("\r").gives("\nb");
    CHECK(text_of(f.try_read(1)) == "\r");
    CHECK(text_of(f.try_readline()) == "\n");
    CHECK(text_of(f.try_readline()) == "b");
}

TEST_CASE("text counts characters, and never parts one", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    const std::string all = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z\n"; // a, ae, euro, a face, z
    for (std::size_t piece = 1; piece <= all.size(); ++piece) {
        CAPTURE(piece);
        file f = open_file(s, "r");
        for (std::size_t at = 0; at < all.size(); at += piece) fake.receive.gives(all.substr(at, piece));
        CHECK(text_of(f.try_read(2)) == "a\xc3\xa4");
        CHECK(text_of(f.try_readline(1)) == "\xe2\x82\xac");
        CHECK(text_of(f.try_read(2)) == "\xf0\x9f\x98\x80z");
        CHECK(text_of(f.try_readline(9)) == "\n");
    }
}

TEST_CASE("what is not UTF-8 is an error, after all that comes before it", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    for (const std::string_view bad : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe0\x80\x80", "\x80",
                                       "\xc3(", "\xf0\x8f\xbf\xbf"}) {
        for (std::size_t piece = 1; piece <= 20; ++piece) {
            const std::string all = "good\nhalf" + std::string(bad) + "\n";
            file f = open_file(s, "r");
            for (std::size_t at = 0; at < all.size(); at += piece) fake.receive.gives(all.substr(at, piece));
            CHECK(text_of(f.try_readline()) == "good\n");
            CHECK(error_of(f.try_readline()) == misuse::not_text);
            CHECK(error_of(f.try_readline()) == misuse::not_text);
            while (!fake.receive.empty()) (void)fake.receive.next();
        }
    }
    file f = open_file(s, "r"); // a stream that ends within a character
    fake.receive.gives("ab\xe2\x82");
    CHECK(text_of(f.try_read(2)) == "ab");
    CHECK(error_of(f.try_read(1)) == misuse::not_text);
}

TEST_CASE("a line end that may go on is not the end of a line yet", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket(0);
    file f = open_file(s, "r");
    fake.receive.gives("a\r").fails(EAGAIN).gives("\nb\n");
    CHECK(text_of(f.try_readline()) == "a"); // the rest will follow: nothing is lost
    CHECK(text_of(f.try_readline()) == "\n");
    CHECK(text_of(f.try_readline()) == "b\n");
}

TEST_CASE("a goal found across pieces is found once") {
    read_goal crlf = read_goal::line(read_goal::unlimited, true, line_end::crlf);
    CHECK(crlf.reached("ab\r") == read_goal::not_yet);
    CHECK(crlf.reached("ab\r\nc") == 4);
    read_goal limited = read_goal::line(3, true, line_end::lf);
    CHECK(limited.reached("\xc3\xa4") == read_goal::not_yet);
    CHECK(limited.reached("\xc3\xa4"
                          "b") == read_goal::not_yet);
    CHECK(limited.reached("\xc3\xa4"
                          "bcd") == 4);
    read_goal nothing = read_goal::amount(0, true);
    CHECK(nothing.reached("") == 0);
}

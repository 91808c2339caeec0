// Files of makefile(): who closes the connection, what is buffered, where a line ends, what a timeout leaves.
#include "unit/scripted.hpp"

#include <samesock/file.hpp>

#include "core/file_text.hpp"

#include <array>
#include <utility>
#include <vector>

using namespace samesock;
using namespace samesock::testing;

namespace {

file open_file(socket& s, std::string_view mode, int buffering = -1, std::optional<std::string> newline = {}) {
    auto f = s.try_makefile(mode, buffering, file_arguments{std::move(newline)});
    REQUIRE(f);
    fake_platform::current().forget();
    return *std::move(f);
}

std::string text_of(const result<bytes>& r) { return r ? std::string(r->view()) : "error: " + r.error().message(); }

std::vector<std::string> texts(const result<std::vector<bytes>>& r) {
    std::vector<std::string> all;
    if (!r) return {"error: " + r.error().message()};
    for (const bytes& b : *r) all.emplace_back(b.view());
    return all;
}

using strings = std::vector<std::string>;

} // namespace

// -- who closes -------------------------------------------------------------------------------------------------------------

TEST_CASE("a socket with a live file only marks itself closed", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb");
    const fileno_type number = s.fileno();
    CHECK(s.try_close());
    CHECK(fake.count("close") == 0);
    CHECK(s.fileno() == number);
    CHECK(f.fileno() == number);
    fake.receive.gives("still here");
    CHECK(text_of(f.try_read(5)) == "still");
    CHECK(f.try_close());
    CHECK(fake.count("close") == 1);
    CHECK(s.fileno() == -1);
    CHECK(f.fileno() == -1);
    CHECK(f.closed());
}

TEST_CASE("the last file closes the connection", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file first = open_file(s, "r");
    file second = open_file(s, "w");
    CHECK(s.try_close());
    CHECK(first.try_close());
    CHECK(fake.count("close") == 0);
    CHECK(first.try_close());
    CHECK(fake.count("close") == 0);
    CHECK(second.try_close());
    CHECK(fake.count("close") == 1);
}

TEST_CASE("a file does not close a socket that is open", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    {
        const file f = open_file(s, "r");
    }
    CHECK(fake.count("close") == 0);
    CHECK(s.try_send("x") == 1u);
    CHECK(s.try_close());
    CHECK(fake.count("close") == 1);
}

TEST_CASE("a file outlives its socket object", "[semantics-22]") {
    fake_platform fake;
    auto s = std::make_unique<socket>(open_socket());
    file f = open_file(*s, "rwb");
    s.reset();
    CHECK(fake.count("close") == 0);
    fake.receive.gives("data");
    CHECK(text_of(f.try_read(4)) == "data");
    CHECK(f.try_write("bye") == 3u);
    CHECK(f.try_close());
    CHECK(fake.sent == "bye");
    CHECK(fake.story() == "receive send close");
    CHECK(fake.open_handles() == 0);
}

TEST_CASE("the destructor of the last file flushes and closes", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    {
        file f = open_file(s, "wb");
        CHECK(f.try_write("late") == 4u);
        CHECK(s.try_close());
        CHECK(fake.sent.empty());
    }
    CHECK(fake.sent == "late");
    CHECK(fake.story() == "send close");
}

TEST_CASE("a file of a detached socket has no connection", "[semantics-22][semantics-23]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb");
    CHECK(s.detach() != -1);
    CHECK(f.fileno() == -1);
    CHECK(error_of(f.try_read(1)) == errno_code(EBADF));
    CHECK(f.try_close());
    CHECK(fake.count("close") == 0);
}

TEST_CASE("a closed file refuses everything but close", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rwb");
    REQUIRE(f.try_close());
    CHECK(error_of(f.try_read()) == misuse::closed_file);
    CHECK(error_of(f.try_readline()) == misuse::closed_file);
    CHECK(error_of(f.try_readlines()) == misuse::closed_file);
    CHECK(error_of(f.try_write("x")) == misuse::closed_file);
    CHECK(error_of(f.try_flush()) == misuse::closed_file);
    CHECK_FALSE(f.readable());
    CHECK_FALSE(f.writable());
    CHECK(f.try_close());
    file moved = open_file(s, "r");
    const file elsewhere = std::move(moved);
    CHECK(moved.closed());
    CHECK(error_of(moved.try_read()) == misuse::closed_file);
    CHECK_FALSE(elsewhere.closed());
}

// -- modes ------------------------------------------------------------------------------------------------------------------

TEST_CASE("a mode has only r, w and b, and reads unless it writes", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    for (const std::string_view bad : {"x", "r+", "rt", "a", "rU"}) CHECK(error_of(s.try_makefile(bad)) == misuse::file_mode);
    struct expectation {
        std::string_view mode;
        bool reads, writes;
    };
    for (const expectation& e : {expectation{"", true, false}, {"r", true, false}, {"b", true, false}, {"rr", true, false}, {"w", false, true},
                                 {"bw", false, true}, {"wr", true, true}, {"rwb", true, true}}) {
        CAPTURE(e.mode);
        const file f = open_file(s, e.mode);
        CHECK(f.readable() == e.reads);
        CHECK(f.writable() == e.writes);
        CHECK(f.mode() == e.mode);
    }
}

TEST_CASE("text is not unbuffered, and has one of Python's line ends", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    CHECK(error_of(s.try_makefile("r", 0)) == misuse::unbuffered_text);
    CHECK(error_of(s.try_makefile("w", 0)) == misuse::unbuffered_text);
    CHECK(s.try_makefile("rb", 0));
    CHECK(s.try_makefile("rb", -7));
    CHECK(error_of(s.try_makefile("r", -1, file_arguments{"x"})) == misuse::illegal_newline);
    CHECK(s.try_makefile("rb", -1, file_arguments{"x"})); // as in Python, bytes have no line ends to choose
}

TEST_CASE("a file goes only the way it was opened for", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file reader = open_file(s, "rb");
    CHECK(error_of(reader.try_write("x")) == misuse::wrong_direction);
    CHECK(reader.try_flush());
    file writer = open_file(s, "wb");
    CHECK(error_of(writer.try_read(1)) == misuse::wrong_direction);
    CHECK(error_of(writer.try_readline()) == misuse::wrong_direction);
    CHECK(error_of(writer.try_peek()) == misuse::wrong_direction);
    file raw = open_file(s, "rb", 0);
    CHECK(error_of(raw.try_peek()) == misuse::wrong_direction);
    file text = open_file(s, "r");
    CHECK(error_of(text.try_read1()) == misuse::wrong_direction);
    CHECK(error_of(text.try_readinto(mutable_buffer())) == misuse::wrong_direction);
    CHECK(fake.story().empty());
}

// -- reading bytes ------------------------------------------------------------------------------------------------------------

TEST_CASE("read gives as many bytes as asked, and fewer only at the end", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb");
    fake.receive.gives("ab").gives("cde").gives("fgh");
    CHECK(text_of(f.try_read(4)) == "abcd");
    CHECK(text_of(f.try_read(0)).empty());
    CHECK(text_of(f.try_read(1)) == "e");
    CHECK(fake.count("receive") == 2);
    CHECK(fake.last("receive").size == 8192);
    CHECK(text_of(f.try_read(100)) == "fgh");
    CHECK(text_of(f.try_read(100)).empty());
}

TEST_CASE("read without a size goes to the end", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    for (const int buffering : {-1, 0, 1, 2, 100}) {
        file f = open_file(s, "rb", buffering);
        std::string all;
        for (int i = 0; i < 50; ++i) {
            const std::string piece(1000, static_cast<char>('a' + i % 26));
            fake.receive.gives(piece);
            all += piece;
        }
        fake.receive.gives("");
        CHECK(text_of(f.try_read()) == all);
    }
}

TEST_CASE("a read much longer than the buffer goes straight to its place", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb");
    const std::string large(100'000, 'x');
    fake.receive.gives("head" + std::string(10, 'y')).gives(large);
    CHECK(text_of(f.try_read(4)) == "head");
    fake.forget();
    CHECK(text_of(f.try_read(50'000)) == std::string(10, 'y') + std::string(49'990, 'x'));
    CHECK(fake.last("receive").size == 49'990);
    CHECK(text_of(f.try_read(50'010)) == std::string(50'010, 'x'));
}

TEST_CASE("read1 makes at most one receive, and none when something is buffered", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb");
    fake.receive.gives("hello").gives("world");
    CHECK(text_of(f.try_read1(3)) == "hel");
    CHECK(fake.last("receive").size == 3);
    CHECK(text_of(f.try_peek()) == "lo");
    CHECK(text_of(f.try_read1(100)) == "lo");
    CHECK(fake.count("receive") == 2);
    CHECK(text_of(f.try_read1()) == "world");
    CHECK(text_of(f.try_read1(0)).empty());
    CHECK(fake.count("receive") == 3);
}

TEST_CASE("peek takes nothing", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb");
    fake.receive.gives("ab");
    CHECK(text_of(f.try_peek()) == "ab");
    CHECK(text_of(f.try_peek()) == "ab");
    CHECK(fake.count("receive") == 1);
    CHECK(text_of(f.try_read(2)) == "ab");
    CHECK(text_of(f.try_peek()).empty());
}

TEST_CASE("readinto fills the buffer as far as the stream goes", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb");
    std::array<char, 6> into{};
    fake.receive.gives("abc").gives("def1");
    CHECK(f.try_readinto(into) == 6u);
    CHECK(std::string_view(into.data(), 6) == "abcdef");
    CHECK(f.try_readinto(into) == 1u);
    CHECK(into[0] == '1');
    CHECK(f.try_readinto(into) == 0u);
    CHECK(f.try_readinto(mutable_buffer()) == 0u);
    std::vector<char> large(20'000);
    fake.receive.gives(std::string(15'000, 'z'));
    CHECK(f.try_readinto(large) == 15'000u);
}

TEST_CASE("lines of bytes end at a line feed only", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    for (const int buffering : {-1, 0, 3}) {
        file f = open_file(s, "rb", buffering);
        fake.receive.gives("on").gives("e\r\nt").gives("wo\rx\n").gives("\n").gives("last").gives("").gives("");
        CHECK(text_of(f.try_readline()) == "one\r\n");
        CHECK(text_of(f.try_readline()) == "two\rx\n");
        CHECK(text_of(f.try_readline()) == "\n");
        CHECK(text_of(f.try_readline()) == "last");
        CHECK(text_of(f.try_readline()).empty());
    }
}

TEST_CASE("a line has at most as many bytes as asked", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb");
    fake.receive.gives("abcdef\ngh\n");
    CHECK(text_of(f.try_readline(0)).empty());
    CHECK(text_of(f.try_readline(4)) == "abcd");
    CHECK(text_of(f.try_readline(3)) == "ef\n");
    CHECK(text_of(f.try_readline(100)) == "gh\n");
}

TEST_CASE("readlines stops with the line that goes beyond the hint", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    struct expectation {
        std::ptrdiff_t hint;
        std::size_t lines;
    };
    for (const expectation& e : {expectation{-1, 4}, {0, 4}, {1, 1}, {3, 1}, {4, 2}, {5, 2}, {8, 3}, {100, 4}}) {
        for (const std::string_view mode : {"rb", "r"}) {
            CAPTURE(e.hint, mode);
            file f = open_file(s, mode);
            fake.receive.gives("abc\nabc\nabc\nabc\n").gives("");
            CHECK(f.try_readlines(e.hint)->size() == e.lines);
            while (!fake.receive.empty()) (void)fake.receive.next();
        }
    }
}

TEST_CASE("iterating reads lines") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "r");
    fake.receive.gives("a\nb").gives("b\nc");
    strings lines;
    for (const bytes& line : f) lines.emplace_back(line.view());
    CHECK(lines == strings{"a\n", "bb\n", "c"});
}

TEST_CASE("an unbuffered read is one receive, and an unbuffered line takes no byte too many", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb", 0);
    fake.receive.gives("he").gives("llo\nworld");
    CHECK(text_of(f.try_read(100)) == "he");
    CHECK(fake.last("receive").size == 100);
    CHECK(text_of(f.try_readline()) == "llo\n");
    CHECK(fake.last("receive").size == 1);
    CHECK(s.try_recv(3)->view() == "wor"); // nothing was taken ahead
    std::array<char, 10> into{};
    CHECK(f.try_readinto(into) == 2u);
    CHECK(text_of(f.try_read(0)).empty());
}

// -- errors while reading -------------------------------------------------------------------------------------------------------

TEST_CASE("after a timeout a file cannot be read any more", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket(0.1);
    for (const std::string_view mode : {"rb", "r"}) {
        file f = open_file(s, mode);
        fake.receive.gives("abc").fails(EAGAIN).gives("def");
        fake.wait.passes();
        CHECK(error_of(f.try_read(5)) == fault::timed_out);
        const std::error_code after = error_of(f.try_read(1));
        CHECK(after == fault::read_after_timeout);
        CHECK(after.message() == "cannot read from timed out object");
        CHECK(error_of(f.try_readline()) == fault::read_after_timeout);
        CHECK(error_of(f.try_read()) == fault::read_after_timeout);
        CHECK(f.readable());
        file another = open_file(s, mode); // but another file can
        CHECK(text_of(another.try_read(3)) == "def");
    }
    file raw = open_file(s, "rb", 0);
    fake.receive.fails(EAGAIN);
    fake.wait.passes();
    CHECK(error_of(raw.try_read(5)) == fault::timed_out);
    CHECK(error_of(raw.try_read(5)) == fault::read_after_timeout);
}

TEST_CASE("after a timeout of a write a file is as good as before", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket(0.1);
    file f = open_file(s, "rwb");
    CHECK(f.try_write("x") == 1u);
    fake.send.fails(EAGAIN);
    fake.wait.passes();
    CHECK(error_of(f.try_flush()) == fault::timed_out);
    CHECK(f.try_flush());
    CHECK(fake.sent == "x");
    fake.receive.gives("y");
    CHECK(text_of(f.try_read(1)) == "y");
}

TEST_CASE("a non-blocking read gives what there is, and fails when that is nothing", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket(0);
    for (const std::string_view mode : {"rb", "r"}) {
        CAPTURE(mode);
        file f = open_file(s, mode);
        fake.receive.fails(EAGAIN).gives("abc").fails(EAGAIN).gives("de").fails(EAGAIN).fails(EAGAIN).gives("f\n").fails(EAGAIN);
        CHECK(error_of(f.try_read(5)) == errno_code(EAGAIN));
        CHECK(text_of(f.try_read(5)) == "abc");
        CHECK(text_of(f.try_readline()) == "de");
        CHECK(error_of(f.try_readline()) == errno_code(EAGAIN));
        CHECK(texts(f.try_readlines()) == strings{"f\n"});
        fake.receive.fails(EAGAIN).gives("all").fails(EAGAIN);
        CHECK(error_of(f.try_read()) == errno_code(EAGAIN));
        CHECK(text_of(f.try_read()) == "all");
    }
    file f = open_file(s, "rb");
    std::array<char, 4> into{};
    fake.receive.fails(EAGAIN).fails(EAGAIN).fails(EAGAIN).gives("ab").fails(EAGAIN);
    CHECK(error_of(f.try_peek()) == errno_code(EAGAIN));
    CHECK(error_of(f.try_read1()) == errno_code(EAGAIN));
    CHECK(error_of(f.try_readinto(into)) == errno_code(EAGAIN));
    CHECK(f.try_readinto(into) == 2u);
}

TEST_CASE("an error loses nothing that was read before it", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb");
    fake.receive.gives("abc").fails(EIO);
    CHECK(error_of(f.try_read(5)) == errno_code(EIO));
    fake.receive.fails(EIO);
    CHECK(error_of(f.try_read()) == errno_code(EIO));
    fake.receive.fails(EIO);
    CHECK(error_of(f.try_readline()) == errno_code(EIO));
    fake.receive.fails(EIO);
    CHECK(error_of(f.try_read(100'000)) == errno_code(EIO));
    std::array<char, 5> into{};
    fake.receive.fails(EIO);
    CHECK(error_of(f.try_readinto(into)) == errno_code(EIO));
    fake.receive.gives("d\nef\ng").fails(EIO);
    CHECK(error_of(f.try_readlines()) == errno_code(EIO));
    CHECK(text_of(f.try_read()) == "abcd\nef\ng");
    file raw = open_file(s, "rb", 0);
    fake.receive.gives("ab").fails(EIO);
    CHECK(error_of(raw.try_read()) == errno_code(EIO));
    CHECK(text_of(raw.try_read(1)) == "a");
    CHECK(text_of(raw.try_read(9)) == "b");
}

TEST_CASE("an interrupted read of a file goes on", "[semantics-1][semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rb");
    fake.receive.gives("ab").fails(EINTR).gives("cd");
    CHECK(text_of(f.try_read(4)) == "abcd");
}

// -- text -----------------------------------------------------------------------------------------------------------------------

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
    for (const std::string_view bad : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe0\x80\x80", "\x80", "\xc3(", "\xf0\x8f\xbf\xbf"}) {
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
    CHECK(limited.reached("\xc3\xa4" "b") == read_goal::not_yet);
    CHECK(limited.reached("\xc3\xa4" "bcd") == 4);
    read_goal nothing = read_goal::amount(0, true);
    CHECK(nothing.reached("") == 0);
}

// -- writing ----------------------------------------------------------------------------------------------------------------------

TEST_CASE("small writes gather in a buffer of 8192 bytes", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    for (const std::string_view mode : {"wb", "w"}) {
        file f = open_file(s, mode);
        fake.sent.clear();
        for (int i = 0; i < 8; ++i) CHECK(f.try_write(std::string(1024, 'a')) == 1024u);
        CHECK(fake.story().empty());
        CHECK(f.try_write("b") == 1u);
        CHECK(fake.story() == "send");
        CHECK(fake.sent == std::string(8192, 'a'));
        CHECK(f.try_flush());
        CHECK(fake.sent.back() == 'b');
        CHECK(f.try_flush());
        CHECK(fake.count("send") == 2);
    }
}

TEST_CASE("a write longer than the buffer goes past it, after what is in it", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "wb");
    CHECK(f.try_write("head ") == 5u);
    fake.send.gives(2u).gives(3u).gives(10'000u);
    CHECK(f.try_write(std::string(30'000, 'x')) == 30'000u);
    const auto sends = fake.all("send");
    REQUIRE(sends.size() == 4);
    CHECK(sends[0].data == "head ");
    CHECK(sends[1].data == "ad ");
    CHECK(sends[2].size == 30'000);
    CHECK(sends[3].size == 20'000);
    CHECK(fake.sent.size() == 30'005);
}

TEST_CASE("an unbuffered write is one send", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "wb", 0);
    fake.send.gives(3u);
    CHECK(f.try_write("hello") == 3u);
    CHECK(fake.sent == "hel");
    const std::array<const_buffer, 2> lines{const_buffer("one\n"), const_buffer("two\n")};
    fake.send.gives(1u);
    CHECK(f.try_writelines(lines));
    CHECK(fake.sent == "helone\ntwo\n");
}

TEST_CASE("line buffered text goes with each line", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "w", 1);
    CHECK(f.try_write("half") == 4u);
    CHECK(fake.sent.empty());
    CHECK(f.try_write(" a line\nand") == 11u);
    CHECK(fake.sent == "half a line\nand");
    CHECK(f.try_write("\r") == 1u);
    CHECK(fake.sent == "half a line\nand\r");
    file binary = open_file(s, "wb", 1);
    CHECK(binary.try_write("line\n") == 5u);
    CHECK(fake.story().empty());
}

TEST_CASE("written text counts characters and gets the line end that was asked for", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    struct expectation {
        std::optional<std::string> newline;
        std::string_view sent;
    };
    for (const expectation& e : {expectation{std::nullopt, "a\nb\r\n\xc3\xa9"}, {"", "a\nb\r\n\xc3\xa9"}, {"\n", "a\nb\r\n\xc3\xa9"},
                                 {"\r", "a\rb\r\r\xc3\xa9"}, {"\r\n", "a\r\nb\r\r\n\xc3\xa9"}}) {
        fake.sent.clear();
        file f = open_file(s, "w", -1, e.newline);
        CHECK(f.try_write("a\nb\r\n\xc3\xa9") == 6u);
        CHECK(f.try_close());
        CHECK(fake.sent == e.sent);
    }
}

TEST_CASE("a non-blocking write takes all or nothing", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket(0);
    file f = open_file(s, "wb");
    fake.send.fails(EAGAIN);
    CHECK(error_of(f.try_write(std::string(10'000, 'a'))) == errno_code(EAGAIN));
    CHECK(f.try_flush());
    CHECK(fake.sent.empty());

    fake.send.gives(4000u).fails(EAGAIN);
    CHECK(f.try_write(std::string(20'000, 'b')) == 20'000u); // the rest waits
    fake.send.gives(1000u).fails(EAGAIN).fails(EAGAIN).fails(EAGAIN);
    CHECK(error_of(f.try_write("c")) == errno_code(EAGAIN));
    CHECK(error_of(f.try_flush()) == errno_code(EAGAIN));
    CHECK(error_of(f.try_write("c")) == errno_code(EAGAIN));
    CHECK(f.try_flush());
    CHECK(fake.sent == std::string(20'000, 'b'));
}

TEST_CASE("close tells that what was written could not be sent, and closes", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "wb");
    CHECK(f.try_write("lost") == 4u);
    CHECK(s.try_close());
    fake.send.fails(EPIPE);
    CHECK(error_of(f.try_close()) == errno_code(EPIPE));
    CHECK(f.closed());
    CHECK(fake.count("close") == 1);
    CHECK(f.try_close());
}

TEST_CASE("reading does not send what was written", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    file f = open_file(s, "rwb");
    CHECK(f.try_write("question") == 8u);
    fake.receive.gives("answer");
    CHECK(text_of(f.try_read(6)) == "answer");
    CHECK(fake.sent.empty());
    CHECK(f.try_flush());
    CHECK(fake.sent == "question");
}

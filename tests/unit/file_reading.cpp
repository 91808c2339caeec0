// Files of makefile(): reading bytes, and what an error or a timeout leaves.
#include "unit/scripted_files.hpp"

#include <array>

using namespace samesock;
using namespace samesock::testing;

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
        fake.receive.fails(EAGAIN)
            .gives("abc")
            .fails(EAGAIN)
            .gives("de")
            .fails(EAGAIN)
            .fails(EAGAIN)
            .gives("f\n")
            .fails(EAGAIN);
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

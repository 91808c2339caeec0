// Files of makefile(): who closes the connection, and what a mode allows.
#include "unit/scripted_files.hpp"

#include <memory>

using namespace samesock;
using namespace samesock::testing;

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
    { const file f = open_file(s, "r"); }
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

TEST_CASE("a mode has only r, w and b, and reads unless it writes", "[semantics-22]") {
    fake_platform fake;
    socket s = open_socket();
    for (const std::string_view bad : {"x", "r+", "rt", "a", "rU"})
        CHECK(error_of(s.try_makefile(bad)) == misuse::file_mode);
    struct expectation {
        std::string_view mode;
        bool reads, writes;
    };
    for (const expectation& e : {expectation{"", true, false},
                                 {"r", true, false},
                                 {"b", true, false},
                                 {"rr", true, false},
                                 {"w", false, true},
                                 {"bw", false, true},
                                 {"wr", true, true},
                                 {"rwb", true, true}}) {
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

// Files of makefile(): writing. What is gathered, what goes at once, what waits.
#include "unit/scripted_files.hpp"

#include <array>

using namespace samesock;
using namespace samesock::testing;

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
    for (const expectation& e : {expectation{std::nullopt, "a\nb\r\n\xc3\xa9"},
                                 {"", "a\nb\r\n\xc3\xa9"},
                                 {"\n", "a\nb\r\n\xc3\xa9"},
                                 {"\r", "a\rb\r\r\xc3\xa9"},
                                 {"\r\n", "a\r\nb\r\r\n\xc3\xa9"}}) {
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

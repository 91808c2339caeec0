// bytes and its repr, as Python prints it.
#include <samesock/bytes.hpp>

#include <catch2/catch_all.hpp>

#include <cstdint>
#include <cstring>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace samesock;
using namespace std::string_view_literals;

TEST_CASE("bytes copies what it is made of, NULs too") {
    const bytes data("a\0b");
    CHECK(data == "a\0b"sv);
    CHECK(data.size() == 3);
    CHECK(std::to_integer<int>(data[2]) == 'b');
    const bytes copy = data;
    CHECK(copy == data);
    CHECK(copy.data() != data.data());
    std::vector<std::byte> seen(data.begin(), data.end());
    CHECK(seen.size() == 3);
}

TEST_CASE("moving takes the memory and leaves b\"\"") {
    bytes data("hello");
    const auto* const where = data.data();
    bytes taken = std::move(data);
    CHECK(taken.data() == where);
    CHECK(data.empty()); // NOLINT: what is left is the point
    data = std::move(taken);
    CHECK(data == "hello");
    const bytes& same = data;
    data = same;
    CHECK(data == "hello");
}

TEST_CASE("only b\"\" is false, and it owns nothing") {
    CHECK_FALSE(bytes());
    CHECK_FALSE(bytes(""));
    CHECK(bytes("\0"));
    CHECK(bytes("").data() == nullptr);
    CHECK(bytes() == bytes(""));
    CHECK(bytes().view().empty());
}

TEST_CASE("bytes order as strings of bytes do") {
    CHECK(bytes("a") < bytes("b"));
    CHECK(bytes("") < bytes("\0"));
    CHECK(bytes("ab") > bytes("a"));
    CHECK(bytes("\x7f") < bytes("\x80"));
    CHECK((bytes("x") <=> bytes("x")) == 0);
}

TEST_CASE("uninitialized gives the size asked, and nothing where there is no memory") {
    bytes data = bytes::uninitialized(5);
    CHECK(data.size() == 5);
    std::memcpy(data.data(), "12345", 5);
    CHECK(data == "12345");
    CHECK(bytes::uninitialized(0).empty());
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    CHECK(bytes::uninitialized(SIZE_MAX / 2).empty());
#endif
}

TEST_CASE("truncating keeps the beginning, of small and of large buffers") {
    for (const std::size_t size : {10uz, 5000uz, std::size_t{1} << 20}) {
        for (const std::size_t kept : {0uz, 1uz, 9uz}) {
            bytes data = bytes::uninitialized(size);
            std::memset(data.data(), 'x', size);
            data.truncate(kept);
            CHECK(data.size() == kept);
            CHECK(data.view() == std::string(kept, 'x'));
        }
    }
    bytes data("abc");
    data.truncate(3);
    data.truncate(4);
    CHECK(data == "abc");
}

TEST_CASE("repr is Python's") {
    struct row {
        std::string_view data, printed;
    };
    const auto [data, printed] = GENERATE(values<row>({
        {"", "b''"},
        {"Hello, world\n", R"(b'Hello, world\n')"},
        {"it's", R"(b"it's")"},
        {"say \"hi\"", R"(b'say "hi"')"},
        {"it's \"both\"", R"(b'it\'s "both"')"},
        {"\t\r\n\\", R"(b'\t\r\n\\')"},
        {"\0\x01\x1f\x7f\x80\xff"sv, R"(b'\x00\x01\x1f\x7f\x80\xff')"},
        {"\a\b\f\v", R"(b'\x07\x08\x0c\x0b')"},
        {" ~", "b' ~'"},
    }));
    CHECK(repr(bytes(data)) == printed);
}

TEST_CASE("printing writes the bytes themselves") {
    std::ostringstream out;
    out << bytes("a\0b") << bytes();
    CHECK(out.str() == "a\0b"sv);
}

// Byte order and the text forms of IP addresses, checked against what glibc 2.36 and CPython answer.
#include "support/results.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>
#include <samesock/inet.hpp>

#include <catch2/catch_all.hpp>

#include <bit>
#include <cerrno>
#include <string>

using namespace samesock;
using samesock::testing::error_of;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

std::string round_trip(address_family family, std::string_view text) {
    const auto packed = try_inet_pton(family, text);
    if (!packed) return "refused";
    return try_inet_ntop(family, *packed).value_or("unprintable");
}

} // namespace

TEST_CASE("byte order functions swap on little-endian machines and nowhere else") {
    constexpr bool little = std::endian::native == std::endian::little;
    CHECK(try_host_to_network_short(0x1234) == (little ? 0x3412 : 0x1234));
    CHECK(try_host_to_network_long(0x12345678) == (little ? 0x78563412U : 0x12345678U));
    CHECK((samesock::htons)(0xffff) == 0xffff);
    CHECK((samesock::ntohl)((samesock::htonl)(0xdeadbeef)) == 0xdeadbeef);
    CHECK(network_to_host_short(host_to_network_short(513)) == 513);
}

TEST_CASE("byte order functions refuse what is negative or too large") {
    for (const std::int64_t x : {std::int64_t{-1}, std::int64_t{0x10000}, std::int64_t{1} << 32, INT64_MIN, INT64_MAX})
        CHECK(error_of(try_host_to_network_short(x)) == misuse::byte_order_range);
    for (const std::int64_t x : {std::int64_t{-1}, std::int64_t{1} << 32, INT64_MIN, INT64_MAX})
        CHECK(error_of(try_host_to_network_long(x)) == misuse::byte_order_range);
    CHECK(try_host_to_network_short(0xffff).has_value());
    CHECK(try_host_to_network_long(0xffffffff).has_value());
    CHECK(is_overflow(misuse::byte_order_range));
}

TEST_CASE("inet_aton takes glibc's short, octal and hexadecimal forms", "[semantics-16]") {
    struct row {
        std::string_view text, packed;
    };
    const auto [text, packed] = GENERATE(values<row>({
        {"127.0.0.1", "\x7f\0\0\x01"sv},
        {"127.1", "\x7f\0\0\x01"sv},
        {"127.0.1", "\x7f\0\0\x01"sv},
        {"1", "\0\0\0\x01"sv},
        {"256", "\0\0\x01\0"sv},
        {"1.256", "\x01\0\x01\0"sv},
        {"1.16777215", "\x01\xff\xff\xff"sv},
        {"1.2.65535", "\x01\x02\xff\xff"sv},
        {"0x7f.1", "\x7f\0\0\x01"sv},
        {"0X7F000001", "\x7f\0\0\x01"sv},
        {"0177.0.0.01", "\x7f\0\0\x01"sv},
        {"017700000001", "\x7f\0\0\x01"sv},
        {"00000000000000000000000001", "\0\0\0\x01"sv},
        {"4294967295", "\xff\xff\xff\xff"sv},
        {"255.255.255.255", "\xff\xff\xff\xff"sv},
    }));
    INFO(text);
    const auto got = try_inet_aton(text);
    CHECK((got && *got == packed));
}

TEST_CASE("inet_aton ignores what follows white space", "[semantics-16]") {
    for (const std::string_view text :
         {"1.2.3.4 junk", "1.2.3.4\n", "1.2.3.4\t", "1.2.3.4\v", "1.2.3.4\f5", "1.2.3.4\r."}) {
        const auto got = try_inet_aton(text);
        CHECK((got && *got == "\x01\x02\x03\x04"sv));
    }
}

TEST_CASE("inet_aton refuses other text", "[semantics-16]") {
    const auto text =
        GENERATE(as<std::string>(), "", " 1.2.3.4", "1.2.3.4.5", "1.2.3.4.", "1.", ".1", "1..2", "1.2.3.256",
                 "256.1.1.1", "1.2.65536", "1.16777216", "4294967296", "99999999999999999999999", "0x", "1.2.3.0x",
                 "08", "0x1g", "-1", "+1", "1.2.3.4x", "1.2.3.4\xa0", "a", "::1");
    INFO(text);
    CHECK(error_of(try_inet_aton(text)) == fault::illegal_ipv4_text);
}

TEST_CASE("inet_aton and inet_pton call NUL the caller's error", "[semantics-16]") {
    CHECK(error_of(try_inet_aton("1.2.3.4\0"sv)) == misuse::embedded_nul);
    CHECK(error_of(try_inet_aton("1.2.3.4 \0x"sv)) == misuse::embedded_nul);
    CHECK(error_of(try_inet_pton(AF_INET, "1.2.3.4\0"sv)) == misuse::embedded_nul);
    CHECK(error_of(try_inet_pton(AF_INET6, "::1\0"sv)) == misuse::embedded_nul);
}

TEST_CASE("inet_pton takes four plain decimal numbers and nothing else", "[semantics-16]") {
    CHECK(round_trip(AF_INET, "1.2.3.4") == "1.2.3.4");
    CHECK(round_trip(AF_INET, "0.0.0.0") == "0.0.0.0");
    CHECK(round_trip(AF_INET, "255.10.100.99") == "255.10.100.99");
    const auto text = GENERATE(as<std::string>(), "", "127.1", "1.2.3", "1.2.3.4.5", "1.2.3.4.", ".1.2.3.4", "1..2.3",
                               "1.2.3.04", "00.1.1.1", "1.2.3.256", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4\n", "0x1.2.3.4",
                               "1.2.3.-4", "1.2.3.1000", "::1");
    INFO(text);
    CHECK(error_of(try_inet_pton(AF_INET, text)) == fault::illegal_ip_text);
}

TEST_CASE("inet_pton and inet_ntop agree with glibc on IPv6") {
    struct row {
        std::string_view text, printed;
    };
    const auto [text, printed] = GENERATE(values<row>({
        {"::", "::"},
        {"::1", "::1"},
        {"1::", "1::"},
        {"0:0:0:0:0:0:0:1", "::1"},
        {"2001:DB8::00ff", "2001:db8::ff"},
        {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
        {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
        {"1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"},
        {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
        {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
        {"1:2:3::5:6:7:8", "1:2:3:0:5:6:7:8"},
        {"::ffff:1.2.3.4", "::ffff:1.2.3.4"},
        {"::FFFF:102:304", "::ffff:1.2.3.4"},
        {"::1.2.3.4", "::1.2.3.4"},
        {"::1:0", "::0.1.0.0"},
        {"::ffff", "::ffff"},
        {"::1:2:3", "::1:2:3"},
        {"::ffff:0:0", "::ffff:0.0.0.0"},
        {"::fffe:1.2.3.4", "::fffe:102:304"},
        {"64:ff9b::1.2.3.4", "64:ff9b::102:304"},
        {"1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"},
        {"ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
    }));
    INFO(text);
    CHECK(round_trip(AF_INET6, text) == printed);
}

TEST_CASE("inet_pton refuses other text for IPv6") {
    const auto text =
        GENERATE(as<std::string>(), "", ":", ":::", "1", "1:", ":1", "1:2:3:4:5:6:7",
                 "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
                 "1::2::3", "1:::2", "12345::", "::g", "::1 ", " ::1", "::1%lo", "[::1]", "::1.2.3", "::1.2.3.256",
                 "::1.2.3.04", "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:5", "1.2.3.4");
    INFO(text);
    CHECK(error_of(try_inet_pton(AF_INET6, text)) == fault::illegal_ip_text);
}

TEST_CASE("packed addresses of another length are the caller's error") {
    CHECK(error_of(try_inet_ntoa("123")) == misuse::packed_length);
    CHECK(error_of(try_inet_ntoa("12345")) == misuse::packed_length);
    CHECK(error_of(try_inet_ntop(AF_INET, "123")) == misuse::packed_length);
    CHECK(error_of(try_inet_ntop(AF_INET, "1234567890123456")) == misuse::packed_length);
    CHECK(error_of(try_inet_ntop(AF_INET6, "1234")) == misuse::packed_length);
    CHECK(error_of(try_inet_ntop(AF_INET6, "")) == misuse::packed_length);
    CHECK(try_inet_ntoa("\x7f\0\0\x01") == "127.0.0.1");
}

TEST_CASE("another family is an errno to inet_pton, and the caller's error to inet_ntop") {
    CHECK(error_of(try_inet_pton(AF_UNIX, "1.2.3.4")) == errno_code(EAFNOSUPPORT));
    CHECK(error_of(try_inet_pton(address_family(-1), "")) == std::errc::address_family_not_supported);
    CHECK(error_of(try_inet_ntop(AF_UNIX, "1234")) == misuse::unknown_family);
    CHECK(error_of(try_inet_ntop(AF_UNSPEC, "")) == misuse::unknown_family);
}

TEST_CASE("the throwing names give the same") {
    CHECK(inet_ntoa(inet_aton("127.1")) == "127.0.0.1");
    CHECK(inet_ntop(AF_INET6, inet_pton(AF_INET6, "0::0")) == "::");
    CHECK(inet_pton(AF_INET, "1.2.3.4").size() == 4);
    CHECK(inet_pton(AF_INET6, "::").size() == 16);
    CHECK(inet_aton("1.2.3.4") == inet_pton(AF_INET, "1.2.3.4"));
}

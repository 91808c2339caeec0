// Each packet as bytes and as a value: the layouts of PROTOCOL.md, written out once more.
#include "bytes.hpp"
#include "tunnel/packet.hpp"

#include <samesock/constants.hpp>

#include <catch2/catch_all.hpp>

#include <string>
#include <vector>

using namespace samesock;
using namespace samesock::testing;
namespace wire = samesock::tunnel::wire;
using tunnel::reason;

namespace {

endpoint loopback_v6(std::uint16_t port, std::uint32_t flowinfo, std::uint32_t scope_id) {
    unsigned char bytes[16] = {};
    bytes[15] = 1;
    return {af_inet6, std::as_bytes(std::span(bytes)), port, flowinfo, scope_id};
}

struct layout {
    const char* name;
    raw bytes;
    wire::packet packet;
    /// How many bytes at the end may be left off or added: the packet ends in bytes, or in a list of any length.
    bool is_open_ended = false;
};

using wire::request;

std::vector<layout> stock_rows() {
    return {
        {"CONNECT",
         raw(0x01, 7).u8(1).u16(443).text("example.org"),
         {7, wire::wisp_connect{1, 443, "example.org"}},
         true},
        {"DATA", raw(0x02, 7).text("hello"), {7, wire::data{tunnel::as_bytes("hello")}}, true},
        {"CONTINUE", raw(0x03, 0).u32(128), {0, wire::wisp_continue{128}}},
        {"CLOSE", raw(0x04, 9).u8(0x44), {9, wire::wisp_close{tunnel::close_reason::refused}}},
    };
}

std::vector<layout> request_rows() {
    static const endpoint here = loopback(80);
    return {
        {"OPEN", raw(0x10, 1).u16(10).u8(2), {1, wire::open{10, wire::stream_type::datagrams}}},
        {"BIND", raw(0x11, 1).loopback(80), {1, request(wire::bind{here})}},
        {"BIND without an address", raw(0x11, 1).u16(0).u16(80), {1, request(wire::bind{{af_unspec, {}, 80}})}},
        {"CONNECT to an address",
         raw(0x12, 1).u8(1).u8(0).loopback_v6(443, 5, 3),
         {1, request(wire::connect{1, loopback_v6(443, 5, 3)})}},
        {"CONNECT to a name",
         raw(0x12, 1).u8(0).u8(1).u16(443).sized("example.org"),
         {1, request(wire::connect{0, wire::host_and_port{443, "example.org"}})}},
        {"LISTEN", raw(0x13, 1).u32(128), {1, request(wire::listen{128})}},
        {"ACCEPT", raw(0x14, 1).u32(3), {1, wire::accept{3}}},
        {"SETOPT",
         raw(0x15, 1).u32(1).u32(0xFFFFFFFF).text("value"),
         {1, request(wire::set_option{1, -1, tunnel::as_bytes("value")})},
         true},
        {"GETOPT", raw(0x16, 1).u32(6).u32(1).u32(4), {1, request(wire::get_option{6, 1, 4})}},
        {"RESOLVE",
         raw(0x17, 1).u16(2).u16(1).u16(6).u32(0x20).u8(1).sized("host").u8(0),
         {1, request(wire::resolve{2, 1, 6, 0x20, "host", std::nullopt})}},
        {"RESOLVE of nothing",
         raw(0x17, 1).u16(0).u16(0).u16(0).u32(0).u8(0).u8(1).sized(""),
         {1, request(wire::resolve{0, 0, 0, 0, std::nullopt, ""})}},
        {"REVERSE", raw(0x18, 1).u32(2).loopback(80), {1, request(wire::reverse{2, here})}},
        {"INTERFACES", raw(0x19, 1), {1, request(wire::interfaces{})}},
    };
}

std::vector<layout> answer_rows() {
    using wire::type;
    static const endpoint here = loopback(80);
    const wire::resolved list = {{2, 1, 6, "name", here}, {10, 2, 17, "", loopback_v6(0, 0, 0)}};
    return {
        {"DONE of BIND", raw(0x20, 1).u8(0x11).loopback(80), {1, wire::done{type::bind, wire::bound{here}}}},
        {"DONE of LISTEN", raw(0x20, 1).u8(0x13).loopback(80), {1, wire::done{type::listen, wire::bound{here}}}},
        {"DONE of CONNECT",
         raw(0x20, 1).u8(0x12).loopback(9).loopback(80),
         {1, wire::done{type::connect, wire::connected{loopback(9), here}}}},
        {"DONE of SETOPT", raw(0x20, 1).u8(0x15), {1, wire::done{type::set_option, wire::option_set{}}}},
        {"DONE of GETOPT",
         raw(0x20, 1).u8(0x16).text("abcd"),
         {1, wire::done{type::get_option, wire::option_value{tunnel::as_bytes("abcd")}}},
         true},
        {"DONE of RESOLVE",
         raw(0x20, 1)
             .u8(0x17)
             .u16(2)
             .u16(1)
             .u16(6)
             .sized("name")
             .loopback(80)
             .u16(10)
             .u16(2)
             .u16(17)
             .sized("")
             .loopback_v6(0),
         {1, wire::done{type::resolve, list}}},
        {"DONE of REVERSE",
         raw(0x20, 1).u8(0x18).sized("host").sized("http"),
         {1, wire::done{type::reverse, wire::host_and_service{"host", "http"}}}},
        {"DONE of INTERFACES",
         raw(0x20, 1).u8(0x19).u32(1).sized("lo").u32(2).sized("eth0"),
         {1, wire::done{type::interfaces, wire::interface_list{{1, "lo"}, {2, "eth0"}}}}},
        {"FAILED with an errno",
         raw(0x21, 1).u8(0x12).u8(0).u32(111),
         {1, wire::failed{type::connect, wire::error_domain::errno_numbers, 111}}},
        {"FAILED with an EAI code",
         raw(0x21, 1).u8(0x17).u8(1).u32(0xFFFFFFFE),
         {1, wire::failed{type::resolve, wire::error_domain::eai, -2}}},
        {"ACCEPTED",
         raw(0x22, 0x80000001).u32(5).loopback(80).loopback(9),
         {0x80000001, wire::accepted{5, here, loopback(9)}}},
    };
}

std::vector<layout> other_rows() {
    wire::secret secret{};
    for (std::size_t i = 0; i != secret.size(); ++i) secret[i] = static_cast<std::byte>('a' + i);
    return {
        {"DATAGRAM",
         raw(0x1A, 1).loopback(80).text("x"),
         {1, wire::datagram{loopback(80), tunnel::as_bytes("x")}},
         true},
        {"CREDIT", raw(0x30, 1).u32(4096), {1, wire::credit{4096}}},
        {"FIN", raw(0x31, 1), {1, wire::fin{}}},
        {"RESET", raw(0x32, 1).u16(104), {1, wire::reset{104}}},
        {"ENDED", raw(0x33, 1), {1, wire::ended{}}},
        {"ERROR", raw(0x34, 1).u16(111), {1, wire::pending_error{111}}},
        {"PING", raw(0x38, 0).u64(0x0102030405060708), {0, wire::ping{0x0102030405060708}}},
        {"PONG", raw(0x39, 0).u64(1), {0, wire::pong{1}}},
        {"GOAWAY", raw(0x3A, 0).u32(5000), {0, wire::goaway{5000}}},
        {"ACK", raw(0x3B, 0).u64(256), {0, wire::ack{256}}},
        {"WELCOME",
         raw(0x3C, 0).u8(1).u64(3).text("abcdefghijklmnop").u32(0xDEADBEEF),
         {0, wire::welcome{true, 3, secret, 0xDEADBEEF}}},
        {"INFO",
         raw(0x05, 0).u8(2).u8(0).u8(1).u32(0).u8(0xEE).u32(2).text("ab"),
         {0, wire::info{2, 0, raw().u8(1).u32(0).u8(0xEE).u32(2).text("ab")}}},
    };
}

template <class Check>
void each_row(Check check) {
    // INFO borrows from bytes that end with its row: it is compared by what it decodes to alone.
    for (const auto& rows : {stock_rows(), request_rows(), answer_rows(), other_rows()})
        for (const layout& r : rows) {
            INFO(r.name);
            check(r);
        }
}

std::string encoded(const wire::packet& p) {
    std::vector<std::byte> out;
    wire::encode(p, out);
    return hex(out);
}

} // namespace

TEST_CASE("each packet has the bytes that the specification says") {
    each_row([](const layout& r) {
        if (std::string_view(r.name) != "INFO") CHECK(encoded(r.packet) == hex(r.bytes));
        const auto decoded = wire::decode(r.bytes);
        REQUIRE(decoded);
        CHECK(decoded->id == r.packet.id);
        CHECK(wire::type_of(decoded->body) == wire::type_of(r.packet.body));
        CHECK(encoded(*decoded) == hex(r.bytes));
    });
}

TEST_CASE("a packet that is cut short anywhere is truncated", "[malformed]") {
    each_row([](const layout& r) {
        const bytes_view whole = r.bytes;
        for (std::size_t size = 0; size != whole.size(); ++size) {
            const auto decoded = wire::decode(whole.first(size));
            INFO(size);
            if (decoded) {
                // Shorter bytes at its end, a shorter list, or no host: what is left is a packet of itself.
                CHECK(encoded(*decoded) == hex(whole.first(size)));
                continue;
            }
            CHECK(decoded.error() == reason::truncated);
            CHECK((size < 5 || !r.is_open_ended || size < whole.size()));
        }
    });
}

TEST_CASE("only packets that end in bytes or in a list can be cut and be packets still", "[malformed]") {
    each_row([](const layout& r) {
        const bytes_view whole = r.bytes;
        const std::string_view name = r.name;
        const bool is_list = name == "DONE of RESOLVE" || name == "DONE of INTERFACES" || name == "INFO";
        const bool cut = wire::decode(whole.first(whole.size() - 1)).has_value();
        CHECK(cut == r.is_open_ended);
        raw longer;
        longer.text(tunnel::as_text(whole)).u8(0);
        const auto decoded = wire::decode(longer);
        CHECK(decoded.has_value() == r.is_open_ended);
        if (!decoded) CHECK(decoded.error() == (is_list ? reason::truncated : reason::trailing_bytes));
    });
}

TEST_CASE("fields with values that they cannot have are malformed", "[malformed]") {
    const std::pair<const char*, raw> rows[] = {
        {"OPEN of another family", raw(0x10, 1).u16(1).u8(1)},
        {"OPEN of another type", raw(0x10, 1).u16(2).u8(3)},
        {"an endpoint of another family", raw(0x11, 1).u16(1).u16(0).u32(0).u32(0).u32(0)},
        {"a destination of another form", raw(0x12, 1).u8(0).u8(2).loopback(1)},
        {"a host of another form", raw(0x17, 1).u16(0).u16(0).u16(0).u32(0).u8(2).u8(0)},
        {"ACCEPT of none", raw(0x14, 1).u32(0)},
        {"CREDIT of none", raw(0x30, 1).u32(0)},
        {"DONE of no request", raw(0x20, 1).u8(0x14)},
        {"FAILED of no request", raw(0x21, 1).u8(0x10).u8(0).u32(1)},
        {"FAILED of another domain", raw(0x21, 1).u8(0x11).u8(2).u32(1)},
        {"FAILED of nothing", raw(0x21, 1).u8(0x11).u8(0).u32(0)},
        {"ERROR of nothing", raw(0x34, 1).u16(0)},
        {"WELCOME neither new nor resumed", raw(0x3C, 0).u8(2).u64(0).u64(0).u64(0).u32(0)},
    };
    for (const auto& [name, bytes] : rows) {
        INFO(name);
        const auto decoded = wire::decode(bytes);
        REQUIRE_FALSE(decoded);
        CHECK(decoded.error() == reason::bad_field);
    }
}

TEST_CASE("types that nobody knows are malformed", "[malformed]") {
    std::size_t known = 0;
    for (unsigned type = 0; type != 256; ++type) {
        const auto decoded = wire::decode(raw(static_cast<std::uint8_t>(type), 1).text(std::string(64, '\1')));
        if (decoded || decoded.error() != reason::unknown_type) ++known;
    }
    CHECK(known == 29);
}

TEST_CASE("an INFO may not name an extension twice, nor a length beyond its end", "[malformed]") {
    const auto twice = wire::decode(raw(0x05, 0).u8(2).u8(0).u8(7).u32(1).u8(0).u8(9).u32(0).u8(7).u32(0));
    REQUIRE_FALSE(twice);
    CHECK(twice.error() == reason::repeated_entry);
    const auto beyond = wire::decode(raw(0x05, 0).u8(2).u8(0).u8(7).u32(0xFFFFFFFF).u8(0));
    REQUIRE_FALSE(beyond);
    CHECK(beyond.error() == reason::truncated);
}

TEST_CASE("an address that the wire does not know is written as none") {
    const endpoint local(af_unix, tunnel::as_bytes("/tmp/socket"), 0);
    CHECK(encoded({1, request(wire::bind{local})}) == hex(raw(0x11, 1).u16(0).u16(0)));
}

TEST_CASE("a text is cut at what its length can say") {
    const std::string longest(70'000, 'x');
    const auto decoded_size = encoded({1, wire::done{wire::type::reverse, wire::host_and_service{longest, ""}}}).size();
    CHECK(decoded_size == 2 * (5 + 1 + 2 + 65'535 + 2));
}

// Whose connection it is.
#include "texts.hpp"

#include "client_address.hpp"
#include "proxy_protocol.hpp"

#include "tunnel/fields.hpp"

#include <catch2/catch_all.hpp>

using namespace samesock::gateway;
using namespace samesock::gateway::test;
using namespace std::string_literals;
using state = proxy_preface::state;

namespace {

const std::string signature = "\r\n\r\n\0\r\nQUIT\n"s;

std::string preface(char version, char family, const std::string& rest) {
    return signature + version + family + static_cast<char>(rest.size() >> 8) + static_cast<char>(rest.size()) + rest;
}
const std::string ipv4 = "\xC0\x00\x02\x01\x7F\x00\x00\x01\x1F\x90\x00\x50"s;

proxy_preface read(const std::string& bytes) { return read_proxy_preface(samesock::tunnel::as_bytes(bytes)); }

} // namespace

TEST_CASE("X-Forwarded-For is believed as far as trusted proxies wrote it") {
    const std::vector<ip_range> proxies{*parse_range("127.0.0.1"), *parse_range("10.0.0.0/8"),
                                        *parse_range("[fd00::]/8")};
    struct row {
        const char* peer;
        const char* header;
        const char* client;
    };
    const row rows[] = {
        {"127.0.0.1:1", "203.0.113.9", "203.0.113.9"},
        {"127.0.0.1:1", "", "127.0.0.1"},
        {"198.51.100.1:1", "203.0.113.9", "198.51.100.1"},
        {"127.0.0.1:1", "1.2.3.4, 203.0.113.9", "203.0.113.9"}, // what the client itself sent is no matter
        {"127.0.0.1:1", "1.2.3.4, 203.0.113.9, 10.1.1.1", "203.0.113.9"},
        {"127.0.0.1:1", "10.1.1.2,10.1.1.1", "10.1.1.2"},
        {"127.0.0.1:1", "rubbish", "127.0.0.1"},
        {"127.0.0.1:1", "1.2.3.4, rubbish, 10.1.1.1", "10.1.1.1"},
        {"127.0.0.1:1", "203.0.113.9,", "127.0.0.1"},
        {"127.0.0.1:1", ",,,", "127.0.0.1"},
        {"127.0.0.1:1", "203.0.113.9:4711", "203.0.113.9"},
        {"127.0.0.1:1", "[2001:db8::1]:4711", "2001:db8::1"},
        {"127.0.0.1:1", "2001:db8::1", "2001:db8::1"},
        {"127.0.0.1:1", "[2001:db8::1", "127.0.0.1"},
        {"127.0.0.1:1", "::ffff:203.0.113.9", "203.0.113.9"},
        {"[::ffff:127.0.0.1]:1", "203.0.113.9", "203.0.113.9"},
        {"[fd00::5]:1", "unknown", "fd00::5"},
        {"127.0.0.1:1", "\t 203.0.113.9 \t", "203.0.113.9"},
    };
    for (const row& r : rows) {
        INFO(r.peer << " " << r.header);
        CHECK(to_text(forwarded_for(at(r.peer), r.header, proxies)) == r.client);
    }
    CHECK(to_text(forwarded_for(at("127.0.0.1:1"), "203.0.113.9", {})) == "127.0.0.1");
    CHECK(is_trusted(at("10.255.0.1:1"), proxies));
    CHECK_FALSE(is_trusted(at("11.0.0.1:1"), proxies));
}

TEST_CASE("a client of IPv6 is its /64") {
    CHECK(client_key(ip("192.0.2.1")) == "192.0.2.1");
    CHECK(client_key(ip("2001:db8:1:2:3:4:5:6")) == "[2001:db8:1:2::]/64");
    CHECK(client_key(ip("2001:db8:1:2::1")) == client_key(ip("2001:db8:1:2:ffff::1")));
    CHECK(client_key(ip("2001:db8:1:3::1")) != client_key(ip("2001:db8:1:2::1")));
    CHECK(client_key(ip_of(at("[::ffff:192.0.2.1]:5")).value()) == "192.0.2.1");
}

TEST_CASE("a PROXY header of version 2 names the client") {
    const proxy_preface p = read(preface('\x21', '\x11', ipv4) + "GET / HTTP/1.1\r\n");
    CHECK(p.is == state::complete);
    CHECK(p.size == 28);
    CHECK(to_text(p.client.value()) == "192.0.2.1:8080");
    const std::string ipv6 =
        "\x20\x01\x0d\xb8"s + std::string(11, '\0') + "\x01" + std::string(15, '\0') + "\x01" + "\x1F\x90\x00\x50"s;
    CHECK(to_text(read(preface('\x21', '\x21', ipv6)).client.value()) == "[2001:db8::1]:8080");
    CHECK(read(preface('\x21', '\x11',
                       ipv4 + "\x03\x00\x04"
                              "crc32"s))
              .size == 36); // with a TLV behind it
    CHECK(to_text(read(preface('\x21', '\x11', ipv4 + "tlv"s)).client.value()) == "192.0.2.1:8080");
}

TEST_CASE("the proxy's own connections, and those of no IP family, name nobody") {
    for (const std::string& bytes :
         {preface('\x20', '\0', ""), preface('\x20', '\x11', ipv4), preface('\x21', '\0', ""),
          preface('\x21', '\x31', std::string(216, 'x')), preface('\x21', '\x12', ipv4)}) {
        const proxy_preface p = read(bytes);
        CHECK(p.is == state::complete);
        CHECK(p.size == bytes.size());
        CHECK_FALSE(p.client);
    }
}

TEST_CASE("a PROXY header comes in pieces") {
    const std::string whole = preface('\x21', '\x11', ipv4);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const proxy_preface p = read(whole.substr(0, size));
        CHECK(p.is == state::incomplete);
        CHECK(p.size == (size < 16 ? 16U : 28U));
    }
}

TEST_CASE("what is no PROXY header is told at the first byte that cannot be") {
    for (const std::string& bytes :
         {"GET / HTTP/1.1"s, "PROXY TCP4 192.0.2.1"s, "\r\n\r\nX"s, signature.substr(0, 11) + "X",
          preface('\x11', '\x11', ipv4), preface('\x22', '\x11', ipv4), preface('\x21', '\x11', ipv4.substr(1)),
          preface('\x21', '\x21', ipv4), preface('\x21', '\x11', std::string(600, 'x'))})
        CHECK(read(bytes).is == state::malformed);
}

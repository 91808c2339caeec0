// Host names beyond ASCII. The expected values are what python3's 'name'.encode('idna') gives.
#include "core/idna.hpp"
#include "core/utf8.hpp"
#include "support/results.hpp"

#include <samesock/error_code.hpp>

#include <catch2/catch_all.hpp>

#include <string>

using namespace samesock;
using samesock::testing::error_of;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

std::string_view plain(std::u8string_view text) { return {reinterpret_cast<const char*>(text.data()), text.size()}; }

std::error_code refusal_of(std::u8string_view host) { return error_of(to_ascii(plain(host))); }

} // namespace

TEST_CASE("an ASCII name passes as it is", "[semantics-14]") {
    for (const std::string_view host :
         {"", "localhost", "Example.COM", "example.com.", "a_b.-c", "xn--bcher-kva", "127.0.0.1", "a b"})
        CHECK(to_ascii(host) == host);
    CHECK(to_ascii(std::string(63, 'a') + "." + std::string(63, 'b')).has_value());
    CHECK(to_ascii(std::string(63, 'a') + ".").has_value());
}

TEST_CASE("labels have 1 to 63 bytes", "[semantics-14]") {
    const std::string accented(plain(u8"\u00e9"));
    CHECK(error_of(to_ascii(std::string(64, 'a'))) == misuse::label_too_long);
    CHECK(error_of(to_ascii("a." + std::string(64, 'a') + ".b")) == misuse::label_too_long);
    CHECK(error_of(to_ascii("a..b")) == misuse::label_empty);
    CHECK(error_of(to_ascii(".a")) == misuse::label_empty);
    CHECK(error_of(to_ascii(".")) == misuse::label_empty);
    CHECK(error_of(to_ascii("a..")) == misuse::label_empty);
    CHECK(refusal_of(u8"\u00e9..x") == misuse::label_empty);
    CHECK(refusal_of(u8"\u3002") == misuse::label_empty);
    CHECK(refusal_of(u8"\u00ad") == misuse::label_empty);
    CHECK(error_of(to_ascii(accented + std::string(63, 'a'))) == misuse::label_too_long);
    CHECK(error_of(to_ascii(accented + std::string(100000, 'a'))) == misuse::label_too_long);
    CHECK(error_of(to_ascii(accented + "." + std::string(64, 'a'))) == misuse::label_too_long);
}

TEST_CASE("other names encode as Python encodes them", "[semantics-14]") {
    struct row {
        std::u8string_view host;
        std::string_view encoded;
    };
    const auto [host, encoded] = GENERATE(values<row>({
        {u8"b\u00fccher.example", "xn--bcher-kva.example"},
        {u8"B\u00dcCHER.example", "xn--bcher-kva.example"},
        {u8"stra\u00dfe.de", "strasse.de"},
        {u8"\u03c0\u03b1\u03c1\u03ac\u03b4\u03b5\u03b9\u03b3\u03bc\u03b1", "xn--hxajbheg2az3al"},
        {u8"\u03a0\u0391\u03a1\u0386\u0394\u0395\u0399\u0393\u039c\u0391", "xn--hxajbheg2az3al"},
        {u8"\u0438\u0441\u043f\u044b\u0442\u0430\u043d\u0438\u0435.net", "xn--80akhbyknj4f.net"},
        {u8"\u4f8b\u3048.\u30c6\u30b9\u30c8", "xn--r8jz45g.xn--zckzah"},
        {u8"\u4f8b\u3048\u3002\u30c6\u30b9\u30c8", "xn--r8jz45g.xn--zckzah"},
        {u8"\u4f8b\u3048\uff0e\u30c6\u30b9\u30c8\uff61", "xn--r8jz45g.xn--zckzah."},
        {u8"\uc2e4\ub840.\ud14c\uc2a4\ud2b8", "xn--9n2bp8q.xn--9t4b11yi5a"},
        {u8"\u05de\u05d1\u05d7\u05df.\u05d8\u05e2\u05e1\u05d8", "xn--5dbmtg.xn--deba0ad"},
        {u8"\u0622\u0632\u0645\u0627\u06cc\u0634\u06cc", "xn--hgbk6aj7f53bba"},
        {u8"\u0625\u062e\u062a\u0628\u0627\u0631", "xn--kgbechtv"},
        {u8"\u0b89\u0ba4\u0bbe\u0bb0\u0ba3\u0bae\u0bcd", "xn--zkc6cc5bi7f6e"},
        {u8"\ufb01anc\u00e9.example", "xn--fianc-fsa.example"},
        {u8"\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45", "example"},
        {u8"caf\u00e9.example.", "xn--caf-dma.example."},
        {u8"cafe\u0301.example", "xn--caf-dma.example"},
        {u8"\u2603.net", "xn--n3h.net"},
        {u8"\U0001f4a9.la", "xn--ls8h.la"},
        {u8"a\u00adb.example", "ab.example"},
        {u8"x\u200d\u00e9", "xn--x-bga"},
        {u8"\uff21\u2100", "aa/c"},
        {u8"\u0130stanbul", "xn--istanbul-o0e"},
        {u8"\u33c7\u00e9", "xn--co.-dma"},
        {u8"a\u2026\u00e9", "xn--a...-epa"},
        {u8"\u2126", "xn--bya"},
        {u8"\u00e9.\u212a", "xn--9ca.k"},
        {u8"\u1100\u1161\u11a8", "xn--p39a"},
        {u8"\uac00\u11a8", "xn--p39a"},
        {u8"e\u0323\u0302", "xn--qlg"},
        {u8"e\u0302\u0323", "xn--qlg"},
        {u8"\U0001d400bc\u00e9", "xn--abc-dma"},
        {u8"\u00df\u00df", "ssss"},
        {u8"\u00e9A-B.MiXed", "xn--a-b-9la.MiXed"},
    }));
    INFO(plain(host));
    CHECK(to_ascii(plain(host)) == encoded);
}

TEST_CASE("characters that IDNA prohibits, and mixed directions, are refused", "[semantics-14]") {
    const auto host = GENERATE(as<std::u8string_view>(), u8"\u2028x", u8"\ufff9", u8"\U000e0001", u8"\u0340\u200e",
                               u8"\u00e9\u00a0\u200e", u8"\ufdd0", u8"\U0010ffff", u8"\ue000", u8"\u05d0a", u8"a\u0627",
                               u8"\u06611\u0627", u8"\u06271");
    INFO(plain(host));
    CHECK(refusal_of(host) == misuse::host_not_encodable);
}

TEST_CASE("a label that is encoded already cannot be encoded again", "[semantics-14]") {
    CHECK(refusal_of(u8"xn--\u00e9") == misuse::host_not_encodable);
    CHECK(refusal_of(u8"XN--\u00e9") == misuse::host_not_encodable);
}

TEST_CASE("bytes that are not UTF-8 are refused", "[semantics-14]") {
    for (const std::string_view host : {"\xff", "a\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x28\xa1",
                                        "a.\x80.b", "\xf0\x82\x82\xac"})
        CHECK(error_of(to_ascii(host)) == misuse::host_not_encodable);
}

TEST_CASE("UTF-8 is read one well-formed character at a time") {
    CHECK(first_character("a").value == U'a');
    CHECK(first_character(plain(u8"\u20acx")).size == 3);
    CHECK(first_character(plain(u8"\U0010ffff")).value == 0x10ffff);
    CHECK(first_character("").size == 0);
    CHECK(first_character("\0"sv).size == 1);
    CHECK(first_character("\xc1\x81").size == 0);
    CHECK(first_character("\xe0\x9f\xbf").size == 0);
}

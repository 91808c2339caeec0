// The beginning of a connection: both versions, both roles, credentials, and our extension among Wisp's.
#include "bytes.hpp"

#include "tunnel/handshake.hpp"

#include <catch2/catch_all.hpp>

#include <string>
#include <vector>

using namespace samesock;
using namespace samesock::testing;
using tunnel::client_handshake;
using tunnel::close_reason;
using tunnel::gateway_handshake;
using tunnel::reason;
using client_step = client_handshake::step;
using gateway_step = gateway_handshake::step;

namespace {

raw info() { return raw(0x05, 0).u8(2).u8(0); }
raw entry(std::uint8_t id, const raw& data) { return raw().u8(id).u32(data.bytes().size()).add(data); }
raw entry(std::uint8_t id, std::string_view data = {}) { return entry(id, raw().text(data)); }
raw continue_0(std::uint32_t credit) { return raw(0x03, 0).u32(credit); }

/// The metadata of 0xF3, up to its flags, and what an end says that has no token and resumes nothing.
raw metadata(std::uint32_t features, std::uint32_t grant, std::uint32_t streams, std::uint32_t message,
             std::uint8_t flags) {
    return raw().text("samesock").u8(1).u32(features).u32(grant).u32(streams).u32(message).u8(flags);
}
raw ours(std::uint32_t features = 63) { return metadata(features, 16'384, 10'240, 262'144, 0).u16(0).u8(0); }

std::string written(auto&& write) {
    std::vector<std::byte> out;
    write(out);
    return hex(out);
}

} // namespace

TEST_CASE("CONTINUE first is version 1, whatever was offered") {
    client_handshake client({});
    CHECK(client.state() == client_step::waiting);
    CHECK(client.feed(continue_0(128)) == client_step::agreed);
    CHECK(client.agreement().version == 1);
    CHECK(client.agreement().stock_credit == 128);
    CHECK_FALSE(client.agreement().is_extended);
    CHECK_FALSE(client.agreement().confirms);
    CHECK(client.agreement().udp);
}

TEST_CASE("INFO first is version 2: the client answers it and waits for CONTINUE") {
    client_handshake client({});
    REQUIRE(client.feed(info().add(entry(1)).add(entry(5)).add(entry(4, "hello")).add(entry(0xEE, "?"))) ==
            client_step::asked);
    CHECK(client.server().udp);
    CHECK(client.server().confirms);
    CHECK(client.server().message == "hello");
    CHECK_FALSE(client.server().extension);
    // To a stock server nothing of ours is said, and no token.
    tunnel::client_reply reply;
    reply.token = "secret";
    CHECK(written([&](auto& out) { client.answer(reply, out); }) == hex(info().add(entry(1)).add(entry(5))));
    CHECK(client.state() == client_step::waiting);
    CHECK(client.feed(continue_0(64)) == client_step::agreed);
    CHECK(client.agreement().version == 2);
    CHECK(client.agreement().confirms);
    CHECK(client.agreement().udp);
    CHECK(client.agreement().stock_credit == 64);
    CHECK_FALSE(client.agreement().is_extended);
}

TEST_CASE("only what both ends name is in force") {
    tunnel::client_offer offer;
    offer.features = 7;
    offer.terms.maximum_streams = 5;
    client_handshake client(offer);
    REQUIRE(client.feed(info().add(entry(0xF3, metadata(62, 2048, 100, 70'000, 1).u16(0).u8(0)))) ==
            client_step::asked);
    REQUIRE(client.server().extension);
    CHECK(client.server().extension->token_required);
    tunnel::client_reply reply;
    reply.token = "token";
    const raw said = metadata(7, 16'384, 5, 262'144, 0).sized("token").u8(0);
    CHECK(written([&](auto& out) { client.answer(reply, out); }) ==
          hex(info().add(entry(1)).add(entry(5)).add(entry(0xF3, said))));
    REQUIRE(client.feed(continue_0(1)) == client_step::agreed);
    const tunnel::agreement& a = client.agreement();
    CHECK(a.is_extended);
    CHECK(a.features == 6);
    CHECK(a.has(tunnel::feature::datagrams));
    CHECK_FALSE(a.has(tunnel::feature::resume));
    CHECK_FALSE(a.udp);
    CHECK_FALSE(a.confirms);
    CHECK(a.ours.maximum_streams == 5);
    CHECK(a.theirs.first_grant == 2048);
    CHECK(a.theirs.maximum_message == 70'000);
}

TEST_CASE("a client that does not want the extension stays stock") {
    tunnel::client_offer offer;
    offer.extended = false;
    client_handshake client(offer);
    REQUIRE(client.feed(info().add(entry(0xF3, ours()))) == client_step::asked);
    CHECK(written([&](auto& out) { client.answer({}, out); }) == hex(info().add(entry(1)).add(entry(5))));
    REQUIRE(client.feed(continue_0(1)) == client_step::agreed);
    CHECK_FALSE(client.agreement().is_extended);
}

TEST_CASE("a client names the session that it resumes") {
    client_handshake client({});
    REQUIRE(client.feed(info().add(entry(0xF3, ours()))) == client_step::asked);
    tunnel::client_reply reply;
    reply.resume.emplace().secret.fill(std::byte{'s'});
    reply.resume->received = 0x1122;
    const raw said = metadata(63, 16'384, 10'240, 262'144, 0).u16(0).u8(24).text(std::string(16, 's')).u64(0x1122);
    CHECK(written([&](auto& out) { client.answer(reply, out); }) ==
          hex(info().add(entry(1)).add(entry(5)).add(entry(0xF3, said))));
    CHECK(client.agreement().resumes);

    gateway_handshake gateway({});
    written([&](auto& out) { gateway.begin(true, out); });
    REQUIRE(gateway.feed(info().add(entry(0xF3, said))) == gateway_step::asks);
    CHECK(gateway.agreement().resumes);
    REQUIRE(gateway.client().extension);
    CHECK(gateway.client().extension->resume->received == 0x1122);
    CHECK(gateway.client().extension->resume->secret == reply.resume->secret);
}

TEST_CASE("a client signs the challenge and sends credentials in the layout of Wisp's implementations") {
    client_handshake client({});
    const raw key = raw().u8(1).u8(1).text("challenge");
    REQUIRE(client.feed(info().add(entry(2, raw().u8(1))).add(entry(3, key))) == client_step::asked);
    CHECK(client.server().password_required == true);
    REQUIRE(client.server().key);
    CHECK(client.server().key->required);
    CHECK(client.server().key->algorithms == 1);
    CHECK(tunnel::as_text(client.server().key->challenge) == "challenge");
    const std::string hash(32, 'h');
    tunnel::client_reply reply;
    reply.password = {"user", "pass word"};
    reply.key = {1, tunnel::as_bytes(hash), tunnel::as_bytes("signature")};
    const raw password = raw().u8(4).u16(9).text("userpass word");
    const raw proof = raw().u8(1).text(hash).text("signature");
    CHECK(written([&](auto& out) { client.answer(reply, out); }) ==
          hex(info().add(entry(1)).add(entry(2, password)).add(entry(3, proof)).add(entry(5))));
    CHECK(client.feed(raw(0x04, 0).u8(0xC0)) == client_step::failed);
    CHECK(client.why() == reason::refused);
    CHECK(client.close() == close_reason::wrong_password);
}

TEST_CASE("a client may refuse what it is told") {
    client_handshake client({});
    REQUIRE(client.feed(info()) == client_step::asked);
    CHECK(written([&](auto& out) { client.refuse(close_reason::incompatible_extensions, out); }) ==
          hex(raw(0x04, 0).u8(0x04)));
    CHECK(client.state() == client_step::failed);
    CHECK(client.why() == reason::abandoned);
}

TEST_CASE("what a client takes for no handshake", "[malformed]") {
    const std::pair<raw, reason> first[] = {
        {raw(), reason::truncated},
        {raw(0x02, 0).text("data"), reason::early_packet},
        {raw(0x03, 1).u32(1), reason::early_packet},
        {raw(0x05, 1).u8(2).u8(0), reason::early_packet},
        {raw(0x04, 0).u8(0x48), reason::refused},
        {raw(0x05, 0).u8(1).u8(9), reason::refused},
        {info().add(entry(1)).add(entry(1)), reason::repeated_entry},
        {info().u8(1).u32(9), reason::truncated},
        {info().add(entry(2)), reason::truncated},
        {info().add(entry(3, "1")), reason::truncated},
        {info().add(entry(0xF3, raw().text("samesock").u8(1).u32(63))), reason::truncated},
        {info().add(entry(0xF3, metadata(0, 1023, 1, 65'600, 0).u16(0).u8(0))), reason::bad_field},
        {info().add(entry(0xF3, metadata(0, 0x8000'0000, 1, 65'600, 0).u16(0).u8(0))), reason::bad_field},
        {info().add(entry(0xF3, metadata(0, 1024, 1, 65'599, 0).u16(0).u8(0))), reason::bad_field},
        {info().add(entry(0xF3, metadata(0, 1024, 1, 65'600, 0).u16(0).u8(23).text(std::string(23, 'x')))),
         reason::bad_field},
        {info().add(entry(0xF3, metadata(0, 1024, 1, 65'600, 0).u16(1))), reason::truncated},
    };
    for (const auto& [bytes, why] : first) {
        INFO(hex(bytes));
        client_handshake client({});
        CHECK(client.feed(bytes) == client_step::failed);
        CHECK(client.why() == why);
        CHECK(client.feed(continue_0(1)) == client_step::failed);
    }
    client_handshake twice({});
    REQUIRE(twice.feed(info()) == client_step::asked);
    CHECK(twice.feed(info()) == client_step::failed);
    client_handshake again({});
    REQUIRE(again.feed(info()) == client_step::asked);
    written([&](auto& out) { again.answer({}, out); });
    CHECK(again.feed(info()) == client_step::failed);
    CHECK(again.why() == reason::early_packet);
}

TEST_CASE("an extension of another name or version is not ours, and more bytes than we know are no fault") {
    const std::pair<raw, bool> rows[] = {
        {ours(), true},
        {ours().text("what a later minor version adds"), true},
        {raw().text("somebody else's"), false},
        {raw().text("same"), false},
        {raw(), false},
        {raw().text("samesock").u8(2).text("unknown"), false},
    };
    for (const auto& [bytes, is_ours] : rows) {
        INFO(hex(bytes));
        client_handshake client({});
        REQUIRE(client.feed(info().add(entry(0xF3, bytes))) == client_step::asked);
        CHECK(client.server().extension.has_value() == is_ours);
    }
}

TEST_CASE("to a client without a subprotocol the gateway is a server of version 1") {
    tunnel::gateway_offer offer;
    offer.stock_credit = 99;
    gateway_handshake gateway(offer);
    CHECK(written([&](auto& out) { gateway.begin(false, out); }) == hex(continue_0(99)));
    CHECK(gateway.state() == gateway_step::agreed);
    CHECK(gateway.agreement().version == 1);
    CHECK(gateway.agreement().stock_credit == 99);
    CHECK_FALSE(gateway.agreement().is_extended);
}

TEST_CASE("the gateway names what it has, and accepts a stock client of version 2") {
    tunnel::gateway_offer offer;
    offer.password_required = false;
    {
        std::string challenge = "random";
        offer.key = {true, 1, tunnel::as_bytes(challenge)};
        offer.message = "be kind";
        offer.token_required = true;
        gateway_handshake gateway(offer);
        challenge = "gone!!"; // it was copied
        const raw key = raw().u8(1).u8(1).text("random");
        CHECK(written([&](auto& out) { gateway.begin(true, out); }) ==
              hex(info()
                      .add(entry(1))
                      .add(entry(2, raw().u8(0)))
                      .add(entry(3, key))
                      .add(entry(4, "be kind"))
                      .add(entry(5))
                      .add(entry(0xF3, metadata(63, 16'384, 10'240, 262'144, 1).u16(0).u8(0)))));
        CHECK(gateway.state() == gateway_step::waiting);
        REQUIRE(gateway.feed(info().add(entry(1))) == gateway_step::asks);
        CHECK(gateway.client().udp);
        CHECK_FALSE(gateway.client().confirms);
        CHECK_FALSE(gateway.client().password);
        CHECK(written([&](auto& out) { gateway.accept(out); }) == hex(continue_0(32)));
        CHECK(gateway.state() == gateway_step::agreed);
        CHECK(gateway.agreement().version == 2);
        CHECK_FALSE(gateway.agreement().confirms);
        CHECK_FALSE(gateway.agreement().is_extended);
    }
}

TEST_CASE("the gateway hands on credentials in both layouts that exist") {
    struct row {
        raw field;
        std::string_view user, password;
    };
    const row rows[] = {
        {raw().u8(4).u16(4).text("userpass"), "user", "pass"},
        {raw().u8(4).text("userpass"), "user", "pass"},
        {raw().u8(0).u16(0), "", ""},
        {raw().u8(0).text("just a password"), "", "just a password"},
        {raw().u8(4).text("user"), "user", ""},
        {raw().u8(4).u16(5).text("userpass"), std::string_view("\5\0us", 4), "erpass"}, // the lengths do not fill it
    };
    for (const row& r : rows) {
        INFO(hex(r.field));
        gateway_handshake gateway({});
        written([&](auto& out) { gateway.begin(true, out); });
        REQUIRE(gateway.feed(info().add(entry(2, r.field))) == gateway_step::asks);
        REQUIRE(gateway.client().password);
        CHECK(gateway.client().password->user == r.user);
        CHECK(gateway.client().password->password == r.password);
    }
}

TEST_CASE("the gateway hands on a signature and a token, and refuses with a reason") {
    gateway_handshake gateway({});
    written([&](auto& out) { gateway.begin(true, out); });
    const raw proof = raw().u8(1).text(std::string(32, 'h')).text("signature");
    const raw said = metadata(63, 4096, 7, 65'600, 0).sized("token").u8(0);
    REQUIRE(gateway.feed(info().add(entry(2)).add(entry(3, proof)).add(entry(0xF3, said))) == gateway_step::asks);
    REQUIRE(gateway.client().key);
    CHECK(tunnel::as_text(gateway.client().key->public_key_hash) == std::string(32, 'h'));
    CHECK(tunnel::as_text(gateway.client().key->signature) == "signature");
    CHECK_FALSE(gateway.client().password); // named with nothing to say
    REQUIRE(gateway.client().extension);
    CHECK(tunnel::as_text(gateway.client().extension->token) == "token");
    CHECK(gateway.agreement().theirs.first_grant == 4096);
    CHECK(gateway.agreement().theirs.maximum_streams == 7);
    CHECK(written([&](auto& out) { gateway.refuse(close_reason::wrong_signature, out); }) ==
          hex(raw(0x04, 0).u8(0xC1)));
    CHECK(gateway.state() == gateway_step::failed);
}

TEST_CASE("what a gateway takes for no handshake", "[malformed]") {
    const std::pair<raw, reason> rows[] = {
        {raw(0x01, 1).u8(1).u16(80).text("host"), reason::early_packet},
        {raw(0x10, 1).u16(2).u8(1), reason::early_packet},
        {raw(0x03, 0).u32(1), reason::early_packet},
        {raw(0x02, 5), reason::early_packet},
        {raw(0x04, 0).u8(0x04), reason::refused},
        {raw(0x05, 0).u8(1).u8(0), reason::refused},
        {raw(0x77, 0), reason::unknown_type},
        {info().add(entry(2, raw().u8(9).text("short"))), reason::truncated},
        {info().add(entry(3, raw().u8(1).text("short"))), reason::truncated},
    };
    for (const auto& [bytes, why] : rows) {
        INFO(hex(bytes));
        gateway_handshake gateway({});
        written([&](auto& out) { gateway.begin(true, out); });
        CHECK(gateway.feed(bytes) == gateway_step::failed);
        CHECK(gateway.why() == why);
        // It says why before it hangs up.
        CHECK(written([&](auto& out) { gateway.refuse(close_reason::invalid, out); }) == hex(raw(0x04, 0).u8(0x41)));
        CHECK(gateway.why() == why);
    }
    gateway_handshake hasty({});
    written([&](auto& out) { hasty.begin(true, out); });
    REQUIRE(hasty.feed(info()) == gateway_step::asks);
    CHECK(hasty.feed(raw(0x38, 0).u64(1)) == gateway_step::failed);
}

TEST_CASE("two of our own ends come to the same agreement") {
    tunnel::gateway_offer offer;
    offer.features = 31;
    offer.terms.first_grant = 4096;
    gateway_handshake gateway(offer);
    client_handshake client({});
    std::vector<std::byte> out;
    gateway.begin(true, out);
    REQUIRE(client.feed(out) == client_step::asked);
    out.clear();
    client.answer({}, out);
    REQUIRE(gateway.feed(out) == gateway_step::asks);
    out.clear();
    gateway.accept(out);
    REQUIRE(client.feed(out) == client_step::agreed);
    const tunnel::agreement& c = client.agreement();
    const tunnel::agreement& g = gateway.agreement();
    CHECK(c.features == g.features);
    CHECK(c.features == 31);
    CHECK(c.is_extended);
    CHECK(g.is_extended);
    CHECK(c.theirs.first_grant == 4096);
    CHECK(g.ours.first_grant == 4096);
    CHECK(g.theirs.first_grant == c.ours.first_grant);
}

// Tokens, Wisp's passwords and keys.
#include "credentials.hpp"

#include "tunnel/fields.hpp"

#include <openssl/evp.h>

#include <catch2/catch_all.hpp>

#include <array>
#include <memory>
#include <string>

using namespace samesock::gateway;
using samesock::tunnel::as_bytes;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Equals;

namespace {

const std::string one_token = "0123456789abcdef";
const std::string another_token = "fedcba9876543210fedcba9876543210";

struct key_pair {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{nullptr, EVP_PKEY_free};
    std::array<unsigned char, 32> public_bytes{};

    key_pair() {
        const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
            EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nullptr), EVP_PKEY_CTX_free);
        EVP_PKEY* made = nullptr;
        REQUIRE(EVP_PKEY_keygen_init(context.get()) == 1);
        REQUIRE(EVP_PKEY_keygen(context.get(), &made) == 1);
        key.reset(made);
        std::size_t size = public_bytes.size();
        REQUIRE(EVP_PKEY_get_raw_public_key(made, public_bytes.data(), &size) == 1);
    }

    [[nodiscard]] std::string sign(std::string_view message) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        std::string signature(64, '\0');
        std::size_t size = signature.size();
        REQUIRE(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
        REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                               reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1);
        return signature;
    }

    [[nodiscard]] std::string hash() const {
        std::string out(32, '\0');
        REQUIRE(EVP_Digest(public_bytes.data(), public_bytes.size(), reinterpret_cast<unsigned char*>(out.data()),
                           nullptr, EVP_sha256(), nullptr) == 1);
        return out;
    }
};

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    out.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                                        reinterpret_cast<const unsigned char*>(bytes.data()),
                                                        static_cast<int>(bytes.size()))));
    return out;
}
std::string base64(const key_pair& k) {
    return base64({reinterpret_cast<const char*>(k.public_bytes.data()), k.public_bytes.size()});
}

} // namespace

TEST_CASE("without credentials everybody is let in") {
    const credentials none;
    CHECK_FALSE(none.are_required());
    CHECK_FALSE(none.by_token(""));
    CHECK_FALSE(none.by_password("", ""));
}

TEST_CASE("a token is its principal's, whole") {
    credentials c;
    REQUIRE_THAT(c.add_token("alice", one_token), Equals(""));
    REQUIRE_THAT(c.add_token("bob", another_token), Equals(""));
    CHECK(c.are_required());
    CHECK(c.has_tokens());
    CHECK_FALSE(c.has_passwords());
    CHECK(c.by_token(one_token) == "alice");
    CHECK(c.by_token(another_token) == "bob");
    using namespace std::string_literals;
    for (const std::string& wrong :
         {""s, "alice"s, one_token.substr(1), one_token + "0", one_token + "\0"s, "0123456789ABCDEF"s})
        CHECK_FALSE(c.by_token(wrong));
}

TEST_CASE("tokens that could be guessed, or are two principals', are not taken, and not shown") {
    credentials c;
    const std::string brief = "s3cretword";
    const std::string wrong = c.add_token("alice", brief);
    CHECK_THAT(wrong, ContainsSubstring("fewer than 16") && ContainsSubstring("openssl rand -hex 32"));
    CHECK_THAT(wrong, !ContainsSubstring(brief));
    CHECK_THAT(c.add_token("alice", one_token), Equals(""));
    CHECK_THAT(c.add_token("alice", another_token), ContainsSubstring("`alice` stands here twice"));
    CHECK_THAT(c.add_token("bob", one_token), ContainsSubstring("is another's, too") && !ContainsSubstring(one_token));
    CHECK_THAT(c.add_token("", another_token), ContainsSubstring("begins with a name"));
    CHECK_THAT(c.add_password("carol", "short"), ContainsSubstring("fewer than 8"));
}

TEST_CASE("a password belongs to its user") {
    credentials c;
    REQUIRE_THAT(c.add_password("alice", "correct horse"), Equals(""));
    REQUIRE_THAT(c.add_password("bob", "battery staple"), Equals(""));
    CHECK(c.by_password("alice", "correct horse") == "alice");
    CHECK(c.by_password("bob", "battery staple") == "bob");
    CHECK_FALSE(c.by_password("alice", "battery staple"));
    CHECK_FALSE(c.by_password("alice", ""));
    CHECK_FALSE(c.by_password("Alice", "correct horse"));
    CHECK_FALSE(c.by_password("", "correct horse"));
    CHECK_FALSE(c.by_password("mallory", "correct horse"));
}

TEST_CASE("the Authorization header holds a token, or a user and a password") {
    credentials c;
    REQUIRE_THAT(c.add_token("alice", one_token), Equals(""));
    REQUIRE_THAT(c.add_password("bob", "pass:word"), Equals(""));
    CHECK(c.by_authorization("Bearer " + one_token) == "alice");
    CHECK(c.by_authorization("bEARER   " + one_token) == "alice");
    CHECK(c.by_authorization("Basic " + base64("bob:pass:word")) == "bob");
    for (const std::string& wrong :
         {std::string(), std::string("Bearer"), "Bearer " + another_token, one_token, "Basic " + one_token,
          std::string("Basic ===="), "Basic " + base64("bob"), "Basic " + base64("bob:wrong"), "Digest " + one_token,
          std::string("Basic !!!!")}) {
        INFO(wrong);
        CHECK_FALSE(c.by_authorization(wrong));
    }
}

TEST_CASE("a key signs the challenge of this connection") {
    const key_pair alice;
    const key_pair mallory;
    credentials c;
    REQUIRE_THAT(c.add_key("alice", base64(alice)), Equals(""));
    CHECK(c.has_keys());
    const std::string challenge = "sixty-four bytes, or however many, that are new each time";
    const std::string signature = alice.sign(challenge);
    const auto judged = [&](std::uint8_t algorithm, const std::string& hash, const std::string& signed_with,
                            const std::string& asked) {
        return c.by_key(algorithm, as_bytes(hash), as_bytes(signed_with), as_bytes(asked));
    };
    CHECK(judged(1, alice.hash(), signature, challenge) == "alice");
    CHECK_FALSE(judged(2, alice.hash(), signature, challenge));
    CHECK_FALSE(judged(1, alice.hash(), signature, challenge + "!"));
    CHECK_FALSE(judged(1, alice.hash(), mallory.sign(challenge), challenge));
    CHECK_FALSE(judged(1, mallory.hash(), mallory.sign(challenge), challenge));
    CHECK_FALSE(judged(1, alice.hash(), "", challenge));
    CHECK_FALSE(judged(1, alice.hash(), signature.substr(1), challenge));
    CHECK_FALSE(judged(1, alice.hash().substr(1), signature, challenge));
}

TEST_CASE("a key is written as raw bytes, or as openssl prints it") {
    const key_pair alice;
    const std::string info("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
    const std::string raw(reinterpret_cast<const char*>(alice.public_bytes.data()), 32);
    credentials c;
    CHECK_THAT(c.add_key("alice", base64(info + raw)), Equals(""));
    CHECK(c.by_key(1, as_bytes(alice.hash()), as_bytes(alice.sign("x")), as_bytes("x")) == "alice");
    for (const std::string& wrong : {std::string("AAAA"), std::string("not base64!!"), base64(raw).substr(1),
                                     base64(raw + "x"), base64("x" + info.substr(1) + raw)})
        CHECK_THAT(c.add_key("bob", wrong), ContainsSubstring("no Ed25519 public key"));
}

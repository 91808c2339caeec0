// Certificates and keys in the configuration: what they come to, and what is said of one that is wrong.
#include "certificates.hpp"
#include "strangers.hpp"

#include "command_line.hpp"
#include "configuration.hpp"

#include "../../tls/authority.hpp"

#include <catch2/catch_all.hpp>

#include <filesystem>
#include <string>

namespace samesock::testing {
namespace {

using namespace gateway;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

std::string in_literal_quotes(const std::string& path) { return "'" + path + "'"; }

/// [tls] with these files; one that is empty is left out.
std::string toml(const std::string& certificate, const std::string& key, const std::string& client_ca = {}) {
    std::string text = "[tls]\n";
    if (!certificate.empty()) text += "certificate-file = " + in_literal_quotes(certificate) + "\n";
    if (!key.empty()) text += "key-file = " + in_literal_quotes(key) + "\n";
    if (!client_ca.empty()) text += "client-ca-file = " + in_literal_quotes(client_ca) + "\n";
    return text;
}

/// The one mistake of it.
std::string mistake_of(const std::string& text) {
    const auto c = load_configuration({}, text, "gateway.toml");
    REQUIRE_FALSE(c);
    REQUIRE(c.error().size() == 1);
    return c.error().front();
}

} // namespace

TEST_CASE("with a certificate and its key the gateway speaks TLS, and beyond loopback too") {
    const certificates known;
    const auto c = load_configuration(
        {}, "listen = [\"0.0.0.0:443\"]\n" + toml(known.certificate(), known.key(), known.authority_file()),
        "gateway.toml");
    INFO((c ? "" : c.error().front()));
    REQUIRE(c);
    CHECK(c->tls->asks_clients());
    CHECK(c->requests.is_secure);
    CHECK(c->warnings.empty());
}

TEST_CASE("the command line names the same files, and counts instead of the file") {
    const certificates known;
    command_line line;
    line.tls_certificate_file = known.certificate();
    line.tls_key_file = known.key();
    const auto c = load_configuration(line, toml("/no/such/file", "/no/such/file"), "gateway.toml");
    REQUIRE(c);
    REQUIRE(c->tls);
    CHECK_FALSE(c->tls->asks_clients());
    CHECK_FALSE(load_configuration({})->tls);
}

TEST_CASE("a file of TLS that is wrong is named, with what is wrong") {
    const certificates known, other;
    const std::string none = (std::filesystem::path(known.key()).parent_path() / "none").string();
    const std::string words = known.write("words", "words\n");
    CHECK_THAT(mistake_of(toml(none, known.key())),
               StartsWith("gateway.toml:2:20: tls.certificate-file: ") && ContainsSubstring("cannot be read"));
    CHECK_THAT(mistake_of(toml(words, known.key())),
               ContainsSubstring("tls.certificate-file: ") && ContainsSubstring("holds no certificate"));
    CHECK_THAT(mistake_of(toml(known.certificate(), words)),
               ContainsSubstring("tls.key-file: ") && ContainsSubstring("holds no private key"));
    CHECK_THAT(mistake_of(toml(known.certificate(), other.key())),
               ContainsSubstring("is the key of another certificate"));
    CHECK_THAT(mistake_of(toml(known.certificate(), known.key(), words)),
               ContainsSubstring("tls.client-ca-file: ") && ContainsSubstring("holds no certificate"));
    CHECK_THAT(mistake_of(toml(known.certificate(), "")), ContainsSubstring("needs its key"));
    CHECK_THAT(mistake_of(toml("", known.key())), ContainsSubstring("means nothing without a certificate"));
    CHECK_THAT(mistake_of(toml("", "", known.authority_file())),
               ContainsSubstring("means nothing without a certificate"));
}

TEST_CASE("a key that others may read is refused, and so is one with a passphrase; neither is shown") {
    const certificates known;
    authority issuer;
    const identity one = issuer.issue();
    const std::string certificate = known.write("one.pem", one.certificate);
    const std::string open = known.write("open.pem", one.key);
    let(strangers::may_read, open);
    CHECK_THAT(mistake_of(toml(certificate, open)), ContainsSubstring("can be read by everybody"));
    const std::string locked = known.write("locked.pem", encrypted_key(one, "secret"));
    CHECK_THAT(mistake_of(toml(certificate, locked)), ContainsSubstring("has a passphrase"));
    const std::string line = one.key.substr(one.key.find('\n') + 1, 40);
    CHECK_THAT(mistake_of(toml(known.certificate(), known.write("strange.pem", one.key))), !ContainsSubstring(line));
}

TEST_CASE("a certificate that is not valid now is warned of") {
    const certificates known;
    authority issuer;
    const auto warning = [&](const request& what) {
        const identity one = issuer.issue(what);
        const auto c = load_configuration(
            {}, toml(known.write("one.pem", one.certificate), known.write("one-key.pem", one.key)), "gateway.toml");
        REQUIRE(c);
        REQUIRE(c->warnings.size() == 1);
        return c->warnings.front();
    };
    CHECK_THAT(warning({.starts = -7200, .ends = -3600}), ContainsSubstring("expired"));
    CHECK_THAT(warning({.starts = 3600, .ends = 7200}), ContainsSubstring("not valid yet"));
}

} // namespace samesock::testing

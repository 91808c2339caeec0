// Contexts: what they refuse, what they load, and their defaults.
#include "connections.hpp"

TEST_CASE("a client's context verifies from the start, a server's asks for nothing", "[tls][context]") {
    const auto for_client = value_of(ss::ssl_context::try_make());
    CHECK(for_client.verify_mode() == ss::CERT_REQUIRED);
    CHECK(for_client.check_hostname());
    CHECK(for_client.minimum_version() == ss::tls_version::TLSv1_2);
    const auto for_server = value_of(ss::ssl_context::try_make(ss::PROTOCOL_TLS_SERVER));
    CHECK(for_server.verify_mode() == ss::CERT_NONE);
    CHECK_FALSE(for_server.check_hostname());
}

TEST_CASE("a context that nobody told whom to trust trusts nobody", "[tls][context]") {
    const world w;
    tls_pair pair(value_of(ss::ssl_context::try_make()), w.for_server);
    CHECK(pair.shake_hands().client.category() == ss::certificate_category());
}

TEST_CASE("check_hostname and verify_mode go together", "[tls][context]") {
    auto context = value_of(ss::ssl_context::try_make());
    CHECK(error_of(context.try_verify_mode(ss::CERT_NONE)) == ss::ssl_misuse::none_while_checking);
    CHECK(error_of(context.try_verify_mode(static_cast<ss::verify_mode>(7))) == ss::ssl_misuse::unknown_verify_mode);
    ok(context.try_check_hostname(false));
    ok(context.try_verify_mode(ss::CERT_NONE));
    CHECK(context.verify_mode() == ss::CERT_NONE);
    ok(context.try_verify_mode(ss::CERT_OPTIONAL));
    CHECK(context.verify_mode() == ss::CERT_OPTIONAL);
    ok(context.try_verify_mode(ss::CERT_NONE));
    ok(context.try_check_hostname(true));
    CHECK(context.verify_mode() == ss::CERT_REQUIRED);
}

TEST_CASE("verify flags are set and cleared", "[tls][context]") {
    auto context = value_of(ss::ssl_context::try_make());
    ok(context.try_verify_flags(ss::VERIFY_CRL_CHECK_CHAIN | ss::VERIFY_X509_STRICT));
    CHECK(context.verify_flags() == (ss::VERIFY_CRL_CHECK_CHAIN | ss::VERIFY_X509_STRICT));
    ok(context.try_verify_flags(ss::VERIFY_DEFAULT));
    CHECK(context.verify_flags() == ss::VERIFY_DEFAULT);
}

TEST_CASE("versions that do not exist are refused", "[tls][context][bad]") {
    auto context = value_of(ss::ssl_context::try_make());
    CHECK(error_of(context.try_minimum_version(static_cast<ss::tls_version>(0x0305))) ==
          ss::ssl_misuse::unknown_version);
    ok(context.try_minimum_version(ss::tls_version::MINIMUM_SUPPORTED));
    CHECK(context.minimum_version() == ss::tls_version::MINIMUM_SUPPORTED);
    ok(context.try_maximum_version(ss::tls_version::TLSv1_2));
    CHECK(context.maximum_version() == ss::tls_version::TLSv1_2);
}

TEST_CASE("what wrap_socket refuses", "[tls][context][bad]") {
    const world w;
    const auto outcome = [](const ss::ssl_context& context, const ss::wrap_options& options) {
        return error_of(context.try_wrap_socket(tcp(), options));
    };
    CHECK(outcome(w.for_client, as_client(std::nullopt)) == ss::ssl_misuse::hostname_needed);
    CHECK(outcome(w.for_client, as_client("")) == ss::ssl_misuse::hostname_form);
    CHECK(outcome(w.for_client, as_client(".example.org")) == ss::ssl_misuse::hostname_form);
    CHECK(outcome(w.for_client, as_client("a\0b"s)) == ss::ssl_misuse::hostname_form);
    CHECK(outcome(w.for_client, as_client("a..b")) == ss::misuse::label_empty);
    CHECK(outcome(w.for_client, as_server()) == ss::ssl_misuse::client_context);
    CHECK(outcome(w.for_server, as_client()) == ss::ssl_misuse::server_context);
    auto named_server = as_server();
    named_server.server_hostname = "localhost";
    CHECK(outcome(w.for_server, named_server) == ss::ssl_misuse::hostname_on_server);
    CHECK(error_of(w.for_client.try_wrap_socket(udp(), as_client())) == ss::ssl_misuse::not_a_stream);
    CHECK(error_of(w.for_client.try_wrap_socket(ss::socket(std::nullopt), as_client())) == ss::errno_code(EBADF));
    auto ends = tcp_pair();
    ok(ends.client.try_setblocking(false));
    ss::wrap_options at_once;
    at_once.server_hostname = "localhost";
    CHECK(error_of(w.for_client.try_wrap_socket(std::move(ends.client), at_once)) ==
          ss::ssl_misuse::handshake_unblocked);
}

TEST_CASE("certificates to trust come as PEM or as DER", "[tls][context]") {
    const world w;
    const std::string pem = w.ca.certificate(), der = w.ca.certificate_der();
    for (const std::string& data : {pem, der, pem + pem, "a comment\n" + pem}) {
        auto context = value_of(ss::ssl_context::try_make());
        ok(context.try_load_verify_locations({.cadata = data}));
        CHECK_FALSE(tls_pair(context, w.for_server).shake_hands().client);
    }
}

TEST_CASE("what load_verify_locations refuses", "[tls][context][bad]") {
    auto context = value_of(ss::ssl_context::try_make());
    CHECK(error_of(context.try_load_verify_locations({})) == ss::ssl_misuse::no_locations);
    CHECK(error_of(context.try_load_verify_locations({.cadata = "no certificate"})).category() ==
          ss::ssl_library_category());
    // One with a password: nobody is asked for it.
    std::string encrypted = authority().certificate();
    encrypted.insert(encrypted.find('\n') + 1,
                     "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n");
    CHECK(ss::ssl_reason(error_of(context.try_load_verify_locations({.cadata = encrypted}))) == "BAD_PASSWORD_READ");
    const auto key_alone = authority().issue().key;
    CHECK(error_of(context.try_load_verify_locations({.cadata = key_alone})) == ss::ssl_condition::no_certificate);
    CHECK(error_of(context.try_load_verify_locations({.cafile = "a\0b"s})) == ss::ssl_misuse::name_with_nul);
}

TEST_CASE("certificates to trust lie in a folder", "[tls][context]") {
    auto context = value_of(ss::ssl_context::try_make());
    const auto loaded = context.try_load_verify_locations({.capath = "."});
    needs("certificate_folders", loaded);
    ok(loaded);
}

TEST_CASE("a certificate and a key that do not belong together are refused", "[tls][context][bad]") {
    authority ca;
    const auto one = ca.issue(), two = ca.issue();
    auto context = value_of(ss::ssl_context::try_make(ss::PROTOCOL_TLS_SERVER));
    CHECK(ss::ssl_reason(error_of(context.try_load_cert_chain_pem(one.certificate, two.key))) == "KEY_VALUES_MISMATCH");
    CHECK(ss::ssl_reason(error_of(context.try_load_cert_chain_pem(one.key, one.key))) == "NO_START_LINE");
    CHECK(error_of(context.try_load_cert_chain_pem(one.certificate, one.certificate)));
    CHECK(error_of(context.try_load_cert_chain_pem("", "")));
}

TEST_CASE("an encrypted key needs its password, and nobody is asked for it", "[tls][context]") {
    const auto one = authority().issue();
    const auto key = samesock::testing::encrypted_key(one, "open sesame");
    auto context = value_of(ss::ssl_context::try_make(ss::PROTOCOL_TLS_SERVER));
    CHECK(error_of(context.try_load_cert_chain_pem(one.certificate, key)));
    CHECK(error_of(context.try_load_cert_chain_pem(one.certificate, key, "wrong")));
    CHECK(error_of(context.try_load_cert_chain_pem(one.certificate, key, std::string(5000, 'x'))));
    ok(context.try_load_cert_chain_pem(one.certificate, key, "open sesame"));
}

TEST_CASE("ALPN names that cannot go over the wire are refused", "[tls][context][bad]") {
    auto context = value_of(ss::ssl_context::try_make());
    CHECK(error_of(context.try_set_alpn_protocols({""})) == ss::ssl_misuse::alpn_protocol);
    CHECK(error_of(context.try_set_alpn_protocols({std::string(256, 'x')})) == ss::ssl_misuse::alpn_protocol);
    CHECK(error_of(context.try_set_alpn_protocols(std::vector<std::string>(300, std::string(255, 'x')))) ==
          ss::ssl_misuse::alpn_protocol);
    ok(context.try_set_alpn_protocols({}));
}

TEST_CASE("codes of TLS have texts, names and Python's numbers", "[tls][errors]") {
    CHECK(std::error_code(ss::ssl_condition::want_read).message() == "The operation did not complete (read)");
    CHECK(std::error_code(ss::ssl_condition::eof).message() == "EOF occurred in violation of protocol");
    CHECK(static_cast<int>(ss::ssl_condition::eof) == 8);
    const std::error_code expired(10, ss::certificate_category());
    CHECK(expired.message() == "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired");
    CHECK(ss::ssl_library(expired) == "SSL");
    CHECK(ss::ssl_reason(ss::errno_code(EPIPE)).empty());
    CHECK(ss::ssl_library(ss::ssl_condition::eof).empty());
}

TEST_CASE("random bytes are as many as asked for, and not twice the same", "[tls][random]") {
    CHECK(ss::RAND_status());
    const auto one = value_of(ss::try_RAND_bytes(32)), two = value_of(ss::try_RAND_bytes(32));
    CHECK(one.size() == 32);
    CHECK(one != two);
    CHECK(value_of(ss::try_RAND_bytes(0)).empty());
    CHECK(error_of(ss::try_RAND_bytes(-1)) == ss::misuse::negative_size);
    ss::RAND_add("stirred in", 0.0);
    CHECK(error_of(ss::try_RAND_egd("/nowhere")) == ss::errno_code(EOPNOTSUPP));
}

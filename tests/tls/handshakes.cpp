// Handshakes over sockets: versions, certificates that are to be trusted and that are not, ALPN, SNI, resumption.
#include "connections.hpp"

namespace {

/// How a client of `ca` fares with a server that shows `shown`.
ending meets(const authority& ca, const identity& shown, const std::string& name = "localhost") {
    tls_pair pair(client_context(ca), server_context(shown), as_client(name));
    return pair.shake_hands();
}

/// X509_V_ERR_*: numbers that have not changed since SSLeay.
std::error_code certificate_error(int number) { return {number, ss::certificate_category()}; }
constexpr int not_yet_valid = 9, has_expired = 10, self_signed = 18, no_local_issuer = 20, revoked = 23, no_crl = 3,
              key_too_small = 66, hostname_mismatch = 62, address_mismatch = 64;

bool names_include(const ss::certificate::distinguished_name& name, const std::string& key, const std::string& value) {
    for (const auto& part : name)
        for (const auto& [k, v] : part)
            if (k == key && v == value) return true;
    return false;
}

} // namespace

TEST_CASE("TLS 1.2 and 1.3 between the library's two ends", "[tls][handshake]") {
    const world w;
    const auto version = GENERATE(ss::tls_version::TLSv1_2, ss::tls_version::TLSv1_3);
    auto for_client = client_context(w.ca);
    ok(for_client.try_maximum_version(version));
    auto pair = tls_pair(for_client, w.for_server).shaken();
    const std::string expected = version == ss::tls_version::TLSv1_2 ? "TLSv1.2" : "TLSv1.3";
    CHECK(pair.client.version() == expected);
    CHECK(pair.server.version() == expected);
    REQUIRE(pair.client.cipher());
    CHECK(pair.client.cipher() == pair.server.cipher());
    CHECK(std::get<2>(*pair.client.cipher()) >= 128);
    CHECK_FALSE(pair.client.selected_alpn_protocol());
    ok(pair.client.try_sendall("Hello, world"));
    CHECK(read_exactly(pair.server, 12) == "Hello, world");
}

TEST_CASE("getpeercert tells of the certificate under Python's names", "[tls][certificate]") {
    authority ca("an authority");
    const auto shown = ca.issue({.names = {"localhost", "*.example.org", "127.0.0.1", "::1"}});
    auto pair = tls_pair(client_context(ca), server_context(shown)).shaken();
    const auto cert = value_of(pair.client.try_getpeercert());
    REQUIRE(cert);
    CHECK(names_include(cert->subject, "commonName", "localhost"));
    CHECK(names_include(cert->issuer, "commonName", "an authority"));
    CHECK(names_include(cert->issuer, "organizationName", "samesock"));
    CHECK(cert->version == 3);
    CHECK(cert->serialNumber == "02");
    CHECK(cert->notAfter.ends_with(" GMT"));
    const std::vector<std::pair<std::string, std::string>> names{
        {"DNS", "localhost"}, {"DNS", "*.example.org"}, {"IP Address", "127.0.0.1"}, {"IP Address", "0:0:0:0:0:0:0:1"}};
    CHECK(cert->subjectAltName == names);
    const auto der = value_of(pair.client.try_getpeercert_der());
    REQUIRE(der);
    CHECK(der->view().starts_with("\x30\x82"));
    CHECK_FALSE(value_of(pair.server.try_getpeercert())); // the client has shown none
}

TEST_CASE("a certificate that was not verified is not described", "[tls][certificate]") {
    const world w;
    auto careless = value_of(ss::ssl_context::try_make());
    ok(careless.try_check_hostname(false));
    ok(careless.try_verify_mode(ss::CERT_NONE));
    tls_pair pair(careless, w.for_server, as_client(std::nullopt));
    CHECK(error_of(pair.client.try_getpeercert()) == ss::ssl_misuse::handshake_not_done);
    auto shaken = std::move(pair).shaken();
    const auto cert = value_of(shaken.client.try_getpeercert());
    REQUIRE(cert);
    CHECK(cert->empty());
    CHECK(value_of(shaken.client.try_getpeercert_der()));
}

TEST_CASE("names that a certificate is good for", "[tls][hostname]") {
    authority ca;
    const auto shown = ca.issue({.names = {"localhost", "*.example.org", "127.0.0.1", "::1", "xn--bcher-kva.example"}});
    const auto name = GENERATE("localhost", "LOCALHOST", "www.example.org", "127.0.0.1", "::1",
                               "b\xc3\xbc"
                               "cher.example");
    CAPTURE(name);
    const auto [of_client, of_server] = meets(ca, shown, name);
    CHECK_FALSE(of_client);
    CHECK_FALSE(of_server);
}

TEST_CASE("names that a certificate is not good for", "[tls][hostname]") {
    authority ca;
    const auto shown = ca.issue({.names = {"localhost", "*.example.org", "127.0.0.1"}});
    const auto [name, number] = GENERATE(table<std::string, int>({{"example.org", hostname_mismatch},
                                                                  {"a.b.example.org", hostname_mismatch},
                                                                  {"localhost.evil.example", hostname_mismatch},
                                                                  {"127.0.0.2", address_mismatch},
                                                                  {"::1", address_mismatch}}));
    const auto [of_client, of_server] = meets(ca, shown, name);
    CHECK(of_client == certificate_error(number));
    CHECK(of_client.message().find("certificate verify failed") != std::string::npos);
    CHECK(ss::ssl_reason(of_client) == "CERTIFICATE_VERIFY_FAILED");
    CHECK(of_server.category() == ss::ssl_library_category()); // the client's alert
}

TEST_CASE("a name with a NUL in it is another name", "[tls][hostname][bad]") {
    authority ca;
    const std::string both("localhost\0.evil.example", 23);
    const auto shown = ca.issue({.names = {both}});
    CHECK(meets(ca, shown).client == certificate_error(hostname_mismatch));
    auto for_client = client_context(ca);
    ok(for_client.try_check_hostname(false));
    auto pair = tls_pair(for_client, server_context(shown)).shaken();
    const std::vector<std::pair<std::string, std::string>> names{{"DNS", both}};
    CHECK(value_of(pair.client.try_getpeercert())->subjectAltName == names);
}

TEST_CASE("certificates that are not to be trusted", "[tls][verify]") {
    authority ca, other("another authority");
    CHECK(meets(ca, ca.issue({.ends = -60})).client == certificate_error(has_expired));
    CHECK(meets(ca, ca.issue({.starts = 3600})).client == certificate_error(not_yet_valid));
    CHECK(meets(ca, ca.issue({.self_signed = true})).client == certificate_error(self_signed));
    CHECK(meets(ca, other.issue()).client == certificate_error(no_local_issuer));
}

TEST_CASE("a weak key is refused by the client, and by a server that would show it", "[tls][verify]") {
    authority ca;
    const auto weak = ca.issue({.rsa_bits = 1024});
    auto for_server = value_of(ss::ssl_context::try_make(ss::PROTOCOL_TLS_SERVER));
    CHECK(ss::ssl_reason(error_of(for_server.try_load_cert_chain_pem(weak.certificate, weak.key))) ==
          "EE_KEY_TOO_SMALL");
    ok(for_server.try_set_ciphers("DEFAULT@SECLEVEL=0"));
    ok(for_server.try_load_cert_chain_pem(weak.certificate, weak.key));
    tls_pair pair(client_context(ca), for_server);
    CHECK(pair.shake_hands().client == certificate_error(key_too_small));
}

TEST_CASE("a certificate revoked by a CRL is refused, and without the CRL none is accepted", "[tls][verify][crl]") {
    authority ca;
    const auto good = ca.issue(), bad = ca.issue();
    const std::string list = ca.revocations({bad.serial});
    auto for_client = client_context(ca);
    ok(for_client.try_verify_flags(for_client.verify_flags() | ss::VERIFY_CRL_CHECK_LEAF));
    CHECK(tls_pair(for_client, server_context(good)).shake_hands().client == certificate_error(no_crl));
    ok(for_client.try_load_verify_locations({.cadata = list}));
    CHECK_FALSE(tls_pair(for_client, server_context(good)).shake_hands().client);
    CHECK(tls_pair(for_client, server_context(bad)).shake_hands().client == certificate_error(revoked));
}

TEST_CASE("a version that is too old is refused", "[tls][handshake]") {
    const world w;
    auto newest = client_context(w.ca);
    ok(newest.try_minimum_version(ss::tls_version::TLSv1_3));
    auto older = server_context(w.localhost);
    ok(older.try_maximum_version(ss::tls_version::TLSv1_2));
    const auto [of_client, of_server] = tls_pair(newest, older).shake_hands();
    CHECK(ss::ssl_reason(of_client) == "TLSV1_ALERT_PROTOCOL_VERSION");
    CHECK(ss::ssl_reason(of_server) == "UNSUPPORTED_PROTOCOL");
    CHECK(newest.minimum_version() == ss::tls_version::TLSv1_3);
    CHECK(newest.maximum_version() == ss::tls_version::MAXIMUM_SUPPORTED);
}

TEST_CASE("without a common cipher there is no connection", "[tls][handshake]") {
    const world w;
    auto for_client = client_context(w.ca), for_server = server_context(w.localhost);
    ok(for_client.try_maximum_version(ss::tls_version::TLSv1_2));
    ok(for_client.try_set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256"));
    ok(for_server.try_set_ciphers("ECDHE-ECDSA-AES256-GCM-SHA384"));
    const auto [of_client, of_server] = tls_pair(for_client, for_server).shake_hands();
    CHECK(ss::ssl_reason(of_client).ends_with("HANDSHAKE_FAILURE"));
    CHECK(ss::ssl_reason(of_server) == "NO_SHARED_CIPHER");
    CHECK(ss::ssl_reason(error_of(for_client.try_set_ciphers("no such cipher"))) == "NO_CIPHER_MATCH");
}

TEST_CASE("a server that asks for the client's certificate", "[tls][mutual]") {
    authority ca;
    const auto of_server = ca.issue(), of_client = ca.issue({.names = {"somebody"}});
    const std::string trusted = ca.certificate();
    auto for_server = server_context(of_server);
    ok(for_server.try_load_verify_locations({.cadata = trusted}));
    ok(for_server.try_verify_mode(ss::CERT_REQUIRED));
    SECTION("and gets it") {
        auto for_client = client_context(ca);
        ok(for_client.try_load_cert_chain_pem(of_client.certificate, of_client.key));
        auto pair = tls_pair(for_client, for_server).shaken();
        const auto cert = value_of(pair.server.try_getpeercert());
        REQUIRE(cert);
        CHECK(names_include(cert->subject, "commonName", "somebody"));
    }
    SECTION("and does not get it") {
        tls_pair pair(client_context(ca), for_server);
        CHECK(ss::ssl_reason(pair.shake_hands().server) == "PEER_DID_NOT_RETURN_A_CERTIFICATE");
        // With TLS 1.3 the client's handshake was over before the server could say so.
        CHECK(ss::ssl_reason(error_of(pair.client.try_recv(1))) == "TLSV13_ALERT_CERTIFICATE_REQUIRED");
    }
    SECTION("and can do without it") {
        ok(for_server.try_verify_mode(ss::CERT_OPTIONAL));
        auto pair = tls_pair(client_context(ca), for_server).shaken();
        CHECK_FALSE(value_of(pair.server.try_getpeercert()));
    }
}

TEST_CASE("ALPN takes the server's first choice that the client offers", "[tls][alpn]") {
    const world w;
    auto for_client = client_context(w.ca), for_server = server_context(w.localhost);
    ok(for_client.try_set_alpn_protocols({"http/1.1", "h2"}));
    SECTION("one in common") {
        ok(for_server.try_set_alpn_protocols({"h3", "h2", "http/1.1"}));
        auto pair = tls_pair(for_client, for_server).shaken();
        CHECK(pair.client.selected_alpn_protocol() == "h2");
        CHECK(pair.server.selected_alpn_protocol() == "h2");
    }
    SECTION("none in common") {
        ok(for_server.try_set_alpn_protocols({"imap"}));
        auto pair = tls_pair(for_client, for_server).shaken();
        CHECK_FALSE(pair.client.selected_alpn_protocol());
        CHECK_FALSE(pair.server.selected_alpn_protocol());
    }
}

TEST_CASE("an SNI callback picks the context for a name", "[tls][sni]") {
    authority ca;
    const auto one = ca.issue({.names = {"one.example"}}), two = ca.issue({.names = {"two.example"}});
    auto for_server = server_context(one);
    const auto for_two = server_context(two);
    std::vector<std::string> asked;
    for_server.sni_callback(
        [&](std::optional<std::string_view> name, ss::ssl_context& context) -> std::optional<ss::alert_description> {
            asked.emplace_back(name.value_or("none"));
            if (name == "two.example") context = for_two;
            if (name == "three.example") return ss::alert_description::unrecognized_name;
            return std::nullopt;
        });
    const auto for_client = client_context(ca);
    CHECK_FALSE(tls_pair(for_client, for_server, as_client("one.example")).shake_hands().client);
    tls_pair second(for_client, for_server, as_client("two.example"));
    CHECK_FALSE(second.shake_hands().client);
    CHECK(second.server.context() == for_two);
    CHECK(ss::ssl_reason(tls_pair(for_client, for_server, as_client("three.example")).shake_hands().client) ==
          "TLSV1_UNRECOGNIZED_NAME");
    CHECK(
        tls_pair(for_client, for_server, as_client("127.0.0.1")).shake_hands().client); // an address is never asked for
    CHECK(asked == std::vector<std::string>{"one.example", "two.example", "three.example", "none"});
}

TEST_CASE("a session is resumed", "[tls][session]") {
    const world w;
    const auto version = GENERATE(ss::tls_version::TLSv1_2, ss::tls_version::TLSv1_3);
    auto for_client = client_context(w.ca);
    ok(for_client.try_maximum_version(version));
    auto first = tls_pair(for_client, w.for_server).shaken();
    CHECK_FALSE(first.client.session_reused());
    ok(first.server.try_sendall("ticket"));
    CHECK(read_exactly(first.client, 6) == "ticket"); // with TLS 1.3 the ticket came before
    const auto kept = first.client.session();
    REQUIRE(kept);
    CHECK(kept->has_ticket());
    CHECK(kept->timeout() > 0);
    CHECK_FALSE(kept->id().empty());

    auto options = as_client();
    options.session = &*kept;
    ok(first.client.try_close()); // without a word, and once more after the next connection
    { const auto gone = std::move(first.client); }
    for (int i = 0; i != 2; ++i) {
        auto second = tls_pair(for_client, w.for_server, options).shaken();
        CHECK(second.client.session_reused());
        CHECK(second.server.session_reused());
    }

    auto ends = tcp_pair();
    CHECK(error_of(client_context(w.ca).try_wrap_socket(std::move(ends.client), options)) ==
          ss::ssl_misuse::session_of_other);
    auto wrong_side = as_server();
    wrong_side.session = &*kept;
    CHECK(error_of(w.for_server.try_wrap_socket(std::move(ends.server), wrong_side)) ==
          ss::ssl_misuse::session_on_server);
}

TEST_CASE("a session stands for nobody but whom it was made with", "[tls][session][bad]") {
    authority ca;
    const auto shown = ca.issue({.names = {"localhost", "*.example.org", "127.0.0.1"}});
    const auto for_server = server_context(shown);
    auto for_client = client_context(ca);
    const auto kept_of = [&](const ss::wrap_options& options) {
        auto pair = tls_pair(for_client, for_server, options).shaken();
        ok(pair.server.try_sendall("ticket"));
        CHECK(read_exactly(pair.client, 6) == "ticket");
        return *pair.client.session();
    };
    const auto wrap = [&](const ss::ssl_session& session, const char* name) {
        auto options = as_client(name);
        options.session = &session;
        auto ends = tcp_pair();
        return error_of(for_client.try_wrap_socket(std::move(ends.client), options));
    };
    SECTION("whose certificate is good for some names") {
        const auto kept = kept_of(as_client());
        CHECK_FALSE(wrap(kept, "localhost"));
        CHECK_FALSE(wrap(kept, "www.example.org"));
        CHECK_FALSE(wrap(kept, "127.0.0.1"));
        CHECK(wrap(kept, "bank.example") == certificate_error(hostname_mismatch));
        CHECK(wrap(kept, "127.0.0.2") == certificate_error(address_mismatch));
    }
    SECTION("whom nobody had verified") {
        for_client = value_of(ss::ssl_context::try_make());
        ok(for_client.try_check_hostname(false));
        ok(for_client.try_verify_mode(ss::CERT_NONE));
        const auto kept = kept_of(as_client());
        CHECK_FALSE(wrap(kept, "bank.example"));
        ok(for_client.try_verify_mode(ss::CERT_REQUIRED));
        CHECK(wrap(kept, "localhost") == certificate_error(no_local_issuer));
    }
}

TEST_CASE("a handshake that does not block says what it waits for", "[tls][handshake][modes]") {
    const world w;
    tls_pair pair(w.for_client, w.for_server);
    ok(pair.client.try_setblocking(false));
    CHECK(error_of(pair.client.try_do_handshake()) == ss::ssl_condition::want_read);
    CHECK_FALSE(pair.client.version());
    CHECK_FALSE(pair.client.cipher());
    CHECK_FALSE(pair.client.session());
    CHECK_FALSE(pair.shake_hands().client);
}

TEST_CASE("a peer that stalls in the middle of the handshake is timed out", "[tls][handshake][timeout]") {
    const world w;
    auto ends = tcp_pair();
    ok(ends.client.try_settimeout(0.2));
    ss::wrap_options options;
    options.server_hostname = "localhost";
    const stopwatch time;
    CHECK(error_of(w.for_client.try_wrap_socket(std::move(ends.client), options)) == ss::fault::timed_out);
    CHECK(time.seconds() >= 0.2);
    CHECK(read_to_end(ends.server).size() > 100); // its ClientHello, and the end: the socket is closed
}

TEST_CASE("a record whose body does not come is timed out", "[tls][handshake][timeout]") {
    const world w;
    auto ends = tcp_pair();
    ok(ends.server.try_sendall("\x16\x03\x03\x3f\xff"sv)); // a record of 16 kB, of which little ever comes
    ok(ends.client.try_settimeout(0.3));
    auto options = as_client();
    auto client = value_of(w.for_client.try_wrap_socket(std::move(ends.client), options));
    const stopwatch time;
    CHECK(error_of(client.try_do_handshake()) == ss::fault::timed_out);
    CHECK(time.seconds() >= 0.3);
}

TEST_CASE("a peer that leaves in the middle of the handshake", "[tls][handshake]") {
    const world w;
    SECTION("by closing") {
        tls_pair pair(w.for_client, w.for_server);
        ok(pair.server.try_shutdown(ss::SHUT_WR));
        CHECK(error_of(pair.client.try_do_handshake()) == ss::ssl_condition::eof);
    }
    SECTION("by a reset") {
        auto ends = tcp_pair();
        auto client = value_of(w.for_client.try_wrap_socket(std::move(ends.client), as_client()));
        ok(client.try_setblocking(false));
        CHECK(error_of(client.try_do_handshake()) == ss::ssl_condition::want_read);
        wait_readable(ends.server);
        ok(ends.server.try_close()); // with the ClientHello unread
        ok(client.try_settimeout(10));
        const auto code = error_of(client.try_do_handshake());
        CHECK((code == ss::errno_code(ECONNRESET) || code == ss::ssl_condition::eof)); // not every platform has resets
    }
    SECTION("by speaking something else") {
        auto ends = tcp_pair();
        ok(ends.server.try_sendall("HTTP/1.1 400 Bad Request\r\n\r\n"));
        auto client = value_of(w.for_client.try_wrap_socket(std::move(ends.client), as_client()));
        CHECK(error_of(client.try_do_handshake()).category() == ss::ssl_library_category());
    }
}

// The throwing names of TLS: which of Python's exceptions each error is.
#include "connections.hpp"

#include <stdexcept>

TEST_CASE("the exceptions of TLS are Python's", "[tls][throwing]") {
    const world w;
    CHECK_THROWS_AS(w.for_client.wrap_socket(tcp()), std::invalid_argument);
    auto pair = w.connected();
    pair.client.setblocking(false);
    CHECK_THROWS_AS(pair.client.recv(1), ss::ssl_want_read_error);
    try {
        (void)pair.client.recv(1);
    } catch (const ss::ssl_error& e) {
        CHECK(e.number() == 2);
        CHECK(e.reason().empty());
        CHECK(e.what() == "recv: The operation did not complete (read)"s);
    }
    pair.client.settimeout(0.05);
    CHECK_THROWS_AS(pair.client.recv(1), ss::timeout);
    pair.server.transport().sendall("this is no record at all");
    try {
        (void)pair.client.recv(1);
        FAIL("no exception");
    } catch (const ss::sslerror& e) {
        CHECK(e.number() == 1);
        CHECK(e.library() == "SSL");
        const bool newer = e.reason() == "RECORD_LAYER_FAILURE"; // what OpenSSL 3.2 and later say on top of it
        CHECK(e.reason() == (newer ? "RECORD_LAYER_FAILURE" : "WRONG_VERSION_NUMBER"));
        CHECK(e.what() == (newer ? "recv: [SSL: RECORD_LAYER_FAILURE] record layer failure"s
                                 : "recv: [SSL: WRONG_VERSION_NUMBER] wrong version number"s));
    }
    pair.client.close();
    CHECK_THROWS_AS(pair.client.send("x"), ss::error);
}

TEST_CASE("an end without a close_notify is ssl_eof_error", "[tls][throwing]") {
    const world w;
    auto options = as_client();
    options.suppress_ragged_eofs = false;
    auto pair = tls_pair(w.for_client, w.for_server, options).shaken();
    pair.server.shutdown(ss::SHUT_WR);
    CHECK_THROWS_AS(pair.client.recv(1), ss::ssl_eof_error);
}

TEST_CASE("cert_verification_error says what is wrong, in words, and for whom", "[tls][throwing]") {
    const world w;
    tls_pair pair(w.for_client, w.for_server, as_client("example.org"));
    (void)pair.shake_hands();
    try {
        pair.client.do_handshake(); // has failed, and goes on failing
        FAIL("no exception");
    } catch (const ss::cert_verification_error& e) {
        CHECK(e.verify_code() == 62);
        CHECK(e.verify_message() == "hostname mismatch");
        CHECK(e.reason() == "CERTIFICATE_VERIFY_FAILED");
        CHECK(e.what() == "do_handshake: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: hostname mismatch "
                          "(server_hostname is 'example.org')"s);
    }
}

TEST_CASE("an exception in an SNI callback ends the handshake and not the program", "[tls][throwing][sni]") {
    world w;
    w.for_server.sni_callback(
        [](std::optional<std::string_view>, ss::ssl_context&) -> std::optional<ss::alert_description> {
            throw std::runtime_error("of the callback");
        });
    CHECK(ss::ssl_reason(tls_pair(w.for_client, w.for_server).shake_hands().client) == "TLSV1_ALERT_INTERNAL_ERROR");
}

TEST_CASE("the throwing names of a context", "[tls][throwing]") {
    CHECK_THROWS_AS(ss::create_default_context(ss::ssl_purpose::SERVER_AUTH, {.cadata = "x"}), ss::ssl_error);
    ss::ssl_context context;
    CHECK_THROWS_AS(context.verify_mode(ss::CERT_NONE), std::invalid_argument);
    CHECK_THROWS_AS(context.load_cert_chain("/no/such/file.pem"), ss::file_not_found_error);
    try {
        context.load_cert_chain("/no/such/file.pem");
    } catch (const ss::error& e) {
        CHECK(e.what() ==
              "load_cert_chain: [Errno " + std::to_string(ENOENT) + "] No such file or directory /no/such/file.pem");
    }
    context.check_hostname(false);
    context.verify_mode(ss::CERT_OPTIONAL);
    context.minimum_version(ss::tls_version::TLSv1_3);
    CHECK(ss::RAND_bytes(8).size() == 8);
    CHECK_THROWS_AS(ss::RAND_egd("/nowhere"), ss::error);
}

// Certificates in files and folders, and the system's trust store.
#include "connections.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;

/// A folder of the case's own.
class folder {
public:
    folder() {
        for (int i = 0;; ++i) {
            path_ = fs::temp_directory_path() / ("samesock_tls_" + std::to_string(i));
            if (fs::create_directory(path_)) return;
        }
    }
    ~folder() { fs::remove_all(path_); }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;

    [[nodiscard]] std::string holding(const std::string& name, const std::string& content) const {
        std::ofstream(path_ / name) << content;
        return (path_ / name).string();
    }
    [[nodiscard]] std::string path(const std::string& name = {}) const { return (path_ / name).string(); }

private:
    fs::path path_;
};

/// What the environment says while the case runs; each case has a process of its own.
void set_environment(const char* name, const std::string& value) { REQUIRE(::setenv(name, value.c_str(), 1) == 0); }

} // namespace

TEST_CASE("certificates and keys are loaded from files", "[tls][files]") {
    const folder here;
    authority ca;
    const auto who = ca.issue();
    const auto cafile = here.holding("ca.pem", ca.certificate());
    const auto both = here.holding("both.pem", who.key + who.certificate);
    const auto certfile = here.holding("cert.pem", who.certificate), keyfile = here.holding("key.pem", who.key);
    auto for_server = value_of(ss::ssl_context::try_make(ss::PROTOCOL_TLS_SERVER));
    ok(for_server.try_load_cert_chain(certfile, keyfile));
    ok(for_server.try_load_cert_chain(both));
    auto for_client = value_of(ss::try_create_default_context(ss::ssl_purpose::SERVER_AUTH, {.cafile = cafile}));
    CHECK_FALSE(tls_pair(for_client, for_server).shake_hands().client);
}

TEST_CASE("files that cannot be had are their errno, and files without certificates say so", "[tls][files][bad]") {
    const folder here;
    auto context = value_of(ss::ssl_context::try_make());
    const auto none = here.path("none.pem"), empty = here.holding("empty.pem", "");
    const auto text = here.holding("text.pem", "nothing of use\n");
    CHECK(error_of(context.try_load_verify_locations({.cafile = none})) == ss::errno_code(ENOENT));
    CHECK(error_of(context.try_load_verify_locations({.cafile = empty})) == ss::ssl_condition::no_certificate);
    CHECK(error_of(context.try_load_verify_locations({.cafile = text})) == ss::ssl_condition::no_certificate);
    CHECK(error_of(context.try_load_verify_locations({.capath = none})) == ss::errno_code(ENOENT));
    CHECK(error_of(context.try_load_verify_locations({.capath = text})) == ss::errno_code(ENOTDIR));
    ok(context.try_load_verify_locations({.capath = here.path()}));
    CHECK(error_of(context.try_load_cert_chain(none)) == ss::errno_code(ENOENT));
    CHECK(ss::ssl_reason(error_of(context.try_load_cert_chain(text))) == "NO_START_LINE");
}

TEST_CASE("a file of CRLs is loaded like one of certificates", "[tls][files][crl]") {
    const folder here;
    authority ca;
    const auto bad = ca.issue();
    auto for_client = client_context(ca);
    ok(for_client.try_load_verify_locations({.cafile = here.holding("crl.pem", ca.revocations({bad.serial}))}));
    ok(for_client.try_verify_flags(for_client.verify_flags() | ss::VERIFY_CRL_CHECK_LEAF));
    CHECK(tls_pair(for_client, server_context(bad)).shake_hands().client ==
          std::error_code(23, ss::certificate_category()));
}

TEST_CASE("the default context trusts what SSL_CERT_FILE names", "[tls][files][store]") {
    const folder here;
    const world w;
    set_environment("SSL_CERT_FILE", here.holding("store.pem", w.ca.certificate()));
    set_environment("SSL_CERT_DIR", here.path("none"));
    auto for_client = value_of(ss::try_create_default_context());
    CHECK_FALSE(tls_pair(for_client, w.for_server).shake_hands().client);
    CHECK(tls_pair(for_client, server_context(authority("other").issue())).shake_hands().client);
}

TEST_CASE("a system without a trust store is an error that says so", "[tls][files][store]") {
    const folder here;
    set_environment("SSL_CERT_FILE", here.path("none.pem"));
    set_environment("SSL_CERT_DIR", here.path("none"));
    const auto code = error_of(ss::try_create_default_context());
    CHECK(code == ss::ssl_condition::no_trust_store);
    CHECK(code.message().find("SSL_CERT_FILE") != std::string::npos);
    set_environment("SSL_CERT_DIR", here.path("none") + ":" + here.path()); // empty
    CHECK(error_of(ss::try_create_default_context()) == ss::ssl_condition::no_trust_store);
}

TEST_CASE("the system's own trust store is used, and does not trust the tests", "[tls][files][store]") {
    auto made = ss::try_create_default_context();
    if (error_of(made) == ss::ssl_condition::no_trust_store) SKIP("this machine has no trust store");
    const world w;
    CHECK(tls_pair(value_of(std::move(made)), w.for_server).shake_hands().client.category() ==
          ss::certificate_category());
}

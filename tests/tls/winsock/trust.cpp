// Windows' store of trusted certificates, as a context takes it.
#include "../connections.hpp"

#include "tls/ssl_access.hpp"

#include <openssl/x509.h>

#include <windows.h>

#include <wincrypt.h>

namespace {

/// How many certificates the store ROOT has.
int roots_of_windows() {
    int count = 0;
    HCERTSTORE const store = CertOpenSystemStoreW(0, L"ROOT");
    for (PCCERT_CONTEXT one = nullptr; (one = CertEnumCertificatesInStore(store, one)) != nullptr;) ++count;
    (void)CertCloseStore(store, 0);
    return count;
}

int trusted_by(const ss::ssl_context& context) {
    STACK_OF(X509)* const all =
        X509_STORE_get1_all_certs(SSL_CTX_get_cert_store(ss::ssl_access::state(context)->native));
    const int count = sk_X509_num(all);
    sk_X509_pop_free(all, X509_free);
    return count;
}

} // namespace

TEST_CASE("the default context trusts Windows' roots, and not the tests", "[tls][store]") {
    for (const wchar_t* const variable : {L"SSL_CERT_FILE", L"SSL_CERT_DIR"}) REQUIRE(::_wputenv_s(variable, L"") == 0);
    const int roots = roots_of_windows();
    auto made = ss::try_create_default_context();
    if (roots == 0) {
        CHECK(error_of(made) == ss::ssl_condition::no_trust_store);
        SKIP("this machine has no trust store");
    }
    const auto for_client = value_of(std::move(made));
    // Some may be for other purposes, or of a form that OpenSSL does not read.
    CHECK(trusted_by(for_client) > roots / 2);
    CHECK(trusted_by(for_client) <= roots);
    const world w;
    CHECK(tls_pair(for_client, w.for_server).shake_hands().client.category() == ss::certificate_category());
}

TEST_CASE("what SSL_CERT_FILE names is trusted beside Windows' roots", "[tls][store]") {
    const world w;
    wchar_t folder[MAX_PATH], file[MAX_PATH];
    REQUIRE(GetTempPathW(MAX_PATH, folder) != 0);
    REQUIRE(GetTempFileNameW(folder, L"ss", 0, file) != 0);
    const std::string certificate = w.ca.certificate();
    std::FILE* const into = ::_wfopen(file, L"wb");
    REQUIRE(into != nullptr);
    CHECK(std::fwrite(certificate.data(), 1, certificate.size(), into) == certificate.size());
    std::fclose(into);
    REQUIRE(::_wputenv_s(L"SSL_CERT_FILE", file) == 0);
    const auto made = ss::try_create_default_context();
    (void)::_wputenv_s(L"SSL_CERT_FILE", L"");
    (void)::_wremove(file);
    CHECK_FALSE(tls_pair(value_of(made), w.for_server).shake_hands().client);
}

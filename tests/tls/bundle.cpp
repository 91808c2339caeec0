// Certificates that the build has made a part of the program: bundle.pem.
#include "connections.hpp"

#include "tls/ssl_access.hpp"

#include <samesock/trust_bundle.hpp>

#include <openssl/x509.h>

TEST_CASE("a bundle in the program is trusted, and nobody else is", "[tls][store]") {
    const auto context =
        value_of(ss::try_create_default_context(ss::ssl_purpose::SERVER_AUTH, {.cadata = ss::trust_bundle()}));
    STACK_OF(X509)* const roots =
        X509_STORE_get1_all_certs(SSL_CTX_get_cert_store(ss::ssl_access::state(context)->native));
    CHECK(sk_X509_num(roots) == 2);
    sk_X509_pop_free(roots, X509_free);
    const world w;
    CHECK(tls_pair(context, w.for_server).shake_hands().client.category() == ss::certificate_category());
}

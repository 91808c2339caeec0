// Owners of OpenSSL's objects.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace samesock::tls {

struct releases {
    void operator()(BIO* one) const noexcept { BIO_free_all(one); }
    void operator()(X509* one) const noexcept { X509_free(one); }
    void operator()(EVP_PKEY* one) const noexcept { EVP_PKEY_free(one); }
    void operator()(SSL* one) const noexcept { SSL_free(one); }
    void operator()(SSL_SESSION* one) const noexcept { SSL_SESSION_free(one); }
    void operator()(GENERAL_NAMES* all) const noexcept { GENERAL_NAMES_free(all); }
    void operator()(AUTHORITY_INFO_ACCESS* all) const noexcept { AUTHORITY_INFO_ACCESS_free(all); }
    void operator()(CRL_DIST_POINTS* all) const noexcept { CRL_DIST_POINTS_free(all); }
    void operator()(STACK_OF(X509_INFO) * all) const noexcept { sk_X509_INFO_pop_free(all, X509_INFO_free); }
};
template <class T>
using owner = std::unique_ptr<T, releases>;

using bio = owner<BIO>;
using x509 = owner<X509>;
using private_key = owner<EVP_PKEY>;

} // namespace samesock::tls

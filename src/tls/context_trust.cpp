// Whom a context trusts: certificates and CRLs from files, from memory, and from the system's store.
#include <samesock/ssl_context.hpp>

#include "tls/folders.hpp"
#include "tls/native.hpp"
#include "tls/openssl_error.hpp"
#include "tls/ssl_access.hpp"
#include "tls/trust_store.hpp"

#include <openssl/err.h>

#include <climits>
#include <string_view>

namespace samesock {
namespace {

/// OpenSSL's own callback would ask at the terminal for the password of a certificate that has one.
int no_password(char*, int, int, void*) noexcept { return -1; }

/// Each certificate and each CRL of a PEM text.
result<int> add_pem(X509_STORE* store, BIO* from) noexcept {
    const tls::owner<STACK_OF(X509_INFO)> all(PEM_X509_INFO_read_bio(from, nullptr, no_password, nullptr));
    if (!all) return failure(tls::taken_error());
    int added = 0;
    for (int i = 0; i != sk_X509_INFO_num(all.get()); ++i) {
        const X509_INFO* const one = sk_X509_INFO_value(all.get(), i);
        if (one->x509 != nullptr && X509_STORE_add_cert(store, one->x509) != 1) return failure(tls::taken_error());
        if (one->crl != nullptr && X509_STORE_add_crl(store, one->crl) != 1) return failure(tls::taken_error());
        added += one->x509 != nullptr || one->crl != nullptr ? 1 : 0;
    }
    return added;
}

/// Certificates in DER, one behind the other.
result<int> add_der(X509_STORE* store, BIO* from) noexcept {
    int added = 0;
    for (; BIO_eof(from) == 0; ++added) {
        const tls::x509 one(d2i_X509_bio(from, nullptr));
        if (!one || X509_STORE_add_cert(store, one.get()) != 1) return failure(tls::taken_error());
    }
    return added;
}

status add_data(SSL_CTX* ctx, const_buffer data) noexcept {
    if (data.size() > INT_MAX) return failure(errno_code(EOVERFLOW));
    const tls::bio from(BIO_new_mem_buf(data.data(), static_cast<int>(data.size())));
    if (!from) return failure(errno_code(ENOMEM));
    const std::string_view text(reinterpret_cast<const char*>(data.data()), data.size());
    X509_STORE* const store = SSL_CTX_get_cert_store(ctx);
    const auto added = text.find("-----BEGIN ") != text.npos ? add_pem(store, from.get()) : add_der(store, from.get());
    if (!added) return failure(added.error());
    if (*added == 0) return failure(ssl_condition::no_certificate);
    return {};
}

status add_file(SSL_CTX* ctx, const std::string& name) noexcept {
    const tls::bio from(BIO_new_file(name.c_str(), "r"));
    if (!from) return failure(tls::taken_error());
    const auto added = add_pem(SSL_CTX_get_cert_store(ctx), from.get());
    if (!added) return failure(added.error());
    if (*added == 0) return failure(ssl_condition::no_certificate);
    return {};
}

status expect_any(const result<bool>& trusted) noexcept {
    if (!trusted) return failure(trusted.error());
    if (!*trusted) return failure(ssl_condition::no_trust_store);
    return {};
}

} // namespace

status ssl_context::try_load_verify_locations(const verify_locations& from) noexcept {
    if (from.empty()) return failure(ssl_misuse::no_locations);
    if (from.cafile.find('\0') != std::string::npos || from.capath.find('\0') != std::string::npos)
        return failure(ssl_misuse::name_with_nul);
    tls::forget_errors();
    if (!from.cafile.empty()) {
        if (auto added = add_file(state_->native, from.cafile); !added) return added;
    }
    if (!from.capath.empty()) {
        if (auto there = tls::expect_folder(from.capath); !there) return there;
        if (SSL_CTX_load_verify_dir(state_->native, from.capath.c_str()) != 1) return failure(tls::taken_error());
    }
    if (!from.cadata.empty()) return add_data(state_->native, from.cadata);
    return {};
}

status ssl_context::try_load_default_certs(ssl_purpose purpose) noexcept {
    return expect_any(tls::trust_system(state_->native, purpose));
}

status ssl_context::try_set_default_verify_paths() noexcept {
    return expect_any(tls::trust_default_paths(state_->native));
}

} // namespace samesock

// Windows' own trust store: what its store ROOT has for a purpose. Source: CertEnumCertificatesInStore, and what
// CPython's SSLContext.load_default_certs takes of it. OpenSSL's own paths count where the environment names them
// alone: what it was built for is a folder that anybody on the machine may make.
#include "tls/trust_store.hpp"

#include "platform/allocation.hpp"
#include "tls/folders.hpp"
#include "tls/native.hpp"
#include "tls/openssl_error.hpp"

#include <cstddef>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <windows.h>

#include <wincrypt.h>

namespace samesock::tls {
namespace {

struct system_store {
    HCERTSTORE handle = CertOpenSystemStoreW(0, L"ROOT");
    system_store() = default;
    ~system_store() {
        if (handle != nullptr) (void)CertCloseStore(handle, 0);
    }
    system_store(const system_store&) = delete;
    system_store& operator=(const system_store&) = delete;
};

/// Whether Windows lets it vouch for `usage`; one of which nothing is said may for all of them.
bool is_for(PCCERT_CONTEXT one, std::string_view usage) {
    const auto is_unlimited = []() { return GetLastError() == static_cast<DWORD>(CRYPT_E_NOT_FOUND); };
    DWORD size = 0;
    if (CertGetEnhancedKeyUsage(one, 0, nullptr, &size) == 0) return is_unlimited();
    std::vector<std::max_align_t> room(size / sizeof(std::max_align_t) + 1);
    auto* const usages = reinterpret_cast<CERT_ENHKEY_USAGE*>(room.data());
    if (CertGetEnhancedKeyUsage(one, 0, usages, &size) == 0 || usages->cUsageIdentifier == 0) return is_unlimited();
    for (DWORD i = 0; i != usages->cUsageIdentifier; ++i)
        if (usages->rgpszUsageIdentifier[i] == usage) return true;
    return false;
}

/// How many of ROOT's certificates the context trusts now. One that OpenSSL cannot read is left out, as by Python.
std::size_t add_roots(X509_STORE* to, std::string_view usage) {
    const system_store roots;
    if (roots.handle == nullptr) return 0;
    std::size_t added = 0;
    for (PCCERT_CONTEXT one = nullptr; (one = CertEnumCertificatesInStore(roots.handle, one)) != nullptr;) {
        if ((one->dwCertEncodingType & X509_ASN_ENCODING) == 0 || !is_for(one, usage)) continue;
        const unsigned char* der = one->pbCertEncoded;
        const x509 certificate(d2i_X509(nullptr, &der, static_cast<long>(one->cbCertEncoded)));
        if (certificate && X509_STORE_add_cert(to, certificate.get()) == 1) ++added;
    }
    forget_errors();
    return added;
}

} // namespace

result<bool> trust_default_paths(SSL_CTX* ctx) noexcept {
    return platform::guard_allocation([ctx]() -> result<bool> {
        const char* const file = std::getenv(X509_get_default_cert_file_env());
        const char* const folders = std::getenv(X509_get_default_cert_dir_env());
        const bool has_file = file != nullptr && SSL_CTX_load_verify_file(ctx, file) == 1;
        const bool has_folders =
            folders != nullptr && any_holds_something(folders) && SSL_CTX_load_verify_dir(ctx, folders) == 1;
        forget_errors();
        return has_file || has_folders;
    });
}

result<bool> trust_system(SSL_CTX* ctx, ssl_purpose purpose) noexcept {
    return platform::guard_allocation([ctx, purpose]() -> result<bool> {
        const char* const usage =
            purpose == ssl_purpose::SERVER_AUTH ? szOID_PKIX_KP_SERVER_AUTH : szOID_PKIX_KP_CLIENT_AUTH;
        const std::size_t added = add_roots(SSL_CTX_get_cert_store(ctx), usage);
        const auto named = trust_default_paths(ctx);
        if (!named) return failure(named.error());
        return *named || added != 0;
    });
}

} // namespace samesock::tls

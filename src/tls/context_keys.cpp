// Who a context is: its certificate, those that certify it, and its private key. Keys pass from OpenSSL's reader into
// its own memory; a password is wiped when it has been used.
#include <samesock/ssl_context.hpp>

#include "platform/allocation.hpp"
#include "tls/native.hpp"
#include "tls/openssl_error.hpp"
#include "tls/ssl_access.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <string_view>

namespace samesock {
namespace {

/// OpenSSL's own callback would ask at the terminal: nobody waits there.
int give_password(char* into, int capacity, int, void* password) noexcept {
    const auto& given = *static_cast<const std::string_view*>(password);
    if (given.empty() || given.size() > static_cast<std::size_t>(capacity)) return -1;
    std::memcpy(into, given.data(), given.size()); // OpenSSL wipes it
    return static_cast<int>(given.size());
}

/// True at the end of a PEM file: what was read before is all of it.
bool at_the_end() noexcept {
    const unsigned long last = ERR_peek_last_error();
    return ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
}

status use_certificates(SSL_CTX* ctx, BIO* from, std::string_view password) noexcept {
    tls::forget_errors();
    const tls::x509 own(PEM_read_bio_X509_AUX(from, nullptr, give_password, &password));
    if (!own || SSL_CTX_use_certificate(ctx, own.get()) != 1 || SSL_CTX_clear_chain_certs(ctx) != 1)
        return failure(tls::taken_error());
    for (;;) {
        tls::x509 next(PEM_read_bio_X509(from, nullptr, give_password, &password));
        if (!next) break;
        if (SSL_CTX_add0_chain_cert(ctx, next.get()) != 1) return failure(tls::taken_error());
        (void)next.release(); // the context's
    }
    if (!at_the_end()) return failure(tls::taken_error());
    tls::forget_errors();
    return {};
}

status use_key(SSL_CTX* ctx, BIO* from, std::string_view password) noexcept {
    tls::forget_errors();
    const tls::private_key key(PEM_read_bio_PrivateKey(from, nullptr, give_password, &password));
    if (!key || SSL_CTX_use_PrivateKey(ctx, key.get()) != 1 || SSL_CTX_check_private_key(ctx) != 1)
        return failure(tls::taken_error());
    return {};
}

tls::bio memory_of(const_buffer data) noexcept {
    if (data.size() > INT_MAX) return nullptr;
    return tls::bio(BIO_new_mem_buf(data.data(), static_cast<int>(data.size())));
}

} // namespace

status ssl_context::try_load_cert_chain(const std::string& certfile, const std::string& keyfile,
                                        std::string_view password) noexcept {
    const std::string& key_in = keyfile.empty() ? certfile : keyfile;
    if (certfile.find('\0') != std::string::npos || key_in.find('\0') != std::string::npos)
        return failure(ssl_misuse::name_with_nul);
    tls::forget_errors();
    const tls::bio certificates(BIO_new_file(certfile.c_str(), "r"));
    if (!certificates) return failure(tls::taken_error());
    if (auto used = use_certificates(state_->native, certificates.get(), password); !used) return used;
    tls::forget_errors();
    const tls::bio key(BIO_new_file(key_in.c_str(), "r"));
    if (!key) return failure(tls::taken_error());
    return use_key(state_->native, key.get(), password);
}

status ssl_context::try_load_cert_chain_pem(const_buffer certificates, const_buffer key,
                                            std::string_view password) noexcept {
    const tls::bio certificates_in = memory_of(certificates), key_in = memory_of(key);
    if (!certificates_in || !key_in) return failure(errno_code(ENOMEM));
    if (auto used = use_certificates(state_->native, certificates_in.get(), password); !used) return used;
    return use_key(state_->native, key_in.get(), password);
}

} // namespace samesock

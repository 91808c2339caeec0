// Certificates and keys into a context of OpenSSL's: see tls_context.hpp. Sources: SSL_CTX_set_min_proto_version(3),
// SSL_CTX_set_session_id_context(3), SSL_CTX_set_client_CA_list(3).
#include "tls_context.hpp"

#include "mistakes.hpp"
#include "private_file.hpp"
#include "text_file.hpp"

#include <boost/asio/buffer.hpp>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string_view>

namespace samesock::gateway {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

constexpr std::string_view session_context = "samesock-gateway";

struct x509_end {
    void operator()(X509* one) const noexcept { X509_free(one); }
};
using owned_certificate = std::unique_ptr<X509, x509_end>;

struct bio_end {
    void operator()(BIO* one) const noexcept { BIO_free(one); }
};

owned_certificate next_of(BIO* pem) noexcept {
    return owned_certificate(PEM_read_bio_X509(pem, nullptr, nullptr, nullptr));
}

std::unexpected<std::string> wrong(const std::string& path, std::string_view what, const error_code& error) {
    ERR_clear_error();
    return std::unexpected(in_quotes(path) + " " + std::string(what) + ": " + error.message());
}

bool is_mismatch(const error_code& error) noexcept {
    const auto number = static_cast<unsigned long>(error.value());
    return ERR_GET_LIB(number) == ERR_LIB_X509 && ERR_GET_REASON(number) == X509_R_KEY_VALUES_MISMATCH;
}

} // namespace

tls_context::tls_context() {
    SSL_CTX* const native = native_.native_handle();
    (void)SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    (void)SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    // Sessions are the clients' to keep (tickets), under a key of this context: after a reload everybody is asked anew.
    (void)SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    (void)SSL_CTX_set_session_id_context(native, reinterpret_cast<const unsigned char*>(session_context.data()),
                                         static_cast<unsigned>(session_context.size()));
}

std::expected<void, std::string> tls_context::take_certificate(const std::string& path) {
    const auto pem = read_text_file(path);
    if (!pem) return std::unexpected(pem.error());
    error_code error;
    (void)native_.use_certificate_chain(boost::asio::buffer(*pem), error);
    if (error) return wrong(path, "holds no certificate in PEM that can be used", error);
    return {};
}

// OpenSSL would ask for a passphrase on the terminal.
std::expected<void, std::string> tls_context::take_key(const std::string& path) {
    auto pem = read_private_file(path);
    if (!pem) return std::unexpected(pem.error());
    bool has_passphrase = false;
    native_.set_password_callback([&](std::size_t, ssl::context::password_purpose) {
        has_passphrase = true;
        return std::string();
    });
    error_code error;
    (void)native_.use_private_key(boost::asio::buffer(*pem), ssl::context::pem, error);
    native_.set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); });
    OPENSSL_cleanse(pem->data(), pem->size());
    if (has_passphrase)
        return std::unexpected(in_quotes(path) + " has a passphrase, and nobody is there to be asked for it: write it "
                                                 "without one by `openssl pkey -in FILE -out NEW`");
    if (is_mismatch(error)) return std::unexpected(in_quotes(path) + " is the key of another certificate");
    if (error) return wrong(path, "holds no private key in PEM that can be used", error);
    return {};
}

std::expected<void, std::string> tls_context::ask_clients(const std::string& path) {
    const auto pem = read_text_file(path);
    if (!pem) return std::unexpected(pem.error());
    SSL_CTX* const native = native_.native_handle();
    const std::unique_ptr<BIO, bio_end> in(BIO_new_mem_buf(pem->data(), static_cast<int>(pem->size())));
    bool is_good = true;
    std::size_t count = 0;
    for (owned_certificate one = next_of(in.get()); one && is_good; one = next_of(in.get()), ++count) {
        // Clients are told the names, so that they know which of their certificates is meant.
        is_good = X509_STORE_add_cert(SSL_CTX_get_cert_store(native), one.get()) == 1 &&
                  SSL_CTX_add_client_CA(native, one.get()) == 1;
    }
    const bool is_whole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE; // of the next one
    ERR_clear_error();
    if (count == 0 || !is_good || !is_whole)
        return std::unexpected(in_quotes(path) + " holds " + (count == 0 ? "no" : "a wrong") + " certificate in PEM");
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    asks_clients_ = true;
    return {};
}

std::string tls_context::what_is_wrong_with_dates() {
    const X509* const own = SSL_CTX_get0_certificate(native_.native_handle());
    if (own == nullptr) return {};
    if (X509_cmp_current_time(X509_get0_notAfter(own)) < 0) return "it has expired, and clients refuse it";
    if (X509_cmp_current_time(X509_get0_notBefore(own)) > 0) return "it is not valid yet, and clients refuse it";
    return {};
}

} // namespace samesock::gateway

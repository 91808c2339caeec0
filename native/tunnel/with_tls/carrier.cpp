// Trust, and the host that the certificate must be for: see carrier.hpp. Sources: SSL_set1_host(3),
// X509_VERIFY_PARAM_set1_ip_asc(3), SSL_set_tlsext_host_name(3), OPENSSL_init_crypto(3).
#include "carrier.hpp"

#include <samesock/error_code.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/system/system_error.hpp>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <string>

namespace samesock::platform {
namespace {

constexpr auto authorities = "SAMESOCK_GATEWAY_CA";

ending cannot(const std::string& what) {
    ERR_clear_error();
    return {errno_code(EINVAL), what};
}

/// False: there is no memory for it.
bool expect_host(SSL* ssl, const std::string& host) {
    boost::system::error_code is_name;
    (void)boost::asio::ip::make_address(host, is_name);
    if (!is_name) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
    // As the macro SSL_set_tlsext_host_name has it, which takes the const away.
    std::string name = host;
    return SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1 &&
           SSL_set1_host(ssl, host.c_str()) == 1;
}

} // namespace

// OpenSSL would take itself down when the program ends, while this still delivers what was sent.
void carrier::prepare() noexcept { (void)OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr); }

// Asio throws where OpenSSL has no memory.
std::optional<ending> carrier::use_tls(const gateway_url& where) {
    try {
        return begin_tls(where);
    } catch (const boost::system::system_error&) {
        ERR_clear_error();
        return ending{errno_code(ENOMEM), "there is no memory for TLS"};
    }
}

std::optional<ending> carrier::begin_tls(const gateway_url& where) {
    boost::asio::ssl::context& context = parts_->context.emplace(boost::asio::ssl::context::tls_client);
    boost::system::error_code error;
    const std::string file = environment(authorities);
    if (file.empty())
        (void)context.set_default_verify_paths(error);
    else
        (void)context.load_verify_file(file, error);
    if (error && file.empty()) return cannot("the system's certificates cannot be read: " + error.message());
    if (error)
        return cannot(std::string(authorities) + ": " + file + " holds no certificates in PEM: " + error.message());
    (void)context.set_verify_mode(boost::asio::ssl::verify_peer, error);
    (void)SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    (void)SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION);
    parts_->tls.emplace(parts_->tcp, context);
    if (!expect_host(parts_->tls->native_handle(), where.host)) {
        ERR_clear_error();
        return ending{errno_code(ENOMEM), "there is no memory for TLS"};
    }
    return std::nullopt;
}

ending carrier::explain(boost::system::error_code error) const {
    const long verified = SSL_get_verify_result(parts_->tls->native_handle());
    if (verified == X509_V_OK) return {errno_code(ECONNREFUSED), "TLS: " + error.message()};
    std::string why = "its certificate is not trusted: ";
    why += X509_verify_cert_error_string(verified);
    if (environment(authorities).empty()) why += " (SAMESOCK_GATEWAY_CA names a file of other authorities)";
    return {errno_code(EACCES), why};
}

} // namespace samesock::platform

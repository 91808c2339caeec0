// ssl_context: making one, and the settings that are a number or a text. Source: Modules/_ssl.c and Lib/ssl.py of
// CPython.
#include <samesock/ssl_context.hpp>

#include "platform/allocation.hpp"
#include "tls/openssl_error.hpp"
#include "tls/ssl_access.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <new>

namespace samesock {
namespace {

/// Python's, since 3.10.
constexpr const char* python_ciphers =
    "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM";
/// Sessions of this library's servers: OpenSSL resumes none without a name for them.
constexpr std::array<unsigned char, 8> session_context{'s', 'a', 'm', 'e', 's', 'o', 'c', 'k'};

SSL_CTX* native(const ssl_context& c) noexcept { return ssl_access::state(c)->native; }

status configure(SSL_CTX* ctx) noexcept {
    SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_ENABLE_MIDDLEBOX_COMPAT |
                                 SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_SSLv3);
    // A write that would block comes again from wherever the data is then; idle connections keep no buffers.
    SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY |
                              SSL_MODE_RELEASE_BUFFERS);
    X509_VERIFY_PARAM* const parameters = SSL_CTX_get0_param(ctx);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_TRUSTED_FIRST);
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1 && SSL_CTX_set_cipher_list(ctx, python_ciphers) == 1 &&
        SSL_CTX_set_session_id_context(ctx, session_context.data(), session_context.size()) == 1)
        return {};
    return failure(tls::taken_error());
}

int native_mode(verify_mode mode) noexcept {
    switch (mode) {
    case CERT_OPTIONAL: return SSL_VERIFY_PEER;
    case CERT_REQUIRED: return SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    default: return SSL_VERIFY_NONE;
    }
}

/// What OpenSSL takes for a bound of versions: 0 for none.
result<int> native_version(tls_version version, bool is_minimum) noexcept {
    switch (version) {
    case tls_version::MINIMUM_SUPPORTED: return is_minimum ? 0 : TLS1_VERSION;
    case tls_version::MAXIMUM_SUPPORTED: return is_minimum ? TLS1_3_VERSION : 0;
    case tls_version::TLSv1:
    case tls_version::TLSv1_1:
    case tls_version::TLSv1_2:
    case tls_version::TLSv1_3: return static_cast<int>(version);
    }
    return failure(ssl_misuse::unknown_version);
}

} // namespace

ssl_context_state::~ssl_context_state() { SSL_CTX_free(native); }

result<ssl_context> ssl_context::try_make(ssl_protocol side) noexcept {
    return platform::guard_allocation([side]() -> result<ssl_context> {
        auto state = std::make_shared<ssl_context_state>();
        state->protocol = side;
        tls::forget_errors();
        const bool for_client = side == PROTOCOL_TLS_CLIENT;
        state->native = SSL_CTX_new(for_client ? TLS_client_method() : TLS_server_method());
        if (state->native == nullptr) return failure(tls::taken_error());
        if (auto configured = configure(state->native); !configured) return failure(configured.error());
        ssl_context made(std::move(state));
        if (for_client) {
            if (auto set = made.try_check_hostname(true); !set) return failure(set.error());
        }
        return made;
    });
}

result<ssl_context> try_create_default_context(ssl_purpose purpose, const verify_locations& from) noexcept {
    const bool for_client = purpose == ssl_purpose::SERVER_AUTH;
    auto made = ssl_context::try_make(for_client ? PROTOCOL_TLS_CLIENT : PROTOCOL_TLS_SERVER);
    if (!made) return made;
    const auto stricter = made->verify_flags() | VERIFY_X509_PARTIAL_CHAIN | VERIFY_X509_STRICT; // since Python 3.13
    if (auto set = made->try_verify_flags(stricter); !set) return failure(set.error());
    if (!from.empty()) {
        if (auto loaded = made->try_load_verify_locations(from); !loaded) return failure(loaded.error());
    } else if (made->verify_mode() != CERT_NONE) {
        if (auto loaded = made->try_load_default_certs(purpose); !loaded) return failure(loaded.error());
    }
    return made;
}

ssl_protocol ssl_context::protocol() const noexcept { return state_->protocol; }

verify_mode ssl_context::verify_mode() const noexcept {
    const int mode = SSL_CTX_get_verify_mode(state_->native);
    if ((mode & SSL_VERIFY_FAIL_IF_NO_PEER_CERT) != 0) return CERT_REQUIRED;
    return (mode & SSL_VERIFY_PEER) != 0 ? CERT_OPTIONAL : CERT_NONE;
}

status ssl_context::try_verify_mode(samesock::verify_mode mode) noexcept {
    if (mode != CERT_NONE && mode != CERT_OPTIONAL && mode != CERT_REQUIRED)
        return failure(ssl_misuse::unknown_verify_mode);
    if (mode == CERT_NONE && state_->check_hostname) return failure(ssl_misuse::none_while_checking);
    SSL_CTX_set_verify(state_->native, native_mode(mode), nullptr);
    return {};
}

bool ssl_context::check_hostname() const noexcept { return state_->check_hostname; }

status ssl_context::try_check_hostname(bool check) noexcept {
    if (check && verify_mode() == CERT_NONE) {
        if (auto required = try_verify_mode(CERT_REQUIRED); !required) return required;
    }
    state_->check_hostname = check;
    return {};
}

verify_flags ssl_context::verify_flags() const noexcept {
    return samesock::verify_flags(static_cast<int>(X509_VERIFY_PARAM_get_flags(SSL_CTX_get0_param(state_->native))));
}

status ssl_context::try_verify_flags(samesock::verify_flags flags) noexcept {
    tls::forget_errors();
    X509_VERIFY_PARAM* const parameters = SSL_CTX_get0_param(state_->native);
    const auto held = X509_VERIFY_PARAM_get_flags(parameters);
    const auto wanted = static_cast<unsigned long>(flags.value());
    if (X509_VERIFY_PARAM_clear_flags(parameters, held & ~wanted) != 1 ||
        X509_VERIFY_PARAM_set_flags(parameters, wanted & ~held) != 1)
        return failure(tls::taken_error());
    return {};
}

tls_version ssl_context::minimum_version() const noexcept {
    const long bound = SSL_CTX_get_min_proto_version(state_->native);
    return bound == 0 ? tls_version::MINIMUM_SUPPORTED : static_cast<tls_version>(bound);
}

tls_version ssl_context::maximum_version() const noexcept {
    const long bound = SSL_CTX_get_max_proto_version(state_->native);
    return bound == 0 ? tls_version::MAXIMUM_SUPPORTED : static_cast<tls_version>(bound);
}

status ssl_context::try_minimum_version(tls_version version) noexcept {
    const auto bound = native_version(version, true);
    if (!bound) return failure(bound.error());
    if (SSL_CTX_set_min_proto_version(native(*this), *bound) != 1) return failure(ssl_misuse::unknown_version);
    return {};
}

status ssl_context::try_maximum_version(tls_version version) noexcept {
    const auto bound = native_version(version, false);
    if (!bound) return failure(bound.error());
    if (SSL_CTX_set_max_proto_version(native(*this), *bound) != 1) return failure(ssl_misuse::unknown_version);
    return {};
}

status ssl_context::try_set_ciphers(const std::string& ciphers) noexcept {
    if (ciphers.find('\0') != std::string::npos) return failure(ssl_misuse::name_with_nul);
    tls::forget_errors();
    if (SSL_CTX_set_cipher_list(state_->native, ciphers.c_str()) != 1) return failure(tls::taken_error());
    return {};
}

} // namespace samesock

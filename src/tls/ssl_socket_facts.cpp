// What an ssl_socket tells of its connection: certificate, version, cipher, session.
#include <samesock/ssl_socket.hpp>

#include "platform/allocation.hpp"
#include "tls/certificate.hpp"
#include "tls/native.hpp"
#include "tls/openssl_error.hpp"
#include "tls/ssl_access.hpp"

#include <openssl/ssl.h>

#include <memory>
#include <optional>
#include <string>

namespace samesock {
namespace {

/// `at` sees the SSL object, while no operation does.
template <class Look>
auto look_at(const ssl_socket_state& state, Look at) noexcept {
    return state.stream->look([&](const tls::engine& e) { return at(e.native()); });
}

bool is_done(SSL* ssl) noexcept { return SSL_is_init_finished(ssl) != 0; }

} // namespace

result<std::optional<certificate>> ssl_socket::try_getpeercert() const noexcept {
    if (state_ == nullptr) return failure(closed_error());
    using answer = result<std::optional<certificate>>;
    return look_at(*state_, [](SSL* ssl) -> answer {
        if (!is_done(ssl)) return failure(ssl_misuse::handshake_not_done);
        X509* const theirs = SSL_get0_peer_certificate(ssl);
        if (theirs == nullptr) return std::nullopt;
        if ((SSL_get_verify_mode(ssl) & SSL_VERIFY_PEER) == 0) return certificate();
        return platform::guard_allocation([theirs]() -> answer { return tls::decoded(theirs); });
    });
}

result<std::optional<bytes>> ssl_socket::try_getpeercert_der() const noexcept {
    if (state_ == nullptr) return failure(closed_error());
    using answer = result<std::optional<bytes>>;
    return look_at(*state_, [](SSL* ssl) -> answer {
        if (!is_done(ssl)) return failure(ssl_misuse::handshake_not_done);
        X509* const theirs = SSL_get0_peer_certificate(ssl);
        if (theirs == nullptr) return std::nullopt;
        const int size = i2d_X509(theirs, nullptr);
        if (size < 0) return failure(tls::taken_error());
        bytes der = bytes::uninitialized(static_cast<std::size_t>(size));
        if (der.empty()) return failure(errno_code(ENOMEM));
        auto* end = reinterpret_cast<unsigned char*>(der.data());
        if (i2d_X509(theirs, &end) != size) return failure(tls::taken_error());
        return der;
    });
}

std::optional<std::string> ssl_socket::version() const {
    if (state_ == nullptr) return std::nullopt;
    return look_at(*state_, [](SSL* ssl) -> std::optional<std::string> {
        if (!is_done(ssl)) return std::nullopt;
        return SSL_get_version(ssl);
    });
}

std::optional<std::tuple<std::string, std::string, int>> ssl_socket::cipher() const {
    using answer = std::optional<std::tuple<std::string, std::string, int>>;
    if (state_ == nullptr) return std::nullopt;
    return look_at(*state_, [](SSL* ssl) -> answer {
        const SSL_CIPHER* const one = is_done(ssl) ? SSL_get_current_cipher(ssl) : nullptr;
        if (one == nullptr) return std::nullopt;
        return std::tuple(std::string(SSL_CIPHER_get_name(one)), std::string(SSL_CIPHER_get_version(one)),
                          SSL_CIPHER_get_bits(one, nullptr));
    });
}

std::optional<std::string> ssl_socket::selected_alpn_protocol() const {
    if (state_ == nullptr) return std::nullopt;
    return look_at(*state_, [](SSL* ssl) -> std::optional<std::string> {
        const unsigned char* name = nullptr;
        unsigned int size = 0;
        SSL_get0_alpn_selected(ssl, &name, &size);
        if (size == 0) return std::nullopt;
        return std::string(reinterpret_cast<const char*>(name), size);
    });
}

std::optional<ssl_session> ssl_socket::session() const {
    if (state_ == nullptr) return std::nullopt;
    // A copy: a connection that ends without a close_notify makes its own session one that cannot be resumed.
    SSL_SESSION* const one =
        look_at(*state_, [](SSL* ssl) { return is_done(ssl) ? SSL_SESSION_dup(SSL_get_session(ssl)) : nullptr; });
    if (one == nullptr) return std::nullopt;
    return ssl_access::wrap(std::shared_ptr<void>(one, [](void* s) { SSL_SESSION_free(static_cast<SSL_SESSION*>(s)); }),
                            state_->first_context);
}

bool ssl_socket::session_reused() const noexcept {
    return state_ != nullptr && look_at(*state_, [](SSL* ssl) { return SSL_session_reused(ssl) != 0; });
}

std::size_t ssl_socket::pending() const noexcept {
    if (state_ == nullptr) return 0;
    return state_->stream->look([](const tls::engine& e) { return e.pending(); });
}

ssl_context ssl_socket::context() const noexcept {
    return state_ == nullptr ? ssl_access::wrap(std::shared_ptr<ssl_context_state>()) : state_->context;
}

bool ssl_socket::server_side() const noexcept { return state_ != nullptr && state_->options.server_side; }

std::optional<std::string> ssl_socket::server_hostname() const {
    return state_ == nullptr ? std::nullopt : state_->options.server_hostname;
}

void ssl_socket::fail(std::error_code code, const char* operation) const {
    const auto name = server_hostname();
    if (code.category() != certificate_category() || !name) raise(code, operation);
    raise(code, operation, "(server_hostname is '" + *name + "')");
}

} // namespace samesock

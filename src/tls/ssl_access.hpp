// The states behind the public objects of TLS, and how this room's files reach them.
#pragma once

#include <samesock/ssl_context.hpp>
#include <samesock/ssl_session.hpp>
#include <samesock/ssl_socket.hpp>
#include <samesock/unverified_ssl.hpp>

#include "tls/stream.hpp"

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace samesock {

struct ssl_context_state {
    ssl_context_state() = default;
    ~ssl_context_state();
    ssl_context_state(const ssl_context_state&) = delete;
    ssl_context_state& operator=(const ssl_context_state&) = delete;

    SSL_CTX* native = nullptr;
    ssl_protocol protocol{};
    bool check_hostname = false;
    std::string alpn; ///< as it goes over the wire: a length before each name
    sni_callback_type sni_callback;
};

/// Found from the SSL object by a callback, so it does not move.
struct ssl_socket_state {
    ssl_socket_state(socket sock, ssl_context from, const wrap_options& how)
        : transport(std::move(sock)), context(std::move(from)), options(how) {}

    socket transport;
    ssl_context context; ///< the one that an SNI callback has put in place, too
    ssl_context first_context = context;
    wrap_options options;                ///< without the session, which is the caller's
    std::unique_ptr<tls::stream> stream; ///< there, once the SSL object is
};

struct ssl_object_state {
    explicit ssl_object_state(ssl_context of) noexcept : context(std::move(of)) {}

    ssl_context context;
    std::unique_ptr<tls::stream> stream; ///< there, once the SSL object is
};

class ssl_access {
public:
    [[nodiscard]] static ssl_context_state* state(const ssl_context& c) noexcept { return c.state_.get(); }
    [[nodiscard]] static ssl_context wrap(std::shared_ptr<ssl_context_state> state) noexcept {
        return ssl_context(std::move(state));
    }
    [[nodiscard]] static ssl_socket wrap(std::unique_ptr<ssl_socket_state> state) noexcept {
        return ssl_socket(std::move(state));
    }
    [[nodiscard]] static ssl_object wrap(std::unique_ptr<ssl_object_state> state) noexcept {
        return ssl_object(std::move(state));
    }
    [[nodiscard]] static ssl_session wrap(std::shared_ptr<void> native, const ssl_context& context) noexcept {
        return ssl_session(std::move(native), context.state_);
    }
    [[nodiscard]] static SSL_SESSION* native(const ssl_session& s) noexcept {
        return static_cast<SSL_SESSION*>(s.native_.get());
    }
    [[nodiscard]] static const void* context(const ssl_session& s) noexcept { return s.context_.get(); }
};

} // namespace samesock

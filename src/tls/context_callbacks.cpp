// What a handshake asks a context: the application protocol (ALPN, RFC 7301) and the context for a name (SNI, RFC
// 6066).
#include <samesock/ssl_context.hpp>

#include "platform/allocation.hpp"
#include "tls/ssl_access.hpp"

#include <openssl/ssl.h>

#include <optional>
#include <string>
#include <string_view>

namespace samesock {
namespace {

constexpr std::size_t longest_protocol = 255, longest_list = 65535;

const unsigned char* wire_bytes(const std::string& text) noexcept {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// A server's own order; without a common protocol there is none, as Python has it.
int select_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                    unsigned int size, void* context) noexcept {
    const std::string& ours = static_cast<const ssl_context_state*>(context)->alpn;
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, length, wire_bytes(ours), static_cast<unsigned int>(ours.size()), offered,
                              size) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

/// OpenSSL's frames lie between here and the program: no exception may pass them.
std::optional<alert_description> ask(const sni_callback_type& callback, std::optional<std::string_view> name,
                                     ssl_context& context) noexcept {
#ifdef __cpp_exceptions
    try {
        return callback(name, context);
    } catch (...) { return alert_description::internal_error; }
#else
    return callback(name, context);
#endif
}

int choose_context(SSL* ssl, int* alert, void* state) noexcept {
    auto* const connection = static_cast<ssl_socket_state*>(SSL_get_app_data(ssl));
    const sni_callback_type& callback = static_cast<const ssl_context_state*>(state)->sni_callback;
    if (connection == nullptr || !callback) return SSL_TLSEXT_ERR_NOACK;
    const char* const asked = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    const auto name = asked == nullptr ? std::nullopt : std::optional<std::string_view>(asked);
    ssl_context chosen = connection->context;
    if (const auto refused = ask(callback, name, chosen)) {
        *alert = static_cast<int>(*refused);
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
    if (chosen == connection->context) return SSL_TLSEXT_ERR_OK;
    SSL_set_SSL_CTX(ssl, ssl_access::state(chosen)->native);
    connection->context = std::move(chosen);
    return SSL_TLSEXT_ERR_OK;
}

} // namespace

status ssl_context::try_set_alpn_protocols(const std::vector<std::string>& protocols) noexcept {
    return platform::guard_allocation([&]() -> status {
        std::string wire;
        for (const std::string& each : protocols) {
            if (each.empty() || each.size() > longest_protocol) return failure(ssl_misuse::alpn_protocol);
            (wire += static_cast<char>(each.size())) += each;
        }
        if (wire.size() > longest_list) return failure(ssl_misuse::alpn_protocol);
        // OpenSSL's one function that returns 0 for success.
        if (SSL_CTX_set_alpn_protos(state_->native, wire_bytes(wire), static_cast<unsigned int>(wire.size())) != 0)
            return failure(errno_code(ENOMEM));
        state_->alpn = std::move(wire);
        SSL_CTX_set_alpn_select_cb(state_->native, state_->alpn.empty() ? nullptr : select_protocol, state_.get());
        return {};
    });
}

void ssl_context::sni_callback(sni_callback_type callback) noexcept {
    state_->sni_callback = std::move(callback);
    SSL_CTX_set_tlsext_servername_callback(state_->native, choose_context); // which goes by what is there then
    SSL_CTX_set_tlsext_servername_arg(state_->native, state_.get());
}

} // namespace samesock

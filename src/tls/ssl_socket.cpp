// ssl_socket: wrapping, and the operations. Source: Lib/ssl.py and Modules/_ssl.c of CPython.
#include <samesock/ssl_socket.hpp>

#include "core/idna.hpp"
#include "platform/allocation.hpp"
#include "tls/native.hpp"
#include "tls/openssl_error.hpp"
#include "tls/ssl_access.hpp"

#include <samesock/inet.hpp>

#include <openssl/ssl.h>

#include <cerrno>
#include <memory>
#include <string>
#include <utility>

namespace samesock {
namespace {

/// The name as it goes over the wire and is looked for in the certificate; an address stays as it is.
result<std::string> name_to_verify(const std::string& given) noexcept {
    if (given.empty() || given.front() == '.' || given.find('\0') != std::string::npos)
        return failure(ssl_misuse::hostname_form);
    return to_ascii(given);
}

// The lower-case names: on Windows OpenSSL brings macros of the others.
bool is_address(const std::string& name) noexcept {
    return bool(try_inet_pton(af_inet, name)) || bool(try_inet_pton(af_inet6, name));
}

/// What server_hostname means for a connection: SNI, for names alone, and what the certificate must be for.
status set_name(SSL* ssl, const std::string& name, bool check) noexcept {
    X509_VERIFY_PARAM* const parameters = SSL_get0_param(ssl);
    if (is_address(name)) {
        if (!check || X509_VERIFY_PARAM_set1_ip_asc(parameters, name.c_str()) == 1) return {};
        return failure(tls::taken_error());
    }
    if (SSL_set_tlsext_host_name(ssl, name.c_str()) != 1) return failure(tls::taken_error());
    if (!check || X509_VERIFY_PARAM_set1_host(parameters, name.c_str(), name.size()) == 1) return {};
    return failure(tls::taken_error());
}

std::error_code certificate_error(long why) noexcept { return {static_cast<int>(why), certificate_category()}; }

status check_arguments(const socket& sock, const ssl_context& context, const wrap_options& options) noexcept {
    if (sock && sock.type() != sock_stream) return failure(ssl_misuse::not_a_stream);
    if (options.server_side) {
        if (context.protocol() == PROTOCOL_TLS_CLIENT) return failure(ssl_misuse::client_context);
        if (options.server_hostname) return failure(ssl_misuse::hostname_on_server);
        if (options.session != nullptr) return failure(ssl_misuse::session_on_server);
        return {};
    }
    if (context.protocol() == PROTOCOL_TLS_SERVER) return failure(ssl_misuse::server_context);
    if (context.check_hostname() && !options.server_hostname) return failure(ssl_misuse::hostname_needed);
    if (options.session != nullptr && ssl_access::context(*options.session) != ssl_access::state(context))
        return failure(ssl_misuse::session_of_other);
    return {};
}

/// A session stands for the certificate that it began with, and nobody looks at that again: it must be good for what
/// this connection asks of it.
status use_session(SSL* ssl, const ssl_session& given, const std::optional<std::string>& name,
                   const ssl_context& context) noexcept {
    const tls::owner<SSL_SESSION> copy(SSL_SESSION_dup(ssl_access::native(given))); // see ssl_socket::session
    if (!copy || SSL_set_session(ssl, copy.get()) != 1) return failure(tls::taken_error());
    if (context.verify_mode() == CERT_NONE) return {};
    if (const long why = SSL_get_verify_result(ssl); why != X509_V_OK) return failure(certificate_error(why));
    if (!context.check_hostname() || !name) return {};
    X509* const theirs = SSL_SESSION_get0_peer(copy.get());
    const unsigned int flags = X509_VERIFY_PARAM_get_hostflags(SSL_get0_param(ssl));
    if (is_address(*name)) {
        if (theirs != nullptr && X509_check_ip_asc(theirs, name->c_str(), flags) == 1) return {};
        return failure(certificate_error(X509_V_ERR_IP_ADDRESS_MISMATCH));
    }
    if (theirs != nullptr && X509_check_host(theirs, name->c_str(), name->size(), flags, nullptr) == 1) return {};
    return failure(certificate_error(X509_V_ERR_HOSTNAME_MISMATCH));
}

/// The SSL object of a connection, before its handshake.
status prepare(SSL* ssl, ssl_socket_state& state, const ssl_session* session) noexcept {
    SSL_set_app_data(ssl, &state);
    if (state.options.server_side) {
        SSL_set_accept_state(ssl);
        return {};
    }
    SSL_set_connect_state(ssl);
    if (state.options.server_hostname) {
        auto name = name_to_verify(*state.options.server_hostname);
        if (!name) return failure(name.error());
        if (auto set = set_name(ssl, *name, state.context.check_hostname()); !set) return set;
        state.options.server_hostname = *std::move(name);
    }
    if (session == nullptr) return {};
    return use_session(ssl, *session, state.options.server_hostname, state.context);
}

result<std::unique_ptr<ssl_socket_state>> make_state(socket sock, const ssl_context& context,
                                                     const wrap_options& options) noexcept {
    return platform::guard_allocation([&]() -> result<std::unique_ptr<ssl_socket_state>> {
        auto state = std::make_unique<ssl_socket_state>(std::move(sock), context, options);
        const ssl_session* const session = std::exchange(state->options.session, nullptr);
        tls::forget_errors();
        tls::owner<SSL> ssl(SSL_new(ssl_access::state(context)->native));
        if (!ssl) return failure(tls::taken_error());
        if (auto prepared = prepare(ssl.get(), *state, session); !prepared) return failure(prepared.error());
        state->stream = std::make_unique<tls::stream>(*socket_access::state(state->transport), std::move(ssl));
        if (!state->stream->valid()) return failure(errno_code(ENOMEM));
        return state;
    });
}

result<bool> is_connected(const socket& sock) noexcept {
    const auto peer = sock.try_getpeername();
    if (peer) return true;
    if (is_errno(peer.error(), ENOTCONN) || is_errno(peer.error(), EINVAL))
        return false; // EINVAL: BSDs, after a shutdown
    return failure(peer.error());
}

} // namespace

// -- making -----------------------------------------------------------------------------------------------------------

result<ssl_socket> ssl_context::try_wrap_socket(socket sock, const wrap_options& options) const noexcept {
    if (socket_access::state(sock) == nullptr) return failure(closed_error());
    if (auto checked = check_arguments(sock, *this, options); !checked) return failure(checked.error());
    const auto at_once = options.do_handshake_on_connect ? is_connected(sock) : result<bool>(false);
    if (!at_once) return failure(at_once.error());
    if (*at_once && !sock.getblocking()) return failure(ssl_misuse::handshake_unblocked);
    auto state = make_state(std::move(sock), *this, options);
    if (!state) return failure(state.error());
    ssl_socket made = ssl_access::wrap(*std::move(state));
    if (*at_once) {
        if (auto done = made.try_do_handshake(); !done) return failure(done.error());
    }
    return made;
}

ssl_socket::ssl_socket(std::unique_ptr<ssl_socket_state> state) noexcept : state_(std::move(state)) {}
ssl_socket::ssl_socket(ssl_socket&&) noexcept = default;
ssl_socket& ssl_socket::operator=(ssl_socket&&) noexcept = default;
ssl_socket::~ssl_socket() = default;

status ssl_socket::try_connect(const address& to) noexcept {
    if (state_ == nullptr) return failure(closed_error());
    if (auto connected = state_->transport.try_connect(to); !connected) return connected;
    if (!state_->options.do_handshake_on_connect) return {};
    return state_->stream->handshake();
}

result<std::pair<ssl_socket, address>> ssl_socket::try_accept() noexcept {
    if (state_ == nullptr) return failure(closed_error());
    auto accepted = state_->transport.try_accept();
    if (!accepted) return failure(accepted.error());
    auto wrapped = state_->first_context.try_wrap_socket(std::move(accepted->first), state_->options);
    if (!wrapped) return failure(wrapped.error());
    return std::pair<ssl_socket, address>(*std::move(wrapped), std::move(accepted->second));
}

status ssl_socket::try_do_handshake() noexcept {
    if (state_ == nullptr) return failure(closed_error());
    return state_->stream->handshake();
}

// -- ending -----------------------------------------------------------------------------------------------------------

result<socket> ssl_socket::try_unwrap() noexcept {
    if (state_ == nullptr) return failure(closed_error());
    if (auto ended = state_->stream->shutdown(); !ended) return failure(ended.error());
    const auto state = std::move(state_);
    return std::move(state->transport);
}

status ssl_socket::try_close_notify() noexcept {
    if (state_ == nullptr) return failure(closed_error());
    return state_->stream->close_notify();
}

status ssl_socket::try_close() noexcept {
    if (state_ == nullptr) return {};
    return state_->transport.try_close();
}

status ssl_socket::try_shutdown(shutdown_how how) noexcept { return transport().try_shutdown(how); }

// -- data -------------------------------------------------------------------------------------------------------------

result<std::size_t> ssl_socket::try_recv_into(mutable_buffer buffer, std::ptrdiff_t nbytes) noexcept {
    if (nbytes < 0) return failure(misuse::negative_size);
    const auto size = nbytes == 0 ? buffer.size() : static_cast<std::size_t>(nbytes);
    if (size > buffer.size()) return failure(misuse::size_beyond_buffer);
    if (state_ == nullptr) return failure(closed_error());
    if (size == 0) return 0;
    auto got = state_->stream->read({buffer.data(), size});
    if (!got && got.error() == ssl_condition::eof && state_->options.suppress_ragged_eofs) return 0;
    return got;
}

result<bytes> ssl_socket::try_recv(std::ptrdiff_t bufsize) noexcept {
    if (bufsize < 0) return failure(misuse::negative_size);
    bytes data = bytes::uninitialized(static_cast<std::size_t>(bufsize));
    if (data.empty() && bufsize != 0) return failure(errno_code(ENOMEM));
    const auto got = try_recv_into({data.data(), data.size()});
    if (!got) return failure(got.error());
    data.truncate(*got);
    return data;
}

result<std::size_t> ssl_socket::try_send(const_buffer data) noexcept {
    if (state_ == nullptr) return failure(closed_error());
    return state_->stream->write({data.data(), data.size()});
}

status ssl_socket::try_sendall(const_buffer data) noexcept {
    if (state_ == nullptr) return failure(closed_error());
    return state_->stream->write_all({data.data(), data.size()});
}

// -- the socket below -------------------------------------------------------------------------------------------------

socket& ssl_socket::transport() noexcept { return state_ == nullptr ? none_ : state_->transport; }
const socket& ssl_socket::transport() const noexcept { return state_ == nullptr ? none_ : state_->transport; }

} // namespace samesock

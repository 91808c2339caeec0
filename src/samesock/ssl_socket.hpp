// ssl_socket: a stream under TLS. Each operation exists twice: the Python name throws, try_ is noexcept and returns a
// result. Part of the library samesock_tls. Source: https://docs.python.org/3/library/ssl.html#ssl-sockets
//
// The socket's modes are the TLS connection's. An operation has one deadline, however many records and round trips it
// takes. In non-blocking mode it fails with ssl_condition::want_read or want_write, and is called again, a write with
// the same data, once the socket is ready so. An error of the socket is its errno; an error of TLS ends the connection,
// and every later operation fails with it.
//
// Threads may use one ssl_socket at the same time: one reading, one writing, one closing.
#pragma once

#include <samesock/address.hpp>
#include <samesock/buffer.hpp>
#include <samesock/bytes.hpp>
#include <samesock/certificate.hpp>
#include <samesock/raise.hpp>
#include <samesock/result.hpp>
#include <samesock/socket.hpp>
#include <samesock/ssl_context.hpp>
#include <samesock/ssl_error.hpp>
#include <samesock/ssl_session.hpp>
#include <samesock/timeout_value.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include <samesock/names_begin.hpp>

namespace samesock {

struct ssl_socket_state; // defined in src/tls

/// wrap_socket's keywords.
struct wrap_options {
    bool server_side = false;
    bool do_handshake_on_connect = true;
    /// An end without close_notify is b"" for recv, as Python has it. Turned off it is ssl_eof_error: a protocol whose
    /// messages do not tell their own length needs that, or bytes can be cut off unseen.
    bool suppress_ragged_eofs = true;
    /// Whom a client talks to: the name that is asked for, and that the certificate must have. A host name, in UTF-8
    /// too, or an address.
    std::optional<std::string> server_hostname{};
    /// To be resumed. The server may still make a new one: see session_reused(). cert_verification_error if this
    /// context, or this server_hostname, would not have taken the certificate that it was made with.
    const ssl_session* session = nullptr;
};

class ssl_socket {
public:
    ssl_socket(ssl_socket&&) noexcept;
    ssl_socket& operator=(ssl_socket&&) noexcept;
    /// Closes, without a close_notify: see unwrap().
    ~ssl_socket();

    // -- the connection ---------------------------------------------------------------------------------------------------

    /// Connects, and makes the handshake unless the options said otherwise: two deadlines.
    void connect(const address& to) { finish(try_connect(to), "connect"); }
    [[nodiscard]] status try_connect(const address& to) noexcept;
    /// For a wrapped socket that listens: the next connection, wrapped likewise, after its handshake.
    [[nodiscard]] std::pair<ssl_socket, address> accept() { return unwrap_result(try_accept(), "accept"); }
    [[nodiscard]] result<std::pair<ssl_socket, address>> try_accept() noexcept;

    /// cert_verification_error, ssl_error, ssl_eof_error.
    void do_handshake() { finish(try_do_handshake(), "do_handshake"); }
    [[nodiscard]] status try_do_handshake() noexcept;

    /// Ends TLS in both directions: sends a close_notify, waits for the peer's, and gives back the socket below, on
    /// which the two may go on without TLS. This object is closed then. Data that the peer sent before its
    /// close_notify, and nobody has read, is ssl_error with APPLICATION_DATA_AFTER_CLOSE_NOTIFY.
    [[nodiscard]] socket unwrap() { return unwrap_result(try_unwrap(), "unwrap"); }
    [[nodiscard]] result<socket> try_unwrap() noexcept;
    /// TLS's half-close (RFC 8446, 6.1), for which Python has no name: tells the peer that no more will come. What it
    /// still sends can be read.
    void close_notify() { finish(try_close_notify(), "close_notify"); }
    [[nodiscard]] status try_close_notify() noexcept;

    /// Closes the socket, and as Python's sends no close_notify. Calls on other threads end with EBADF.
    void close() { finish(try_close(), "close"); }
    status try_close() noexcept;
    /// Shuts the socket below down; TLS is not told.
    void shutdown(shutdown_how how) { finish(try_shutdown(how), "shutdown"); }
    [[nodiscard]] status try_shutdown(shutdown_how how) noexcept;

    // -- data -------------------------------------------------------------------------------------------------------------

    /// At most `bufsize` bytes; b"" once the peer has sent its close_notify. misuse::negative_size.
    [[nodiscard]] bytes recv(std::ptrdiff_t bufsize) { return unwrap_result(try_recv(bufsize), "recv"); }
    [[nodiscard]] result<bytes> try_recv(std::ptrdiff_t bufsize) noexcept;
    /// Into `buffer`: at most nbytes, or all of it when nbytes is 0. misuse::negative_size, size_beyond_buffer.
    std::size_t recv_into(mutable_buffer buffer, std::ptrdiff_t nbytes = 0) {
        return unwrap_result(try_recv_into(buffer, nbytes), "recv_into");
    }
    [[nodiscard]] result<std::size_t> try_recv_into(mutable_buffer buffer, std::ptrdiff_t nbytes = 0) noexcept;
    /// recv, under Python's other name.
    [[nodiscard]] bytes read(std::ptrdiff_t len = 1024) { return unwrap_result(try_recv(len), "read"); }
    [[nodiscard]] result<bytes> try_read(std::ptrdiff_t len = 1024) noexcept { return try_recv(len); }

    /// Sends some of the data and returns how much.
    std::size_t send(const_buffer data) { return unwrap_result(try_send(data), "send"); }
    [[nodiscard]] result<std::size_t> try_send(const_buffer data) noexcept;
    /// send, under Python's other name.
    std::size_t write(const_buffer data) { return unwrap_result(try_send(data), "write"); }
    [[nodiscard]] result<std::size_t> try_write(const_buffer data) noexcept { return try_send(data); }
    /// Sends all of the data, under one deadline; after an error it is unknown how much was sent.
    void sendall(const_buffer data) { finish(try_sendall(data), "sendall"); }
    [[nodiscard]] status try_sendall(const_buffer data) noexcept;
    /// Bytes that recv gives without asking the socket, which select() does not see.
    [[nodiscard]] std::size_t pending() const noexcept;

    // -- who and what it is -----------------------------------------------------------------------------------------------

    /// The peer's certificate; nothing if it sent none; empty() if it was not verified. ssl_misuse::handshake_not_done.
    [[nodiscard]] std::optional<certificate> getpeercert() const {
        return samesock::unwrap(try_getpeercert(), "getpeercert");
    }
    [[nodiscard]] result<std::optional<certificate>> try_getpeercert() const noexcept;
    /// getpeercert(binary_form=True): DER, verified or not.
    [[nodiscard]] std::optional<bytes> getpeercert_der() const {
        return samesock::unwrap(try_getpeercert_der(), "getpeercert");
    }
    [[nodiscard]] result<std::optional<bytes>> try_getpeercert_der() const noexcept;

    /// "TLSv1.3"; nothing before the handshake.
    [[nodiscard]] std::optional<std::string> version() const;
    /// Name, protocol, and secret bits; nothing before the handshake.
    [[nodiscard]] std::optional<std::tuple<std::string, std::string, int>> cipher() const;
    [[nodiscard]] std::optional<std::string> selected_alpn_protocol() const;
    /// To be given to wrap_options::session of a later connection; nothing before the handshake.
    [[nodiscard]] std::optional<ssl_session> session() const;
    [[nodiscard]] bool session_reused() const noexcept;
    [[nodiscard]] bool server_side() const noexcept;
    /// As it is sent: lower-case ASCII for names that are not.
    [[nodiscard]] std::optional<std::string> server_hostname() const;
    /// The one it was wrapped by, or that an SNI callback put in its place.
    [[nodiscard]] ssl_context context() const noexcept;

    // -- the socket below -------------------------------------------------------------------------------------------------

    /// For select() and selector, options, bind and listen. What is sent or received here breaks the TLS connection.
    [[nodiscard]] socket& transport() noexcept;
    [[nodiscard]] const socket& transport() const noexcept;
    [[nodiscard]] fileno_type fileno() const noexcept { return transport().fileno(); }
    explicit operator bool() const noexcept { return bool(transport()); }

    void settimeout(timeout_value timeout) { finish(try_settimeout(timeout), "settimeout"); }
    [[nodiscard]] status try_settimeout(timeout_value timeout) noexcept { return transport().try_settimeout(timeout); }
    [[nodiscard]] std::optional<double> gettimeout() const noexcept { return transport().gettimeout(); }
    void setblocking(bool blocking) { finish(try_setblocking(blocking), "setblocking"); }
    [[nodiscard]] status try_setblocking(bool blocking) noexcept { return transport().try_setblocking(blocking); }
    [[nodiscard]] bool getblocking() const noexcept { return transport().getblocking(); }
    [[nodiscard]] address getsockname() const { return transport().getsockname(); }
    [[nodiscard]] result<address> try_getsockname() const noexcept { return transport().try_getsockname(); }
    [[nodiscard]] address getpeername() const { return transport().getpeername(); }
    [[nodiscard]] result<address> try_getpeername() const noexcept { return transport().try_getpeername(); }

private:
    friend class ssl_access;
    explicit ssl_socket(std::unique_ptr<ssl_socket_state> state) noexcept;

    /// raise(), with the name that a certificate should have had.
    [[noreturn]] void fail(std::error_code code, const char* operation) const;
    void finish(status outcome, const char* operation) const {
        if (!outcome) [[unlikely]]
            fail(outcome.error(), operation);
    }
    template <class T>
    T unwrap_result(result<T> outcome, const char* operation) const {
        if (!outcome) [[unlikely]]
            fail(outcome.error(), operation);
        return *std::move(outcome);
    }

    std::unique_ptr<ssl_socket_state> state_;
    socket none_{std::nullopt}; // transport() of an object that was moved from, or unwrapped: every operation is EBADF
};

inline result<ssl_socket> ssl_context::try_wrap_socket(socket sock) const noexcept {
    return try_wrap_socket(std::move(sock), wrap_options{});
}
inline ssl_socket ssl_context::wrap_socket(socket sock, const wrap_options& options) const {
    auto wrapped = try_wrap_socket(std::move(sock), options);
    if (!wrapped) raise(wrapped.error(), "wrap_socket", options.server_hostname.value_or(std::string()));
    return *std::move(wrapped);
}
inline ssl_socket ssl_context::wrap_socket(socket sock) const { return wrap_socket(std::move(sock), wrap_options{}); }

} // namespace samesock

#include <samesock/names_end.hpp>

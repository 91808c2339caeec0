// ssl(): TLS as Python's socket module had it before there was an ssl module. IT VERIFIES NOTHING: whoever sits between
// the two ends can read and change all of it. It is here for programs that were written for it; each use of it is a
// compiler's warning that begins with unverified_ssl_warning. Everybody else:
// create_default_context().wrap_socket(...). Part of the library samesock_tls.
#pragma once

#include <samesock/buffer.hpp>
#include <samesock/bytes.hpp>
#include <samesock/raise.hpp>
#include <samesock/result.hpp>
#include <samesock/socket.hpp>
#include <samesock/ssl_error.hpp>

#include <cstddef>
#include <memory>
#include <string>

#include <samesock/names_begin.hpp>

namespace samesock {

struct ssl_object_state; // defined in src/tls

/// Unverified: what ssl() returns. Its operations wait as the socket does, with the socket's timeout.
class ssl_object {
public:
    ssl_object(ssl_object&&) noexcept;
    ssl_object& operator=(ssl_object&&) noexcept;
    ~ssl_object();

    /// At most `n` bytes; without n, all to the end of the stream. b"" at the end.
    [[nodiscard]] bytes read(std::ptrdiff_t n) { return unwrap(try_read(n), "read"); }
    [[nodiscard]] result<bytes> try_read(std::ptrdiff_t n) noexcept;
    [[nodiscard]] bytes read() { return unwrap(try_read(), "read"); }
    [[nodiscard]] result<bytes> try_read() noexcept;
    /// All of `s`; returns its size.
    std::size_t write(const_buffer s) { return unwrap(try_write(s), "write"); }
    [[nodiscard]] result<std::size_t> try_write(const_buffer s) noexcept;

    /// Unverified: the names of the certificate that the peer sent, and of who issued it, as
    /// "/C=US/O=.../CN=localhost"; "" if it sent none.
    [[nodiscard]] std::string server() const;
    [[nodiscard]] std::string issuer() const;

    /// What ssl() does, without its warning.
    [[nodiscard]] static result<ssl_object> try_open_unverified(socket& sock, const std::string& keyfile,
                                                                const std::string& certfile) noexcept;

private:
    friend class ssl_access;
    explicit ssl_object(std::unique_ptr<ssl_object_state> state) noexcept;
    std::unique_ptr<ssl_object_state> state_;
};

/// A TLS connection over `sock`, as a client, that checks no certificate and no name. `keyfile` and `certfile` are PEM
/// files for servers that ask who the client is: both or neither. The socket stays the caller's, and open while the
/// object lives unless close() is called on it.
[[deprecated("unverified_ssl_warning: ssl() checks no certificate; use create_default_context()")]] //
[[nodiscard]] inline result<ssl_object>
try_ssl(socket& sock, const std::string& keyfile = {}, const std::string& certfile = {}) noexcept {
    return ssl_object::try_open_unverified(sock, keyfile, certfile);
}
[[deprecated("unverified_ssl_warning: ssl() checks no certificate; use create_default_context()")]] //
[[nodiscard]] inline ssl_object
ssl(socket& sock, const std::string& keyfile = {}, const std::string& certfile = {}) {
    return unwrap(ssl_object::try_open_unverified(sock, keyfile, certfile), "ssl");
}

} // namespace samesock

#include <samesock/names_end.hpp>

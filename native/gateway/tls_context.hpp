// What the gateway shows in a TLS handshake, and whom it asks for a certificate: read at start and at every reload, and
// kept by the connections that began with it. TLS 1.2 or newer.
#pragma once

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/ssl/context.hpp>

#include <expected>
#include <string>

namespace samesock::gateway {

class tls_context {
public:
    tls_context();

    // Files in PEM. What is wrong with one, as a sentence: nothing of a key stands in it.

    /// The gateway's own certificate, and behind it those that lead to its root.
    [[nodiscard]] std::expected<void, std::string> take_certificate(const std::string& path);
    /// After it. Refused where others may read it.
    [[nodiscard]] std::expected<void, std::string> take_key(const std::string& path);
    /// From now on only clients with a certificate that leads to one of these come in.
    [[nodiscard]] std::expected<void, std::string> ask_clients(const std::string& path);

    [[nodiscard]] bool asks_clients() const noexcept { return asks_clients_; }
    /// Of the certificate; empty: it is valid now.
    [[nodiscard]] std::string what_is_wrong_with_dates();
    [[nodiscard]] boost::asio::ssl::context& native() noexcept { return native_; }

private:
    boost::asio::ssl::context native_{boost::asio::ssl::context::tls_server};
    bool asks_clients_ = false;
};

} // namespace samesock::gateway

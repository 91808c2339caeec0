// One client's connection at the front door, as Beast and Asio read and write it: TCP, and TLS over it once that is
// asked for.
#pragma once

#include "tls_channel.hpp"

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace samesock::gateway {

class client_stream {
public:
    using executor_type = boost::beast::tcp_stream::executor_type;
    using next_layer_type = boost::beast::tcp_stream;

    client_stream(boost::beast::tcp_stream tcp) : parts_(std::make_unique<parts>(std::move(tcp))) {}

    [[nodiscard]] executor_type get_executor() noexcept { return parts_->tcp.get_executor(); }
    [[nodiscard]] next_layer_type& next_layer() noexcept { return parts_->tcp; }
    [[nodiscard]] const next_layer_type& next_layer() const noexcept { return parts_->tcp; }
    [[nodiscard]] bool is_secure() const noexcept { return parts_->tls.has_value(); }

    /// `received`: what the client has sent of the handshake already. `done(error, used)`: so much of it.
    template <class Done>
    void async_handshake(boost::asio::ssl::context& context, const boost::beast::flat_buffer& received, Done done) {
        parts_->tls.emplace(parts_->tcp, context);
        parts_->tls->async_handshake(boost::asio::ssl::stream_base::server, received.cdata(), std::move(done));
    }
    template <class Buffers, class Handler>
    void async_read_some(const Buffers& to, Handler&& handler) {
        if (is_secure()) return parts_->tls->async_read_some(to, std::forward<Handler>(handler));
        parts_->tcp.async_read_some(to, std::forward<Handler>(handler));
    }
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& from, Handler&& handler) {
        if (is_secure()) return parts_->tls->async_write_some(from, std::forward<Handler>(handler));
        parts_->tcp.async_write_some(from, std::forward<Handler>(handler));
    }
    /// Of TLS: that nothing more comes. Done once the client has answered, in whatever way.
    template <class Done>
    void async_say_end(Done done) {
        if (!is_secure()) return done();
        parts_->tls->async_shutdown([done = std::move(done)](boost::system::error_code) { done(); });
    }

    /// TLS goes on without Asio, whose buffers are empty: it reads from the socket only when OpenSSL has used up all
    /// that was read before, and hands all of it over.
    [[nodiscard]] std::unique_ptr<tls_channel> release_tls() {
        SSL* const session = parts_->tls->native_handle();
        std::vector<std::byte> received(BIO_ctrl_pending(SSL_get_rbio(session)));
        if (!received.empty()) BIO_read(SSL_get_rbio(session), received.data(), static_cast<int>(received.size()));
        auto channel = std::make_unique<tls_channel>(session, received);
        parts_->tls.reset();
        return channel;
    }

private:
    struct parts {
        explicit parts(boost::beast::tcp_stream t) : tcp(std::move(t)) {}

        boost::beast::tcp_stream tcp;
        std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> tls;
    };

    std::unique_ptr<parts> parts_; // which TLS refers to: it may not move
};

} // namespace samesock::gateway

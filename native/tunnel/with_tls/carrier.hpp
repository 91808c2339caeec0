// What is under the WebSocket: TCP, and for a URL with wss TLS over it, by OpenSSL. The certificate is always verified.
#pragma once

#include "wasm/tunnel/gateway_url.hpp"
#include "wasm/tunnel/transport.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace samesock::platform {

class carrier {
public:
    using socket = boost::asio::ip::tcp::socket;
    using executor_type = socket::executor_type;
    using next_layer_type = socket;
    static constexpr bool has_tls = true;

    /// Before the first one, on the program's thread.
    static void prepare() noexcept;

    explicit carrier(socket s) : parts_(std::make_unique<parts>(std::move(s))) {}

    [[nodiscard]] executor_type get_executor() noexcept { return parts_->tcp.get_executor(); }
    [[nodiscard]] socket& next_layer() noexcept { return parts_->tcp; }
    [[nodiscard]] const socket& next_layer() const noexcept { return parts_->tcp; }

    /// TLS from now on, for that host. Why it cannot be, if it cannot.
    [[nodiscard]] std::optional<ending> use_tls(const gateway_url& where);
    /// After it. `done(error)`.
    template <class Done>
    void async_handshake(Done done) {
        parts_->tls->async_handshake(boost::asio::ssl::stream_base::client, std::move(done));
    }
    /// Why the handshake has failed.
    [[nodiscard]] ending explain(boost::system::error_code error) const;

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& to, Handler&& handler) {
        if (parts_->tls) return parts_->tls->async_read_some(to, std::forward<Handler>(handler));
        parts_->tcp.async_read_some(to, std::forward<Handler>(handler));
    }
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& from, Handler&& handler) {
        if (parts_->tls) return parts_->tls->async_write_some(from, std::forward<Handler>(handler));
        parts_->tcp.async_write_some(from, std::forward<Handler>(handler));
    }

    /// The end of the connection behind the WebSocket's: Beast finds it by its name.
    template <class Handler>
    friend void async_teardown(boost::beast::role_type role, carrier& of, Handler&& handler) {
        if (of.parts_->tls) return of.parts_->tls->async_shutdown(std::forward<Handler>(handler));
        boost::beast::websocket::async_teardown(role, of.parts_->tcp, std::forward<Handler>(handler));
    }

private:
    [[nodiscard]] std::optional<ending> begin_tls(const gateway_url& where);

    struct parts {
        explicit parts(socket s) : tcp(std::move(s)) {}

        socket tcp;
        std::optional<boost::asio::ssl::context> context;
        std::optional<boost::asio::ssl::stream<socket&>> tls;
    };

    std::unique_ptr<parts> parts_; // which TLS refers to: it may not move
};

} // namespace samesock::platform

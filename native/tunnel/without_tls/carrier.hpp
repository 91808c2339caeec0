// What is under the WebSocket where there is no OpenSSL: TCP. See with_tls/carrier.hpp.
#pragma once

#include "wasm/tunnel/gateway_url.hpp"
#include "wasm/tunnel/transport.hpp"

#include <samesock/error_code.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <cerrno>
#include <optional>
#include <utility>

namespace samesock::platform {

class carrier {
public:
    using socket = boost::asio::ip::tcp::socket;
    using executor_type = socket::executor_type;
    using next_layer_type = socket;
    static constexpr bool has_tls = false; // so that what follows of it is never called

    static void prepare() noexcept {}

    explicit carrier(socket s) : tcp_(std::move(s)) {}

    [[nodiscard]] executor_type get_executor() noexcept { return tcp_.get_executor(); }
    [[nodiscard]] socket& next_layer() noexcept { return tcp_; }
    [[nodiscard]] const socket& next_layer() const noexcept { return tcp_; }

    [[nodiscard]] std::optional<ending> use_tls(const gateway_url& /*where*/) { return std::nullopt; }
    template <class Done>
    void async_handshake(Done) {}
    [[nodiscard]] ending explain(boost::system::error_code error) const {
        return {errno_code(EPROTONOSUPPORT), error.message()};
    }

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& to, Handler&& handler) {
        tcp_.async_read_some(to, std::forward<Handler>(handler));
    }
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& from, Handler&& handler) {
        tcp_.async_write_some(from, std::forward<Handler>(handler));
    }
    template <class Handler>
    friend void async_teardown(boost::beast::role_type role, carrier& of, Handler&& handler) {
        boost::beast::websocket::async_teardown(role, of.tcp_, std::forward<Handler>(handler));
    }

private:
    socket tcp_;
};

} // namespace samesock::platform

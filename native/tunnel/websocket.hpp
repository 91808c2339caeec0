// The transport over Boost.Beast: one thread with an event loop, which opens the WebSocket, reads and writes. It never
// waits for the program, and the program never for it.
#pragma once

#include "carrier.hpp"
#include "dialer.hpp"
#include "proxy.hpp"

#include "wasm/tunnel/transport.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <optional>
#include <thread>

namespace samesock::platform {

namespace asio = boost::asio;
namespace beast = boost::beast;

class websocket_transport final : public transport {
public:
    explicit websocket_transport(transport_user& user);
    ~websocket_transport() override;

    void open(const gateway_url& where) noexcept override;
    void notify() noexcept override;
    void close() noexcept override;
    void stop() noexcept override;

private:
    using error_code = boost::system::error_code;
    using stream = beast::websocket::stream<carrier>;

    void run() noexcept;
    /// Does it on the thread of the loop.
    template <class F>
    void later(F f) noexcept;

    // -- opening
    void dial();
    void on_dialed(error_code error, tcp::socket socket);
    void ask_proxy();
    void on_proxy(error_code error);
    void secure();
    void on_secure(error_code error);
    void upgrade();
    void on_upgraded(error_code error);
    void refused(error_code error);

    // -- open
    void read();
    void on_read(error_code error);
    void fetch();
    void on_written(error_code error);
    void keep_time();
    void on_timer(error_code error);

    // -- closing
    void begin_close();
    void close_websocket();
    /// Why it ends; the first reason counts. Ends when no handler is out any more.
    void end(ending why);
    void end_when_idle();
    [[nodiscard]] bool is_ending() const noexcept { return why_.has_value(); }
    tcp::socket& socket() { return websocket_->next_layer().next_layer(); }

    transport_user& user_;
    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    asio::steady_timer timer_, patience_;
    gateway_url url_;
    std::optional<proxy> proxy_;
    std::shared_ptr<dialer> dialer_;
    std::optional<stream> websocket_;
    beast::websocket::response_type response_;
    beast::flat_buffer buffer_;
    std::string request_;
    std::optional<beast::http::response_parser<beast::http::empty_body>> proxy_response_;
    std::vector<asio::const_buffer> pieces_;
    std::optional<ending> why_;
    std::int64_t time_ = 0;    ///< that the timer is set to
    std::uint64_t number_ = 0; ///< of this WebSocket, so that a timer of the last one is none of its
    unsigned out_ = 0;         ///< handlers that will come
    bool is_alive_ = false;    ///< from open() to on_closed()
    bool is_open_ = false;     ///< upgraded
    bool offers_ = true;       ///< the subprotocol
    bool writes_ = false;
    bool wants_close_ = false;
    bool closes_ = false;
    std::thread thread_;
};

} // namespace samesock::platform

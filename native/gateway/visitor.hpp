// One TCP connection before it is a WebSocket: a proxy's preface, the request, what is checked of it, and the answer.
#pragma once

#include "client_stream.hpp"
#include "connection.hpp"
#include "front_door.hpp"

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace samesock::gateway {

class visitor : public std::enable_shared_from_this<visitor> {
public:
    visitor(front_door& at, boost::asio::ip::tcp::socket socket);
    void begin();
    void close();

private:
    using request = boost::beast::http::request<boost::beast::http::empty_body>;
    using response = boost::beast::http::response<boost::beast::http::string_body>;
    using web_socket = boost::beast::websocket::stream<client_stream>;

    void read_preface();
    void on_preface(std::size_t received);
    void greet();
    void read_request();
    void on_request();
    void answer_plainly();

    // -- TLS
    void read_greeting();
    void on_greeting();
    void on_handshake(boost::beast::error_code error);

    // -- an upgrade
    void check_upgrade_request();
    [[nodiscard]] bool authorize();
    void accept_upgrade();
    void pass_on();
    void refuse(unsigned status, std::string_view text);

    [[nodiscard]] const gateway::configuration& configuration() const noexcept { return *configuration_; }
    [[nodiscard]] boost::beast::tcp_stream& tcp() noexcept { return stream_.next_layer(); }
    [[nodiscard]] std::string_view header(boost::beast::http::field name) const;
    [[nodiscard]] std::string_view first_subprotocol() const;
    void find_client();

    front_door& door_;
    std::shared_ptr<const gateway::configuration> configuration_; ///< of when it came
    std::shared_ptr<pending_connections::place> place_;           ///< until it is a WebSocket
    client_stream stream_;
    boost::beast::flat_buffer buffer_;
    std::optional<boost::beast::http::request_parser<boost::beast::http::empty_body>> parser_;
    std::optional<request> request_;
    std::optional<response> response_;
    std::optional<web_socket> web_socket_;
    endpoint local_;
    endpoint peer_;
    std::string client_;
    upgraded result_;
};

} // namespace samesock::gateway

#include "http_exchange.hpp"

#include "lingering_close.hpp"

#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/file_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <memory>
#include <string_view>

namespace samesock::gateway {

namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::uint32_t most_of_a_head = 16 * 1024;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

std::string_view only(const upgrade_free_request& request, http::field name) {
    return request.count(name) == 1 ? view(request[name]) : std::string_view();
}

plain_request plain(const upgrade_free_request& request) {
    return {view(request.method_string()), view(request.target()), only(request, http::field::host),
            only(request, http::field::if_none_match)};
}

bool is_upgrade(const upgrade_free_request& request) {
    return http::token_list(request[http::field::connection]).exists("upgrade") && request.count(http::field::upgrade);
}

class exchange : public std::enable_shared_from_this<exchange> {
public:
    exchange(client_stream stream, beast::flat_buffer buffer, http_exchange with)
        : stream_(std::move(stream)), buffer_(std::move(buffer)), with_(std::move(with)) {}

    void read() {
        parser_.emplace();
        parser_->header_limit(most_of_a_head);
        stream_.next_layer().expires_after(with_.patience);
        http::async_read(stream_, buffer_, *parser_, beast::bind_front_handler(&exchange::on_read, shared_from_this()));
    }

    void answer(const upgrade_free_request& request) {
        http_answer a = with_.answer(plain(request));
        const bool is_head = request.method() == http::verb::head;
        send(std::move(a), request.version(), request.keep_alive(), is_head);
    }

    void abandon() { stream_.next_layer().close(); }

private:
    void on_read(beast::error_code error, std::size_t) {
        if (error == http::error::end_of_stream) return close();
        // What is no HTTP at all is not answered; a body or a head that is too long is.
        if (error == http::error::unexpected_body || error == http::error::header_limit ||
            error == http::error::body_limit)
            return send(text_answer(413, "A request has no body here, and a short head.\n"), 11, false, false);
        if (error.category() == http::make_error_code(http::error::bad_method).category())
            return send(text_answer(400, "This is no request of HTTP/1.1.\n"), 11, false, false);
        if (error || !parser_) return;
        const upgrade_free_request request = parser_->release();
        if (is_upgrade(request))
            return send(text_answer(400, "Only the first request of a connection may be an upgrade.\n"), 11, false,
                        false);
        answer(request);
    }

    template <class Body>
    void fill(http::response<Body>& response, const http_answer& a, unsigned version, bool keep_alive) {
        response.version(version);
        response.result(a.status);
        for (const auto& [name, value] : a.headers) response.set(name, value);
        response.keep_alive(keep_alive);
    }

    void send(http_answer a, unsigned version, bool keep_alive, bool is_head) {
        if (is_head || a.status == 304) return send_head(a, version, keep_alive);
        if (a.file) return send_file(std::move(a), version, keep_alive);
        const auto response = std::make_shared<http::response<http::string_body>>();
        fill(*response, a, version, keep_alive);
        response->body() = std::move(a.text);
        response->prepare_payload();
        write(response, keep_alive);
    }

    void send_head(const http_answer& a, unsigned version, bool keep_alive) {
        const auto response = std::make_shared<http::response<http::empty_body>>();
        fill(*response, a, version, keep_alive);
        if (a.status != 304) response->content_length(a.file ? a.file_size : a.text.size());
        write(response, keep_alive);
    }

    void send_file(http_answer a, unsigned version, bool keep_alive) {
        const auto response = std::make_shared<http::response<http::file_body>>();
        fill(*response, a, version, keep_alive);
        beast::error_code error;
        http::file_body::file_type file;
        file.native_handle(a.file.release());
        response->body().reset(std::move(file), error);
        if (error) return send(text_answer(500, "The file cannot be read.\n"), version, false, false);
        response->content_length(response->body().size());
        write(response, keep_alive);
    }

    /// The serializer reads the response, which therefore lives as long.
    template <class Body>
    void write(const std::shared_ptr<http::response<Body>>& response, bool keep_alive) {
        const auto serializer = std::make_shared<http::response_serializer<Body>>(*response);
        stream_.next_layer().expires_after(with_.patience);
        write_some(response, serializer, keep_alive);
    }
    /// In pieces, each with the whole patience: a large file on a slow line is no peer that takes nothing.
    template <class Body>
    void write_some(const std::shared_ptr<http::response<Body>>& response,
                    const std::shared_ptr<http::response_serializer<Body>>& serializer, bool keep_alive) {
        http::async_write_some(
            stream_, *serializer,
            [self = shared_from_this(), response, serializer, keep_alive](beast::error_code error, std::size_t) {
                if (error) return;
                self->stream_.next_layer().expires_after(self->with_.patience);
                if (!serializer->is_done()) return self->write_some(response, serializer, keep_alive);
                if (keep_alive) return self->read();
                self->close();
            });
    }

    void close() { close_lingering(shared_from_this(), stream_, with_.patience); }

    client_stream stream_;
    beast::flat_buffer buffer_;
    http_exchange with_;
    std::optional<http::request_parser<http::empty_body>> parser_;
};

} // namespace

std::function<void()> serve_http(client_stream stream, beast::flat_buffer buffer,
                                 std::optional<upgrade_free_request> first, http_exchange with) {
    const auto served = std::make_shared<exchange>(std::move(stream), std::move(buffer), std::move(with));
    if (first)
        served->answer(*first);
    else
        served->read();
    return [weak = std::weak_ptr(served)] {
        if (const auto there = weak.lock()) there->abandon();
    };
}

} // namespace samesock::gateway

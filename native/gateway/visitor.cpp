// From accept to the upgrade, or to a plain answer: see visitor.hpp.
#include "visitor.hpp"

#include "asio_endpoint.hpp"
#include "asio_socket.hpp"
#include "client_address.hpp"
#include "http_exchange.hpp"
#include "ip_address.hpp"
#include "lingering_close.hpp"
#include "plain_answer.hpp"
#include "proxy_protocol.hpp"
#include "request_check.hpp"
#include "tls_context.hpp"
#include "tunnel/handshake.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <chrono>

namespace samesock::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using beast::error_code;

constexpr std::uint32_t longest_header = 16 * 1024;

std::string_view view(beast::string_view text) noexcept { return {text.data(), text.size()}; }

request_head head_of(const http::request<http::empty_body>& request) {
    request_head head;
    head.target = view(request.target());
    if (request.count(http::field::host) == 1) head.host = view(request[http::field::host]);
    const auto origins = request.count(http::field::origin);
    if (origins != 0) head.origin = view(request[http::field::origin]);
    head.has_several_origins = origins > 1;
    return head;
}

} // namespace

visitor::visitor(front_door& at, asio::ip::tcp::socket socket)
    : door_(at), configuration_(at.configuration()), stream_(beast::tcp_stream(std::move(socket))),
      buffer_(longest_header + most_proxy_preface) {}

void visitor::begin() {
    error_code error;
    local_ = from_asio(tcp().socket().local_endpoint(error));
    if (!error) peer_ = from_asio(tcp().socket().remote_endpoint(error));
    if (!error) (void)tcp().socket().set_option(asio::ip::tcp::no_delay(true), error);
    if (error) return; // it is gone already
    place_ = door_.enter();
    place_->close_by([weak = weak_from_this()] {
        if (const auto there = weak.lock()) there->close();
    });
    result_.record.began = std::chrono::system_clock::now();
    tcp().expires_after(configuration().handshake);
    const bool has_preface =
        configuration().proxy_header == proxy_header::proxy_v2 && is_trusted(peer_, configuration().trusted_proxies);
    return has_preface ? read_preface() : greet();
}

void visitor::close() {
    if (web_socket_)
        beast::get_lowest_layer(*web_socket_).close();
    else
        tcp().close();
}

// -- the preface of a trusted proxy

void visitor::read_preface() {
    stream_.async_read_some(buffer_.prepare(most_proxy_preface),
                            [self = shared_from_this()](error_code error, std::size_t received) {
                                if (!error) self->on_preface(received);
                            });
}

void visitor::on_preface(std::size_t received) {
    buffer_.commit(received);
    const auto bytes = buffer_.data();
    const auto preface = read_proxy_preface({static_cast<const std::byte*>(bytes.data()), bytes.size()});
    switch (preface.is) {
    case proxy_preface::state::incomplete: return read_preface();
    case proxy_preface::state::malformed: return; // and closed: nobody there speaks HTTP
    case proxy_preface::state::complete: break;
    }
    buffer_.consume(preface.size);
    if (preface.client) peer_ = *preface.client;
    greet();
}

void visitor::greet() {
    if (const auto client = ip_of(peer_)) result_.record.client = to_text(*client);
    return configuration().tls ? read_greeting() : read_request();
}

// -- TLS

// Its first byte tells a handshake of TLS from a request of HTTP.
void visitor::read_greeting() {
    if (buffer_.size() != 0) return on_greeting();
    stream_.async_read_some(buffer_.prepare(longest_header),
                            [self = shared_from_this()](error_code error, std::size_t received) {
                                if (error) return;
                                self->buffer_.commit(received);
                                self->on_greeting();
                            });
}

void visitor::on_greeting() {
    constexpr std::byte handshake{22}; // ContentType of RFC 8446
    if (*static_cast<const std::byte*>(buffer_.cdata().data()) != handshake) {
        door_.figures().tls_failed.add();
        return refuse(400, "This port speaks TLS: its URLs are https:// and wss://.\n");
    }
    stream_.async_handshake(configuration().tls->native(), buffer_,
                            [self = shared_from_this()](error_code error, std::size_t used) {
                                self->buffer_.consume(used);
                                self->on_handshake(error);
                            });
}

void visitor::on_handshake(error_code error) {
    if (!error) return read_request();
    door_.figures().tls_failed.add();
    door_.records().note("tls-failed", result_.record.client + ": " + error.message());
}

// -- the request

void visitor::read_request() {
    parser_.emplace();
    parser_->header_limit(longest_header);
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
        if (!error) return self->on_request();
        if (error == http::error::header_limit || error == http::error::buffer_overflow)
            self->refuse(431, "The headers of the request are too long.\n");
        if (error == http::error::unexpected_body || error == http::error::body_limit)
            self->refuse(413, "A request has no body here.\n");
    });
}

void visitor::on_request() {
    request_.emplace(parser_->release());
    if (!websocket::is_upgrade(*request_)) return answer_plainly();
    check_upgrade_request();
}

void visitor::answer_plainly() {
    http_exchange exchange;
    exchange.patience = configuration().handshake;
    exchange.answer = [c = configuration_, local = local_, place = place_](const plain_request& asked) {
        place->renew();
        return gateway::answer_plainly(c->requests, c->files.get(), asked, local);
    };
    place_->close_by(serve_http(std::move(stream_), std::move(buffer_), std::move(*request_), std::move(exchange)));
}

std::string_view visitor::header(http::field name) const { return view((*request_)[name]); }

std::string_view visitor::first_subprotocol() const {
    std::string_view all = header(http::field::sec_websocket_protocol);
    all = all.substr(0, all.find(','));
    const auto begin = all.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return all.substr(begin, all.find_last_not_of(" \t") - begin + 1);
}

// -- an upgrade

void visitor::find_client() {
    auto client = ip_of(peer_);
    if (configuration().proxy_header == proxy_header::x_forwarded_for) {
        std::string chain;
        for (const auto& field : *request_) {
            if (!beast::iequals(field.name_string(), "X-Forwarded-For")) continue;
            if (!chain.empty()) chain += ',';
            chain += view(field.value());
        }
        client = forwarded_for(peer_, chain, configuration().trusted_proxies);
    }
    if (!client) return;
    result_.record.client = to_text(*client);
    result_.client_key = client_key(*client);
}

void visitor::check_upgrade_request() {
    const request_head head = head_of(*request_);
    find_client();
    if (head.origin) result_.record.origin = *head.origin;
    if (const auto allowed = check_upgrade(configuration().requests, head, local_); !allowed) {
        door_.figures().requests_refused.add();
        return refuse(allowed.error().status, allowed.error().text);
    }
    auto lease = door_.clients().admit(result_.client_key, std::chrono::steady_clock::now());
    if (!lease) {
        door_.figures().over_limit.add();
        return refuse(429, text_of(lease.error()));
    }
    result_.lease = std::move(*lease);
    if (authorize()) accept_upgrade();
}

bool visitor::authorize() {
    const credentials& known = configuration().credentials;
    const std::string_view said = header(http::field::authorization);
    result_.offered_subprotocol = !first_subprotocol().empty();
    if (!known.are_required()) return true;
    if (!said.empty()) {
        const auto name = known.by_authorization(said);
        if (name) {
            result_.principal = std::string(*name);
            return true;
        }
        door_.clients().failed(result_.client_key, std::chrono::steady_clock::now());
        door_.figures().logins_refused.add();
        refuse(401, "The credentials of the header Authorization are wrong.\n");
        return false;
    }
    if (result_.offered_subprotocol) return true; // they come in the INFO
    door_.figures().logins_refused.add();
    refuse(401, "Credentials are required: offer the subprotocol wisp-v2, or send a header Authorization.\n");
    return false;
}

void visitor::accept_upgrade() {
    tcp().expires_never(); // the WebSocket's own timeout counts now
    web_socket_.emplace(std::move(stream_));
    web_socket_->set_option(
        websocket::stream_base::timeout{configuration().handshake, websocket::stream_base::none(), false});
    web_socket_->set_option(
        websocket::stream_base::decorator([chosen = std::string(first_subprotocol())](websocket::response_type& r) {
            r.set(http::field::server, "samesock-gateway");
            if (!chosen.empty()) r.set(http::field::sec_websocket_protocol, chosen);
        }));
    web_socket_->async_accept(*request_, [self = shared_from_this()](error_code error) {
        if (!error) self->pass_on();
    });
}

void visitor::pass_on() {
    error_code error;
    if (web_socket_->next_layer().is_secure()) result_.tls = web_socket_->next_layer().release_tls();
    result_.fd = taken_from(beast::get_lowest_layer(*web_socket_).socket(), error);
    if (error) return;
    const auto rest = buffer_.data();
    const auto* const first = static_cast<const std::byte*>(rest.data());
    result_.early.assign(first, first + rest.size());
    place_.reset();
    door_.pass_on(std::move(result_));
}

void visitor::refuse(unsigned status, std::string_view text) {
    result_.record.status = status;
    result_.record.ended = text.substr(0, text.find('\n'));
    door_.records().write(result_.record);
    response& answer = response_.emplace();
    answer.version(11);
    answer.result(status);
    answer.set(http::field::content_type, "text/plain; charset=utf-8");
    answer.keep_alive(false);
    answer.body() = text;
    answer.prepare_payload();
    http::async_write(stream_, answer, [self = shared_from_this()](error_code error, std::size_t) {
        if (!error) close_lingering(self, self->stream_, self->configuration().handshake);
    });
}

} // namespace samesock::gateway

// The client of the tests: see tunnel_client.hpp.
#include "tunnel_client.hpp"

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <algorithm>
#include <variant>

namespace samesock::testing {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using namespace tunnel;

std::int64_t now() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::string text_of_bytes(bytes_view bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

void fill(heard_answer& to, const wire::answer& from) {
    if (const auto* const b = std::get_if<wire::bound>(&from)) to.local = b->local;
    if (const auto* const c = std::get_if<wire::connected>(&from)) {
        to.local = c->local;
        to.peer = c->peer;
    }
    if (const auto* const v = std::get_if<wire::option_value>(&from)) to.value = text_of_bytes(v->value);
    if (const auto* const h = std::get_if<wire::host_and_service>(&from)) to.value = h->host;
    if (const auto* const r = std::get_if<wire::resolved>(&from))
        for (const auto& entry : *r) to.addresses.push_back(entry.address);
    if (const auto* const i = std::get_if<wire::interface_list>(&from))
        for (const auto& entry : *i) to.names.emplace_back(entry.name);
}

} // namespace

// -- the WebSocket

struct web_client::beast {
    using socket_type = asio::ip::tcp::socket;
    using plain = websocket::stream<socket_type>;
    using secure = websocket::stream<asio::ssl::stream<socket_type>>;

    asio::io_context context;
    asio::ssl::context tls{asio::ssl::context::tls_client};
    std::variant<plain, secure> ws{plain(context)};

    [[nodiscard]] socket_type& socket() {
        return std::visit([](auto& one) -> socket_type& { return boost::beast::get_lowest_layer(one); }, ws);
    }
    template <class Call>
    auto with(Call call) {
        return std::visit(call, ws);
    }
};

web_client::web_client(const gateway_place& at, std::string_view offered) : beast_(std::make_unique<beast>()) {
    if (at.tls != nullptr) {
        SSL_CTX_up_ref(at.tls);
        beast_->tls = asio::ssl::context(at.tls);
        beast_->ws.emplace<beast::secure>(beast_->context, beast_->tls);
    }
    beast_->socket().connect({asio::ip::address_v4::loopback(), at.port});
    beast_->socket().set_option(asio::ip::tcp::no_delay(true));
    if (at.tls != nullptr) std::get<beast::secure>(beast_->ws).next_layer().handshake(asio::ssl::stream_base::client);
    beast_->with([&](auto& ws) {
        ws.auto_fragment(false);
        ws.read_message_max(std::size_t{1} << 22);
        ws.binary(true);
        ws.set_option(websocket::stream_base::decorator([offered](websocket::request_type& r) {
            if (!offered.empty()) r.set(boost::beast::http::field::sec_websocket_protocol, std::string(offered));
        }));
        websocket::response_type response;
        ws.handshake(response, "127.0.0.1:" + std::to_string(at.port), "/");
        echoed_ = std::string(response[boost::beast::http::field::sec_websocket_protocol]);
    });
}

web_client::~web_client() = default;

std::optional<std::vector<std::byte>> web_client::read() {
    boost::beast::flat_buffer buffer;
    boost::system::error_code error;
    beast_->with([&](auto& ws) { ws.read(buffer, error); });
    if (error) return std::nullopt;
    const auto* const first = static_cast<const std::byte*>(buffer.data().data());
    return std::vector<std::byte>(first, first + buffer.size());
}

// One that has ended is what read() tells of.
void web_client::write(std::span<const bytes_view> pieces) {
    std::vector<asio::const_buffer> buffers;
    for (const auto& piece : pieces) buffers.emplace_back(piece.data(), piece.size());
    boost::system::error_code error;
    beast_->with([&](auto& ws) { ws.write(buffers, error); });
}

void web_client::write_text(std::string_view text) {
    beast_->with([&](auto& ws) {
        ws.text(true);
        ws.write(asio::buffer(text));
        ws.binary(true);
    });
}

void web_client::write_fragment(bool is_final, bytes_view bytes) {
    beast_->with([&](auto& ws) { ws.write_some(is_final, asio::buffer(bytes.data(), bytes.size())); });
}

void web_client::ping() {
    beast_->with([](auto& ws) { ws.ping("alive?"); });
}
void web_client::write_raw(std::string_view bytes) {
    beast_->with([&](auto& ws) { asio::write(ws.next_layer(), asio::buffer(bytes)); });
}
void web_client::cut() { beast_->socket().close(); }
void web_client::shut() { beast_->socket().shutdown(asio::ip::tcp::socket::shutdown_both); }
void web_client::wait_for_input() { beast_->socket().wait(asio::ip::tcp::socket::wait_read); }
std::uint16_t web_client::close_code() const {
    return beast_->with([](auto& ws) { return ws.reason().code; });
}

std::size_t web_client::write_some_raw(bytes_view bytes, std::chrono::milliseconds patience) {
    std::size_t written = 0;
    beast_->socket().async_write_some(asio::buffer(bytes.data(), bytes.size()),
                                      [&](boost::system::error_code, std::size_t size) { written = size; });
    beast_->context.restart();
    if (beast_->context.run_for(patience) != 0) return written;
    beast_->socket().cancel();
    beast_->context.run();
    return written;
}

// -- the session

struct tunnel_client::record {
    tunnel_client& self;

    void operator()(const events::received& e) const {
        heard& of = self.heard_[e.id];
        if (self.stalled_.contains(e.id)) return;
        if (self.datagrams_.contains(e.id)) {
            of.datagrams.emplace_back(text_of_bytes(e.bytes), endpoint());
            return;
        }
        of.data += text_of_bytes(e.bytes);
        self.session_->consumed(e.id, e.bytes.size());
    }
    void operator()(const events::received_datagram& e) const {
        self.heard_[e.id].datagrams.emplace_back(text_of_bytes(e.bytes), e.address);
    }
    void operator()(const events::answered& e) const {
        heard_answer& answer = self.heard_[e.id].answers.emplace_back();
        answer.request = e.request;
        answer.error = e.error;
        if (!e.error) fill(answer, e.answer);
    }
    void operator()(const events::accepted& e) const {
        self.heard_[e.listener].accepted.push_back(e.id);
        self.heard_[e.id].local = e.local;
        self.heard_[e.id].peer = e.peer;
    }
    void operator()(const events::pending_error& e) const { self.heard_[e.id].errors.push_back(e.error); }
    void operator()(const events::finished& e) const { self.heard_[e.id].is_finished = true; }
    void operator()(const events::delivered& e) const { self.heard_[e.id].is_delivered = true; }
    void operator()(const events::was_reset& e) const { self.heard_[e.id].reset = e.error; }
    void operator()(const events::welcomed& e) const { self.route_ = e.route; }
    void operator()(const events::restarted&) const { self.has_restarted_ = true; }
    void operator()(const events::leaving&) const { self.is_leaving_ = true; }
    template <class Other>
    void operator()(const Other&) const {}
};

tunnel_client::tunnel_client(const gateway_place& at, const client_offer& offer, const client_reply& reply)
    : web_(std::make_unique<web_client>(at)), offer_(offer), handshake_(offer) {
    shake_hands(reply);
    if (handshake_.state() != client_handshake::step::agreed) return;
    session_.emplace(handshake_.agreement(), settings{}, now());
    if (handshake_.agreement().is_extended) pump(); // the WELCOME
}

void tunnel_client::shake_hands(const client_reply& reply) {
    while (handshake_.state() == client_handshake::step::waiting) {
        const auto message = web_->read();
        REQUIRE(message);
        if (handshake_.feed(*message) != client_handshake::step::asked) continue;
        std::vector<std::byte> out;
        handshake_.answer(reply, out);
        web_->write(out);
    }
}

void tunnel_client::come_back(const gateway_place& at) {
    session_->transport_lost(now());
    const std::unique_ptr<web_client> old = std::exchange(web_, std::make_unique<web_client>(at));
    handshake_ = client_handshake(offer_);
    client_reply reply;
    reply.resume = session_->resumable();
    shake_hands(reply);
    REQUIRE(handshake_.state() == client_handshake::step::agreed);
    session_->reconnected(handshake_.agreement(), now());
    pump(); // the WELCOME
}

void tunnel_client::flush() {
    for (auto pieces = session_->next_message(); !pieces.empty(); pieces = session_->next_message()) {
        web_->write(pieces);
        session_->message_sent();
    }
}

void tunnel_client::pump() {
    flush();
    const auto message = web_->read();
    REQUIRE(message); // else the gateway has ended the WebSocket
    session_->feed(*message, now());
    take_events();
    flush();
}

void tunnel_client::take_events() {
    while (const auto e = session_->next_event()) std::visit(record{*this}, *e);
}

heard_answer tunnel_client::next_answer(std::uint32_t id) {
    wait_for([&] { return !of(id).answers.empty(); });
    heard_answer first = std::move(of(id).answers.front());
    of(id).answers.pop_front();
    return first;
}

std::uint32_t tunnel_client::open(wire::stream_type type, std::uint16_t family) {
    const auto id = session_->open(family, type);
    REQUIRE(id);
    if (type == wire::stream_type::datagrams) datagrams_.insert(*id);
    return *id;
}

heard_answer tunnel_client::ask(std::uint32_t id, const wire::request& request) {
    REQUIRE(session_->ask(id, request));
    return next_answer(id);
}

std::uint32_t tunnel_client::connected(const endpoint& to) {
    const std::uint32_t id = open(wire::stream_type::stream, static_cast<std::uint16_t>(to.family.value()));
    const heard_answer answer = ask(id, wire::connect{0, to});
    REQUIRE_FALSE(answer.error);
    return id;
}

void tunnel_client::send(std::uint32_t id, std::string_view bytes) {
    auto left = std::as_bytes(std::span(bytes));
    while (!left.empty()) {
        const auto sent = session_->send(id, left);
        REQUIRE(sent);
        left = left.subspan(*sent);
        flush();
        if (*sent == 0) pump();
    }
}

void tunnel_client::wait_for_data(std::uint32_t id, std::size_t size) {
    wait_for([&] { return of(id).data.size() >= size; });
}

} // namespace samesock::testing

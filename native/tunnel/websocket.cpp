// See websocket.hpp.
#include "websocket.hpp"
#include "forks.hpp"

#include "tunnel/handshake.hpp"

#include <samesock/error_code.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <limits>

namespace samesock::platform {
namespace {

namespace http = beast::http;
namespace ws = beast::websocket;

// A stock server's packets have no bound of their own; ours are 256 KiB.
constexpr std::size_t longest_message = std::size_t{16} * 1024 * 1024;
constexpr std::size_t write_buffer = std::size_t{128} * 1024;
// A gateway that is gone answers no close.
constexpr auto patience_of_close = std::chrono::milliseconds(500);
constexpr std::size_t longest_reason = 200;

// Nothing of it may reach a terminal that could do more than show it.
std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, std::min(text.find_first_of("\r\n"), longest_reason)))
        out += c >= ' ' && c <= '~' ? c : '?';
    return out;
}

int number_of(boost::system::error_code error) noexcept {
    if (error == asio::error::connection_refused) return ECONNREFUSED;
    if (error == asio::error::timed_out) return ETIMEDOUT;
    return ENETUNREACH;
}

} // namespace

std::unique_ptr<transport> make_transport(transport_user& user) {
    carrier::prepare();
    watch_forks();
    return std::make_unique<websocket_transport>(user);
}

std::string default_gateway() { return "ws://127.0.0.1:6001/"; }

std::string environment(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

// -- the thread -----------------------------------------------------------------------------------------------------------

websocket_transport::websocket_transport(transport_user& user)
    : user_(user), work_(asio::make_work_guard(context_)), timer_(context_), patience_(context_),
      thread_([this] { run(); }) {}

websocket_transport::~websocket_transport() { stop(); }

// Signals are for the threads of the program.
void websocket_transport::run() noexcept {
    sigset_t all;
    ::sigfillset(&all);
    (void)::pthread_sigmask(SIG_SETMASK, &all, nullptr);
    for (;;) {
        try {
            context_.run();
            return;
        } catch (const std::bad_alloc&) {} // the network has given up the session, and closes
    }
}

void websocket_transport::stop() noexcept {
    context_.stop();
    if (thread_.joinable()) thread_.join();
}

template <class F>
void websocket_transport::later(F f) noexcept {
    asio::post(context_, std::move(f));
}

void websocket_transport::open(const gateway_url& where) noexcept {
    later([this, where] {
        url_ = where;
        ++number_;
        is_alive_ = true;
        offers_ = true;
        is_open_ = writes_ = wants_close_ = closes_ = false;
        why_.reset();
        std::string wrong;
        proxy_ = proxy_for(url_.host, url_.port, wrong);
        if (!wrong.empty()) return end({errno_code(EINVAL), wrong});
        if (url_.is_secure && !carrier::has_tls)
            return end({errno_code(EPROTONOSUPPORT), "this build has no TLS for its own way, only ws://"});
        dial();
        keep_time();
    });
}

void websocket_transport::notify() noexcept {
    later([this] {
        fetch();
        keep_time();
    });
}

void websocket_transport::close() noexcept {
    later([this] { begin_close(); });
}

// -- opening --------------------------------------------------------------------------------------------------------------

void websocket_transport::dial() {
    ++out_;
    dialer_ = std::make_shared<dialer>(context_, [this](error_code error, tcp::socket socket) {
        --out_;
        on_dialed(error, std::move(socket));
    });
    if (proxy_)
        dialer_->start(proxy_->host, proxy_->port);
    else
        dialer_->start(url_.host, url_.port);
}

void websocket_transport::on_dialed(error_code error, tcp::socket socket) {
    dialer_.reset();
    if (is_ending()) return end_when_idle();
    if (error) {
        const std::string through = proxy_ ? "the proxy " + proxy_->host + ": " : std::string();
        return end({errno_code(number_of(error)), through + error.message()});
    }
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    websocket_descriptor = socket.native_handle();
    websocket_.emplace(carrier(std::move(socket)));
    buffer_.clear();
    if (proxy_)
        ask_proxy();
    else
        secure();
}

void websocket_transport::ask_proxy() {
    const std::string host = url_.host.find(':') == std::string::npos ? url_.host : '[' + url_.host + ']';
    const std::string where = host + ':' + std::to_string(url_.port);
    request_ = "CONNECT " + where + " HTTP/1.1\r\nHost: " + where + "\r\n";
    if (!proxy_->credentials.empty())
        request_ += "Proxy-Authorization: " + basic_authorization(proxy_->credentials) + "\r\n";
    request_ += "\r\n";
    proxy_response_.emplace();
    proxy_response_->skip(true);
    ++out_;
    asio::async_write(socket(), asio::buffer(request_), [this](error_code error, std::size_t) {
        if (error) {
            --out_;
            return on_proxy(error);
        }
        http::async_read_header(socket(), buffer_, *proxy_response_, [this](error_code failed, std::size_t) {
            --out_;
            on_proxy(failed);
        });
    });
}

void websocket_transport::on_proxy(error_code error) {
    if (is_ending()) return end_when_idle();
    if (error) return end({errno_code(ENETUNREACH), "the proxy " + proxy_->host + ": " + error.message()});
    const auto& answer = proxy_response_->get();
    const unsigned status = answer.result_int();
    if (status / 100 == 2) return secure();
    const bool is_refusal = status == 403 || status == 407;
    end({errno_code(is_refusal ? EACCES : ENETUNREACH),
         "the proxy " + proxy_->host + " answers " + std::to_string(status) + ' ' +
             printable(std::string_view(answer.reason().data(), answer.reason().size()))});
}

void websocket_transport::secure() {
    if (!url_.is_secure) return upgrade();
    if (auto wrong = websocket_->next_layer().use_tls(url_)) return end(std::move(*wrong));
    ++out_;
    websocket_->next_layer().async_handshake([this](error_code error) {
        --out_;
        on_secure(error);
    });
}

void websocket_transport::on_secure(error_code error) {
    if (is_ending()) return end_when_idle();
    if (error) return end(websocket_->next_layer().explain(error));
    upgrade();
}

void websocket_transport::upgrade() {
    stream& s = *websocket_;
    ws::stream_base::timeout times;
    times.handshake_timeout = ws::stream_base::none(); // the network's, for all of the opening
    times.idle_timeout = ws::stream_base::none();
    times.keep_alive_pings = false;
    s.set_option(times);
    s.set_option(ws::stream_base::decorator([offers = offers_](ws::request_type& request) {
        request.set(http::field::user_agent, "samesock");
        const auto name = tunnel::subprotocol;
        if (offers) request.set(http::field::sec_websocket_protocol, beast::string_view(name.data(), name.size()));
    }));
    s.auto_fragment(false);
    s.binary(true);
    s.write_buffer_bytes(write_buffer);
    s.read_message_max(longest_message);
    response_ = {};
    ++out_;
    s.async_handshake(response_, url_.authority(), url_.target, [this](error_code error) {
        --out_;
        on_upgraded(error);
    });
}

void websocket_transport::on_upgraded(error_code error) {
    if (is_ending()) return end_when_idle();
    if (error) return refused(error);
    is_open_ = true;
    buffer_.clear();
    user_.on_open();
    read();
    fetch();
    keep_time();
}

// A server that knows no subprotocol may refuse one: once more without. Not where it says that nobody may.
void websocket_transport::refused(error_code error) {
    const unsigned status = response_.result_int();
    const bool was_answered = error == ws::error::upgrade_declined;
    const bool is_refusal = was_answered && (status == 401 || status == 403 || status == 407);
    if (offers_ && !is_refusal && !wants_close_) {
        offers_ = false;
        websocket_descriptor = -1;
        return later([this] {
            if (is_ending()) return end_when_idle();
            websocket_.reset();
            dial();
        });
    }
    std::string why = error.message();
    if (was_answered) {
        why = "it answers " + std::to_string(status) + ' ' +
              printable(std::string_view(response_.reason().data(), response_.reason().size()));
        if (const std::string text = printable(response_.body()); !text.empty()) why += ": " + text;
    }
    end({errno_code(is_refusal ? EACCES : ECONNREFUSED), why});
}

// -- open -----------------------------------------------------------------------------------------------------------------

void websocket_transport::read() {
    ++out_;
    websocket_->async_read(buffer_, [this](error_code error, std::size_t) {
        --out_;
        on_read(error);
    });
}

void websocket_transport::on_read(error_code error) {
    if (is_ending()) return end_when_idle();
    if (error) {
        std::string why = error.message();
        if (error == ws::error::closed) {
            const auto& said = websocket_->reason();
            why = "it closed the WebSocket: " + printable(std::string_view(said.reason.data(), said.reason.size()));
        }
        return end({errno_code(ECONNRESET), why});
    }
    const auto data = buffer_.cdata();
    user_.on_message({static_cast<const std::byte*>(data.data()), data.size()}, websocket_->got_text());
    buffer_.consume(data.size());
    fetch();
    keep_time();
    read();
}

void websocket_transport::fetch() {
    if (!is_open_ || writes_ || closes_ || is_ending()) return;
    const auto pieces = user_.next_message();
    if (pieces.empty()) {
        if (wants_close_) close_websocket();
        return;
    }
    pieces_.clear();
    for (const auto piece : pieces) pieces_.emplace_back(piece.data(), piece.size());
    writes_ = true;
    ++out_;
    websocket_->async_write(pieces_, [this](error_code error, std::size_t) {
        --out_;
        on_written(error);
    });
}

void websocket_transport::on_written(error_code error) {
    writes_ = false;
    if (is_ending()) return end_when_idle();
    if (error) return end({errno_code(ECONNRESET), error.message()});
    user_.message_sent();
    fetch();
    keep_time();
}

void websocket_transport::keep_time() {
    const std::int64_t at = user_.next_time();
    if (at == time_) return;
    time_ = at;
    timer_.cancel();
    if (at == std::numeric_limits<std::int64_t>::max()) return;
    timer_.expires_at(asio::steady_timer::time_point(std::chrono::nanoseconds(at)));
    timer_.async_wait([this](error_code error) { on_timer(error); });
}

void websocket_transport::on_timer(error_code error) {
    if (error) return;
    time_ = 0;
    user_.on_time();
    fetch();
    keep_time();
}

// -- closing --------------------------------------------------------------------------------------------------------------

void websocket_transport::begin_close() {
    if (!is_alive_) return;
    wants_close_ = true;
    if (!is_open_) return end({errno_code(ECONNABORTED), "it was given up"});
    patience_.expires_after(patience_of_close);
    patience_.async_wait([this, which = number_](error_code error) {
        if (!error && which == number_) end({errno_code(ECONNABORTED), "it was closed"});
    });
    fetch();
}

void websocket_transport::close_websocket() {
    closes_ = true;
    ++out_;
    websocket_->async_close(ws::close_code::normal, [this](error_code) {
        --out_;
        end({errno_code(ECONNABORTED), "it was closed"});
    });
}

void websocket_transport::end(ending why) {
    if (!is_alive_) return;
    if (!why_) why_ = std::move(why);
    if (dialer_ != nullptr) dialer_->cancel();
    patience_.cancel();
    websocket_descriptor = -1;
    if (websocket_) {
        error_code ignored;
        socket().close(ignored);
    }
    end_when_idle();
}

// Not from within a handler of the stream that goes.
void websocket_transport::end_when_idle() {
    if (out_ != 0 || !is_alive_) return;
    is_alive_ = is_open_ = false;
    later([this] {
        websocket_.reset();
        user_.on_closed(*std::exchange(why_, std::nullopt));
        keep_time();
    });
}

} // namespace samesock::platform

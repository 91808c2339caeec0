#include "admin.hpp"

#include "asio_endpoint.hpp"
#include "http_exchange.hpp"
#include "plain_answer.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <chrono>

namespace samesock::gateway {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

} // namespace

struct admin_server::acceptor : std::enable_shared_from_this<admin_server::acceptor> {
    acceptor(asio::io_context& context, const metrics& m, request_rules r, std::function<health()> ask_health)
        : executor(asio::make_strand(context)), listening(executor), pause(executor), figures(m), rules(std::move(r)),
          ask(std::move(ask_health)) {}

    boost::system::error_code listen(const endpoint& at) {
        boost::system::error_code error;
        const tcp::endpoint where = to_asio(at);
        if (listening.open(where.protocol(), error)) return error;
        (void)listening.set_option(asio::socket_base::reuse_address(true), error);
        if (listening.bind(where, error)) return error;
        (void)listening.listen(asio::socket_base::max_listen_connections, error);
        return error;
    }

    void accept() {
        listening.async_accept(asio::any_io_executor(asio::make_strand(executor.get_inner_executor())),
                               [self = shared_from_this()](boost::system::error_code error, tcp::socket connection) {
                                   self->on_accept(error, std::move(connection));
                               });
    }

    void on_accept(boost::system::error_code error, tcp::socket connection) {
        if (!listening.is_open()) return;
        if (error) return rest(); // EMFILE: the connection stays in the backlog
        boost::system::error_code gone;
        const tcp::endpoint local = connection.local_endpoint(gone);
        if (!gone) serve(std::move(connection), from_asio(local));
        accept();
    }

    void rest() {
        pause.expires_after(std::chrono::milliseconds(100));
        pause.async_wait([self = shared_from_this()](boost::system::error_code) {
            if (self->listening.is_open()) self->accept();
        });
    }

    void serve(tcp::socket connection, const endpoint& local) {
        http_exchange with;
        with.answer = [self = shared_from_this(), local](const plain_request& request) {
            return self->answer(request, local);
        };
        // On the connection's own strand from the first read on.
        const auto on = connection.get_executor();
        asio::post(on, [connection = std::move(connection), with = std::move(with)]() mutable {
            serve_http(boost::beast::tcp_stream(std::move(connection)), {}, {}, std::move(with));
        });
    }

    [[nodiscard]] http_answer answer(const plain_request& request, const endpoint& local) const {
        request_head head;
        head.target = request.target;
        if (!request.host.empty()) head.host = request.host;
        if (const auto allowed = check_host(rules, head, local); !allowed)
            return text_answer(allowed.error().status, allowed.error().text);
        const std::string_view path = request.target.substr(0, request.target.find('?'));
        if (path != "/metrics" && path != "/health") return text_answer(404, "There are /metrics and /health.\n");
        if (request.method != "GET" && request.method != "HEAD") {
            http_answer a = text_answer(405, "They are read with GET and HEAD.\n");
            a.headers.emplace_back("Allow", "GET, HEAD");
            return a;
        }
        return path == "/metrics" ? answer_metrics() : answer_health();
    }

    [[nodiscard]] http_answer answer_metrics() const {
        http_answer a;
        a.headers.emplace_back("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        a.headers.emplace_back("Cache-Control", "no-store");
        a.text = prometheus_text(figures);
        return a;
    }

    [[nodiscard]] http_answer answer_health() const {
        http_answer a = ask() == health::serving ? text_answer(200, "serving\n") : text_answer(503, "draining\n");
        a.headers.emplace_back("Cache-Control", "no-store");
        return a;
    }

    asio::strand<asio::io_context::executor_type> executor;
    tcp::acceptor listening;
    asio::steady_timer pause;
    const metrics& figures;
    request_rules rules;
    std::function<health()> ask;
};

std::expected<admin_server, std::string> admin_server::listen(asio::io_context& context, const endpoint& at,
                                                              const metrics& figures, request_rules rules,
                                                              std::function<health()> ask) {
    auto server = std::make_shared<acceptor>(context, figures, std::move(rules), std::move(ask));
    if (const auto error = server->listen(at))
        return std::unexpected("the admin server cannot listen on " + to_text(at) + ": " + error.message());
    server->accept();
    return admin_server(std::move(server));
}

endpoint admin_server::where() const {
    boost::system::error_code ignored;
    return from_asio(acceptor_->listening.local_endpoint(ignored));
}

void admin_server::stop() {
    asio::post(acceptor_->executor, [server = acceptor_] {
        boost::system::error_code ignored;
        (void)server->listening.close(ignored);
        server->pause.cancel();
    });
}

} // namespace samesock::gateway

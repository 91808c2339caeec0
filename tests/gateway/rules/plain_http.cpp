// The admin server over real connections: what HTTP makes of answers.
#include "texts.hpp"

#include "admin.hpp"

#include <catch2/catch_all.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <string>
#include <thread>

using namespace samesock::gateway;
using namespace samesock::gateway::test;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
namespace asio = boost::asio;

namespace {

class served {
public:
    served() : admin_(listen()), thread_([this] { context_.run(); }) {}
    served(const served&) = delete;
    served& operator=(const served&) = delete;
    ~served() {
        admin_.stop();
        context_.stop();
        thread_.join();
    }

    /// Everything that comes back until the server closes.
    std::string ask(const std::string& bytes) {
        asio::io_context mine;
        asio::ip::tcp::socket s(mine);
        s.connect({asio::ip::address_v4::loopback(), admin_.where().port});
        asio::write(s, asio::buffer(bytes));
        s.shutdown(asio::ip::tcp::socket::shutdown_send);
        std::string text;
        boost::system::error_code error;
        asio::read(s, asio::dynamic_buffer(text), error);
        return text;
    }
    std::string get(const std::string& target, const std::string& method = "GET") {
        return ask(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    metrics figures;
    std::atomic<bool> draining{false};

private:
    admin_server listen() {
        auto made = admin_server::listen(context_, at("127.0.0.1:0"), figures, {}, [this] {
            return draining ? admin_server::health::draining : admin_server::health::serving;
        });
        INFO((made ? "" : made.error()));
        REQUIRE(made);
        return *std::move(made);
    }

    asio::io_context context_;
    admin_server admin_;
    std::thread thread_;
};

} // namespace

TEST_CASE("metrics and health are served") {
    served s;
    s.figures.streams.add(5);
    const std::string metrics_text = s.get("/metrics");
    CHECK_THAT(metrics_text, StartsWith("HTTP/1.1 200 OK\r\n") && ContainsSubstring("\nsamesock_gateway_streams 5\n") &&
                                 ContainsSubstring("text/plain; version=0.0.4"));
    CHECK_THAT(s.get("/health"), StartsWith("HTTP/1.1 200 OK\r\n") && EndsWith("serving\n"));
    s.draining = true;
    CHECK_THAT(s.get("/health"), StartsWith("HTTP/1.1 503") && EndsWith("draining\n"));
    CHECK_THAT(s.get("/health?x", "HEAD"), ContainsSubstring("Content-Length: 9\r\n") && EndsWith("\r\n\r\n"));
}

TEST_CASE("what the admin server does not have is refused") {
    served s;
    CHECK_THAT(s.get("/"), StartsWith("HTTP/1.1 404"));
    CHECK_THAT(s.get("/metrics/"), StartsWith("HTTP/1.1 404"));
    CHECK_THAT(s.get("/metrics", "DELETE"), StartsWith("HTTP/1.1 405") && ContainsSubstring("Allow: GET, HEAD\r\n"));
    CHECK_THAT(s.ask("GET /metrics HTTP/1.1\r\nHost: rebind.example\r\n\r\n"), StartsWith("HTTP/1.1 421"));
    CHECK_THAT(s.ask("GET /metrics HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400"));
    CHECK_THAT(s.ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n"), StartsWith("HTTP/1.1 400"));
    CHECK_THAT(s.ask("POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"),
               StartsWith("HTTP/1.1 4"));
    CHECK_THAT(s.ask("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
               StartsWith("HTTP/1.1 400"));
    CHECK_THAT(s.ask("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n"),
               StartsWith("HTTP/1.1 413"));
    CHECK_THAT(s.ask("\x16\x03\x01\x02rubbish\r\n\r\n"), StartsWith("HTTP/1.1 400"));
}

TEST_CASE("a connection serves one request after the other") {
    served s;
    const std::string request = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string text = s.ask(request + request + request);
    std::size_t answers = 0;
    for (std::size_t from = 0; (from = text.find("HTTP/1.1 200 OK", from)) != std::string::npos; ++from) ++answers;
    CHECK(answers == 3);
}

TEST_CASE("an address that is taken is named") {
    asio::io_context context;
    asio::ip::tcp::acceptor other(context, {asio::ip::address_v4::loopback(), 0});
    const auto where = "127.0.0.1:" + std::to_string(other.local_endpoint().port());
    const metrics figures;
    const auto made =
        admin_server::listen(context, at(where), figures, {}, [] { return admin_server::health::serving; });
    REQUIRE_FALSE(made);
    CHECK_THAT(made.error(), ContainsSubstring(where));
}

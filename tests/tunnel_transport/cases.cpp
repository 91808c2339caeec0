// The native transport: what is no gateway, gateways that let nobody in, and the way through proxies. It runs with a
// real gateway, which serves the name gateway.test too.
#include "servers.hpp"
#include "support/results.hpp"

#include <samesock/samesock.hpp>

#include <catch2/catch_all.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>

namespace ss = samesock;
using namespace samesock::testing;
using namespace std::literals;

namespace {

/// What a connect comes to through a gateway at this URL.
std::error_code outcome(const std::string& url, std::chrono::milliseconds open_timeout = 10s) {
    ss::tunnel::gateway where;
    where.url = url;
    where.open_timeout = open_timeout;
    REQUIRE_FALSE(error_of(ss::tunnel::try_configure(where)));
    auto s = ss::socket::try_open();
    REQUIRE(s);
    REQUIRE(s->try_settimeout(20).has_value());
    return error_of(s->try_connect({"127.0.0.1", 9}));
}

std::string answer(const std::string& status, const std::string& body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string real_gateway() {
    const char* const url = std::getenv("SAMESOCK_GATEWAY");
    if (url == nullptr) FAIL("run this program under through_gateway");
    return url;
}
int port_of(const std::string& url) { return std::atoi(url.c_str() + url.rfind(':') + 1); }

/// In the environment, until the end of its scope.
class variable {
public:
    variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~variable() { ::unsetenv(name_); }
    variable(const variable&) = delete;
    variable& operator=(const variable&) = delete;

private:
    const char* name_;
};

void echoes(ss::socket& client) {
    auto l = ss::create_server({"127.0.0.1", 0});
    client.connect(l.getsockname());
    auto server = l.accept().first;
    server.settimeout(20);
    client.sendall("there");
    REQUIRE(server.recv(5) == "there"sv);
    server.sendall("and back");
    REQUIRE(client.recv(8) == "and back"sv);
}

ss::socket patient() {
    ss::socket s;
    s.settimeout(20);
    return s;
}

} // namespace

TEST_CASE("where nobody listens, and where no gateway answers, connect is refused") {
    CHECK(outcome("ws://127.0.0.1:" + std::to_string(dead_port()) + "/") == ss::errno_code(ECONNREFUSED));
    const server nonsense([](int fd) { write_all(fd, "220 mail.example ESMTP\r\n"); });
    CHECK(outcome(nonsense.url()) == ss::errno_code(ECONNREFUSED));
    const server closes([](int) {});
    CHECK(outcome(closes.url()) == ss::errno_code(ECONNREFUSED));
}

TEST_CASE("a server that refuses the subprotocol is asked once more without") {
    std::atomic<int> with = 0, without = 0;
    const server web([&](int fd) {
        ++(read_head(fd).find("Sec-WebSocket-Protocol: wisp-v2") != std::string::npos ? with : without);
        write_all(fd, answer("404 Not Found", "no such page"));
    });
    CHECK(outcome(web.url()) == ss::errno_code(ECONNREFUSED));
    CHECK(with == 1);
    CHECK(without == 1);
}

TEST_CASE("a server that lets nobody in is EACCES, and is not asked twice") {
    std::atomic<int> asked = 0;
    const server guarded([&](int fd) {
        (void)read_head(fd);
        ++asked;
        write_all(fd, answer("403 Forbidden", "this Origin is not listed"));
    });
    CHECK(outcome(guarded.url()) == ss::errno_code(EACCES));
    CHECK(asked == 1);
}

TEST_CASE("a server that says nothing is given up after the time that it may take, and not before") {
    const server silent([](int fd) {
        (void)read_head(fd);
        char c = 0;
        (void)!::read(fd, &c, 1);
    });
    const auto before = std::chrono::steady_clock::now();
    CHECK(outcome(silent.url(), 100ms) == ss::errno_code(ETIMEDOUT));
    CHECK(std::chrono::steady_clock::now() - before >= 100ms);
}

TEST_CASE("who answers wss without TLS is ECONNREFUSED, and so is a port where nobody listens") {
    const server plain([](int fd) { write_all(fd, answer("400 Bad Request", "this port speaks no TLS")); });
    CHECK(outcome("wss://127.0.0.1:" + std::to_string(plain.port()) + "/") == ss::errno_code(ECONNREFUSED));
    CHECK(outcome("wss://127.0.0.1:" + std::to_string(dead_port()) + "/") == ss::errno_code(ECONNREFUSED));
}

TEST_CASE("the way leads through a proxy, with its credentials") {
    const std::string gateway = real_gateway();
    std::string asked;
    const server proxy([&](int fd) {
        asked = read_head(fd);
        write_all(fd, "HTTP/1.1 200 Connection established\r\n\r\n");
        relay(fd, port_of(gateway));
    });
    {
        const variable https("HTTPS_PROXY", "http://user:pass@127.0.0.1:" + std::to_string(proxy.port()));
        const std::string host = "gateway.test:" + std::to_string(port_of(gateway));
        ss::tunnel::configure({.url = "ws://" + host + "/"});
        auto client = patient();
        echoes(client);
        CHECK(asked.starts_with("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n"));
        CHECK(asked.find("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n") != std::string::npos);
    }
    // A gateway on this machine is reached without it.
    asked.clear();
    const variable https("https_proxy", "http://127.0.0.1:" + std::to_string(proxy.port()));
    ss::tunnel::configure({.url = gateway});
    auto client = patient();
    echoes(client);
    CHECK(asked.empty());
}

TEST_CASE("a proxy that refuses, or is none, is told as such") {
    const server proxy([](int fd) {
        (void)read_head(fd);
        write_all(fd, answer("407 Proxy Authentication Required", ""));
    });
    {
        const variable https("HTTPS_PROXY", "http://127.0.0.1:" + std::to_string(proxy.port()));
        CHECK(outcome("ws://gateway.test/") == ss::errno_code(EACCES));
    }
    {
        const variable https("HTTPS_PROXY", "http://127.0.0.1:" + std::to_string(dead_port()));
        CHECK(outcome("ws://gateway.test/") == ss::errno_code(ECONNREFUSED));
    }
    const variable https("HTTPS_PROXY", "socks5://127.0.0.1:1");
    CHECK(outcome("ws://gateway.test/") == ss::errno_code(EINVAL));
}

TEST_CASE("in a child process the parent's sockets are reset, and its own work") {
    ss::tunnel::configure({.url = real_gateway()});
    auto client = patient();
    echoes(client);
    const pid_t child = ::fork();
    if (child == 0) {
        const bool is_reset = client.try_recv(1).error() == ss::errno_code(ECONNRESET);
        auto own = ss::socket::try_open();
        const bool connects = own && error_of(own->try_connect({"127.0.0.1", 1})) == ss::errno_code(ECONNREFUSED);
        std::_Exit(is_reset && connects ? 0 : 1);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    auto again = patient();
    echoes(again);
}

TEST_CASE("what was sent is delivered although the program ends at once") {
    ss::tunnel::configure({.url = real_gateway()});
    auto l = ss::create_server({"127.0.0.1", 0});
    const ss::address where = l.getsockname();
    const std::string much(3'000'000, 'x');
    const pid_t child = ::fork();
    if (child == 0) {
        ss::socket s;
        s.connect(where);
        s.sendall(much);
        s.close();
        std::exit(0);
    }
    l.settimeout(20);
    auto server = l.accept().first;
    server.settimeout(20);
    std::size_t size = 0;
    for (auto part = server.recv(1 << 20); part; part = server.recv(1 << 20)) size += part.size();
    CHECK(size == much.size());
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
}

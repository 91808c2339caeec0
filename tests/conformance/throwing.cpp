// The throwing names: Python's exceptions, one class per reason. Only in builds with exceptions.
#include "suite.hpp"

#include <stdexcept>

namespace {

// The exception that the call must end with.
template <class Exception, class Call>
Exception thrown(Call call) {
    try {
        call();
    } catch (const Exception& e) { return e; }
    FAIL("nothing was thrown");
    throw;
}

} // namespace

TEST_CASE("a program of throwing names talks to itself", "[throwing]") {
    ss::socket l = ss::create_server({"127.0.0.1", 0});
    ss::socket client(ss::AF_INET, ss::SOCK_STREAM);
    client.settimeout(10);
    client.connect(l.getsockname());
    auto [server, from] = l.accept();
    CHECK(from == client.getsockname());
    client.sendall("Hello, world");
    CHECK(server.recv(1024) == "Hello, world"sv);
    server.shutdown(ss::SHUT_WR);
    CHECK_FALSE(client.recv(1));
    client.close();
}

TEST_CASE("a refused connect throws connection_refused_error", "[throwing][semantics-19]") {
    ss::socket s;
    const auto e = thrown<ss::connection_refused_error>([&] { s.connect(peer_address("refused")); });
    CHECK(e.number() == ECONNREFUSED);
    CHECK(std::string(e.what()).find("connect") != std::string::npos);
    CHECK_THROWS_AS(ss::create_connection(peer_address("refused")), ss::connection_error);
    CHECK(ss::socket().connect_ex(peer_address("refused")) == ECONNREFUSED);
}

TEST_CASE("a timeout throws timeout without an errno", "[throwing][timeout][semantics-7]") {
    auto s = bound_udp();
    s.settimeout(0.01);
    const auto e = thrown<ss::timeout>([&] { (void)s.recv(1); });
    CHECK(e.number() == 0);
    CHECK(e.strerror() == "timed out");
    CHECK(e.code() == std::errc::timed_out);
}

TEST_CASE("would-block throws blocking_io_error", "[throwing][nonblocking][semantics-19]") {
    auto s = bound_udp();
    s.setblocking(false);
    const auto e = thrown<ss::blocking_io_error>([&] { (void)s.recv(1); });
    CHECK(e.code() == std::errc::operation_would_block);
}

TEST_CASE("a broken pipe and a reset have their classes", "[throwing][semantics-19]") {
    auto [client, server] = tcp_pair();
    client.shutdown(ss::SHUT_WR);
    CHECK_THROWS_AS(client.send("x"), ss::broken_pipe_error);
    CHECK_THROWS_AS(client.sendall("x"), ss::connection_error);
    auto s = connected_to_peer("reset");
    s.sendall("0\n");
    CHECK_THROWS_AS((void)s.recv(1), ss::connection_reset_error);
}

TEST_CASE("errors without a class of their own are error", "[throwing]") {
    ss::socket s;
    s.close();
    const auto e = thrown<ss::error>([&] { s.listen(); });
    CHECK(e.number() == EBADF);
    CHECK(e.code() == std::errc::bad_file_descriptor);
    const auto system = thrown<std::system_error>([&] { s.sendall("x"); });
    CHECK(system.code() == ss::errno_code(EBADF));
}

TEST_CASE("names that are not found throw gaierror", "[throwing][names][semantics-17]") {
    const auto e = thrown<ss::gaierror>([] { (void)ss::getaddrinfo(unknown_host(), 80); });
    CHECK(e.number() < 0);
    CHECK_THROWS_AS(ss::gethostbyname(unknown_host()), ss::gaierror);
    ss::socket s;
    CHECK_THROWS_AS(s.connect({unknown_host(), 70000}), ss::gaierror); // before the port: [semantics-13]
}

TEST_CASE("ValueError and OverflowError are the standard library's", "[throwing][bad]") {
    ss::socket s;
    CHECK_THROWS_AS(s.connect({"127.0.0.1", 70000}), std::out_of_range);
    CHECK_THROWS_AS(s.bind({"127.0.0.1", -1}), std::out_of_range);
    CHECK_THROWS_AS(s.settimeout(-1), std::invalid_argument);
    CHECK_THROWS_AS(s.settimeout(1e300), std::out_of_range);
    CHECK_THROWS_AS((void)s.recv(-1), std::invalid_argument);
    CHECK_THROWS_AS(ss::inet_ntop(ss::AF_INET, "abc"), std::invalid_argument);
    CHECK_THROWS_AS(ss::host_to_network_short(65536), std::out_of_range);
    CHECK_THROWS_AS((void)s.makefile("a"), std::invalid_argument);
    const auto e = thrown<std::out_of_range>([&] { s.connect({"127.0.0.1", 70000}); });
    CHECK(std::string(e.what()).find("port must be 0-65535") != std::string::npos);
}

TEST_CASE("unknown services throw error without an errno", "[throwing][names][semantics-18]") {
    const auto e = thrown<ss::error>([] { (void)ss::getservbyname("no-such-service"); });
    CHECK(e.number() == 0);
    CHECK(e.code() == ss::fault::service_not_found);
    CHECK_THROWS_AS(ss::inet_aton("nonsense"), ss::error);
    CHECK_THROWS_AS(ss::getprotobyname("no-such-protocol"), ss::error);
}

TEST_CASE("create_connection with all_errors throws what each address answered",
          "[throwing][create_connection][semantics-26]") {
    ss::connection_arguments arguments;
    arguments.all_errors = true;
    const auto e = thrown<ss::error_group>([&] { (void)ss::create_connection(peer_address("refused"), arguments); });
    CHECK(e.errors() == std::vector{ss::errno_code(ECONNREFUSED)});
}

TEST_CASE("create_server says which address it could not bind", "[throwing][create_server][semantics-26]") {
    auto l = listener();
    const auto where = l.getsockname();
    const auto e = thrown<ss::error>([&] { (void)ss::create_server(where); });
    CHECK(e.number() == EADDRINUSE);
    CHECK(std::string(e.what()).find("while attempting to bind on address") != std::string::npos);
    CHECK(std::string(e.what()).find(std::to_string(where.port())) != std::string::npos);
}

TEST_CASE("a file is read line by line in a loop", "[throwing][file]") {
    auto [client, server] = tcp_pair();
    client.sendall("one\ntwo\nthree");
    client.close();
    std::vector<std::string> lines;
    for (const auto& line : server.makefile("r")) lines.emplace_back(line.view());
    CHECK(lines == std::vector<std::string>{"one\n", "two\n", "three"});
}

TEST_CASE("a selector throws for what is not registered", "[throwing][selector]") {
    auto s = bound_udp();
    ss::selector many;
    CHECK_THROWS_AS(many.unregister(s), std::invalid_argument);
    many.register_(s, ss::EVENT_READ);
    CHECK(many.select(0).empty());
    CHECK(many.unregister(s).fileobj == &s);
}

TEST_CASE("an unknown family throws error with EAFNOSUPPORT", "[throwing][bad]") {
    const auto e = thrown<ss::error>([] { ss::socket s(ss::address_family(99)); });
    CHECK(e.number() == EAFNOSUPPORT);
}

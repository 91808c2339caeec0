// Every call form that Python's socket reference prints, in C++. Compiling is the test: nothing here is called, but for
// the forms that need no network.
#include <catch2/catch_all.hpp>

#include <samesock/samesock.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace {

using namespace samesock;

[[maybe_unused]] void functions(const samesock::socket& sock) {
    (void)getaddrinfo("localhost", "http");
    (void)getaddrinfo(std::nullopt, 80);
    (void)getaddrinfo("localhost", std::nullopt, AF_UNSPEC);
    (void)getaddrinfo("", 50007, AF_UNSPEC, SOCK_STREAM, 0, AI_PASSIVE);
    (void)getaddrinfo(std::string("localhost"), std::string("http"), AF_INET, SOCK_STREAM, IPPROTO_TCP, AI_CANONNAME);
    (void)getfqdn();
    (void)getfqdn("localhost");
    (void)gethostbyname("localhost");
    (void)gethostbyname_ex("localhost");
    (void)gethostbyname(gethostname());
    (void)gethostbyaddr(gethostname());
    (void)getnameinfo({"127.0.0.1", 80}, NI_NUMERICHOST | NI_NUMERICSERV);
    (void)getnameinfo(sock.getsockname(), 0);
    (void)getprotobyname("icmp");
    (void)getservbyname("http");
    (void)getservbyname("http", "tcp");
    (void)getservbyport(80);
    (void)getservbyport(80, "tcp");
    (void)socketpair();
    (void)socketpair(AF_INET);
    (void)socketpair(AF_UNIX, SOCK_DGRAM, 0);
    (void)fromfd(3, AF_INET, SOCK_STREAM);
    (void)fromfd(3, AF_INET, SOCK_STREAM, 0);
}

[[maybe_unused]] void making() {
    samesock::socket by_default;
    samesock::socket family(AF_INET6);
    samesock::socket type(AF_INET, SOCK_DGRAM);
    samesock::socket all(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    samesock::socket zero(AF_INET, SOCK_STREAM, 0);
    samesock::socket flagged(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
    SocketType same_type(AF_INET, SOCK_STREAM);
}

[[maybe_unused]] void addresses(samesock::socket& s) {
    s.bind({"", 50007});
    s.connect({"daring.cwi.nl", 50007});
    s.connect({"::1", 50007, 0, 0});
    s.connect({"::1", 50007, 0});
    s.bind("/tmp/socket");
    s.bind("\0abstract");
    s.bind(std::string("/tmp/socket"));
    (void)s.connect_ex({"<broadcast>", 50007});
    s.connect(s.getpeername());
    (void)s.getsockname();
}

[[maybe_unused]] void data(samesock::socket& s) {
    auto [conn, addr] = s.accept();
    bytes received = conn.recv(1024);
    received = conn.recv(1024, MSG_PEEK);
    auto [text, from] = s.recvfrom(1024);
    (void)s.recvfrom(1024, 0);
    conn.send("Hello, world");
    conn.send("Hello, world", MSG_OOB);
    conn.send(received);
    conn.sendall("Hello, world");
    conn.sendall(std::string("Hello, world"), 0);
    conn.sendto("Hello, world", addr);
    conn.sendto("Hello, world", MSG_DONTROUTE, {"127.0.0.1", 50007});
    std::vector<char> buffer(1024);
    (void)conn.recv_into(buffer);
    (void)conn.recv_into(buffer, 10);
    (void)conn.recv_into(buffer, 0, MSG_PEEK);
    (void)conn.recvfrom_into(buffer);
    conn.shutdown(SHUT_RDWR);
    conn.close();
}

[[maybe_unused]] void modes(samesock::socket& s) {
    s.listen(1);
    s.setblocking(0);
    s.setblocking(1);
    s.settimeout(2.5);
    s.settimeout(0.0);
    s.settimeout(5);
    s.settimeout(std::nullopt);
    s.settimeout(std::chrono::milliseconds(50));
    s.settimeout(s.gettimeout());
    setdefaulttimeout(std::nullopt);
    (void)getdefaulttimeout();
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    s.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
    s.setsockopt(SOL_SOCKET, SO_LINGER, "01234567");
    (void)s.getsockopt(SOL_SOCKET, SO_ERROR);
    const bytes linger = s.getsockopt(SOL_SOCKET, SO_LINGER, 8);
    (void)s.makefile();
    (void)s.makefile("rb");
    (void)s.makefile("rwb", 0);
    (void)s.fileno();
}

} // namespace

TEST_CASE("the reference's functions that need no network are called as it prints them") {
    CHECK((ntohl)((htonl)(1)) == 1u);
    CHECK((ntohs)((htons)(1)) == 1u);
    CHECK(inet_ntoa(inet_aton("123.45.67.89")) == "123.45.67.89");
    CHECK(inet_ntop(AF_INET, inet_pton(AF_INET, "7.10.0.5")) == "7.10.0.5");
    CHECK(inet_ntop(AF_INET6, inet_pton(AF_INET6, "5aef:2b::8")) == "5aef:2b::8");
    CHECK(has_ipv6);
    CHECK(SOMAXCONN > 0);
    CHECK(INADDR_ANY == 0u);
    CHECK(IPPORT_RESERVED == 1024);
}

// Our library behind a stock Wisp server, which confirms nothing: what works there, and what says that it does not. One
// check a process; ends with 0 where it holds, else says what did not.
//   SAMESOCK_GATEWAY=URL on_stock_server CHECK PORT
#include <samesock/samesock.hpp>
#include <samesock/tunnel.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

namespace {

void expect(bool holds, const std::string& what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
}

std::string pattern(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 131 + (i >> 8) * 7 + (i >> 16));
    return bytes;
}

void take_unconfirmed_connections() {
    samesock::tunnel::gateway where;
    where.url = std::getenv("SAMESOCK_GATEWAY");
    where.unconfirmed_connect = true;
    samesock::tunnel::configure(where);
}

std::string receive_all(samesock::socket& s, std::size_t size) {
    std::string got;
    while (got.size() < size) {
        const auto data = s.recv(65'536);
        expect(static_cast<bool>(data), "the stream ended after " + std::to_string(got.size()) + " bytes");
        got += std::string_view(data);
    }
    return got;
}

/// Nobody says that it is connected, so nobody may pretend.
void connect_tells_the_truth(int port) {
    samesock::socket s;
    s.settimeout(20);
    const auto connected = s.try_connect({"127.0.0.1", port});
    expect(!connected, "connect() succeeded though the server confirms nothing");
    expect(connected.error() == std::errc::operation_not_supported, "connect: " + connected.error().message());
}

void echo(int port, const char* host) {
    take_unconfirmed_connections();
    samesock::socket s;
    s.settimeout(20);
    s.connect({host, port});
    const std::string sent = pattern(std::size_t{4} * 1024 * 1024 + 3);
    std::string got;
    // No more than the server keeps for us meanwhile: its credit counts packets, and it has none to hold its answers
    // back.
    for (std::size_t at = 0; at < sent.size(); at += 65'536) {
        const std::string_view piece = std::string_view(sent).substr(at, 65'536);
        s.sendall(piece);
        got += receive_all(s, piece.size());
    }
    expect(got == sent, "the bytes that came back differ");
}

void datagrams(int port) {
    take_unconfirmed_connections();
    samesock::socket s(samesock::AF_INET, samesock::SOCK_DGRAM);
    s.settimeout(20);
    s.connect({"127.0.0.1", port});
    for (const std::size_t size : {std::size_t{1}, std::size_t{100}, std::size_t{1472}, std::size_t{9000}}) {
        const std::string sent = pattern(size);
        s.send(sent);
        const auto got = s.recv(65'536);
        expect(std::string_view(got) == sent, "a datagram of " + std::to_string(size) + " came back as another");
    }
}

/// connect() tells it where the server was quick, else the first call after it.
void refused(int port) {
    take_unconfirmed_connections();
    samesock::socket s;
    s.settimeout(20);
    char byte[1];
    const auto connected = s.try_connect({"127.0.0.1", port});
    const auto got =
        connected ? s.try_recv_into(byte) : samesock::result<std::size_t>(std::unexpected(connected.error()));
    expect(!got, "recv() succeeded on a connection that was refused");
    const auto code = got.error();
    expect(code == std::errc::connection_refused || code == std::errc::connection_reset ||
               code == std::errc::host_unreachable,
           "connect, then recv: " + code.message());
}

void listening_is_refused() {
    samesock::socket s;
    s.settimeout(20);
    const auto bound = s.try_bind({"127.0.0.1", 0});
    const auto listening = bound ? s.try_listen(1) : bound;
    expect(!listening, "listen() succeeded on a server that has no such thing");
    expect(listening.error() == std::errc::operation_not_supported, "listen: " + listening.error().message());
}

} // namespace

int main(int argc, char** argv) {
    const std::string_view check = argc == 3 ? argv[1] : "";
    const int port = argc == 3 ? std::atoi(argv[2]) : 0;
    try {
        if (check == "truth")
            connect_tells_the_truth(port);
        else if (check == "echo")
            echo(port, "127.0.0.1");
        else if (check == "name")
            echo(port, "localhost");
        else if (check == "datagrams")
            datagrams(port);
        else if (check == "refused")
            refused(port);
        else if (check == "listen")
            listening_is_refused();
        else
            expect(false, "usage: on_stock_server CHECK PORT");
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
    return 0;
}

// A hundred thousand sockets opened and closed leave nothing behind.
#include "suite.hpp"

namespace {

constexpr int rounds = 100'000;

} // namespace

TEST_CASE("a hundred thousand sockets leave no handle behind", "[soak]") {
    const auto first = tcp().fileno();
    const auto second = [&] {
        const auto keeps = tcp();
        return tcp().fileno();
    }();
    for (int i = 0; i < rounds / 2; ++i) {
        auto s = ss::socket::try_open();
        auto d = ss::socket::try_open(ss::AF_INET, ss::SOCK_DGRAM);
        if (!s || !d) FAIL("round " << i << ": " << text(error_of(s)) << ", " << text(error_of(d)));
    }
    // A handle that was left behind would push the numbers of the next ones up.
    const auto keeps = tcp();
    CHECK(keeps.fileno() <= first);
    CHECK(tcp().fileno() <= second);
}

TEST_CASE("five thousand connections leave no handle behind", "[soak]") {
    auto l = listener();
    const auto where = value_of(l.try_getsockname());
    const auto before = tcp().fileno();
    for (int i = 0; i < 5'000; ++i) {
        auto client = tcp();
        ok(client.try_connect(where));
        auto server = value_of(l.try_accept()).first;
        // A reset frees both ports at once: a thousandfold TIME_WAIT would eat them up.
        ok(client.try_sendall("x"));
        wait_readable(server);
        ok(server.try_close());
    }
    CHECK(tcp().fileno() <= before);
}

TEST_CASE("ten thousand failed calls leave no handle behind", "[soak]") {
    const auto before = tcp().fileno();
    const auto refused = peer_address("refused");
    for (int i = 0; i < 10'000; ++i) {
        if (ss::try_create_connection(refused)) FAIL("connected to a port where nobody listens");
    }
    CHECK(tcp().fileno() <= before);
}

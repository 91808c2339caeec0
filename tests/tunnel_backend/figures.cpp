// What a page shows of the sockets.
#include "backend.hpp"

#include "wasm/tunnel/network.hpp"

namespace platform = samesock::platform;

namespace {

std::vector<platform::socket_figures> figures() {
    platform::locked_network net;
    return net->figures();
}

} // namespace

TEST_CASE("figures tell where a stream stands, what went over it, and its credit") {
    through({});
    auto s = tcp();
    CHECK(figures().at(0).state == "idle");
    value_of(s.try_connect(somewhere));
    value_of(s.try_sendall("hello"));
    CHECK(value_of(s.try_recv(3, ss::MSG_WAITALL)) == "hel"sv);
    const auto all = figures();
    REQUIRE(all.size() == 1);
    CHECK(static_cast<int>(all[0].number) == s.fileno());
    CHECK(all[0].state == "connected");
    CHECK(all[0].peer.port == 80);
    CHECK(all[0].local.port == 40'000);
    CHECK(all[0].sent == 5);
    CHECK(all[0].received == 5);
    CHECK(all[0].waiting == 2);
    CHECK(all[0].may_send != 0);
    CHECK(all[0].may_receive != 0);
    value_of(s.try_shutdown(ss::SHUT_WR));
    CHECK(figures().at(0).state == "ending");
    s.close();
    CHECK(figures().empty());
}

TEST_CASE("figures of datagrams count bytes, and have no credit") {
    through({});
    auto s = value_of(ss::socket::try_open(ss::AF_INET, ss::SOCK_DGRAM));
    value_of(s.try_settimeout(patience));
    value_of(s.try_sendto("12345", somewhere));
    const auto all = figures();
    REQUIRE(all.size() == 1);
    CHECK(all[0].state == "datagrams");
    CHECK(all[0].sent == 5);
    CHECK(all[0].may_send == 0);
}

TEST_CASE("figures of a pair count what went to the other end") {
    auto [one, other] = value_of(ss::try_socketpair());
    value_of(one.try_sendall("12345"));
    const auto all = figures();
    REQUIRE(all.size() == 2);
    CHECK(all[0].sent == 5);
    CHECK(all[1].received == 5);
    CHECK(all[1].waiting == 5);
}

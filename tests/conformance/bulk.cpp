// Thirteen megabytes each way, compared byte by byte: nothing is lost, repeated or reordered, whoever closes when.
#include "suite.hpp"

namespace {

constexpr std::size_t bulk = 13'000'000;

// Content differs from its length's pattern without comparing megabytes in a failed assertion's text.
void check_same(const std::string& got, const std::string& expected) {
    REQUIRE(got.size() == expected.size());
    CHECK((got == expected));
}

void sendall_then_close_loses_nothing(ss::timeout_value timeout, std::string_view token) {
    auto s = connected_to_peer("slow");
    ok(s.try_settimeout(timeout));
    const std::string data = pattern(bulk);
    ok(s.try_sendall(token));
    ok(s.try_sendall(data));
    ok(s.try_close());
    CHECK(peer_report(token) == std::to_string(bulk) + ' ' + std::to_string(fingerprint(data)) + " eof");
}

} // namespace

TEST_CASE("13 MB received from a peer are its bytes", "[bulk]") {
    auto s = connected_to_peer("source");
    ok(s.try_sendall(std::to_string(bulk) + '\n'));
    check_same(read_to_end(s), pattern(bulk));
}

TEST_CASE("13 MB received in blocking mode are the peer's bytes", "[bulk]") {
    auto s = connected_to_peer("source");
    ok(s.try_settimeout(std::nullopt));
    ok(s.try_sendall(std::to_string(bulk) + '\n'));
    std::string all(bulk + 1, '\0');
    std::size_t filled = 0;
    while (const std::size_t got =
               value_of(s.try_recv_into(ss::mutable_buffer(all.data() + filled, all.size() - filled))))
        filled += got;
    all.resize(filled);
    check_same(all, pattern(bulk));
}

TEST_CASE("close right after sendall of 13 MB to a slow reader loses nothing in blocking mode", "[bulk][close]") {
    sendall_then_close_loses_nothing(std::nullopt, "blocking");
}

TEST_CASE("close right after sendall of 13 MB to a slow reader loses nothing in timeout mode", "[bulk][close]") {
    sendall_then_close_loses_nothing(10, "timeouts");
}

TEST_CASE("a program that ends its side after 13 MB hears that they arrived", "[bulk][half-close]") {
    auto s = connected_to_peer("half_close");
    ok(s.try_sendall(pattern(bulk)));
    ok(s.try_shutdown(ss::SHUT_WR));
    const auto answer = s.try_recv(1, ss::MSG_PEEK);
    needs("half_close", answer && answer->size() == 1);
    CHECK(read_to_end(s) == "after the end: " + std::to_string(bulk));
}

TEST_CASE("13 MB go out and come back through one non-blocking socket", "[bulk][nonblocking]") {
    auto s = connected_to_peer("echo");
    ok(s.try_setblocking(false));
    const std::string data = pattern(bulk);
    std::string back(bulk, '\0');
    std::size_t sent = 0, got = 0;
    while (got < bulk) {
        const auto ready =
            value_of(ss::try_select({&s}, sent < bulk ? ss::socket_list{&s} : ss::socket_list{}, {}, 10));
        if (ready.readable.empty() && ready.writable.empty())
            FAIL("stuck after " << sent << " out and " << got << " back");
        if (!ready.writable.empty()) {
            const auto n = s.try_send(ss::const_buffer(data.data() + sent, bulk - sent));
            if (n)
                sent += *n;
            else
                REQUIRE(error_of(n) == std::errc::operation_would_block); // readiness is a hint: [semantics-5]
        }
        if (!ready.readable.empty()) {
            const auto n = s.try_recv_into(ss::mutable_buffer(back.data() + got, bulk - got));
            if (n) REQUIRE(*n != 0);
            if (n)
                got += *n;
            else
                REQUIRE(error_of(n) == std::errc::operation_would_block);
        }
    }
    check_same(back, data);
}

TEST_CASE("a datagram socket loses no bytes within a datagram of 60 kB", "[bulk][udp]") {
    auto s = bound_udp();
    const std::string data = pattern(60'000);
    const auto to = peer_address("udp_echo");
    CHECK(value_of(s.try_sendto(data, to)) == data.size());
    const auto [back, from] = value_of(s.try_recvfrom(65536));
    CHECK((back == data));
    CHECK(from == to);
}

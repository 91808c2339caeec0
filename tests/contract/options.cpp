// Socket options. What a platform already does may be asked for; what it cannot do fails with its errno.
#include "contract.hpp"

using namespace contract;

namespace {

int get(handle h, const option& o) {
    int value = 0;
    const std::size_t size =
        must_or_skip(get_option(h, o, std::as_writable_bytes(std::span(&value, 1))), "this option");
    if (size == 1) return std::to_integer<unsigned char>(std::as_bytes(std::span(&value, 1))[0]);
    REQUIRE(size == sizeof value);
    return value;
}

status set(handle h, const option& o, int value) { return set_option(h, o, std::as_bytes(std::span(&value, 1))); }

constexpr option reuse_address{samesock::sol_socket, samesock::so_reuseaddr};
constexpr option keep_alive{samesock::sol_socket, samesock::so_keepalive};
constexpr option receive_buffer{samesock::sol_socket, samesock::so_rcvbuf};
constexpr option pending_error{samesock::sol_socket, samesock::so_error};
constexpr option no_delay{samesock::ipproto_tcp, samesock::tcp_nodelay};

} // namespace

TEST_CASE("what was set can be read") {
    const owned h = open_socket(tcp);
    must_or_skip(set(h, keep_alive, 1), "SO_KEEPALIVE");
    REQUIRE(get(h, keep_alive) != 0);
    must(set(h, keep_alive, 0));
    REQUIRE(get(h, keep_alive) == 0);
}

TEST_CASE("reusing an address can be asked for") {
    const owned h = open_socket(tcp);
    must(set(h, reuse_address, 1));
    REQUIRE(get(h, reuse_address) != 0);
}

TEST_CASE("TCP can be asked not to delay") {
    const owned h = open_socket(tcp);
    must(set(h, no_delay, 1));
    REQUIRE(get(h, no_delay) != 0);
}

TEST_CASE("a larger receive buffer can be asked for") {
    const owned h = open_socket(tcp);
    must_or_skip(set(h, receive_buffer, 32 * 1024), "SO_RCVBUF");
    REQUIRE(get(h, receive_buffer) >= 32 * 1024);
}

TEST_CASE("a socket knows its type, family and protocol in our numbers") {
    const auto what = GENERATE(tcp, udp, tcp6);
    must(start());
    const owned h(must_or_skip(open(what, false), "IPv6"));
    REQUIRE(get(h, {samesock::sol_socket, samesock::so_type}) == what.type.value());
    REQUIRE(get(h, {samesock::sol_socket, samesock::so_domain}) == what.family.value());
    const int proto = get(h, {samesock::sol_socket, samesock::so_protocol});
    REQUIRE((proto == 0 || proto == (what.type == samesock::sock_stream ? 6 : 17)));
}

TEST_CASE("a listener says so") {
    const owned listener = listening();
    REQUIRE(get(listener, {samesock::sol_socket, samesock::so_acceptconn}) != 0);
    const owned h = open_socket(tcp);
    REQUIRE(get(h, {samesock::sol_socket, samesock::so_acceptconn}) == 0);
}

TEST_CASE("the pending error is told once, in this build's numbers") {
    const owned fresh = open_socket(tcp);
    REQUIRE(get(fresh, pending_error) == 0);
    endpoint nobody;
    {
        const owned listener = listening();
        nobody = must(local_endpoint(listener));
    }
    const owned h = open_socket(tcp);
    if (!is(connect(h, nobody), std::errc::operation_in_progress)) SKIP("this system refuses at once");
    ready(h, readiness::writable | readiness::exceptional);
    REQUIRE(get(h, pending_error) == ECONNREFUSED);
    REQUIRE(get(h, pending_error) == 0);
}

TEST_CASE("an IPv6 socket may be for IPv6 only") {
    must(start());
    const owned h(must_or_skip(open(tcp6, false), "IPv6"));
    constexpr option only{samesock::ipproto_ipv6, samesock::ipv6_v6only};
    must(set(h, only, 1));
    REQUIRE(get(h, only) != 0);
}

TEST_CASE("an option that nobody has fails") {
    const owned h = open_socket(tcp);
    const option nobody{samesock::sol_socket, samesock::option_name(0x7ffe)};
    int value = 1;
    REQUIRE_FALSE(set(h, nobody, 1).has_value());
    REQUIRE_FALSE(get_option(h, nobody, std::as_writable_bytes(std::span(&value, 1))).has_value());
}

TEST_CASE("a value that is too short is refused") {
    const owned h = open_socket(tcp);
    const std::array<std::byte, 1> one{};
    REQUIRE_FALSE(set_option(h, reuse_address, one).has_value());
}

TEST_CASE("an option without a value is one system's own") {
    const owned h = open_socket(tcp);
    REQUIRE_FALSE(set_option_length(h, reuse_address, 1).has_value());
}

TEST_CASE("an option of a closed handle fails") {
    owned h = open_socket(tcp);
    const handle was = h.release();
    must(close(was));
    int value = 0;
    REQUIRE(error_of(set(was, reuse_address, 1)) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(get_option(was, reuse_address, std::as_writable_bytes(std::span(&value, 1)))) ==
            std::errc::bad_file_descriptor);
}

// The module's functions on handles and descriptors, the default timeout, socketpair, and the start of the network.
#include "unit/scripted.hpp"

#include <samesock/exceptions.hpp>
#include <samesock/functions.hpp>
#include <samesock/names.hpp>

#include <catch2/catch_all.hpp>

#include <array>
#include <limits>
#include <vector>

using namespace samesock;
using samesock::testing::error_of;
using samesock::testing::fake_platform;
using samesock::testing::handle_of;
using samesock::testing::ipv4;
using samesock::testing::ipv6_loopback;
using samesock::testing::open_socket;
using samesock::testing::recorded;

namespace {

/// The default timeout is the process's: put back at the end of a case.
struct default_timeout_of_case {
    explicit default_timeout_of_case(timeout_value t) { REQUIRE(try_setdefaulttimeout(t)); }
    ~default_timeout_of_case() { (void)try_setdefaulttimeout(std::nullopt); }
};

/// A platform without socketpair, whose connections are what they seem: the client's end has port 50000.
struct loopback_only : fake_platform {
    loopback_only() {
        open_pair.always_fails(EOPNOTSUPP);
        local_endpoint.gives(ipv4(4000)).gives(ipv4(4000)).gives(ipv4(50000));
        peer_endpoint.gives(ipv4(4000)).gives(ipv4(50000));
    }
};

} // namespace

TEST_CASE("the default timeout is none at first, and checked as settimeout's", "[functions][semantics-9]") {
    fake_platform fake;
    CHECK(getdefaulttimeout() == std::nullopt);
    CHECK(error_of(try_setdefaulttimeout(-1)) == misuse::timeout_negative);
    CHECK(error_of(try_setdefaulttimeout(std::numeric_limits<double>::quiet_NaN())) == misuse::timeout_nan);
    CHECK(error_of(try_setdefaulttimeout(1e30)) == misuse::timeout_range);
    CHECK(getdefaulttimeout() == std::nullopt);
    const default_timeout_of_case tiny(1e-12);
    CHECK(getdefaulttimeout() == 1e-9);
    CHECK(socket::try_open()->gettimeout() == 1e-9);
}

TEST_CASE("a family is supported if a socket of it can be opened", "[functions]") {
    fake_platform fake;
    CHECK(supports(af_unix));
    CHECK(fake.last("open").what.type == sock_stream);
    CHECK(supports(af_inet, sock_dgram | sock_nonblock));
    CHECK(fake.last("open").what.type == sock_dgram);
    CHECK(supports(af_inet6, sock_raw));
    CHECK(fake.last("open").what.proto == ipproto_raw);
    fake.open.fails(EAFNOSUPPORT);
    CHECK_FALSE(supports(af_bluetooth));
    CHECK(fake.open_handles() == 0);
}

TEST_CASE("fromfd is a socket on a duplicate", "[functions][semantics-11]") {
    fake_platform fake;
    const auto original = fake.add_handle({af_inet, sock_stream, 0}, false);
    {
        const auto s = try_fromfd(static_cast<fileno_type>(original), af_inet6, sock_dgram | sock_cloexec, ipproto_udp);
        REQUIRE(s);
        CHECK(s->fileno() != static_cast<fileno_type>(original));
        CHECK(s->family() == af_inet6); // as given, whatever it is
        CHECK(s->type() == sock_dgram);
        CHECK(s->proto() == ipproto_udp);
        CHECK(s->gettimeout() == std::nullopt); // O_NONBLOCK is not looked at
        CHECK(fake.count("describe") == 0);
    }
    CHECK(fake.open_handles() == 1);
    fake.duplicate.fails(EMFILE);
    CHECK(error_of(try_fromfd(static_cast<fileno_type>(original), af_inet, sock_stream)) == errno_code(EMFILE));
    CHECK(error_of(try_fromfd(-1, af_inet, sock_stream)) == errno_code(EBADF));
}

TEST_CASE("a duplicate that cannot be used is closed", "[functions]") {
    fake_platform fake;
    const default_timeout_of_case one(1);
    const auto original = fake.add_handle({af_inet, sock_stream, 0});
    fake.set_blocking.fails(EINVAL);
    CHECK(error_of(try_fromfd(static_cast<fileno_type>(original), af_inet, sock_stream)) == errno_code(EINVAL));
    CHECK(fake.open_handles() == 1);
}

TEST_CASE("fromshare asks what it got", "[functions]") {
    fake_platform fake;
    CHECK(error_of(try_fromshare("info")) == errno_code(EOPNOTSUPP));
    fake.open_shared.gives(fake.add_handle({af_inet6, sock_dgram, ipproto_udp}));
    const auto s = try_fromshare("info");
    REQUIRE(s);
    CHECK(s->family() == af_inet6);
    CHECK(s->type() == sock_dgram);
}

TEST_CASE("close and dup of a number", "[functions][semantics-21]") {
    fake_platform fake;
    const auto h = static_cast<fileno_type>(fake.add_handle({af_inet, sock_stream, 0}));
    const auto copy = try_dup(h);
    REQUIRE(copy);
    CHECK(fake.open_handles() == 2);
    fake.close.fails(ECONNRESET).fails(EIO);
    CHECK(try_close(h)); // the peer was first
    CHECK(error_of(try_close(*copy)) == errno_code(EIO));
    CHECK(error_of(try_close(h)) == errno_code(EBADF));
    CHECK(error_of(try_close(-1)) == errno_code(EBADF));
    CHECK(error_of(try_dup(-1)) == errno_code(EBADF));
}

TEST_CASE("socketpair is the platform's, and AF_UNIX where there is that", "[functions]") {
    fake_platform fake;
    const default_timeout_of_case two(2);
    const auto pair = try_socketpair();
    REQUIRE(pair);
    CHECK(fake.last("open_pair").what.family == af_unix);
    CHECK(pair->first.family() == af_unix);
    for (const socket* s : {&pair->first, &pair->second}) {
        CHECK(s->gettimeout() == 2.0);
        CHECK_FALSE(fake.find(handle_of(*s))->blocking);
    }
    const auto datagrams = try_socketpair(af_unix, sock_dgram | sock_nonblock);
    REQUIRE(datagrams);
    CHECK(fake.last("open_pair").what.type == sock_dgram);
    CHECK(datagrams->second.gettimeout() == 0.0);
    CHECK(datagrams->second.type() == sock_dgram);
}

TEST_CASE("socketpair over loopback connects while it accepts", "[functions][semantics-28]") {
    loopback_only fake;
    fake.connect.fails(EINPROGRESS);
    const auto pair = try_socketpair();
    REQUIRE(pair);
    CHECK(pair->first.family() == af_inet);
    CHECK(fake.last("bind").where == ipv4(0));
    CHECK(fake.last("connect").where == ipv4(4000));
    CHECK(fake.count("finish_connect") == 1);
    CHECK(fake.open_handles() == 2); // the listener is gone
    for (const socket* s : {&pair->first, &pair->second}) {
        CHECK(s->gettimeout() == std::nullopt);
        CHECK(fake.find(handle_of(*s))->blocking);
    }
    // connect() of a non-blocking socket, and only then accept()
    const auto connect = fake.last("connect").on;
    for (const recorded& r : fake.calls) {
        if (r.operation == "connect") break;
        CHECK(r.operation != "accept");
        if (r.operation == "set_blocking" && r.on == connect) CHECK_FALSE(r.mode);
    }
}

TEST_CASE("a pair whose ends do not match is refused", "[functions][semantics-28]") {
    SECTION("the accepted end is somebody else's") {
        fake_platform fake;
        fake.open_pair.always_fails(EOPNOTSUPP);
        fake.local_endpoint.gives(ipv4(4000)).gives(ipv4(4000)).gives(ipv4(50000));
        fake.peer_endpoint.gives(ipv4(4000)).gives(ipv4(50001));
        CHECK(error_of(try_socketpair(af_inet)) == errno_code(ECONNABORTED));
        CHECK(fake.open_handles() == 0);
    }
    SECTION("this end is connected elsewhere") {
        fake_platform fake;
        fake.open_pair.always_fails(EOPNOTSUPP);
        fake.local_endpoint.gives(ipv4(4000)).gives(ipv4(4000)).gives(ipv4(50000));
        fake.peer_endpoint.gives(ipv4(4001)).gives(ipv4(50000));
        CHECK(error_of(try_socketpair(af_inet)) == errno_code(ECONNABORTED));
        CHECK(fake.open_handles() == 0);
    }
    SECTION("an end is not connected") {
        fake_platform fake;
        fake.open_pair.always_fails(EOPNOTSUPP);
        fake.local_endpoint.gives(ipv4(4000)).gives(ipv4(4000)).gives(ipv4(50000));
        fake.peer_endpoint.fails(ENOTCONN);
        CHECK(error_of(try_socketpair(af_inet)) == errno_code(ENOTCONN));
        CHECK(fake.open_handles() == 0);
    }
}

TEST_CASE("a pair that fails half-way leaves no handle", "[functions][semantics-28]") {
    const auto outcome_with = [](auto break_it) {
        loopback_only fake;
        break_it(fake);
        const auto code = error_of(try_socketpair());
        CHECK(fake.open_handles() == 0);
        return code;
    };
    CHECK(outcome_with([](fake_platform& f) { f.open.fails(EMFILE); }) == errno_code(EMFILE));
    CHECK(outcome_with([](fake_platform& f) { f.bind.fails(EACCES); }) == errno_code(EACCES));
    CHECK(outcome_with([](fake_platform& f) { f.listen.fails(EOPNOTSUPP); }) == errno_code(EOPNOTSUPP));
    CHECK(outcome_with([](fake_platform& f) { f.connect.fails(ECONNREFUSED); }) == errno_code(ECONNREFUSED));
    CHECK(outcome_with([](fake_platform& f) { f.accept.fails(ENFILE); }) == errno_code(ENFILE));
    CHECK(outcome_with([](fake_platform& f) { f.finish_connect.fails(ECONNRESET); }) == errno_code(ECONNRESET));
}

TEST_CASE("a pair over loopback has the default timeout", "[functions][semantics-28]") {
    loopback_only fake;
    const default_timeout_of_case three(3);
    fake.wait.ready_after();
    const auto pair = try_socketpair(af_inet);
    REQUIRE(pair);
    CHECK(pair->first.gettimeout() == 3.0);
    CHECK(pair->second.gettimeout() == 3.0);
}

TEST_CASE("loopback makes pairs of streams only", "[functions][semantics-28]") {
    fake_platform fake;
    fake.open_pair.always_fails(EOPNOTSUPP);
    CHECK(error_of(try_socketpair(af_inet, sock_dgram)) == errno_code(EOPNOTSUPP));
    CHECK(error_of(try_socketpair(af_inet, sock_stream, ipproto_udp)) == errno_code(EOPNOTSUPP));
    CHECK(error_of(try_socketpair(af_unix)) == errno_code(EOPNOTSUPP));
    CHECK(fake.count("open") == 0);
    fake.open_pair.always_fails(EMFILE); // no reason to try another way
    CHECK(error_of(try_socketpair()) == errno_code(EMFILE));
}

TEST_CASE("the size of ancillary data is checked", "[functions]") {
    fake_platform fake;
    CHECK(try_cmsg_len(4) == 20u);
    CHECK(try_cmsg_space(4) == 24u);
    CHECK(error_of(try_cmsg_len(-1)) == misuse::ancillary_range);
    CHECK(error_of(try_cmsg_space(-1)) == misuse::ancillary_range);
    fake.ancillary_length.fails(EOVERFLOW).fails(EOPNOTSUPP);
    CHECK(error_of(try_cmsg_len(std::numeric_limits<std::ptrdiff_t>::max())) == misuse::ancillary_range);
    CHECK(error_of(try_cmsg_len(4)) == errno_code(EOPNOTSUPP));
    STATIC_CHECK(is_overflow(misuse::ancillary_range));
}

TEST_CASE("descriptors travel as SCM_RIGHTS", "[functions]") {
    fake_platform fake;
    auto s = open_socket();
    const std::array<int, 2> fds{3, 4};
    const std::array<const_buffer, 2> data{const_buffer("he"), const_buffer("llo")};
    CHECK(try_send_fds(s, data, fds, msg_dontwait) == 5u);
    const auto sent = fake.last("send_message");
    CHECK(sent.data == "hello");
    CHECK(sent.flags == msg_dontwait);
    REQUIRE(sent.ancillary_items.size() == 1);
    CHECK(sent.ancillary_items[0].level == sol_socket);
    CHECK(sent.ancillary_items[0].type == scm_rights);
    CHECK(sent.ancillary_items[0].data == std::string_view(reinterpret_cast<const char*>(fds.data()), sizeof fds));
}

TEST_CASE("recv_fds gathers the descriptors of every item", "[functions]") {
    fake_platform fake;
    auto s = open_socket();
    const std::array<int, 2> two{3, 4};
    const int one = 5;
    const bytes odd(const_buffer("\x06\0\0\0\x07"));
    fake.receive_message.gives(testing::arrival("hello", ipv4(9), msg_ctrunc,
                                                {{sol_socket, scm_rights, bytes(const_buffer(two.data(), sizeof two))},
                                                 {sol_socket, scm_credentials, bytes(const_buffer(&one, sizeof one))},
                                                 {sol_socket, scm_rights, odd}}));
    const auto got = try_recv_fds(s, 10, 3, msg_dontwait);
    REQUIRE(got);
    CHECK(got->msg == "hello");
    CHECK(got->fds.size() == 3); // what is no whole int is left out
    CHECK(got->fds[1] == 4);
    CHECK(got->msg_flags == msg_ctrunc);
    CHECK(got->address == address(ipv4(9)));
    CHECK(fake.last("receive_message").number == 16 + 3 * 4);
    CHECK(fake.last("receive_message").flags == msg_dontwait);
    CHECK(error_of(try_recv_fds(s, -1, 1)) == misuse::negative_size);
    CHECK(error_of(try_recv_fds(s, 1, std::numeric_limits<std::size_t>::max())) == misuse::ancillary_range);
    fake.receive_message.fails(ECONNRESET);
    CHECK(error_of(try_recv_fds(s, 1, 1)) == errno_code(ECONNRESET));
}

// A case of its own process, as CTest runs it: the network comes up once.
TEST_CASE("a start that fails is reported to each caller until one succeeds", "[functions][start]") {
    fake_platform fake;
    fake.start.fails(ENETDOWN).fails(ENETDOWN);
    const auto first = socket::try_open();
    if (fake.count("start") == 0) SKIP("another case of this process has started the network");
    CHECK(error_of(first) == errno_code(ENETDOWN));
    CHECK(error_of(try_getaddrinfo("localhost", 80)) == errno_code(ENETDOWN));
    CHECK(fake.count("open") + fake.count("resolve") == 0);
    CHECK(socket::try_open());
    CHECK(fake.count("start") == 3);
}

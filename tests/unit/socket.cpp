// A socket's life: how it begins, its modes, how it ends.
#include "unit/scripted.hpp"

#include <samesock/file.hpp>
#include <samesock/functions.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <optional>

using namespace samesock;
using namespace samesock::testing;

namespace {

bool blocks(const socket& s) { return fake_platform::current().find(handle_of(s))->blocking; }

} // namespace

TEST_CASE("a timeout makes the handle non-blocking, and the socket still blocks", "[semantics-4]") {
    fake_platform fake;
    socket s = *socket::try_open();
    CHECK(blocks(s));
    CHECK(s.getblocking());
    CHECK(s.gettimeout() == std::nullopt);

    CHECK(s.try_settimeout(1.5));
    CHECK_FALSE(blocks(s));
    CHECK(s.getblocking());
    CHECK(s.gettimeout() == 1.5);

    CHECK(s.try_settimeout(0));
    CHECK_FALSE(blocks(s));
    CHECK_FALSE(s.getblocking());
    CHECK(s.gettimeout() == 0.0);

    CHECK(s.try_settimeout(std::nullopt));
    CHECK(blocks(s));
    CHECK(s.getblocking());

    CHECK(s.try_setblocking(false));
    CHECK_FALSE(blocks(s));
    CHECK(s.gettimeout() == 0.0);
    CHECK(s.try_setblocking(true));
    CHECK(blocks(s));
    CHECK(s.gettimeout() == std::nullopt);
}

TEST_CASE("the default timeout is read once, when the socket is made", "[semantics-9]") {
    fake_platform fake;
    std::optional<default_timeout_set> here;
    here.emplace(2.5);
    CHECK(getdefaulttimeout() == 2.5);
    socket s = *socket::try_open();
    CHECK(s.gettimeout() == 2.5);
    CHECK_FALSE(blocks(s));
    here.reset();
    CHECK(getdefaulttimeout() == std::nullopt);
    CHECK(s.gettimeout() == 2.5);
    CHECK(socket::try_open()->gettimeout() == std::nullopt);
}

TEST_CASE("SOCK_NONBLOCK is timeout 0, and no part of the type", "[semantics-9]") {
    fake_platform fake;
    const default_timeout_set here(2.5);
    socket s = *socket::try_open(af_inet, sock_stream | sock_nonblock | sock_cloexec);
    CHECK(s.type() == sock_stream);
    CHECK(s.gettimeout() == 0.0);
    CHECK_FALSE(blocks(s));
    CHECK(fake.last("open").what.type == sock_stream);
    CHECK(socket::try_open(af_inet, sock_stream | sock_cloexec)->gettimeout() == 2.5);
}

TEST_CASE("a default timeout that makes no sense is refused and changes nothing", "[semantics-9][semantics-10]") {
    CHECK(error_of(try_setdefaulttimeout(-1)) == misuse::timeout_negative);
    CHECK(error_of(try_setdefaulttimeout(std::nan(""))) == misuse::timeout_nan);
    CHECK(getdefaulttimeout() == std::nullopt);
}

TEST_CASE("settimeout refuses what is no time", "[semantics-10]") {
    fake_platform fake;
    socket s = open_socket(3);
    CHECK(error_of(s.try_settimeout(-1)) == misuse::timeout_negative);
    CHECK(error_of(s.try_settimeout(-1e-12)) == misuse::timeout_negative);
    CHECK(error_of(s.try_settimeout(-1ms)) == misuse::timeout_negative);
    CHECK(error_of(s.try_settimeout(std::numeric_limits<double>::quiet_NaN())) == misuse::timeout_nan);
    CHECK(error_of(s.try_settimeout(1e10)) == misuse::timeout_range);
    CHECK(error_of(s.try_settimeout(std::numeric_limits<double>::infinity())) == misuse::timeout_range);
    CHECK(s.gettimeout() == 3.0);
    CHECK(fake.story().empty());
}

TEST_CASE("a very short timeout rounds up, and is not non-blocking", "[semantics-10]") {
    fake_platform fake;
    socket s = open_socket();
    REQUIRE(s.try_settimeout(1e-12));
    CHECK(s.gettimeout() == 1e-9);
    CHECK(s.getblocking());
    std::array<char, 4> buffer{};
    fake.receive.fails(EAGAIN);
    fake.wait.passes();
    CHECK(error_of(s.try_recv_into(buffer)) == fault::timed_out);
    CHECK(fake.elapsed() == 1ns);
}

TEST_CASE("the longest timeout is a deadline that never comes", "[semantics-10]") {
    fake_platform fake;
    socket s = open_socket(9223372036.0);
    fake.receive.fails(EAGAIN).gives("x");
    CHECK(s.try_recv(1)->view() == "x");
    CHECK(fake.last("wait").until == platform::deadline::never());
}

TEST_CASE("settimeout on a closed socket keeps the value and fails", "[semantics-10]") {
    fake_platform fake;
    socket s = open_socket();
    REQUIRE(s.try_close());
    CHECK(error_of(s.try_settimeout(5)) == errno_code(EBADF));
    CHECK(s.gettimeout() == 5.0);
}

TEST_CASE("an adopted handle's own mode is not looked at", "[semantics-11]") {
    fake_platform fake;
    const handle non_blocking = fake.add_handle({af_inet6, sock_dgram, protocol(17)}, false);
    auto s = socket::try_adopt(static_cast<fileno_type>(non_blocking));
    REQUIRE(s);
    CHECK(s->gettimeout() == std::nullopt);
    CHECK_FALSE(blocks(*s));
    CHECK(s->family() == af_inet6);
    CHECK(s->type() == sock_dgram);
    CHECK(s->proto() == protocol(17));
    CHECK(fake.count("set_blocking") == 0);
}

TEST_CASE("fromfd duplicates a handle with timeout, and the socket has none", "[semantics-11]") {
    fake_platform fake;
    socket s = open_socket(1.5);
    auto copy = try_fromfd(s.fileno(), af_inet, sock_stream);
    REQUIRE(copy);
    CHECK(copy->fileno() != s.fileno());
    CHECK(copy->gettimeout() == std::nullopt);
    CHECK_FALSE(blocks(*copy));
}

TEST_CASE("dup copies the timeout", "[semantics-11]") {
    fake_platform fake;
    socket s = open_socket(1.5);
    auto copy = s.try_dup();
    REQUIRE(copy);
    CHECK(copy->gettimeout() == 1.5);
    CHECK(copy->fileno() != s.fileno());
    CHECK(s.try_close());
    CHECK(copy->try_send("x") == 1u);
}

TEST_CASE("adopting takes what is given, and asks the handle for the rest") {
    fake_platform fake;
    const handle h = fake.add_handle({af_inet, sock_stream, protocol(6)});
    auto s = socket::try_adopt(static_cast<fileno_type>(h), af_inet6, sock_dgram, protocol(17));
    REQUIRE(s);
    CHECK(s->family() == af_inet6);
    CHECK(fake.count("describe") == 0);
    CHECK(error_of(socket::try_adopt(-1)) == misuse::negative_fileno);
    CHECK(error_of(socket::try_adopt(12345)) == errno_code(EBADF));
    fake.describe.fails(ENOTSOCK);
    CHECK(error_of(socket::try_adopt(0)) == errno_code(ENOTSOCK));
}

TEST_CASE("a handle of which everything is told is refused if it is no socket") {
    fake_platform fake;
    CHECK(error_of(socket::try_adopt(12345, af_inet, sock_stream, protocol(0))) == errno_code(EBADF));
    const auto h = static_cast<fileno_type>(fake.add_handle({af_alg, sock_seqpacket, protocol(0)}));
    fake.local_endpoint.fails(ENOTSOCK).fails(EOPNOTSUPP);
    CHECK(error_of(socket::try_adopt(h, af_alg, sock_seqpacket, protocol(0))) == errno_code(ENOTSOCK));
    CHECK(socket::try_adopt(h, af_alg, sock_seqpacket, protocol(0)));
}

TEST_CASE("close is never tried again, whatever it says", "[semantics-21]") {
    fake_platform fake;
    socket s = open_socket();
    fake.close.fails(EINTR);
    CHECK(error_of(s.try_close()) == errno_code(EINTR));
    CHECK(fake.count("close") == 1);
    CHECK(s.fileno() == -1);
    CHECK(s.try_close());
    CHECK(fake.count("close") == 1);
}

TEST_CASE("a reset peer is no error of close; others are", "[semantics-21]") {
    fake_platform fake;
    socket reset = open_socket();
    fake.close.fails(ECONNRESET);
    CHECK(reset.try_close());
    socket full = open_socket();
    fake.close.fails(EIO);
    CHECK(error_of(full.try_close()) == errno_code(EIO));
    CHECK(full.fileno() == -1);
}

TEST_CASE("a second close does nothing", "[semantics-21]") {
    fake_platform fake;
    socket s = open_socket();
    CHECK(s.try_close());
    CHECK(s.try_close());
    CHECK(fake.count("close") == 1);
}

TEST_CASE("the destructor closes, and swallows what that says", "[semantics-21]") {
    fake_platform fake;
    {
        const socket s = open_socket();
        fake.close.fails(EIO);
    }
    CHECK(fake.count("close") == 1);
    CHECK(fake.open_handles() == 0);
}

TEST_CASE("close is not shutdown", "[semantics-21]") {
    fake_platform fake;
    socket s = open_socket();
    const socket copy = *s.try_dup();
    CHECK(s.try_close());
    CHECK(fake.count("shutdown") == 0);
    CHECK(fake.open_handles() == 1);
}

TEST_CASE("detach gives the handle up without closing it", "[semantics-23]") {
    fake_platform fake;
    fileno_type number = -1;
    {
        socket s = open_socket();
        const fileno_type before = s.fileno();
        number = s.detach();
        CHECK(number == before);
        CHECK(s.fileno() == -1);
        CHECK(s.detach() == -1);
        CHECK(error_of(s.try_send("x")) == errno_code(EBADF));
        CHECK(s.try_close());
    }
    CHECK(fake.count("close") == 0);
    CHECK(fake.find(static_cast<handle>(number)) != nullptr);
}

TEST_CASE("the fileno of a closed socket is -1", "[semantics-23]") {
    fake_platform fake;
    socket s = open_socket();
    CHECK(s.fileno() != -1);
    CHECK(s);
    REQUIRE(s.try_close());
    CHECK(s.fileno() == -1);
    CHECK_FALSE(s);
}

TEST_CASE("operations on a closed or moved-from socket fail with EBADF") {
    fake_platform fake;
    socket closed = open_socket();
    REQUIRE(closed.try_close());
    socket moved = open_socket();
    const socket elsewhere = std::move(moved);
    fake.forget();
    for (socket* const s : {&closed, &moved}) {
        CHECK(error_of(s->try_bind(address("127.0.0.1", 0))) == errno_code(EBADF));
        CHECK(error_of(s->try_connect(address("127.0.0.1", 1))) == errno_code(EBADF));
        CHECK(error_of(s->try_listen()) == errno_code(EBADF));
        CHECK(error_of(s->try_accept()) == errno_code(EBADF));
        CHECK(error_of(s->try_send("x")) == errno_code(EBADF));
        CHECK(error_of(s->try_sendall("x")) == errno_code(EBADF));
        CHECK(error_of(s->try_recv(1)) == errno_code(EBADF));
        CHECK(error_of(s->try_shutdown(shut_rd)) == errno_code(EBADF));
        CHECK(error_of(s->try_getsockname()) == errno_code(EBADF));
        CHECK(error_of(s->try_getpeername()) == errno_code(EBADF));
        CHECK(error_of(s->try_dup()) == errno_code(EBADF));
        CHECK(error_of(s->try_makefile()) == errno_code(EBADF));
        CHECK(error_of(s->try_getsockopt(sol_socket, so_type)) == errno_code(EBADF));
        CHECK(error_of(s->try_settimeout(1)) == errno_code(EBADF));
        CHECK(s->try_close());
        CHECK(s->fileno() == -1);
    }
    CHECK(fake.story().empty());
}

TEST_CASE("arguments are checked before a closed socket is noticed", "[semantics-13][semantics-24]") {
    fake_platform fake;
    socket s = open_socket();
    REQUIRE(s.try_close());
    std::array<char, 4> four{};
    CHECK(s.try_recv(0)->empty());
    CHECK(s.try_recv_into(mutable_buffer()) == 0u);
    CHECK(error_of(s.try_recv_into(four, -1)) == misuse::negative_size);
    CHECK(error_of(s.try_recvfrom_into(four, 5)) == misuse::size_beyond_buffer);
    CHECK(error_of(s.try_bind(address("127.0.0.1", 70000))) == misuse::port_range);
    CHECK(error_of(s.try_connect_ex(address("127.0.0.1", 70000))) == misuse::port_range);
    CHECK(error_of(s.try_sendto("x", address("127.0.0.1", 70000))) == misuse::port_range);
    CHECK(error_of(s.try_getsockopt(sol_socket, so_linger, 2000)) == fault::option_length);
}

TEST_CASE("an option without a value has a length, in either numbering") {
    fake_platform fake;
    socket s = open_socket();
    CHECK(s.try_setsockopt(sol_socket, so_linger, std::nullopt, 7));
    CHECK(fake.last("set_option_length").size == 7);
    CHECK_FALSE(fake.last("set_option_length").option.native);
    CHECK(s.try_setsockopt(native_option{3, 4}, std::nullopt, 8));
    const platform::option given = fake.last("set_option_length").option;
    CHECK(given.native);
    CHECK(given.level.value() == 3);
    CHECK(given.name.value() == 4);
    REQUIRE(s.try_close());
    CHECK(error_of(s.try_setsockopt(native_option{3, 4}, std::nullopt, 8)) == errno_code(EBADF));
}

TEST_CASE("no handle is inheritable unless the program says so", "[semantics-29]") {
    fake_platform fake;
    socket s = open_socket();
    socket copy = *s.try_dup();
    socket taken = std::move(s.try_accept()->first);
    CHECK(fake.count("set_inheritable") == 0);
    for (const socket* const each : {&s, &copy, &taken}) CHECK(each->try_get_inheritable() == false);
    CHECK(s.try_set_inheritable(true));
    CHECK(s.try_get_inheritable() == true);
    CHECK(s.try_dup()->try_get_inheritable() == false);
}

TEST_CASE("a handle for which there is no socket is released") {
    fake_platform fake;
    fake.open.fails(EMFILE);
    CHECK(error_of(socket::try_open()) == errno_code(EMFILE));
    fake.duplicate.fails(EMFILE);
    socket s = open_socket();
    CHECK(error_of(s.try_dup()) == errno_code(EMFILE));
}

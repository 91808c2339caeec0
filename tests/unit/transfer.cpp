// Sending and receiving: sizes, ends, parts, and the deadline of the whole.
#include "unit/scripted.hpp"

#include <samesock/interruption.hpp>

#include <array>
#include <cstdio>
#include <sstream>
#include <vector>

using namespace samesock;
using namespace samesock::testing;

namespace {

std::array<char, 16> buffer;

// An empty file of this process alone, for the one case that needs it. Not std::tmpfile, which WASI does not link.
class file_to_seek_in {
public:
    file_to_seek_in() = default;
    ~file_to_seek_in() {
        if (file_ != nullptr) (void)std::fclose(file_);
        (void)std::remove(name);
    }
    file_to_seek_in(const file_to_seek_in&) = delete;
    file_to_seek_in& operator=(const file_to_seek_in&) = delete;
    [[nodiscard]] std::FILE* get() const noexcept { return file_; }

private:
    static constexpr const char* name = "samesock-seek.file";
    std::FILE* file_ = std::fopen(name, "w+b");
};

} // namespace

TEST_CASE("sendall sends the rest of what was taken in part", "[semantics-6]") {
    fake_platform fake;
    socket s = open_socket();
    fake.send.gives(3u).fails(EINTR).gives(1u);
    CHECK(s.try_sendall("hello world"));
    CHECK(fake.sent == "hello world");
    const auto sends = fake.all("send");
    REQUIRE(sends.size() == 4);
    CHECK(sends[1].data == "lo world");
    CHECK(sends[3].data == "o world");
}

TEST_CASE("sendall has one deadline for all of its parts", "[semantics-6]") {
    fake_platform fake;
    socket s = open_socket(0.1);
    for (int i = 0; i < 20; ++i) fake.send.fails(EAGAIN).gives(1u);
    for (int i = 0; i < 20; ++i) fake.wait.ready_after(30ms);
    CHECK(error_of(s.try_sendall("12345678")) == fault::timed_out);
    CHECK(fake.elapsed() == 100ms);
    CHECK(fake.sent == "123");
    for (const recorded& w : fake.all("wait")) CHECK(w.until->at == fake_platform::epoch + nanoseconds(100ms).count());
}

TEST_CASE("sendall notices its deadline although every part succeeds", "[semantics-6]") {
    fake_platform fake;
    socket s = open_socket(0.1);
    for (int i = 0; i < 8; ++i) {
        fake.send.meanwhile([&] { fake.advance(40ms); });
        fake.send.gives(1u);
    }
    CHECK(error_of(s.try_sendall("12345678")) == fault::timed_out);
    CHECK(fake.sent.size() < 8);
}

TEST_CASE("sendall of nothing still makes one send", "[semantics-6]") {
    fake_platform fake;
    socket s = open_socket();
    CHECK(s.try_sendall(""));
    CHECK(fake.count("send") == 1);
    CHECK(fake.last("send").size == 0);
    fake.send.fails(EPIPE);
    CHECK(error_of(s.try_sendall("")) == errno_code(EPIPE));
}

TEST_CASE("sendall of a non-blocking socket ends with would-block", "[semantics-6]") {
    fake_platform fake;
    socket s = open_socket(0);
    fake.send.gives(2u).fails(EAGAIN);
    CHECK(error_of(s.try_sendall("hello")) == errno_code(EAGAIN));
    CHECK(fake.count("wait") == 0);
}

TEST_CASE("an interruption hook may end sendall between two parts", "[semantics-6]") {
    fake_platform fake;
    counting_hook hook{0, 2};
    const hooked here(hook);
    socket s = open_socket();
    fake.send.gives(1u).gives(1u).gives(1u);
    CHECK(error_of(s.try_sendall("hello")) == errno_code(ECHILD));
    CHECK(fake.sent == "he");
}

TEST_CASE("each recv has a deadline of its own") {
    fake_platform fake;
    socket s = open_socket(0.1);
    fake.receive.fails(EAGAIN).gives("a").fails(EAGAIN).gives("b");
    fake.wait.ready_after(90ms).ready_after(90ms);
    CHECK(s.try_recv(1)->view() == "a");
    CHECK(s.try_recv(1)->view() == "b");
    CHECK(fake.elapsed() == 180ms);
}

TEST_CASE("recv of no bytes is no call", "[semantics-24]") {
    fake_platform fake;
    socket s = open_socket();
    CHECK(s.try_recv(0)->empty());
    CHECK(fake.story().empty());
    std::array<char, 0> none;
    CHECK(s.try_recv_into(none) == 0u);
    CHECK(fake.story().empty());
    REQUIRE(s.try_close());
    CHECK(s.try_recv(0)->empty());
}

TEST_CASE("sizes below zero and beyond the buffer are refused before anything is called", "[semantics-24]") {
    fake_platform fake;
    socket s = open_socket();
    CHECK(error_of(s.try_recv(-1)) == misuse::negative_size);
    CHECK(error_of(s.try_recvfrom(-1)) == misuse::negative_size);
    CHECK(error_of(s.try_recvmsg(-1)) == misuse::negative_size);
    CHECK(error_of(s.try_recvmsg(1, -1)) == misuse::ancillary_size);
    CHECK(error_of(s.try_recv_into(buffer, -1)) == misuse::negative_size);
    CHECK(error_of(s.try_recv_into(buffer, 17)) == misuse::size_beyond_buffer);
    CHECK(error_of(s.try_recvfrom_into(buffer, -1)) == misuse::negative_size);
    CHECK(error_of(s.try_recvfrom_into(buffer, 17)) == misuse::size_beyond_buffer);
    CHECK(fake.story().empty());
}

TEST_CASE("recv_into takes all of the buffer for 0, else as much as it is told", "[semantics-24]") {
    fake_platform fake;
    socket s = open_socket();
    CHECK(s.try_recv_into(buffer) == 0u);
    CHECK(fake.last("receive").size == 16);
    CHECK(s.try_recv_into(buffer, 4) == 0u);
    CHECK(fake.last("receive").size == 4);
    CHECK(s.try_recv_into(buffer, 16, msg_peek) == 0u);
    CHECK(fake.last("receive").size == 16);
    CHECK(fake.last("receive").flags == msg_peek);
}

TEST_CASE("an empty datagram is b'' with an address, and no end", "[semantics-24]") {
    fake_platform fake;
    socket s = open_socket(std::nullopt, sock_dgram);
    fake.receive_from.gives(arrival("", ipv4(9))).gives(arrival("next", ipv4(10)));
    const auto empty = s.try_recvfrom(100);
    REQUIRE(empty);
    CHECK(empty->first.empty());
    CHECK(empty->second.port() == 9);
    const auto next = s.try_recvfrom(100);
    REQUIRE(next);
    CHECK(next->first.view() == "next");
    CHECK(next->second.port() == 10);
}

TEST_CASE("the rest of a long datagram is lost", "[semantics-24]") {
    fake_platform fake;
    socket s = open_socket(std::nullopt, sock_dgram);
    fake.receive.gives("a long one").gives("second");
    CHECK(s.try_recv(3)->view() == "a l");
    CHECK(s.try_recv(100)->view() == "second");
}

TEST_CASE("recvfrom on a connected stream has no address") {
    fake_platform fake;
    socket s = open_socket();
    fake.receive_from.gives("data");
    const auto got = s.try_recvfrom(10);
    REQUIRE(got);
    CHECK(got->first.view() == "data");
    CHECK(got->second.empty());
}

TEST_CASE("sendto sends to the numeric address without a look-up") {
    fake_platform fake;
    socket s = open_socket(std::nullopt, sock_dgram);
    CHECK(s.try_sendto("ping", address("127.0.0.1", 53)) == 4u);
    CHECK(fake.story() == "send_to");
    CHECK(fake.last("send_to").where == ipv4(53));
    CHECK(s.try_sendto("ping", msg_dontroute, address("127.0.0.1", 53)) == 4u);
    CHECK(fake.last("send_to").flags == msg_dontroute);
}

TEST_CASE("recvmsg_into scatters, sendmsg gathers") {
    fake_platform fake;
    socket s = open_socket(std::nullopt, sock_dgram);
    std::array<char, 3> first{};
    std::array<char, 8> second{};
    const std::array<mutable_buffer, 2> into{mutable_buffer(first), mutable_buffer(second)};
    std::vector<ancillary> items;
    items.push_back({sol_socket, control_type(1), bytes(const_buffer("item"))});
    fake.receive_message.gives(arrival("abcdefgh", ipv4(5), msg_ctrunc, items));
    const auto got = s.try_recvmsg_into(into, 100, msg_peek);
    REQUIRE(got);
    CHECK(got->nbytes == 8);
    CHECK(std::string_view(first.data(), 3) == "abc");
    CHECK(std::string_view(second.data(), 5) == "defgh");
    CHECK(got->msg_flags == msg_ctrunc);
    CHECK(got->address.port() == 5);
    REQUIRE(got->ancdata.size() == 1);
    CHECK(got->ancdata[0].data.view() == "item");
    CHECK(fake.last("receive_message").number == 100);
    const std::array<const_buffer, 3> parts{const_buffer("a"), const_buffer(""), const_buffer("bc")};
    CHECK(s.try_sendmsg(parts) == 3u);
    CHECK(fake.last("send_message").data == "abc");
    CHECK(fake.last("send_message").where.family == af_unspec);
}

TEST_CASE("where the kernel does not gather, MSG_WAITALL is gathered here") {
    fake_platform fake;
    fake.sleeps_in_kernel = false;
    socket s = open_socket();
    fake.receive.gives("abc").fails(EAGAIN).gives("defg");
    CHECK(s.try_recv(7, msg_waitall)->view() == "abcdefg");
    CHECK(s.try_recv(7, msg_waitall)->empty());
}

TEST_CASE("sendfile asks the kernel in blocks of 2^30 bytes", "[semantics-25]") {
    fake_platform fake;
    socket s = open_socket();
    fake.send_file.gives(std::size_t{1} << 30).gives(5u).gives(0u);
    const file_to_seek_in file;
    if (file.get() == nullptr) SKIP("this program was given no folder to make a file in");
    CHECK(s.try_sendfile(file.get(), 7) == (std::size_t{1} << 30) + 5);
    const auto blocks = fake.all("send_file");
    REQUIRE(blocks.size() == 3);
    CHECK(blocks[0].size == std::size_t{1} << 30);
    CHECK(blocks[0].number == 7);
    CHECK(blocks[1].number == 7 + (std::int64_t{1} << 30));
}

TEST_CASE("a stream that throws at its end does not end sendfile, and throws again afterwards") {
    fake_platform fake;
    socket s = open_socket();
    std::istringstream file("0123456789");
    file.exceptions(std::ios_base::failbit | std::ios_base::badbit);
    fake.send.gives(10u);
    CHECK(s.try_sendfile(file) == 10u);
    CHECK(fake.sent == "0123456789");
    CHECK(file.exceptions() == (std::ios_base::failbit | std::ios_base::badbit));
}

TEST_CASE("an error of the interruption hook ends sendfile too") {
    fake_platform fake;
    socket s = open_socket();
    const interruption before = set_interruption_hook({[](void*) -> status { return failure(errno_code(ECANCELED)); }});
    fake.send_file.fails(EINTR);
    CHECK(error_of(s.try_sendfile(stdin)) == errno_code(ECANCELED));
    CHECK(fake.count("send") == 0);
    set_interruption_hook(before);
}

TEST_CASE("sendfile reads and sends where the kernel cannot") {
    fake_platform fake;
    socket s = open_socket();
    std::istringstream file("0123456789");
    fake.send.gives(2u);
    CHECK(s.try_sendfile(file, 3, 5) == 5u);
    CHECK(fake.sent == "34567");
    CHECK(file.tellg() == 8);
    CHECK(error_of(s.try_sendfile(file, -1)) == misuse::negative_offset);
    CHECK(error_of(s.try_sendfile(file, 0, 0)) == misuse::sendfile_count);
    REQUIRE(s.try_settimeout(0));
    CHECK(error_of(s.try_sendfile(file)) == misuse::non_blocking);
    socket datagrams = open_socket(std::nullopt, sock_dgram);
    CHECK(error_of(datagrams.try_sendfile(file)) == misuse::not_a_stream);
}

TEST_CASE("an option's buffer has between 1 and 1024 bytes", "[semantics-25]") {
    fake_platform fake;
    socket s = open_socket();
    for (const std::ptrdiff_t bad : {-1, 0, 1025}) {
        CHECK(error_of(s.try_getsockopt(sol_socket, so_linger, bad)) == fault::option_length);
    }
    CHECK(fake.story().empty());
    fake.get_option.gives("four").gives(std::string(2000, 'x'));
    CHECK(s.try_getsockopt(sol_socket, so_linger, 1)->view() == "f");
    CHECK(s.try_getsockopt(sol_socket, so_linger, 1024)->size() == 1024);
}

TEST_CASE("a send that is larger than the platform takes is a part, not an error", "[semantics-25]") {
    fake_platform fake;
    socket s = open_socket();
    fake.send.gives(4u);
    CHECK(s.try_send("0123456789") == 4u);
    CHECK(fake.sent == "0123");
}

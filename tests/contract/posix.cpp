// POSIX's own: signals, limits, files, forks, options and families beyond the common ones.
#include "posix.hpp"

#include <netinet/tcp.h>

#include <atomic>
#include <vector>

using namespace contract;

namespace {

poller woken_by_signal = poller::none;
void do_nothing(int) {}
void wake_poller(int) { (void)wake(woken_by_signal); }

owned bound_blocking_udp() {
    owned h(must(open(udp, true)));
    must(bind(h, v4()));
    return h;
}

int number_of(handle h) { return static_cast<int>(static_cast<std::intptr_t>(h)); }

} // namespace

// -- what is no socket ------------------------------------------------------------------------------------------------

TEST_CASE("a descriptor that is no socket says so") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const owned reading(static_cast<handle>(ends[0]));
    const owned writing(static_cast<handle>(ends[1]));
    REQUIRE(error_of(describe(reading)) == std::errc::not_a_socket);
    REQUIRE(error_of(send(writing, data_of("x"), {})) == std::errc::not_a_socket);
    REQUIRE_FALSE(must(duplicate(reading)) == handle::none);
}

TEST_CASE("a number beyond a descriptor's is none, and not another's") {
    const owned h = open_socket(tcp);
    const auto far_away = static_cast<handle>(static_cast<std::intptr_t>(handle(h)) + (std::intptr_t{1} << 32));
    REQUIRE(error_of(describe(far_away)) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(duplicate(far_away)) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(close(far_away)) == std::errc::bad_file_descriptor);
    (void)must(describe(h));
}

TEST_CASE("a socket made elsewhere is described") {
    const owned h(static_cast<handle>(::socket(AF_INET6, SOCK_DGRAM, 0)));
    if (handle(h) == handle::none) SKIP("this machine has no IPv6");
    const kind what = must(describe(h));
    REQUIRE(what.family == samesock::af_inet6);
    REQUIRE(what.type == samesock::sock_dgram);
    REQUIRE(what.proto == samesock::ipproto_udp);
}

// -- blocking mode ----------------------------------------------------------------------------------------------------

TEST_CASE("a blocking handle sleeps in the kernel, as long as its own timeout says") {
    REQUIRE(sleeps_in_kernel());
    const owned h = bound_blocking_udp();
    const timeval time{0, 20'000};
    must(set_option(h, {samesock::sol_socket, samesock::so_rcvtimeo}, std::as_bytes(std::span(&time, 1))));
    std::array<std::byte, 4> room;
    const std::int64_t before = now();
    REQUIRE(error_of(receive(h, room, {})) == std::errc::operation_would_block);
    REQUIRE(now() - before >= 10'000'000);
}

TEST_CASE("the mode is set when opening and accepting") {
    const auto mode = [](handle h) { return (::fcntl(number_of(h), F_GETFL) & O_NONBLOCK) == 0; };
    const owned blocking(must(open(tcp, true)));
    const owned other(must(open(tcp, false)));
    REQUIRE(mode(blocking));
    REQUIRE_FALSE(mode(other));
    const owned listener = listening();
    for (const bool asked : {true, false}) {
        const owned client = open_socket(tcp);
        must(connected(client, must(local_endpoint(listener))));
        ready(listener, readiness::readable);
        const owned server(must(accept(listener, asked)).connection);
        REQUIRE(mode(server) == asked);
    }
}

TEST_CASE("a local stream whose backlog is full is an error, and not a connection in progress") {
    const scratch_directory dir;
    const endpoint at = local_address(dir.file("socket"));
    const owned listener = open_socket(local_stream);
    must(bind(listener, at));
    must(listen(listener, 0));
    std::vector<owned> clients;
    status last;
    while (last && clients.size() != 100) {
        clients.push_back(open_socket(local_stream));
        last = connect(clients.back(), at);
    }
    REQUIRE_FALSE(is(last, std::errc::operation_in_progress));
}

// -- signals ----------------------------------------------------------------------------------------------------------

TEST_CASE("a signal interrupts a wait") {
    const owned h = bound_udp();
    const owned_poller p;
    must(watch(p, h, readiness::readable, 1));
    const alarms every(do_nothing);
    std::array one{interest{h, readiness::readable}};
    std::array<event, 1> room;
    REQUIRE(error_of(wait(one, after(patience))) == std::errc::interrupted);
    REQUIRE(error_of(wait(std::span<interest>{}, after(patience))) == std::errc::interrupted);
    REQUIRE(error_of(wait(p, room, after(patience))) == std::errc::interrupted);
}

TEST_CASE("a signal interrupts calls that sleep in the kernel, and none is retried") {
    const owned h = bound_blocking_udp();
    const owned listener(must(open(tcp, true)));
    must(bind(listener, v4()));
    must(listen(listener, 1));
    const alarms every(do_nothing);
    std::array<std::byte, 4> room;
    REQUIRE(error_of(receive(h, room, {})) == std::errc::interrupted);
    REQUIRE(error_of(receive_from(h, room, {})) == std::errc::interrupted);
    REQUIRE(error_of(receive_message(h, {}, {}, 0)) == std::errc::interrupted);
    REQUIRE(error_of(accept(listener, true)) == std::errc::interrupted);
}

TEST_CASE("a signal handler wakes a poller, and errno stays as it was") {
    const owned_poller p;
    woken_by_signal = p;
    {
        const alarms every(wake_poller);
        std::array<event, 1> room;
        for (int i = 0; i != 3; ++i) {
            const auto n = wait(p, room, after(patience));
            REQUIRE((n ? *n == 0 : n.error() == std::errc::interrupted));
        }
    }
    errno = 12345;
    wake_poller(SIGALRM);
    REQUIRE(errno == 12345);
}

TEST_CASE("no sending call raises SIGPIPE", "[semantics-20]") {
    const disposition fatal(SIGPIPE, SIG_DFL);
    const auto both = must(open_pair(local_stream));
    const owned a(both[0]);
    must(close(both[1]));
    const std::array<samesock::const_buffer, 1> parts{"x"};
    REQUIRE(error_of(send(a, data_of("x"), {})) == std::errc::broken_pipe);
    REQUIRE(error_of(send_message(a, parts, {}, nullptr, {})) == std::errc::broken_pipe);
    REQUIRE_FALSE(send_to(a, data_of("x"), {}, local_address("")).has_value());
}

// -- files ------------------------------------------------------------------------------------------------------------

namespace {

struct text_file {
    explicit text_file(std::string_view text) : file(std::tmpfile()) {
        REQUIRE(file != nullptr);
        REQUIRE(std::fwrite(text.data(), 1, text.size(), file) == text.size());
        std::fflush(file);
    }
    ~text_file() { std::fclose(file); }
    std::FILE* file;
};

bool is_pending(int signal) {
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, signal) == 1;
}

} // namespace

TEST_CASE("a file is sent from its offset, and nothing after its end") {
    const auto [client, server] = connected_pair();
    const text_file text("0123456789");
    REQUIRE(must_or_skip(send_file(client, text.file, 3, 4), "sendfile") == 4);
    REQUIRE(received_text_of(server, 4) == "3456");
    REQUIRE(must(send_file(client, text.file, 8, 100)) == 2);
    REQUIRE(received_text_of(server, 2) == "89");
    REQUIRE(must(send_file(client, text.file, 10, 100)) == 0);
    REQUIRE(must(send_file(client, text.file, 1000, 100)) == 0);
    REQUIRE(must(send_file(client, text.file, 0, 0)) == 0);
    REQUIRE(error_of(send_file(client, text.file, -1, 1)) == std::errc::invalid_argument);
    REQUIRE(std::ftell(text.file) == 10);
}

TEST_CASE("what cannot be sent as a file must be read") {
    const auto [client, server] = connected_pair();
    char memory[] = "memory";
    std::FILE* const file = ::fmemopen(memory, sizeof memory, "r");
    REQUIRE(error_of(send_file(client, file, 0, 4)) == std::errc::operation_not_supported);
    std::fclose(file);
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    std::FILE* const stream = ::fdopen(ends[0], "r");
    REQUIRE(error_of(send_file(client, stream, 0, 4)) == std::errc::operation_not_supported);
    std::fclose(stream);
    ::close(ends[1]);
}

TEST_CASE("sending a file to one who is gone is an error, not a signal", "[semantics-20]") {
    const disposition fatal(SIGPIPE, SIG_DFL);
    const text_file text("0123456789");
    const auto both = must(open_pair(local_stream));
    const owned a(both[0]);
    must(close(both[1]));
    const auto sent = send_file(a, text.file, 0, 10);
    if (is_missing(sent)) SKIP("not on this backend: sendfile");
    REQUIRE(error_of(sent) == std::errc::broken_pipe);
    REQUIRE_FALSE(is_pending(SIGPIPE));
    sigset_t blocked;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
    REQUIRE(sigismember(&blocked, SIGPIPE) == 0);
}

TEST_CASE("a SIGPIPE that was pending before is the program's own", "[semantics-20]") {
    sigset_t pipe;
    sigset_t before;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
    ::raise(SIGPIPE);
    {
        const text_file text("0123456789");
        const auto both = must(open_pair(local_stream));
        const owned a(both[0]);
        must(close(both[1]));
        REQUIRE_FALSE(send_file(a, text.file, 0, 10).has_value());
    }
    REQUIRE(is_pending(SIGPIPE));
    int taken = 0;
    ::sigwait(&pipe, &taken);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

// -- limits -----------------------------------------------------------------------------------------------------------

namespace {

// No descriptor is left as long as the object lives.
class no_descriptors {
public:
    no_descriptors() {
        REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
        rlimit few = before_;
        few.rlim_cur = 0;
        REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
    }
    no_descriptors(const no_descriptors&) = delete;
    no_descriptors& operator=(const no_descriptors&) = delete;
    ~no_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

} // namespace

TEST_CASE("no descriptor left is an error of each call that needs one") {
    const owned listener = listening();
    const owned client = open_socket(tcp);
    must(connected(client, must(local_endpoint(listener))));
    ready(listener, readiness::readable);
    {
        const no_descriptors limit;
        REQUIRE(error_of(open(tcp, true)) == std::errc::too_many_files_open);
        REQUIRE(error_of(open_pair(local_stream)) == std::errc::too_many_files_open);
        REQUIRE_FALSE(duplicate(client).has_value());
        REQUIRE(error_of(accept(listener, false)) == std::errc::too_many_files_open);
        REQUIRE(error_of(open_poller()) == std::errc::too_many_files_open);
    }
    const owned server(accept_one(listener).connection); // the connection still waits
}

TEST_CASE("with no descriptor left a thread can still sleep, and be woken") {
    owned h = bound_udp();
    result<std::size_t> slept = 1;
    result<std::size_t> woken = 0;
    const std::int64_t time = 50'000'000;
    std::int64_t slept_for = 0;
    {
        second_thread sleeper([&] { // a thread that has no waker yet
            // poll() refuses more descriptors than the limit allows, so leave it room for its list.
            rlimit before{};
            ::getrlimit(RLIMIT_NOFILE, &before);
            rlimit few = before;
            few.rlim_cur = 3;
            ::setrlimit(RLIMIT_NOFILE, &few);
            std::array one{interest{h, readiness::readable}};
            const std::int64_t begin = now();
            slept = wait(one, {begin + time});
            slept_for = now() - begin;
            second_thread canceller([&] {
                (void)wait(std::span<interest>{}, after(30ms));
                cancel(h);
            });
            woken = wait(one, after(patience));
            canceller.join();
            ::setrlimit(RLIMIT_NOFILE, &before);
        });
    }
    REQUIRE(must(slept) == 0);
    REQUIRE(slept_for >= time);
    REQUIRE(error_of(woken) == std::errc::operation_canceled);
}

TEST_CASE("no descriptor is lost, whatever ends") {
    // Once before counting: what the process opens for its own lifetime.
    std::array one{interest{handle::none, readiness::readable}};
    const owned quiet = bound_udp();
    one[0].on = quiet;
    (void)must(wait(one, after(1ms)));
    const int before = open_descriptors();
    for (int i = 0; i != 200; ++i) {
        const auto [client, server] = connected_pair();
        const auto both = must(open_pair(local_stream));
        const owned a(both[0]);
        const owned b(both[1]);
        const owned c(must(duplicate(a)));
        const owned_poller p;
        must(watch(p, a, readiness::readable, 1));
        must(wake(p));
        REQUIRE_FALSE(open(kind{samesock::af_unix, samesock::socket_type(7), {}}, true).has_value());
    }
    for (int i = 0; i != 20; ++i) {
        const owned h = bound_udp();
        second_thread sleeper([&] {
            std::array mine{interest{h, readiness::readable}};
            (void)wait(mine, after(patience));
        });
        (void)wait(std::span<interest>{}, after(1ms));
        cancel(h);
    }
    REQUIRE(open_descriptors() == before);
}

// -- forks ------------------------------------------------------------------------------------------------------------

namespace {

// In the child: 0, or the number of the step that went wrong. Catch2's assertions are the parent's.
int sleep_and_cancel(handle h) {
    std::array one{interest{h, readiness::readable}};
    const auto slept = wait(one, after(5ms));
    if (!slept || *slept != 0) return 1;
    cancel(h);
    if (!is(wait(one, after(patience)), std::errc::operation_canceled)) return 2;
    if (!close(h)) return 3;
    return 0;
}

} // namespace

TEST_CASE("a child sleeps, and cancels, without its parent") {
    const owned h = bound_udp();
    std::array one{interest{h, readiness::readable}};
    (void)must(wait(one, after(1ms))); // the parent's thread has its waker now, and the child inherits it
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(sleep_and_cancel(h));
    REQUIRE(must(wait(one, after(50ms))) == 0);
    int state = 0;
    REQUIRE(::waitpid(child, &state, 0) == child);
    REQUIRE(WIFEXITED(state));
    REQUIRE(WEXITSTATUS(state) == 0);
    REQUIRE(must(wait(one, after(1ms))) == 0);
}

TEST_CASE("a new program has no handle of ours") {
    const owned h = open_socket(tcp);
    const std::string command = "test ! -e /proc/self/fd/" + std::to_string(number_of(h));
    REQUIRE(std::system(command.c_str()) == 0);
}

// -- beyond the common families and options ---------------------------------------------------------------------------

TEST_CASE("urgent data is exceptional") {
    const auto [client, server] = connected_pair();
    const owned_poller p;
    must(watch(p, server, readiness::exceptional, 1));
    REQUIRE_FALSE(is_ready_now(server, readiness::exceptional));
    REQUIRE(must(send(client, data_of("!"), samesock::msg_oob)) == 1);
    REQUIRE(any(ready(server, readiness::exceptional) & readiness::exceptional));
    std::array<event, 1> room;
    REQUIRE(must(wait(p, room, after(patience))) == 1);
    REQUIRE(any(room[0].got & readiness::exceptional));
    REQUIRE(received_text(server, samesock::msg_oob) == "!");
}

TEST_CASE("a datagram socket's association can be dissolved") {
    const owned there = bound_udp();
    const owned h = bound_udp();
    must(connect(h, must(local_endpoint(there))));
    must(connect(h, endpoint{}));
    REQUIRE(error_of(peer_endpoint(h)) == std::errc::not_connected);
}

TEST_CASE("a raw socket carries its protocol, where it is allowed") {
    const kind raw{samesock::af_inet, samesock::sock_raw, samesock::ipproto_icmp};
    const auto h = open(raw, false);
    if (is(h, std::errc::operation_not_permitted) || is(h, std::errc::permission_denied))
        SKIP("raw sockets need a privilege");
    const owned socket(must(h));
    const kind what = must(describe(socket));
    REQUIRE(what.type == samesock::sock_raw);
    REQUIRE(what.proto == samesock::ipproto_icmp);
    // An echo request to ourselves: type 8, and the checksum of the rest, which is nothing but it.
    constexpr std::array request{std::byte{8}, std::byte{0}, std::byte{0xf7}, std::byte{0xff},
                                 std::byte{0}, std::byte{0}, std::byte{0},    std::byte{0}};
    const auto sent = send_to(socket, request, {}, v4());
    if (!sent) SKIP("this machine sends no echo requests: " << sent.error().message());
    std::array<std::byte, 256> room;
    const auto answer = must(eventually(socket, readiness::readable, [&] { return receive_from(socket, room, {}); }));
    REQUIRE(answer.size == 20 + request.size());
    REQUIRE(answer.peer == v4());
}

TEST_CASE("structures of the system's own pass as options") {
    const auto [client, server] = connected_pair();
    const linger slow{1, 7};
    must(set_option(client, {samesock::sol_socket, samesock::so_linger}, std::as_bytes(std::span(&slow, 1))));
    linger read{};
    REQUIRE(must(get_option(client, {samesock::sol_socket, samesock::so_linger},
                            std::as_writable_bytes(std::span(&read, 1)))) == sizeof read);
    REQUIRE(read.l_onoff != 0);
    REQUIRE(read.l_linger == 7);
}

TEST_CASE("a native option is the system's own number") {
    const owned h = open_socket(tcp);
    const option native{samesock::option_level(SOL_SOCKET), samesock::option_name(SO_TYPE), true};
    int type = 0;
    REQUIRE(must(get_option(h, native, std::as_writable_bytes(std::span(&type, 1)))) == sizeof type);
    REQUIRE(type == SOCK_STREAM);
}

#ifdef __linux__
TEST_CASE("an address of another family is its native bytes") {
    const owned h(must(open({samesock::af_netlink, samesock::sock_raw, {}}, false)));
    must(bind(h, {samesock::af_netlink, std::array<std::byte, 10>{}}));
    const endpoint at = must(local_endpoint(h));
    REQUIRE(at.family == samesock::af_netlink);
    REQUIRE(at.length == 10);
}

TEST_CASE("an option that has a length and no value is accepted by those who have it") {
    const auto h = open({samesock::af_alg, samesock::sock_seqpacket, {}}, false);
    if (!h) SKIP("this kernel has no AF_ALG");
    const owned socket(*h);
    const option authentication_size{samesock::option_level(279), samesock::option_name(5)};
    const auto outcome = set_option_length(socket, authentication_size, 16);
    REQUIRE_FALSE(is(outcome, std::errc::operation_not_supported)); // it is not bound: the kernel's own reason
}

TEST_CASE("the kernel's packet information comes as ancillary data") {
    const owned h = bound_udp();
    const int on = 1;
    must(set_option(h, {samesock::ipproto_ip, samesock::option_name(8)}, std::as_bytes(std::span(&on, 1))));
    (void)must(send_to(h, data_of("x"), {}, must(local_endpoint(h))));
    ready(h, readiness::readable);
    std::array<char, 4> room{};
    const std::array<samesock::mutable_buffer, 1> into{room};
    const auto message = must(receive_message(h, into, {}, 256));
    REQUIRE(message.peer == must(local_endpoint(h)));
    REQUIRE(message.ancillary.size() == 1);
    REQUIRE(message.ancillary[0].level == samesock::option_level(0));
    REQUIRE(message.ancillary[0].type == samesock::control_type(8));
    REQUIRE(message.ancillary[0].data.size() == 12);
}
#endif

TEST_CASE("a host name that is too long is refused") {
    const status outcome = set_host_name(std::string(1000, 'n'));
    REQUIRE((is(outcome, std::errc::invalid_argument) || is(outcome, std::errc::operation_not_permitted)));
}

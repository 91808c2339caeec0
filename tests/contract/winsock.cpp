// Winsock's own: what is no socket, blocked calls and who ends them, other processes' sockets, and many in one wait.
#include "contract.hpp"
#include "second_thread.hpp"
#include "support/wine.hpp"

#include <winsock2.h>

#include <windows.h>

#include <algorithm>
#include <atomic>
#include <vector>

using namespace contract;

// Where this program keeps the address of Winsock's function: the name is the linker's.
extern "C" decltype(&::WSAStartup) __imp_WSAStartup; // NOLINT

namespace {

class replaced_startup {
public:
    explicit replaced_startup(decltype(&::WSAStartup) other) : real_(__imp_WSAStartup) { set(other); }
    replaced_startup(const replaced_startup&) = delete;
    replaced_startup& operator=(const replaced_startup&) = delete;
    ~replaced_startup() { set(real_); }

private:
    static void set(decltype(&::WSAStartup) to) {
        DWORD before = 0;
        ::VirtualProtect(&__imp_WSAStartup, sizeof __imp_WSAStartup, PAGE_READWRITE, &before);
        __imp_WSAStartup = to;
        ::VirtualProtect(&__imp_WSAStartup, sizeof __imp_WSAStartup, before, &before);
    }
    decltype(&::WSAStartup) real_;
};

handle handle_of(HANDLE h) { return static_cast<handle>(reinterpret_cast<std::intptr_t>(h)); }

struct blocking_pair {
    owned client;
    owned server;
};
blocking_pair connected_blocking_pair() {
    auto [client, server] = connected_pair();
    must(set_blocking(client, true));
    must(set_blocking(server, true));
    return {std::move(client), std::move(server)};
}

result<std::size_t> receive_one(handle h) {
    std::array<std::byte, 1> room{};
    return receive(h, room, {});
}

void give_time() { (void)wait(std::span<interest>{}, after(30ms)); }

struct wine_lack {
    std::string_view feature;
    const char* reason;
};
constexpr auto wine_lack_rows = std::to_array<wine_lack>({
#define LACKS(platform, feature, error, reason) {#feature, reason},
#include "conformance/wine.def"
#undef LACKS
});

/// The reason of its row in the table.
const char* wine_lacks(std::string_view feature) {
    const auto row = std::ranges::find(wine_lack_rows, feature, &wine_lack::feature);
    if (row == wine_lack_rows.end()) FAIL("wine.def has no feature " << feature);
    return row->reason;
}

} // namespace

TEST_CASE("before Winsock is started, every call says that the network is down") {
    std::array<std::byte, 1> room{};
    const auto opened = open(tcp, true);
    if (opened) SKIP("a case before it in this process has started Winsock");
    REQUIRE(error_of(opened) == std::errc::network_down);
    REQUIRE_FALSE(receive(static_cast<handle>(4), room, {}).has_value());
    must(start());
    const owned h = open_socket(tcp);
}

TEST_CASE("a start that fails says why, and a later one may succeed") {
    {
        const replaced_startup fails([](WORD, WSADATA*) -> int { return WSASYSNOTREADY; });
        REQUIRE(error_of(start()) == std::errc::network_down);
    }
    must(start());
    must(start());
    const owned h = open_socket(tcp);
}

TEST_CASE("a handle that is no socket says so") {
    must(start());
    const HANDLE event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    REQUIRE(error_of(describe(handle_of(event))) == std::errc::not_a_socket);
    REQUIRE(error_of(send(handle_of(event), data_of("x"), {})) == std::errc::not_a_socket);
    std::array one{interest{handle_of(event), readiness::readable}};
    REQUIRE(must(wait(one, deadline::never())) == 1);
    REQUIRE(one[0].got == readiness::invalid);
    ::CloseHandle(event);
}

TEST_CASE("a number beyond a handle's is none, and not another's") {
    const owned h = open_socket(tcp);
    for (const std::intptr_t beyond : {std::intptr_t{1} << 31, std::intptr_t{1} << 32, std::intptr_t{1} << 40}) {
        const auto far_away = static_cast<handle>(static_cast<std::intptr_t>(handle(h)) + beyond);
        REQUIRE(error_of(describe(far_away)) == std::errc::bad_file_descriptor);
        REQUIRE(error_of(duplicate(far_away)) == std::errc::bad_file_descriptor);
        REQUIRE(error_of(close(far_away)) == std::errc::bad_file_descriptor);
    }
    (void)must(describe(h));
}

TEST_CASE("a socket made elsewhere is described, and blocks") {
    must(start());
    const owned h(static_cast<handle>(::socket(AF_INET, SOCK_DGRAM, 0)));
    const kind what = must(describe(h));
    REQUIRE(what.family == samesock::af_inet);
    REQUIRE(what.type == samesock::sock_dgram);
    must(bind(h, v4()));
    const DWORD milliseconds = 30;
    must(set_option(h, {samesock::sol_socket, samesock::so_rcvtimeo}, std::as_bytes(std::span(&milliseconds, 1))));
    const std::int64_t before = now();
    REQUIRE(error_of(receive_one(h)) == std::errc::operation_would_block);
    REQUIRE(now() - before >= 20'000'000);
}

TEST_CASE("a blocking receive sleeps as long as its own timeout says") {
    const auto [client, server] = connected_blocking_pair();
    const std::array<std::int64_t, 2> time{0, 30'000}; // Linux's timeval
    const option timeout{samesock::sol_socket, samesock::so_rcvtimeo};
    must(set_option(server, timeout, std::as_bytes(std::span(time))));
    std::array<std::int64_t, 2> read{};
    REQUIRE(must(get_option(server, timeout, std::as_writable_bytes(std::span(read)))) == sizeof read);
    REQUIRE(read == time);
    const std::int64_t before = now();
    REQUIRE(error_of(receive_one(server)) == std::errc::operation_would_block);
    REQUIRE(now() - before >= 20'000'000);
    send_text(client, "x");
    REQUIRE(must(receive_one(server)) == 1);
}

TEST_CASE("cancel ends a receive that sleeps in the kernel, and lets no other sleep") {
    const auto [client, server] = connected_blocking_pair();
    result<std::size_t> outcome = 0;
    second_thread other([&] { outcome = receive_one(server); });
    give_time();
    cancel(server);
    other.join();
    REQUIRE(error_of(outcome) == std::errc::interrupted);
    REQUIRE(error_of(receive_one(server)) == std::errc::interrupted);
}

TEST_CASE("cancel meets a receive at any moment of its beginning") {
    const auto [client, server] = connected_blocking_pair();
    for (int i = 0; i != 200; ++i) {
        const owned copy(must(duplicate(server)));
        must(set_blocking(copy, true));
        std::atomic<bool> begun = false;
        result<std::size_t> outcome = 0;
        second_thread other([&] {
            begun = true;
            outcome = receive_one(copy);
        });
        while (!begun) {}
        for (int wait = 0; wait != i * 20; ++wait) (void)begun.load();
        cancel(copy);
        other.join();
        REQUIRE(error_of(outcome) == std::errc::interrupted);
    }
}

TEST_CASE("a receive on a duplicate goes on when the other handle is cancelled") {
    auto [client, server] = connected_blocking_pair();
    owned copy(must(duplicate(server)));
    result<std::size_t> on_copy = 0;
    result<std::size_t> on_server = 0;
    second_thread one([&] { on_copy = receive_one(copy); });
    second_thread two([&] { on_server = receive_one(server); });
    give_time();
    cancel(copy);
    one.join();
    REQUIRE(error_of(on_copy) == std::errc::interrupted);
    send_text(client, "x");
    two.join();
    REQUIRE(must(std::move(on_server)) == 1);
}

TEST_CASE("shutdown in another thread ends a receive with the end of the stream") {
    const auto [client, server] = connected_blocking_pair();
    result<std::size_t> outcome = 1;
    second_thread other([&] { outcome = receive_one(server); });
    give_time();
    must(shutdown(server, samesock::shut_rdwr));
    other.join();
    REQUIRE(must(std::move(outcome)) == 0);
    REQUIRE(any(ready(server, readiness::readable) & readiness::readable));
}

TEST_CASE("a socket goes to another process as bytes") {
    const auto [client, server] = connected_pair();
    const auto information = must(share(server, ::GetCurrentProcessId()));
    const owned same(must(open_shared(information)));
    REQUIRE_FALSE(must(get_inheritable(same)));
    send_text(client, "x");
    REQUIRE(received_text(same) == "x");
    REQUIRE_FALSE(share(server, 1).has_value());
    REQUIRE(error_of(open_shared("too short")) == std::errc::invalid_argument);
}

TEST_CASE("reusing an address is remembered, and lets nobody take a port that is in use", "[semantics-33]") {
    const option reuse{samesock::sol_socket, samesock::so_reuseaddr};
    const int yes = 1;
    const owned first = open_socket(tcp);
    const owned second = open_socket(tcp);
    for (const owned* h : {&first, &second}) must(set_option(*h, reuse, std::as_bytes(std::span(&yes, 1))));
    must(bind(first, v4()));
    must(listen(first, 1));
    REQUIRE(error_of(bind(second, must(local_endpoint(first)))) == std::errc::address_in_use);
}

TEST_CASE("a refused datagram fails a connected socket's receive, and no other's", "[semantics-31]") {
    endpoint nobody;
    {
        const owned gone = bound_udp();
        nobody = must(local_endpoint(gone));
    }
    const owned open_to_all = bound_udp();
    REQUIRE(must(send_to(open_to_all, data_of("x"), {}, nobody)) == 1);
    give_time();
    REQUIRE(error_of(receive_one(open_to_all)) == std::errc::operation_would_block);
    if (samesock::testing::runs_on_wine()) SKIP(wine_lacks("refused_datagrams"));
    const owned connected_one = bound_udp();
    must(connected(connected_one, nobody));
    REQUIRE(must(send(connected_one, data_of("x"), {})) == 1);
    REQUIRE(error_of(eventually(connected_one, readiness::readable, [&] { return receive_one(connected_one); })) ==
            std::errc::connection_refused);
}

// WSAPoll() would say so of the end, unasked, and a writer would look again and again.
TEST_CASE("a stream that is full is not ready to write, though the peer has ended its side") {
    const auto [client, server] = connected_pair();
    const std::vector<std::byte> block(64 * 1024);
    for (auto n = send(client, block, {}); n; n = send(client, block, {})) {}
    must(shutdown(server, samesock::shut_wr));
    ready(client, readiness::readable); // the end has arrived
    std::array one{interest{client, readiness::writable}};
    const std::int64_t until = now() + 20'000'000;
    REQUIRE(must(wait(one, {until})) == 0);
    REQUIRE(now() >= until);
}

TEST_CASE("a thousand sockets are waited for at once") {
    std::vector<owned> handles(1000);
    std::vector<interest> all;
    for (owned& h : handles) {
        h = bound_udp();
        all.push_back({h, readiness::readable});
    }
    REQUIRE(must(wait(all, after(1ms))) == 0);
    for (const std::size_t i : {std::size_t{0}, std::size_t{500}, std::size_t{999}})
        (void)must(send_to(handles[1], data_of("x"), {}, must(local_endpoint(handles[i]))));
    for (const deadline until = after(patience); must(wait(all, until)) < 3 && now() < until.at;) give_time();
    for (std::size_t i = 0; i != all.size(); ++i) REQUIRE(any(all[i].got) == (i == 0 || i == 500 || i == 999));
}

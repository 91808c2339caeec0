// Makes COUNT calls of one operation in one mode on a loopback connection that always has data or room, for counting
// instructions (callgrind), system calls (strace) and heap allocations from outside or, with `allocations`, from
// within.
//   call_cost raw|samesock send|recv_into|recv|recv_large blocking|timeout|non_blocking COUNT
//   call_cost allocations
#include <samesock/samesock.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string_view>

#include <sys/socket.h>

// Every allocation of the program passes here; glibc's own functions stay reachable under these names.
extern "C" void* __libc_malloc(std::size_t);
extern "C" void* __libc_realloc(void*, std::size_t);
extern "C" void* __libc_calloc(std::size_t, std::size_t);

namespace {
std::atomic<long> allocations{0};
}

extern "C" void* malloc(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_malloc(size);
}
extern "C" void* calloc(std::size_t n, std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    return __libc_calloc(n, size);
}
// Giving memory back in place is none; moving is one.
extern "C" void* realloc(void* old, std::size_t size) {
    void* const now = __libc_realloc(old, size);
    if (now != old) allocations.fetch_add(1, std::memory_order_relaxed);
    return now;
}

namespace {

constexpr std::size_t message = 64;

struct connection {
    samesock::socket near_end{std::nullopt}, far_end{std::nullopt};
};

connection connect_over_loopback() {
    samesock::socket listener = samesock::create_server({"127.0.0.1", 0});
    connection c;
    c.near_end = samesock::create_connection(listener.getsockname());
    c.far_end = listener.accept().first;
    return c;
}

void set_mode(samesock::socket& s, std::string_view mode) {
    if (mode == "timeout")
        s.settimeout(30);
    else if (mode == "non_blocking")
        s.setblocking(false);
}

// Room, or data, for as many calls as one run makes between refills.
constexpr int between_refills = 500;

void refill(connection& c, std::string_view operation) {
    static char block[message * between_refills];
    if (operation == "send") {
        c.far_end.setblocking(false);
        while (c.far_end.try_recv_into(block)) {}
    } else {
        c.far_end.sendall(samesock::const_buffer(block, sizeof block));
        char waiting[1];
        c.near_end.setblocking(true);
        c.near_end.recv_into(waiting, 0, samesock::msg_peek);
    }
}

// The loops are apart so that callgrind tells them from the refills.
[[gnu::noinline]] void raw_calls(int fd, std::string_view operation, int count) {
    char buffer[message] = {};
    if (operation == "send")
        for (int i = 0; i < count; ++i) {
            if (::send(fd, buffer, message, MSG_NOSIGNAL) < 0) std::abort();
        }
    else
        for (int i = 0; i < count; ++i) {
            if (::recv(fd, buffer, message, 0) < 0) std::abort();
        }
}

[[gnu::noinline]] void samesock_calls(samesock::socket& s, std::string_view operation, int count) {
    char buffer[message] = {};
    const samesock::mutable_buffer into(buffer, message);
    const samesock::const_buffer from(buffer, message);
    if (operation == "send")
        for (int i = 0; i < count; ++i) s.send(from);
    else if (operation == "recv_into")
        for (int i = 0; i < count; ++i) s.recv_into(into);
    else if (operation == "recv")
        for (int i = 0; i < count; ++i) {
            if (!s.recv(message)) std::abort();
        }
    else
        for (int i = 0; i < count / 1000 + 1; ++i) {
            if (!s.recv(1 << 20)) std::abort();
        }
}

int make_calls(std::string_view who, std::string_view operation, std::string_view mode, int count) {
    connection c = connect_over_loopback();
    while (count > 0) {
        const int now = count < between_refills ? count : between_refills;
        refill(c, operation);
        set_mode(c.near_end, mode);
        if (who == "raw")
            raw_calls(static_cast<int>(c.near_end.fileno()), operation, now);
        else
            samesock_calls(c.near_end, operation, now);
        count -= now;
    }
    return 0;
}

void report(const char* operation, const char* mode, const std::function<void()>& call) {
    call(); // the first one may set something up
    const long before = allocations.load();
    constexpr int calls = 100;
    for (int i = 0; i < calls; ++i) call();
    std::printf("%s %s %.2f\n", operation, mode, static_cast<double>(allocations.load() - before) / calls);
}

int count_allocations() {
    for (const char* mode : {"blocking", "timeout", "non_blocking"}) {
        connection c = connect_over_loopback();
        static char block[1 << 16];
        char small[message] = {};
        c.far_end.sendall(samesock::const_buffer(block, sizeof block));
        char waiting[1];
        c.near_end.recv_into(waiting, 0, samesock::msg_peek);
        set_mode(c.near_end, mode);
        report("send", mode, [&] { c.near_end.send(samesock::const_buffer(small, message)); });
        report("sendall", mode, [&] { c.near_end.sendall(samesock::const_buffer(small, message)); });
        report("recv_into", mode, [&] { c.near_end.recv_into(small); });
        report("recv", mode, [&] {
            if (!c.near_end.recv(message)) std::abort();
        });
        samesock::socket udp(samesock::af_inet, samesock::sock_dgram);
        udp.bind({"127.0.0.1", 0});
        const samesock::address self = udp.getsockname();
        const int port = static_cast<int>(self.port());
        set_mode(udp, mode);
        report("sendto+recvfrom_into", mode, [&] {
            udp.sendto(samesock::const_buffer(small, message), self);
            udp.recvfrom_into(small);
        });
        report("sendto+recvfrom_into (numeric text)", mode, [&] {
            udp.sendto(samesock::const_buffer(small, message), {"127.0.0.1", port});
            udp.recvfrom_into(small);
        });
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view(argv[1]) == "allocations") return count_allocations();
    if (argc == 5) return make_calls(argv[1], argv[2], argv[3], std::atoi(argv[4]));
    std::fprintf(stderr, "usage: call_cost raw|samesock OPERATION MODE COUNT | call_cost allocations\n");
    return 2;
}

// Descriptors on POSIX systems: their flags, their limit, numbers beyond FD_SETSIZE, and memory over many rounds.
// Includes system headers: it is about the system under the library.
#include "../suite.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <system_error>
#include <vector>

namespace {

bool non_blocking(const ss::socket& s) { return (::fcntl(static_cast<int>(s.fileno()), F_GETFL) & O_NONBLOCK) != 0; }
bool closes_on_exec(const ss::socket& s) { return (::fcntl(static_cast<int>(s.fileno()), F_GETFD) & FD_CLOEXEC) != 0; }

class soft_limit {
public:
    explicit soft_limit(rlim_t most) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit now{most < before_.rlim_max ? most : before_.rlim_max, before_.rlim_max};
        set_ = ::setrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur == most;
    }
    ~soft_limit() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    soft_limit(const soft_limit&) = delete;
    soft_limit& operator=(const soft_limit&) = delete;
    [[nodiscard]] bool set() const noexcept { return set_; }

private:
    rlimit before_{};
    bool set_ = false;
};

// A limit that leaves no descriptor free.
soft_limit no_more_descriptors() {
    const int next = ::dup(0);
    ::close(next);
    return soft_limit(static_cast<rlim_t>(next));
}

// Resident memory in kB; 0 where it cannot be asked.
long resident() {
    long size = 0, pages = 0;
    std::FILE* const f = std::fopen("/proc/self/statm", "r");
    if (f == nullptr) return 0;
    if (std::fscanf(f, "%ld %ld", &size, &pages) != 2) pages = 0;
    std::fclose(f);
    return pages * (::sysconf(_SC_PAGESIZE) / 1024);
}

} // namespace

TEST_CASE("a timeout makes the descriptor non-blocking", "[posix][settimeout][semantics-4]") {
    auto s = tcp();
    CHECK_FALSE(non_blocking(s));
    ok(s.try_settimeout(5));
    CHECK(non_blocking(s));
    ok(s.try_settimeout(std::nullopt));
    CHECK_FALSE(non_blocking(s));
    ok(s.try_settimeout(0));
    CHECK(non_blocking(s));
    const default_timeout three(3);
    CHECK(non_blocking(tcp()));
}

TEST_CASE("accepted sockets have the mode of the default timeout", "[posix][semantics-8]") {
    auto l = listener(); // non-blocking, for it has a timeout
    auto client = tcp();
    ok(client.try_connect(value_of(l.try_getsockname())));
    CHECK_FALSE(non_blocking(value_of(l.try_accept()).first));
    const default_timeout three(3);
    auto second = tcp();
    ok(second.try_connect(value_of(l.try_getsockname())));
    CHECK(non_blocking(value_of(l.try_accept()).first));
}

TEST_CASE("fromfd sees the other's mode and does not ask for it", "[posix][fromfd][semantics-11]") {
    auto s = bound_udp();
    auto copy = value_of(ss::try_fromfd(s.fileno(), ss::AF_INET, ss::SOCK_DGRAM));
    CHECK(copy.gettimeout() == std::nullopt);
    CHECK(non_blocking(copy));
    CHECK(error_of(copy.try_recv(1)) == std::errc::operation_would_block); // though its timeout is None
}

TEST_CASE("every socket closes on exec", "[posix][inherit][semantics-29]") {
    auto [client, server] = tcp_pair();
    CHECK(closes_on_exec(client));
    CHECK(closes_on_exec(server));
    CHECK(closes_on_exec(value_of(client.try_dup())));
    auto [a, b] = value_of(ss::try_socketpair());
    CHECK(closes_on_exec(a));
    CHECK(closes_on_exec(b));
    CHECK(closes_on_exec(value_of(ss::try_fromfd(a.fileno(), ss::AF_UNIX, ss::SOCK_STREAM))));
    ok(a.try_set_inheritable(true));
    CHECK_FALSE(closes_on_exec(a));
}

TEST_CASE("no descriptor left is EMFILE", "[posix][bad]") {
    auto l = listener();
    auto client = tcp();
    ok(client.try_connect(value_of(l.try_getsockname())));
    std::vector<std::error_code> errors;
    const auto note = [&errors](const auto& outcome) {
        errors.push_back(outcome ? std::error_code() : outcome.error());
    };
    {
        // Nothing is checked in here: sanitizers need a descriptor to look at memory.
        const auto limit = no_more_descriptors();
        note(ss::socket::try_open());
        note(client.try_dup());
        note(l.try_accept());
        note(ss::try_socketpair());
        note(ss::try_create_connection({loopback, 9}));
        note(ss::try_fromfd(client.fileno(), ss::AF_INET, ss::SOCK_STREAM));
        note(ss::selector::try_open());
    }
    CHECK(errors == std::vector<std::error_code>(7, ss::errno_code(EMFILE)));
    CHECK(l.try_accept().has_value()); // the connection has waited
}

TEST_CASE("numbers beyond FD_SETSIZE are waited for like others", "[posix][select][semantics-30]") {
    const soft_limit more(3000);
    if (!more.set()) SKIP("this machine allows fewer than 3000 descriptors");
    auto [client, server] = tcp_pair();
    const int high = ::fcntl(static_cast<int>(server.fileno()), F_DUPFD_CLOEXEC, 2500);
    REQUIRE(high >= 2500);
    auto s = value_of(ss::socket::try_adopt(high));
    ok(s.try_settimeout(0.02));
    CHECK(error_of(s.try_recv(1)) == ss::fault::timed_out);
    ok(client.try_sendall("x"));
    CHECK(value_of(ss::try_select({&s}, {}, {}, 10)).readable.size() == 1);
    CHECK(read_exactly(s, 1) == "x");
}

TEST_CASE("a pipe is no socket", "[posix][bad]") {
    int ends[2]{};
    REQUIRE(::pipe(ends) == 0);
    CHECK(error_of(ss::socket::try_adopt(ends[0])) == ss::errno_code(ENOTSOCK));
    // Told everything, it is asked all the same whether it is one. (CPython, sock_initobj.)
    CHECK(error_of(ss::socket::try_adopt(ends[0], ss::AF_INET, ss::SOCK_STREAM, ss::IPPROTO_TCP)) ==
          ss::errno_code(ENOTSOCK));
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("closing a descriptor that is gone is EBADF once", "[posix][close][semantics-21]") {
    auto s = tcp();
    ::close(static_cast<int>(s.fileno()));
    CHECK(error_of(s.try_close()) == ss::errno_code(EBADF));
    ok(s.try_close());
}

TEST_CASE("memory is after a hundred thousand sockets what it was after ten thousand", "[posix][soak]") {
    if (SAMESOCK_SANITIZED) SKIP("a sanitizer keeps freed memory");
    const auto rounds = [](int count) {
        for (int i = 0; i < count; ++i) {
            const auto s = ss::socket::try_open();
            if (!s) FAIL(text(error_of(s)));
        }
    };
    (void)resident(); // its own pages
    rounds(10'000);
    const long before = resident();
    if (before == 0) SKIP("this system does not tell the resident memory");
    rounds(90'000);
    CHECK(resident() - before <= 64);
}

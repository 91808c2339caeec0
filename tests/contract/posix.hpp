// What the POSIX backend's own cases share. System headers are allowed here, and come after ours.
#pragma once

#include "contract.hpp"
#include "second_thread.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace contract {

inline constexpr kind local_stream{samesock::af_unix, samesock::sock_stream, {}};
inline constexpr kind local_datagram{samesock::af_unix, samesock::sock_dgram, {}};

[[nodiscard]] inline endpoint local_address(std::string_view path) { return {samesock::af_unix, data_of(path)}; }
[[nodiscard]] inline std::string path_of(const endpoint& e) { return std::string(text_of(e.bytes())); }

/// How many descriptors this process has open.
[[nodiscard]] inline int open_descriptors() {
    int count = 0;
    for (int fd = 0; fd != 4096; ++fd)
        if (::fcntl(fd, F_GETFD) >= 0) ++count;
    return count;
}

/// A directory that goes away with what was bound in it.
class scratch_directory {
public:
    scratch_directory() { REQUIRE(::mkdtemp(name_) != nullptr); }
    scratch_directory(const scratch_directory&) = delete;
    scratch_directory& operator=(const scratch_directory&) = delete;
    ~scratch_directory() {
        if (DIR* const d = ::opendir(name_)) {
            while (const dirent* entry = ::readdir(d)) (void)::unlinkat(::dirfd(d), entry->d_name, 0);
            ::closedir(d);
        }
        ::rmdir(name_);
    }
    [[nodiscard]] std::string file(std::string_view name) const { return std::string(name_) + "/" + std::string(name); }

private:
    char name_[32] = "/tmp/samesock-contract-XXXXXX";
};

/// A disposition for as long as the object lives.
class disposition {
public:
    disposition(int signal, void (*handler)(int)) : signal_(signal) {
        struct sigaction action{};
        action.sa_handler = handler;
        REQUIRE(::sigaction(signal, &action, &before_) == 0);
    }
    disposition(const disposition&) = delete;
    disposition& operator=(const disposition&) = delete;
    ~disposition() { ::sigaction(signal_, &before_, nullptr); }

private:
    int signal_;
    struct sigaction before_{};
};

/// SIGALRM again and again: one that comes too early, before the thread sleeps, is followed by another.
class alarms {
public:
    explicit alarms(void (*handler)(int)) : disposition_(SIGALRM, handler) {
        const itimerval every{{0, 10'000}, {0, 10'000}};
        REQUIRE(::setitimer(ITIMER_REAL, &every, nullptr) == 0);
    }
    alarms(const alarms&) = delete;
    alarms& operator=(const alarms&) = delete;
    ~alarms() {
        const itimerval none{};
        ::setitimer(ITIMER_REAL, &none, nullptr);
    }

private:
    disposition disposition_;
};

} // namespace contract

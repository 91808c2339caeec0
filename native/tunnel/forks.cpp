// See forks.hpp.
#include "forks.hpp"

#include "wasm/tunnel/network.hpp"

#include <pthread.h>
#include <unistd.h>

#include <mutex>

namespace samesock::platform {

constinit std::atomic<int> websocket_descriptor = -1;

namespace {

void before() noexcept { network::instance().before_fork(); }
void after() noexcept { network::instance().after_fork(); }
void after_in_child() noexcept {
    if (const int fd = websocket_descriptor.exchange(-1); fd >= 0) ::close(fd);
    network::instance().after_fork_in_child();
}

} // namespace

void watch_forks() noexcept {
    static std::once_flag once;
    std::call_once(once, [] { (void)::pthread_atfork(before, after, after_in_child); });
}

} // namespace samesock::platform

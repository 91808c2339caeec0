// Bringing the network up. An atomic flag rather than std::mutex, which a standard library without threads does not
// have.
#include "core/start.hpp"

#include "platform/platform.hpp"

#include <atomic>

namespace samesock {
namespace {

std::atomic<bool> is_up{false};
std::atomic_flag starting;

void take_turn() noexcept {
    while (starting.test_and_set(std::memory_order_acquire)) {
#ifdef __cpp_lib_atomic_wait // a standard library without threads has none, and nobody to wait for
        starting.wait(true, std::memory_order_relaxed);
#endif
    }
}

void give_turn() noexcept {
    starting.clear(std::memory_order_release);
#ifdef __cpp_lib_atomic_wait
    starting.notify_one();
#endif
}

} // namespace

status ensure_started() noexcept {
    if (is_up.load(std::memory_order_acquire)) [[likely]]
        return {};
    take_turn();
    status outcome;
    if (!is_up.load(std::memory_order_relaxed)) {
        outcome = platform::start();
        if (outcome) is_up.store(true, std::memory_order_release);
    }
    give_turn();
    return outcome;
}

} // namespace samesock

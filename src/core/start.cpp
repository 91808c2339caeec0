// Bringing the network up.
#include "core/start.hpp"

#include "core/turn.hpp"
#include "platform/platform.hpp"

#include <atomic>

namespace samesock {
namespace {

std::atomic<bool> is_up{false};
turn starting;

} // namespace

status ensure_started() noexcept {
    if (is_up.load(std::memory_order_acquire)) [[likely]]
        return {};
    const turn_taken alone(starting);
    if (is_up.load(std::memory_order_relaxed)) return {};
    auto outcome = platform::start();
    if (outcome) is_up.store(true, std::memory_order_release);
    return outcome;
}

} // namespace samesock

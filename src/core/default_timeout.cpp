// The timeout of sockets that are made from now on.
#include "core/socket_state.hpp"

#include <samesock/functions.hpp>
#include <samesock/timeout_value.hpp>

#include <atomic>
#include <cstdint>

namespace samesock {
namespace {

std::atomic<std::int64_t> nanoseconds{timeout_value::none};

} // namespace

std::int64_t default_timeout() noexcept { return nanoseconds.load(std::memory_order_relaxed); }

status try_setdefaulttimeout(timeout_value timeout) noexcept {
    const auto given = timeout.nanoseconds();
    if (!given) return failure(given.error());
    nanoseconds.store(*given, std::memory_order_relaxed);
    return {};
}

std::optional<double> getdefaulttimeout() noexcept {
    const std::int64_t now = default_timeout();
    if (now == timeout_value::none) return std::nullopt;
    return static_cast<double>(now) / 1e9;
}

} // namespace samesock

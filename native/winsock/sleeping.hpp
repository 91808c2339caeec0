// Blocking mode: what a kernel that slept would do, by attempts and wait(), so that cancel() reaches who sleeps.
#pragma once

#include "handle_table.hpp"
#include "translate.hpp"

namespace samesock::platform {

inline constexpr int our_msg_dontwait = 64;

/// Blocking mode, unless the flags ask not to sleep.
[[nodiscard]] inline bool may_sleep(handle h, message_flags flags) noexcept {
    return (flags.value() & our_msg_dontwait) == 0 && traits_of(h).has(trait::blocking);
}

/// Sleeps in wait(), as long as SO_RCVTIMEO or SO_SNDTIMEO lets it: EWOULDBLOCK after that, EINTR after cancel().
[[nodiscard]] status sleep_until_ready(handle h, readiness want) noexcept;
/// Milliseconds; -1: for ever.
[[nodiscard]] int time_limit(handle h, readiness want) noexcept;

/// Attempts until one does not say would-block, asleep in between, where the mode is blocking.
template <class Attempt>
[[nodiscard]] auto attempt_or_sleep(handle h, readiness want, message_flags flags, Attempt once) noexcept
    -> decltype(once()) {
    for (;;) {
        auto outcome = once();
        if (outcome || outcome.error() != errno_code(EWOULDBLOCK) || !may_sleep(h, flags)) return outcome;
        if (const status ready = sleep_until_ready(h, want); !ready) return failure(ready.error());
    }
}

} // namespace samesock::platform

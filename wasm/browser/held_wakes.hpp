// Wakes that wait until the lock is free: who is woken would only go to sleep again for it.
#pragma once

namespace samesock::platform {

/// While there is one, what this thread wakes is woken at its end. At most one at a time, on the event loop's thread.
class held_wakes {
public:
    held_wakes() noexcept;
    ~held_wakes();
    held_wakes(const held_wakes&) = delete;
    held_wakes& operator=(const held_wakes&) = delete;
};

} // namespace samesock::platform

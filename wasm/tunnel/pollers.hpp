// What a poller is: handles that are registered once, and a list of those that may be ready. What nothing happens to
// is in no list, and costs a wait() nothing.
#pragma once

#include "sockets.hpp"

#include <atomic>
#include <memory>
#include <unordered_map>

namespace samesock::platform {

struct poller_record {
    std::unordered_map<handle, std::unique_ptr<registration>> all;
    chain<registration, ready_link> ready;
    std::unique_ptr<sleeper> own = std::make_unique<sleeper>(); ///< of the first that waits: a signal handler wakes it
    bool own_in_use = false;
    wait_list waiters;
    std::atomic<bool> woken = false;
};

/// Something has changed about it: the next wait() looks.
void may_be_ready(registration& one) noexcept;
/// Takes a handle that is being closed out of every poller.
void leave_pollers(socket_record& s, handle h) noexcept;
/// In a child process: what they sleep at is the parent's.
void renew_pollers();

} // namespace samesock::platform

// Windows' own headers, in the order that they want. Only this backend's files include this one, after ours.
#pragma once

#include <winsock2.h>
#include <ws2tcpip.h>

#include <mstcpip.h>
#include <windows.h>

namespace samesock::platform {

/// The lock that needs no destructor, since threads may outlive main().
class light_lock {
public:
    void lock() noexcept { ::AcquireSRWLockExclusive(&lock_); }
    void unlock() noexcept { ::ReleaseSRWLockExclusive(&lock_); }

private:
    SRWLOCK lock_ = SRWLOCK_INIT;
};

} // namespace samesock::platform

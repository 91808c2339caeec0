// The resolver's older calls, which answer with an entry in somebody's memory: the caller's own where there are the _r
// functions, else static memory under a lock. Each takes what to make of the entry while it is there. May throw
// std::bad_alloc. Sources: gethostbyname(3), getservbyname(3), getprotobyname(3).
#pragma once

#include <samesock/error_code.hpp>
#include <samesock/result.hpp>

#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstddef>
#include <mutex>
#include <vector>

namespace samesock::platform {

#if defined(__linux__) || defined(__FreeBSD__)
inline constexpr bool has_reentrant_entries = true;
#else
inline constexpr bool has_reentrant_entries = false;
#endif
#if defined(__GLIBC__) || defined(__FreeBSD__) // musl's protocols are a constant table in static memory
inline constexpr bool has_reentrant_protocols = true;
#else
inline constexpr bool has_reentrant_protocols = false;
#endif

inline std::error_code host_failure(int h_error) noexcept {
    const bool is_errno =
        h_error < static_cast<int>(host_error::host_not_found); // NETDB_INTERNAL: the reason is in errno
    if (is_errno) return errno_code(errno != 0 ? errno : EIO);
    return {h_error, herror_category()};
}

/// Calls `attempt(entry, memory, size, found)` with more memory as long as it says ERANGE.
template <class Entry, class Attempt, class Use, class Failure>
auto with_own_memory(Attempt attempt, Use use, Failure failed) -> decltype(use(Entry{})) {
    constexpr std::size_t too_much = std::size_t{1} << 22;
    for (std::vector<char> memory(1024); memory.size() < too_much; memory.resize(memory.size() * 4)) {
        Entry entry{};
        Entry* found = nullptr;
        const int outcome = attempt(&entry, memory.data(), memory.size(), &found);
        if (found != nullptr) return use(*found);
        if (outcome != ERANGE) return failure(failed(outcome));
    }
    return failure(errno_code(ENOMEM));
}

/// Of all calls that answer in static memory, one at a time.
template <class Entry, class Attempt, class Use, class Failure>
auto with_static_memory(Attempt attempt, Use use, Failure failed) -> decltype(use(Entry{})) {
    static std::mutex one_at_a_time;
    const std::scoped_lock lock(one_at_a_time);
    if (const Entry* found = attempt()) return use(*found);
    return failure(failed(0));
}

// Not found, and every other reason for which there is no entry, are one to Python.
inline std::error_code no_entry(int) noexcept { return errno_code(ENOENT); }

// The arguments' types are templates' so that a function that a system lacks is not looked up there.
template <class Text, class Use>
auto with_host_by_name(Text name, Use use) {
    if constexpr (has_reentrant_entries) {
        int reason = 0;
        return with_own_memory<hostent>(
            [&](auto entry, char* memory, std::size_t size, auto found) {
                return gethostbyname_r(name, entry, memory, size, found, &reason);
            },
            use, [&](int) { return host_failure(reason); });
    } else {
        return with_static_memory<hostent>([&] { return gethostbyname(name); }, use,
                                           [](int) { return host_failure(h_errno); });
    }
}

template <class Data, class Use>
auto with_host_by_address(Data bytes, socklen_t length, int family, Use use) {
    if constexpr (has_reentrant_entries) {
        int reason = 0;
        return with_own_memory<hostent>(
            [&](auto entry, char* memory, std::size_t size, auto found) {
                return gethostbyaddr_r(bytes, length, family, entry, memory, size, found, &reason);
            },
            use, [&](int) { return host_failure(reason); });
    } else {
        return with_static_memory<hostent>(
            [&] { return gethostbyaddr(reinterpret_cast<const char*>(bytes), length, family); }, use,
            [](int) { return host_failure(h_errno); });
    }
}

template <class Text, class Use>
auto with_service_by_name(Text name, const char* proto, Use use) {
    if constexpr (has_reentrant_entries)
        return with_own_memory<servent>(
            [&](auto entry, char* memory, std::size_t size, auto found) {
                return getservbyname_r(name, proto, entry, memory, size, found);
            },
            use, no_entry);
    else
        return with_static_memory<servent>([&] { return getservbyname(name, proto); }, use, no_entry);
}

template <class Port, class Use>
auto with_service_by_port(Port network_order, const char* proto, Use use) {
    if constexpr (has_reentrant_entries)
        return with_own_memory<servent>(
            [&](auto entry, char* memory, std::size_t size, auto found) {
                return getservbyport_r(network_order, proto, entry, memory, size, found);
            },
            use, no_entry);
    else
        return with_static_memory<servent>([&] { return getservbyport(network_order, proto); }, use, no_entry);
}

template <class Text, class Use>
auto with_protocol_by_name(Text name, Use use) {
    if constexpr (has_reentrant_protocols)
        return with_own_memory<protoent>([&](auto entry, char* memory, std::size_t size,
                                             auto found) { return getprotobyname_r(name, entry, memory, size, found); },
                                         use, no_entry);
    else
        return with_static_memory<protoent>([&] { return getprotobyname(name); }, use, no_entry);
}

} // namespace samesock::platform

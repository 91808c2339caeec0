// Bytes that nobody can guess, from the system. OpenSSL's own generator would do as well, and costs every process that
// asks it once 2 MB.
#pragma once

#include <sys/random.h>

#include <cerrno>
#include <cstddef>
#include <span>
#include <system_error>

namespace samesock::gateway {

/// At most 256 of them, so that the system gives all at once.
inline void fill_randomly(std::span<std::byte> bytes) {
    while (::getrandom(bytes.data(), bytes.size(), 0) < 0)
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
}

} // namespace samesock::gateway

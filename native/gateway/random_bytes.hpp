// Bytes that nobody can guess, from the system. OpenSSL's own generator would do as well, and costs every process that
// asks it once 2 MB.
#pragma once

#include <cstddef>
#include <span>

namespace samesock::gateway {

/// At most 256 of them, so that the system gives all at once.
void fill_randomly(std::span<std::byte> bytes);

} // namespace samesock::gateway

// BCryptGenRandom (bcrypt.h): see random_bytes.hpp.
#include "random_bytes.hpp"

#include "windows.hpp"

#include <bcrypt.h>

#include <system_error>

namespace samesock::gateway {

void fill_randomly(std::span<std::byte> bytes) {
    auto* const to = reinterpret_cast<unsigned char*>(bytes.data());
    const auto size = static_cast<ULONG>(bytes.size());
    if (::BCryptGenRandom(nullptr, to, size, BCRYPT_USE_SYSTEM_PREFERRED_RNG) != 0)
        throw std::system_error(std::make_error_code(std::errc::io_error), "BCryptGenRandom");
}

} // namespace samesock::gateway

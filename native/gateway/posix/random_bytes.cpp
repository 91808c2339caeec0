// getrandom(2): see random_bytes.hpp.
#include "random_bytes.hpp"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace samesock::gateway {

void fill_randomly(std::span<std::byte> bytes) {
    while (::getrandom(bytes.data(), bytes.size(), 0) < 0)
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
}

} // namespace samesock::gateway

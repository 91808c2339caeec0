// RAND_add and its kin, over OpenSSL's generator.
#include <samesock/ssl.hpp>

#include "tls/openssl_error.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace samesock {

void RAND_add(const_buffer data, double entropy) noexcept {
    for (const_buffer rest = data; !rest.empty();) { // in parts that an int can count
        const auto part = static_cast<int>(std::min(rest.size(), static_cast<std::size_t>(INT_MAX)));
        ::RAND_add(rest.data(), part, entropy);
        rest = rest.drop(static_cast<std::size_t>(part));
        entropy = 0;
    }
}

bool RAND_status() noexcept { return ::RAND_status() == 1; }

result<bytes> try_RAND_bytes(std::ptrdiff_t num) noexcept {
    if (num < 0 || num > INT_MAX) return failure(misuse::negative_size);
    bytes data = bytes::uninitialized(static_cast<std::size_t>(num));
    if (num == 0) return data;
    if (data.empty()) return failure(errno_code(ENOMEM));
    tls::forget_errors();
    if (::RAND_bytes(reinterpret_cast<unsigned char*>(data.data()), static_cast<int>(num)) != 1)
        return failure(tls::taken_error());
    return data;
}

result<std::size_t> try_RAND_egd(const std::string&) noexcept { return failure(errno_code(EOPNOTSUPP)); }

} // namespace samesock

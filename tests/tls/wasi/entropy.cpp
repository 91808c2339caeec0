// Where OpenSSL's random numbers come from on WASI: getentropy(), which is wasi:random. The linker puts this file's
// between OpenSSL and libc's (--wrap).
#include "../connections.hpp"

#include <openssl/rand.h>

#include <cstddef>

namespace {

std::size_t secure_bytes = 0;

} // namespace

extern "C" int __real_getentropy(void* into, std::size_t size);
extern "C" int __wrap_getentropy(void* into, std::size_t size);
extern "C" int __wrap_getentropy(void* into, std::size_t size) {
    secure_bytes += size;
    return __real_getentropy(into, size);
}

TEST_CASE("OpenSSL is seeded by getentropy", "[tls][random]") {
    const std::size_t before = secure_bytes;
    CHECK(EVP_RAND_reseed(RAND_get0_primary(nullptr), 1, nullptr, 0, nullptr, 0) == 1);
    CHECK(secure_bytes - before >= 256 / 8); // the strength of its generator
    CHECK(ss::RAND_status());
}

// Where OpenSSL's random numbers come from in a page and on Node.
#include "../connections.hpp"

#include <openssl/rand.h>

#include <emscripten.h>

// clang-format off: JavaScript
EM_JS(void, count_secure_bytes, (), {
  const native = crypto.getRandomValues;
  globalThis.samesock_secure_bytes = 0;
  crypto.getRandomValues = (view) => {
    globalThis.samesock_secure_bytes += view.byteLength;
    return native.call(crypto, view);
  };
});

EM_JS(int, counted_secure_bytes, (), {
  delete crypto.getRandomValues; // the one of its own
  return globalThis.samesock_secure_bytes;
});
// clang-format on

TEST_CASE("OpenSSL is seeded by crypto.getRandomValues", "[tls][random]") {
    count_secure_bytes();
    const int seeded = EVP_RAND_reseed(RAND_get0_primary(nullptr), 1, nullptr, 0, nullptr, 0);
    const int bytes = counted_secure_bytes();
    CHECK(seeded == 1);
    CHECK(bytes >= 256 / 8); // the strength of its generator
    CHECK(ss::RAND_status());
}

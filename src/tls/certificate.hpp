// From OpenSSL's certificate to what getpeercert() tells of it.
#pragma once

#include <samesock/certificate.hpp>

#include <openssl/types.h>

#include <string>

namespace samesock::tls {

/// Throws std::bad_alloc. What a certificate says badly is left out.
[[nodiscard]] certificate decoded(X509* from);
/// "/C=US/O=.../CN=localhost", as Python 2.5 had it.
[[nodiscard]] std::string one_line(const X509_NAME* name);

} // namespace samesock::tls

// TLS: Python's ssl module as it is today, and the ssl() of the old socket module. Link samesock::tls as well.
// Source: https://docs.python.org/3/library/ssl.html
#pragma once

#include <samesock/bytes.hpp>
#include <samesock/certificate.hpp>
#include <samesock/ssl_context.hpp>
#include <samesock/ssl_error.hpp>
#include <samesock/ssl_session.hpp>
#include <samesock/ssl_socket.hpp>
#include <samesock/unverified_ssl.hpp>

#include <cstddef>
#include <string>

#include <samesock/names_begin.hpp>

namespace samesock {

/// Stirs `data` into the random generator; `entropy` is how many bytes of it nobody can guess. OpenSSL seeds itself: no
/// program needs this.
void RAND_add(const_buffer data, double entropy) noexcept;
/// Whether the random generator has been seeded.
[[nodiscard]] bool RAND_status() noexcept;
/// `num` bytes that nobody can guess. misuse::negative_size; ssl_error where the system has no entropy.
[[nodiscard]] inline bytes RAND_bytes(std::ptrdiff_t num);
[[nodiscard]] result<bytes> try_RAND_bytes(std::ptrdiff_t num) noexcept;
/// The entropy gathering daemon, which no system needs any more: always EOPNOTSUPP.
inline std::size_t RAND_egd(const std::string& path);
[[nodiscard]] result<std::size_t> try_RAND_egd(const std::string& path) noexcept;

inline bytes RAND_bytes(std::ptrdiff_t num) { return unwrap(try_RAND_bytes(num), "RAND_bytes"); }
inline std::size_t RAND_egd(const std::string& path) { return unwrap(try_RAND_egd(path), "RAND_egd"); }

} // namespace samesock

#include <samesock/names_end.hpp>

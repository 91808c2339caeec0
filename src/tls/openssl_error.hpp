// From OpenSSL's error queue, which belongs to the thread, to one code.
#pragma once

#include <system_error>

namespace samesock::tls {

/// Empties the queue: before a call whose errors are to be read.
void forget_errors() noexcept;
/// The last error, as Python takes it, and the queue emptied. An errno of the system (a file that cannot be read) goes
/// before what OpenSSL made of it. not_enough_memory; ssl_library_category otherwise.
[[nodiscard]] std::error_code taken_error() noexcept;

} // namespace samesock::tls

// OpenSSL's error queue. Source: ERR_get_error(3).
#include "tls/openssl_error.hpp"

#include <samesock/error_code.hpp>
#include <samesock/ssl_error.hpp>

#include <openssl/err.h>

#include <cerrno>
#include <system_error>

namespace samesock::tls {

void forget_errors() noexcept { ERR_clear_error(); }

std::error_code taken_error() noexcept {
    bool no_memory = false;
    int of_system = 0;
    unsigned long last = 0;
    while (const unsigned long next = ERR_get_error()) {
        last = next;
        if (ERR_SYSTEM_ERROR(next)) of_system = ERR_GET_REASON(next);
        no_memory = no_memory || ERR_GET_REASON(next) == ERR_R_MALLOC_FAILURE;
    }
    if (no_memory || last == 0) return errno_code(ENOMEM); // what fails without a word has found none either
    // Windows' own numbers, where it is Windows' that OpenSSL tells.
    if (of_system != 0) return errno_code(std::system_category().default_error_condition(of_system).value());
    return {static_cast<int>(last), ssl_library_category()};
}

} // namespace samesock::tls

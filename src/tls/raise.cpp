// From a code of TLS to Python's exception. The only file of this room that throws; without exceptions raise() of the
// core prints and aborts, and comes not here.
#include "tls/raise.hpp"

#include <samesock/ssl_error.hpp>

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace samesock::tls {

#if defined(__cpp_exceptions)

void raise_condition(std::error_code code, const char* operation, std::string_view detail) {
    switch (static_cast<ssl_condition>(code.value())) {
    case ssl_condition::want_read: throw ssl_want_read_error(code, operation, detail);
    case ssl_condition::want_write: throw ssl_want_write_error(code, operation, detail);
    case ssl_condition::zero_return: throw ssl_zero_return_error(code, operation, detail);
    case ssl_condition::eof: throw ssl_eof_error(code, operation, detail);
    default: throw ssl_error(code, operation, detail);
    }
}

void raise_ssl_error(std::error_code code, const char* operation, std::string_view detail) {
    throw ssl_error(code, operation, detail);
}

void raise_certificate(std::error_code code, const char* operation, std::string_view detail) {
    throw cert_verification_error(code, operation, detail);
}

void raise_misuse(std::error_code code, const char* operation, std::string_view detail) {
    std::string text = operation;
    text += "(): " + code.message();
    if (!detail.empty()) (text += ' ') += detail;
    throw std::invalid_argument(text);
}

#else

void raise_condition(std::error_code, const char*, std::string_view) { std::abort(); }
void raise_ssl_error(std::error_code, const char*, std::string_view) { std::abort(); }
void raise_certificate(std::error_code, const char*, std::string_view) { std::abort(); }
void raise_misuse(std::error_code, const char*, std::string_view) { std::abort(); }

#endif

} // namespace samesock::tls

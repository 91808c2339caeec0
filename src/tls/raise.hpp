// The exceptions of TLS's domains: what raise() of the core leaves to them.
#pragma once

#include <string_view>
#include <system_error>

namespace samesock::tls {

[[noreturn]] void raise_condition(std::error_code code, const char* operation, std::string_view detail);
[[noreturn]] void raise_ssl_error(std::error_code code, const char* operation, std::string_view detail);
[[noreturn]] void raise_certificate(std::error_code code, const char* operation, std::string_view detail);
[[noreturn]] void raise_misuse(std::error_code code, const char* operation, std::string_view detail);

} // namespace samesock::tls

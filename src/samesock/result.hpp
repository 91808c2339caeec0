// Errors are values: what every try_ function, and the seam below the core, returns.
#pragma once

#include <expected>
#include <system_error>

#include <samesock/names_begin.hpp>

namespace samesock {

/// A value, or the error that stands in its place. The error's category tells its domain: see error_code.hpp.
template <class T>
using result = std::expected<T, std::error_code>;

/// Success, or an error.
using status = result<void>;

/// `return failure(code);` from any function that returns a result.
[[nodiscard]] inline std::unexpected<std::error_code> failure(std::error_code code) noexcept {
    return std::unexpected<std::error_code>(code);
}

} // namespace samesock

#include <samesock/names_end.hpp>

// Which errors Python's `except OSError` catches.
#pragma once

#include <samesock/error_code.hpp>

#include <cerrno>

namespace samesock {

/// OSError and its kin, but neither the caller's mistakes (ValueError, TypeError) nor a lack of memory.
[[nodiscard]] inline bool is_oserror(std::error_code code) noexcept {
    return code.category() != misuse_category() && code != errno_code(ENOMEM);
}

} // namespace samesock

// Where memory may run out below a noexcept function: what is thrown for want of it becomes an errno. Only the
// library's own rooms include this file; a build without exceptions ends the program there instead, as its standard
// library does.
#pragma once

#include <samesock/error_code.hpp>
#include <samesock/result.hpp>

#include <cerrno>
#include <new>
#include <stdexcept>
#include <utility>

namespace samesock::platform {

/// What `f` returns, a result; not_enough_memory where it ran out of memory or asked for more than can exist.
template <class F>
[[nodiscard]] auto guard_allocation(F&& f) noexcept -> decltype(std::forward<F>(f)()) {
#ifdef __cpp_exceptions
    try {
        return std::forward<F>(f)();
    } catch (const std::bad_alloc&) {
    } catch (const std::length_error&) {}
    return failure(errno_code(ENOMEM));
#else
    return std::forward<F>(f)();
#endif
}

} // namespace samesock::platform

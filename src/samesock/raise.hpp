// From a result to Python's exception: the inline half of every throwing name.
#pragma once

#include <samesock/result.hpp>

#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <samesock/names_begin.hpp>

namespace samesock {

/// Ends `operation` with the exception that `code` stands for. In a library that was built without exceptions: prints
/// what Python would, and aborts.
[[noreturn]] void raise(std::error_code code, const char* operation);
/// Likewise; `detail` follows the reason in what().
[[noreturn]] void raise(std::error_code code, const char* operation, std::string_view detail);
/// Likewise with an error_group.
[[noreturn]] void raise(std::vector<std::error_code> codes, const char* operation);

/// A domain of errors that has exceptions of its own, which the core does not know: TLS's. raise() leaves it to them.
class exception_domain : public std::error_category {
public:
    /// Throws; not called in a library that was built without exceptions.
    [[noreturn]] virtual void raise(std::error_code code, const char* operation, std::string_view detail) const = 0;
    /// Python's name of that exception.
    [[nodiscard]] virtual const char* exception_name(int value) const noexcept = 0;
};

/// The value, or raise().
template <class T>
T unwrap(result<T> r, const char* operation) {
    if (!r) [[unlikely]]
        raise(r.error(), operation);
    if constexpr (!std::is_void_v<T>) return *std::move(r);
}

} // namespace samesock

#include <samesock/names_end.hpp>

// Results in cases: the error of one, and how Catch2 prints it: its value, or the category and text of its error.
#pragma once

#include <samesock/result.hpp>

#include <catch2/catch_all.hpp>

#include <string>
#include <system_error>
#include <type_traits>

namespace samesock::testing {

/// {} for success.
template <class T>
[[nodiscard]] std::error_code error_of(const result<T>& r) noexcept {
    return r ? std::error_code() : r.error();
}

} // namespace samesock::testing

template <class T>
struct Catch::StringMaker<std::expected<T, std::error_code>> {
    static std::string convert(const std::expected<T, std::error_code>& r) {
        if (!r) return std::string(r.error().category().name()) + ": " + r.error().message();
        if constexpr (std::is_void_v<T>) {
            return "success";
        } else {
            return Catch::Detail::stringify(*r);
        }
    }
};

// How Catch2 prints a result: its value, or the category and text of its error.
#pragma once

#include <samesock/result.hpp>

#include <catch2/catch_all.hpp>

#include <string>
#include <type_traits>

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

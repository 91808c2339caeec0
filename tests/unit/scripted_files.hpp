// What the cases about files share.
#pragma once

#include "unit/scripted.hpp"

#include <samesock/file.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace samesock::testing {

inline file open_file(socket& s, std::string_view mode, int buffering = -1, std::optional<std::string> newline = {}) {
    auto f = s.try_makefile(mode, buffering, file_arguments{std::move(newline)});
    REQUIRE(f);
    fake_platform::current().forget();
    return *std::move(f);
}

inline std::string text_of(const result<bytes>& r) {
    return r ? std::string(r->view()) : "error: " + r.error().message();
}

using strings = std::vector<std::string>;

inline strings texts(const result<std::vector<bytes>>& r) {
    if (!r) return {"error: " + r.error().message()};
    strings all;
    for (const bytes& b : *r) all.emplace_back(b.view());
    return all;
}

} // namespace samesock::testing

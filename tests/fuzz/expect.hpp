// A property that does not hold ends the fuzzer, which then writes the input to a file.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace samesock::fuzz {

/// `why`: what the case knows beside.
inline void expect(bool holds, const char* property, std::string_view why = {}) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s %.*s\n", property, static_cast<int>(why.size()), why.data());
    std::abort();
}

} // namespace samesock::fuzz

#define EXPECT(property) samesock::fuzz::expect(static_cast<bool>(property), #property)

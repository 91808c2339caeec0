// A property that does not hold ends the fuzzer, which then writes the input to a file.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace samesock::fuzz {

inline void expect(bool holds, const char* property) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", property);
    std::abort();
}

} // namespace samesock::fuzz

#define EXPECT(property) samesock::fuzz::expect(static_cast<bool>(property), #property)

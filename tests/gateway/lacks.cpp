// The tables, and what is looked up in them: see lacks.hpp.
#include "lacks.hpp"

#include "of_this_process.hpp"

#include <catch2/catch_all.hpp>

#include <algorithm>
#include <array>

namespace samesock::testing {
namespace {

struct lack {
    std::string_view platform;
    std::string_view feature;
    const char* reason;
};

constexpr auto rows = std::to_array<lack>({
#define LACKS(platform, feature, error, reason) {#platform, #feature, reason},
#include "../conformance/wine.def"
#include "gateway.def"
#undef LACKS
});

} // namespace

void needs(std::string_view feature, bool works) {
    const auto here = platforms_here();
    bool is_known = false;
    for (const lack& row : rows) {
        if (row.feature != feature) continue;
        is_known = true;
        if (std::ranges::find(here, row.platform) == here.end()) continue;
        INFO(feature << " is missing by the table, and yet it works");
        REQUIRE_FALSE(works);
        SKIP(row.reason);
    }
    if (!is_known) FAIL("gateway.def has no feature " << feature);
}

} // namespace samesock::testing

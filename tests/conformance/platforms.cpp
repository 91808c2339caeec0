// The table itself: how many rows each platform has, and that no row is written twice.
#include "suite.hpp"

#include <algorithm>
#include <map>

TEST_CASE("platforms.skip_count", "[platforms]") {
    // A row more or less is a decision: it changes what the platform promises.
    const std::map<std::string_view, std::size_t> expected{{"posix", 2},        {"winsock", 10},       {"wine", 3},
                                                           {"tunnel", 16},      {"wasi", 28},          {"node", 2},
                                                           {"browser_jspi", 2}, {"browser_threads", 1}};
    std::map<std::string_view, std::size_t> counted{{"posix", 0},        {"winsock", 0},        {"wine", 0},
                                                    {"tunnel", 0},       {"wasi", 0},           {"node", 0},
                                                    {"browser_jspi", 0}, {"browser_threads", 0}};
    for (const lack& row : all_lacks()) ++counted[row.platform];
    CHECK(counted == expected);
}

TEST_CASE("the table has no row twice and a reason in each", "[platforms]") {
    const auto& rows = all_lacks();
    for (auto row = rows.begin(); row != rows.end(); ++row) {
        INFO(row->platform << ' ' << row->feature);
        CHECK_FALSE(row->reason.empty());
        CHECK(std::none_of(std::next(row), rows.end(), [&](const lack& other) {
            return other.platform == row->platform && other.feature == row->feature;
        }));
    }
}

TEST_CASE("the program runs where it was built for", "[platforms]") {
    const auto here = platforms();
    CHECK(std::ranges::any_of(all_lacks(), [&](const lack& row) { return row.platform == here.front(); }));
}

TEST_CASE("threads can be started", "[platforms][thread]") {
    // Tried when the build is configured: a program that starts one compiles and links.
    needs("threads", SAMESOCK_HAS_THREADS != 0);
    CHECK(SAMESOCK_HAS_THREADS);
}

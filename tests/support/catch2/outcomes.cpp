// Cases that end in every way, to show that each reaches CTest and the table of ./dev test as its name says.

#include <catch2/catch_all.hpp>

#include <cstdlib>

TEST_CASE("passed: CHECK", "[tag][semantics-0]") { CHECK(1 + 1 == 2); }

TEST_CASE("passed: a name with [brackets], semicolon; \"quotes\" & <angles> * and \\") { CHECK(true); }

TEST_CASE("skipped: reason, with \"quotes\"; and more") { SKIP("reason, with \"quotes\"; and more"); }

TEST_CASE("failed: CHECK") { CHECK(1 + 1 == 3); }

TEST_CASE("failed: REQUIRE") { REQUIRE(1 + 1 == 3); }

TEST_CASE("failed: CHECK, then SKIP") {
    CHECK(1 + 1 == 3);
    SKIP("too late");
}

TEST_CASE("failed: abort") { std::abort(); }

TEST_CASE("hidden", "[.]") { CHECK(false); }

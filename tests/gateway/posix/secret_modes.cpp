// Which modes of a file of secrets are refused, and how that is said.
#include "rules/new_folder.hpp"

#include "secret_file.hpp"

#include <catch2/catch_all.hpp>

#include <sys/stat.h>

#include <fstream>

using namespace samesock::gateway;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::Equals;

TEST_CASE("a file of secrets is refused by its mode, which is told with the cure") {
    const samesock::testing::new_folder f("gateway-");
    const std::string file = (f.path() / "tokens").string();
    std::ofstream(file) << "alice 0123456789abcdef\n";
    const auto outcome = [&](mode_t mode) {
        REQUIRE(::chmod(file.c_str(), mode) == 0);
        mistakes wrong;
        read_secrets(file, "--token-file", [](auto, auto) { return std::string(); }, wrong);
        return wrong.empty() ? std::string() : wrong.front();
    };
    CHECK_THAT(outcome(0644), ContainsSubstring("read by everybody (mode 0644): chmod 600"));
    CHECK_THAT(outcome(0604), ContainsSubstring("read by everybody"));
    CHECK_THAT(outcome(0620), ContainsSubstring("written by others (mode 0620)"));
    CHECK_THAT(outcome(0602), ContainsSubstring("written by others"));
    for (const mode_t mode : {0600U, 0400U, 0440U, 0640U}) CHECK_THAT(outcome(mode), Equals(""));
}

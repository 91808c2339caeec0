// Windows itself, or Wine in its place: see suite.hpp.
#include "conformance/suite.hpp"

#include "support/wine.hpp"

namespace suite {

std::string_view host() { return samesock::testing::runs_on_wine() ? "wine" : ""; }

} // namespace suite

// The runtime under a component: see suite.hpp.
#include "suite.hpp"

#include <cstdlib>

namespace suite {

std::string_view host() {
    const char* const name = std::getenv("SAMESOCK_WASI_HOST");
    return name == nullptr ? std::string_view() : name;
}

} // namespace suite

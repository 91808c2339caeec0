// The library's seam: see socket_readiness.hpp.
#include "socket_readiness.hpp"

#include "platform/platform.hpp"

#include <catch2/catch_all.hpp>

#include <array>

namespace samesock::testing {

void prepare_sockets() { REQUIRE(platform::start()); }

bool is_ready(int fd, readiness_kind what, std::chrono::milliseconds patience) {
    using platform::readiness;
    const auto wanted = what == readiness_kind::input ? readiness::readable : readiness::writable;
    std::array one{platform::interest{static_cast<platform::handle>(fd), wanted}};
    const platform::deadline until{platform::now() + std::chrono::nanoseconds(patience).count()};
    return platform::wait(one, patience == for_ever ? platform::deadline::never() : until).value_or(0) != 0;
}

} // namespace samesock::testing

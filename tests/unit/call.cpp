// The loop that gives attempts Python's modes, and the interruption hook.
#include "support/fake_platform.hpp"

#include <samesock/interruption.hpp>
#include <samesock/socket.hpp>

#include <catch2/catch_all.hpp>

#include <array>

using namespace samesock;
using namespace std::chrono_literals;
using samesock::testing::error_of;
using samesock::testing::fake_platform;
using samesock::testing::readiness;

namespace {

socket stream(timeout_value timeout = std::nullopt) {
    auto s = *socket::try_open();
    (void)s.try_settimeout(timeout);
    fake_platform::current().forget();
    return s;
}

} // namespace

TEST_CASE("a receive that succeeds at once is one attempt and nothing else", "[semantics-1]") {
    fake_platform fake;
    socket s = stream(1.0);
    fake.receive.gives("hello");
    std::array<char, 16> buffer{};
    REQUIRE(s.try_recv_into(buffer) == 5u);
    CHECK(fake.story() == "receive");
}

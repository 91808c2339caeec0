// Of descriptors there are only so many.
#include "bystander.hpp"
#include "running_gateway.hpp"
#include "tunnel_client.hpp"

#include <sys/resource.h>

#include <cerrno>
#include <thread>

namespace samesock::testing {
namespace {

TEST_CASE("Without descriptors a connection fails with its errno, and the gateway goes on") {
    running_gateway gateway;
    bystander other(gateway);
    tunnel_client client(gateway.port());
    endpoint where;
    const std::uint32_t listening = client.open();
    REQUIRE_FALSE(client.ask(listening, wire::bind{loopback()}).error);
    const auto listens = client.ask(listening, wire::listen{8});
    REQUIRE_FALSE(listens.error);
    plain_socket peer;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlimit before = limit;
    limit.rlim_cur = static_cast<rlim_t>(plain_socket().number()); // the lowest that is free
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
    const std::uint32_t id = client.open();
    CHECK(client.ask(id, wire::connect{0, other.listener.local()}).error == errno_code(EMFILE));
    REQUIRE(client.session().grant_accepts(listening, 1));
    client.flush();
    peer.connect(listens.local);
    while (gateway.figures().accept_errors.value() == 0) std::this_thread::yield();
    other.check();
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
    client.wait_for([&] { return !client.of(listening).accepted.empty(); });
    CHECK_FALSE(client.ask(id, wire::connect{0, other.listener.local()}).error);
}

} // namespace
} // namespace samesock::testing

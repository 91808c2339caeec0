// Another client of the gateway, which goes on as before whatever befalls the first.
#pragma once

#include "running_gateway.hpp"
#include "tunnel_client.hpp"

#include <catch2/catch_all.hpp>

#include <cstdint>

namespace samesock::testing {

struct bystander {
    explicit bystander(running_gateway& g)
        : client(g.port()), id(client.connected(listener.local())), target(listener.accept()) {}
    void check() {
        client.send(id, "still");
        client.flush();
        CHECK(target.receive_exactly(5) == "still");
    }

    plain_listener listener;
    tunnel_client client;
    std::uint32_t id;
    plain_socket target;
};

} // namespace samesock::testing

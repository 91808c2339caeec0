// Targets that do not answer, or not at each of their addresses.
#include "lacks.hpp"
#include "running_gateway.hpp"
#include "stock_client.hpp"
#include "tunnel_client.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

namespace samesock::testing {
namespace {

using namespace tunnel;
using clock = std::chrono::steady_clock;

/// Listens, and has no room for more connections: whoever dials it hears nothing.
class full_listener : public plain_socket {
public:
    explicit full_listener(const endpoint& at = loopback()) : plain_socket(stream_type, at.family.value()) {
        bind(at);
        listen(0);
        while (fill(at.family.value())) {}
    }

private:
    /// False: nobody has answered this one.
    bool fill(int family) {
        plain_socket& one = inside_.emplace_back(stream_type, family);
        REQUIRE(one.begin_to_connect(local()) == 0);
        if (!is_ready(one.number(), readiness_kind::output, std::chrono::milliseconds(100))) return false;
        needs("silent_listener", sockets::outcome_of_connect(one.number()) == 0);
        return true;
    }

    std::vector<plain_socket> inside_;
};

gateway::configuration patient_for(std::chrono::seconds length) {
    auto c = open_configuration();
    c.connect = length;
    return c;
}

/// Every name is these addresses.
gateway::resolver always(std::vector<endpoint> addresses) {
    return [addresses = std::move(addresses)](const gateway::host_question&) {
        gateway::host_answer answer;
        for (const endpoint& address : addresses)
            answer.entries.push_back({address.family.value(), stream_type, 6, {}, address});
        return answer;
    };
}

TEST_CASE("A target that never answers is given up in time, and the socket may try another") {
    running_gateway gateway(patient_for(std::chrono::seconds(1)));
    const full_listener silent;
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.open();
    endpoint local = loopback();
    bool is_bound = false;
    SECTION("a new socket") {}
    SECTION("one that is bound, and stays so") {
        is_bound = true;
        local = ipv4(127, 0, 0, 9, 0);
        REQUIRE_FALSE(client.ask(id, wire::bind{local}).error);
    }
    const auto begin = clock::now();
    CHECK(client.ask(id, wire::connect{0, silent.local()}).error == errno_code(ETIMEDOUT));
    CHECK(clock::now() - begin >= std::chrono::seconds(1));
    const auto second = client.ask(id, wire::connect{0, listener.local()});
    if (is_bound) needs("second_attempt", !second.error);
    REQUIRE_FALSE(second.error);
    CHECK(std::ranges::equal(second.local.bytes(), local.bytes()));
    plain_socket target = listener.accept();
    client.send(id, "at last");
    client.flush();
    CHECK(target.receive_exactly(7) == "at last");
    CHECK(gateway.figures().connects_failed.value() == 1);
}

TEST_CASE("A stock client is told that its target does not answer") {
    running_gateway gateway(patient_for(std::chrono::seconds(1)));
    const full_listener silent;
    stock_client client(gateway.port());
    client.connect(1, silent.local());
    CHECK(client.next_close() == close_reason::timed_out);
}

TEST_CASE("What was sent early to a target that never answers, and the client's close, wait no longer than that") {
    running_gateway gateway(patient_for(std::chrono::seconds(1)));
    const full_listener silent;
    stock_client client(gateway.port());
    client.connect(1, silent.local());
    client.send_data(1, "early");
    client.send(1, wire::wisp_close{close_reason::voluntary});
    while (gateway.figures().streams_total.value() == 0 || gateway.figures().streams.value() != 0)
        std::this_thread::yield();
}

TEST_CASE("A name with a dead address connects to a living one, without waiting for the dead one's end") {
    plain_listener listener;
    const std::uint16_t port = listener.local().port;
    SECTION("IPv6 is dead, IPv4 alive") {
        const full_listener dead(loopback6(port));
        running_gateway gateway(patient_for(std::chrono::seconds(3600)), always({loopback6(), loopback()}));
        stock_client client(gateway.port());
        client.connect(1, loopback(port), 1, "both.example.org");
        client.send_data(1, "alive");
        CHECK(listener.accept().receive_exactly(5) == "alive");
    }
    SECTION("the first of two of one family is dead") {
        const full_listener dead(ipv4(127, 0, 0, 2, port));
        running_gateway gateway(patient_for(std::chrono::seconds(3600)), always({ipv4(127, 0, 0, 2, 0), loopback()}));
        tunnel_client client(gateway.port());
        const auto answer = client.ask(client.open(), wire::connect{0, wire::host_and_port{port, "two.example.org"}});
        REQUIRE_FALSE(answer.error);
        CHECK(answer.peer == listener.local());
    }
    SECTION("the first refuses") {
        running_gateway gateway(patient_for(std::chrono::seconds(3600)), always({ipv4(127, 0, 0, 2, 0), loopback()}));
        tunnel_client client(gateway.port());
        const auto answer = client.ask(client.open(), wire::connect{0, wire::host_and_port{port, "two.example.org"}});
        REQUIRE_FALSE(answer.error);
        CHECK(answer.peer == listener.local());
    }
    SECTION("a socket that is bound tries one after the other, each for its time") {
        const full_listener dead(ipv4(127, 0, 0, 2, port));
        running_gateway gateway(patient_for(std::chrono::seconds(1)), always({ipv4(127, 0, 0, 2, 0), loopback()}));
        tunnel_client client(gateway.port());
        const std::uint32_t id = client.open();
        REQUIRE_FALSE(client.ask(id, wire::bind{loopback()}).error);
        const auto answer = client.ask(id, wire::connect{0, wire::host_and_port{port, "two.example.org"}});
        needs("second_attempt", !answer.error);
        REQUIRE_FALSE(answer.error);
        CHECK(answer.peer == listener.local());
    }
}

TEST_CASE("A name of which no address answers is given up in time") {
    const full_listener dead;
    const std::uint16_t port = dead.local().port;
    const full_listener dead6(loopback6(port));
    running_gateway gateway(patient_for(std::chrono::seconds(1)), always({loopback6(), loopback()}));
    stock_client client(gateway.port());
    client.connect(1, loopback(port), 1, "none.example.org");
    CHECK(client.next_close() == close_reason::timed_out);
}

} // namespace
} // namespace samesock::testing

// What a thousand stalled streams cost, and whom they hold up.
#include "gateway_process.hpp"
#include "stock_client.hpp"
#include "tunnel_client.hpp"

#include <sys/resource.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace samesock::testing {
namespace {

using namespace tunnel;

constexpr std::size_t count = 1000;
constexpr std::size_t most_of_a_stream = std::size_t{64} * 1024;
constexpr std::size_t most_of_a_connection = std::size_t{8} * 1024 * 1024; // settings::stock_held is as much
constexpr std::string_view single_toml = "allow = [\"127.0.0.0/8\"]\nthreads = 1\n";

void allow_many_descriptors() {
    rlimit most{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &most) == 0);
    most.rlim_cur = most.rlim_max;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &most) == 0);
}

/// A stream that carries bytes to a target and back.
class echoed {
public:
    explicit echoed(tunnel_client& client) : client_(client), id_(client.connected(listener_.local())) {
        const auto accepted = std::make_shared<plain_socket>(listener_.accept());
        accepted->wait_for_ever(); // until the stream ends
        thread_ = std::thread([target = accepted] {
            for (std::string some = target->receive(); !some.empty(); some = target->receive()) target->send(some);
        });
    }
    ~echoed() {
        (void)client_.session().reset(id_);
        client_.flush();
        thread_.join();
    }
    echoed(const echoed&) = delete;
    echoed& operator=(const echoed&) = delete;

    void exchange(std::size_t size) {
        const std::string bytes = pattern(size);
        client_.of(id_).data.clear();
        client_.send(id_, bytes);
        client_.flush();
        client_.wait_for_data(id_, size);
        CHECK((client_.of(id_).data == bytes)); // not printed
    }

private:
    tunnel_client& client_;
    plain_listener listener_;
    std::uint32_t id_;
    std::thread thread_;
};

/// Streams to targets whose buffers are small, so that bytes wait in the gateway and not in the system.
class many_streams {
public:
    explicit many_streams(tunnel_client& client) : client_(client) {
        listener_.set_receive_buffer(small);
        for (std::size_t i = 0; i != count; ++i) {
            const std::uint32_t id = client.open();
            ids.push_back(id);
            REQUIRE_FALSE(
                client.ask(id, wire::set_option{1, 7, std::as_bytes(std::span(&small, 1))}).error); // SO_SNDBUF
            REQUIRE_FALSE(client.ask(id, wire::connect{0, listener_.local()}).error);
            targets.push_back(std::make_unique<plain_socket>(listener_.accept()));
        }
    }

    /// What the client may send to targets that read nothing.
    void flood_targets(echoed& between) {
        const std::string bytes = pattern(std::size_t{64} * 1024);
        for (int round = 0; round != 3; ++round) {
            for (std::size_t i = 0; i != count; ++i) {
                const auto taken = client_.session().send(ids[i], std::as_bytes(std::span(bytes)));
                REQUIRE(taken);
                sent += *taken;
                if (i % 16 == 0) between.exchange(1); // the session's own queue is emptied
            }
        }
    }
    /// What targets send to a client that takes nothing of it.
    void flood_client() {
        const std::string bytes = pattern(std::size_t{64} * 1024);
        for (const auto& target : targets) target->offer(bytes);
    }

    std::vector<std::uint32_t> ids;
    std::vector<std::unique_ptr<plain_socket>> targets;
    std::size_t sent = 0;

private:
    static constexpr int small = 4096;

    tunnel_client& client_;
    plain_listener listener_;
};

/// The gateway, and a client that moves bytes through it beside what else happens.
struct beside_a_busy_client {
    beside_a_busy_client() {
        allow_many_descriptors();
        other.exchange(1'000'000);
        before = gateway.memory();
    }
    void check_memory(std::size_t streams = count) const {
        if (SAMESOCK_SANITIZED) return; // its own memory is not the gateway's
        CAPTURE(gateway.most_memory(), before);
        CHECK(gateway.most_memory() < before + streams * most_of_a_stream + most_of_a_connection);
    }

    gateway_process gateway{single_toml};
    tunnel_client client{gateway.port()};
    echoed other{client};
    std::size_t before = 0;
};

TEST_CASE_METHOD(beside_a_busy_client,
                 "A thousand streams whose targets read nothing cost bounded memory, and another one goes on") {
    many_streams stalled(client);
    stalled.flood_targets(other);
    CHECK(stalled.sent >= count * 16'384); // their first grants, at least
    other.exchange(3'000'000);
    check_memory();
}

TEST_CASE_METHOD(beside_a_busy_client,
                 "A thousand streams that the client does not read cost bounded memory, and another one goes on") {
    many_streams stalled(client);
    for (const std::uint32_t id : stalled.ids) client.stall(id);
    stalled.flood_client();
    other.exchange(3'000'000);
    check_memory();
}

TEST_CASE_METHOD(beside_a_busy_client,
                 "A client that reads nothing of a thousand streams costs bounded memory, and others go on") {
    tunnel_client reads_nothing(gateway.port());
    many_streams stalled(reads_nothing);
    stalled.flood_client();
    for (int round = 0; round != 10; ++round) other.exchange(300'000);
    check_memory();
}

TEST_CASE_METHOD(
    beside_a_busy_client,
    "A stock client that floods targets which read nothing is stopped at bounded memory, and others go on") {
    stock_client flooding(gateway.port());
    constexpr std::uint32_t streams = 20;
    plain_listener listener;
    std::vector<plain_socket> targets;
    for (std::uint32_t id = 1; id <= streams; ++id) {
        flooding.connect(id, listener.local());
        targets.push_back(listener.accept());
    }
    std::atomic<std::uint32_t> sent = 0;
    std::thread flood([&] {
        const std::string bytes = pattern(60'000);
        for (; sent != streams * flooding.credit; ++sent)
            flooding.send_data(1 + sent % streams, bytes); // blocked at last
    });
    std::uint32_t earlier = 0;
    do {
        earlier = sent;
        for (int round = 0; round != 10; ++round) other.exchange(300'000);
    } while (sent != earlier);
    CHECK(sent < streams * flooding.credit);
    check_memory(streams);
    flooding.web().shut();
    flood.join();
}

} // namespace
} // namespace samesock::testing

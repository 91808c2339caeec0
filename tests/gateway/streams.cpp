// Streams over the extension: connections, bytes, ends, errors.
#include "loop.hpp"
#include "running_gateway.hpp"
#include "tunnel_client.hpp"

#include <atomic>
#include <cerrno>
#include <memory>

#include <thread>
#include <utility>
#include <vector>

namespace samesock::testing {
namespace {

using namespace tunnel;

TEST_CASE("A connection tells both of its addresses, and carries bytes both ways") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.open();
    const heard_answer answer = client.ask(id, wire::connect{0, listener.local()});
    REQUIRE_FALSE(answer.error);
    plain_socket target = listener.accept();
    CHECK(answer.peer == listener.local());
    CHECK(answer.local == target.peer());
    client.send(id, "question");
    client.flush();
    CHECK(target.receive_exactly(8) == "question");
    target.send("answer");
    client.wait_for_data(id, 6);
    CHECK(client.of(id).data == "answer");
}

TEST_CASE("The client's end reaches the target after its bytes, and the other direction goes on") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    const std::string bytes = pattern(300'000);
    client.send(id, bytes);
    REQUIRE(client.session().finish(id));
    client.flush();
    CHECK(target.receive_all() == bytes);
    client.wait_for([&] { return client.of(id).is_delivered; });
    target.send("still here");
    target.close();
    client.wait_for([&] { return client.of(id).is_finished; });
    CHECK(client.of(id).data == "still here");
}

TEST_CASE("The target's end reaches the client, which may still send") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    target.send("last words");
    target.finish();
    client.wait_for([&] { return client.of(id).is_finished; });
    CHECK(client.of(id).data == "last words");
    client.send(id, "more");
    client.flush();
    CHECK(target.receive_exactly(4) == "more");
}

TEST_CASE("A client that pays for messages gets all that several streams have, and their ends") {
    running_gateway gateway;
    plain_listener listener;
    client_offer offer;
    offer.features |= static_cast<std::uint32_t>(feature::few_messages);
    tunnel_client client(gateway.port(), offer);
    CHECK(client.session().agreement().has(feature::few_messages) == gateway::loop().is_precise());
    std::vector<std::pair<std::uint32_t, plain_socket>> all;
    for (int i = 0; i != 8; ++i) {
        const std::uint32_t id = client.connected(listener.local());
        all.emplace_back(id, listener.accept());
    }
    const std::string small = pattern(64), large = pattern(100'000);
    for (std::size_t round = 1; round != 50; ++round) {
        for (auto& [id, target] : all) target.send(small);
        for (const auto& [id, target] : all) client.wait_for_data(id, round * small.size());
    }
    for (auto& [id, target] : all) {
        target.send(large);
        target.close();
    }
    for (const auto& [id, target] : all) {
        client.wait_for([&] { return client.of(id).is_finished; });
        CHECK(client.of(id).data.size() == 49 * small.size() + large.size());
    }
}

TEST_CASE("A reset goes both ways with its errno") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    SECTION("from the client") {
        const std::uint32_t id = client.connected(listener.local());
        plain_socket target = listener.accept();
        REQUIRE(client.session().reset(id, ECONNRESET));
        client.flush();
        CHECK(target.receive_error() == ECONNRESET);
    }
    SECTION("from the target") {
        const std::uint32_t id = client.connected(listener.local());
        plain_socket target = listener.accept();
        target.abort();
        client.wait_for([&] { return client.of(id).reset.has_value(); });
        CHECK(*client.of(id).reset == errno_code(ECONNRESET));
    }
    SECTION("from a target that the client writes to") {
        const std::uint32_t id = client.connected(listener.local());
        plain_socket target = listener.accept();
        target.send("before");
        client.wait_for_data(id, 6);
        target.abort();
        client.send(id, pattern(10'000));
        client.wait_for([&] { return client.of(id).reset.has_value(); });
        CHECK(client.of(id).reset->value() != 0);
    }
}

TEST_CASE("A close delivers what was sent before it, and frees the id") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    const std::string bytes = pattern(100'000);
    client.send(id, bytes);
    REQUIRE(client.session().close(id));
    client.flush();
    CHECK(target.receive_all() == bytes);
    target.close();
    client.wait_for([&] { return client.session().streams() == 0; });
}

TEST_CASE("A connection that cannot be made fails with its errno, and may be tried again") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.open();
    CHECK(client.ask(id, wire::connect{0, closed_port()}).error == errno_code(ECONNREFUSED));
    CHECK(client.ask(id, wire::connect{0, ipv4(10, 1, 2, 3, 80)}).error == errno_code(EACCES));
    CHECK_FALSE(client.ask(id, wire::connect{0, listener.local()}).error);
    CHECK(client.ask(id, wire::connect{0, listener.local()}).error == errno_code(EISCONN));
    CHECK(gateway.figures().denied.value() == 1);
}

TEST_CASE("Data and the end may follow a CONNECT at once") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    SECTION("which succeeds") {
        const std::uint32_t id = client.open();
        REQUIRE(client.session().ask(id, wire::connect{wire::connect::early_data, listener.local()}));
        client.send(id, "early");
        REQUIRE(client.session().finish(id));
        client.flush();
        plain_socket target = listener.accept();
        CHECK(target.receive_all() == "early");
        client.wait_for([&] { return client.of(id).is_delivered; });
    }
    SECTION("which fails, and is tried again") {
        const std::uint32_t id = client.open();
        REQUIRE(client.session().ask(id, wire::connect{wire::connect::early_data, closed_port()}));
        client.send(id, "lost");
        CHECK(client.next_answer(id).error == errno_code(ECONNREFUSED));
        REQUIRE_FALSE(client.ask(id, wire::connect{0, listener.local()}).error);
        client.send(id, "kept");
        client.flush();
        CHECK(listener.accept().receive_exactly(4) == "kept");
    }
}

TEST_CASE("A name is resolved to the socket's family, and judged by what it resolves to") {
    running_gateway gateway;
    plain_listener listener;
    const std::uint16_t port = listener.local().port;
    tunnel_client client(gateway.port());
    SECTION("a name") {
        const auto answer = client.ask(client.open(), wire::connect{0, wire::host_and_port{port, "localhost"}});
        REQUIRE_FALSE(answer.error);
        CHECK(answer.peer == listener.local());
    }
    SECTION("an address as text") {
        CHECK_FALSE(client.ask(client.open(), wire::connect{0, wire::host_and_port{port, "127.0.0.1"}}).error);
    }
    SECTION("unusual forms of an address") {
        for (const auto* const form : {"2130706433", "0x7f.1", "0177.0.0.1", "LOCALHOST"})
            CHECK_FALSE(client.ask(client.open(), wire::connect{0, wire::host_and_port{port, form}}).error);
    }
    SECTION("what no name is") {
        const std::string with_nul("local\0host", 10);
        const auto answer = client.ask(client.open(), wire::connect{0, wire::host_and_port{port, with_nul}});
        CHECK(answer.error == std::error_code(gai_error::noname));
        CHECK(client.ask(client.open(), wire::connect{0, wire::host_and_port{port, ""}}).error.value() != 0);
    }
}

TEST_CASE("Unusual forms of an address do not lead around the rules") {
    running_gateway gateway(open_configuration({{"public", "*:1-65535"}, {}}));
    plain_listener listener;
    const std::uint16_t port = listener.local().port;
    tunnel_client client(gateway.port());
    for (const auto* const form : {"2130706433", "0x7f.1", "0177.0.0.1", "localhost", "LocalHost", "127.0.0.1", "0",
                                   "::1", "::ffff:127.0.0.1"}) {
        CAPTURE(form);
        const std::uint16_t family = std::string_view(form).contains(':') ? 10 : 2;
        const auto id = client.open(wire::stream_type::stream, family);
        const auto answer = client.ask(id, wire::connect{0, wire::host_and_port{port, form}});
        CHECK(answer.error == errno_code(EACCES));
    }
    CHECK(client.ask(client.open(), wire::connect{0, ipv4(0, 0, 0, 0, port)}).error == errno_code(EACCES));
}

TEST_CASE("Requests on one socket are answered in their order") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.open();
    const std::array<std::byte, 4> on{std::byte{1}};
    auto& session = client.session();
    REQUIRE(session.ask(id, wire::set_option{6, 1, on}));
    REQUIRE(session.ask(id, wire::connect{0, wire::host_and_port{listener.local().port, "localhost"}}));
    REQUIRE(session.ask(id, wire::get_option{6, 1, 4}));
    REQUIRE(session.ask(id, wire::connect{0, listener.local()}));
    CHECK(client.next_answer(id).request == wire::type::set_option);
    const auto connected = client.next_answer(id);
    CHECK(connected.request == wire::type::connect);
    CHECK_FALSE(connected.error);
    const auto option = client.next_answer(id);
    CHECK(option.request == wire::type::get_option);
    CHECK(option.value == std::string("\1\0\0\0", 4));
    CHECK(client.next_answer(id).error == errno_code(EISCONN));
}

TEST_CASE("Every byte of ten streams arrives, in both directions at once") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    constexpr std::size_t streams = 10, size = 1'000'000;
    std::vector<std::uint32_t> ids;
    std::vector<std::thread> echoes;
    for (std::size_t i = 0; i != streams; ++i) {
        ids.push_back(client.connected(listener.local()));
        echoes.emplace_back([target = std::make_shared<plain_socket>(listener.accept())] {
            for (std::string more = target->receive(); !more.empty(); more = target->receive()) target->send(more);
            target->finish();
        });
    }
    std::vector<std::string> sent;
    for (std::size_t i = 0; i != streams; ++i) sent.push_back(pattern(size, static_cast<unsigned>(i)));
    std::vector<std::size_t> done(streams);
    for (bool more = true; more;) {
        more = false;
        for (std::size_t i = 0; i != streams; ++i) {
            const auto rest = std::as_bytes(std::span(sent[i])).subspan(done[i]);
            if (rest.empty()) continue;
            more = true;
            const auto taken = client.session().send(ids[i], rest);
            REQUIRE(taken);
            done[i] += *taken;
            if (done[i] == size) REQUIRE(client.session().finish(ids[i]));
        }
        client.pump();
    }
    for (std::size_t i = 0; i != streams; ++i) {
        client.wait_for([&] { return client.of(ids[i]).is_finished; });
        CHECK(client.of(ids[i]).data == sent[i]);
    }
    for (auto& echo : echoes) echo.join();
}

TEST_CASE("A stream that nobody reads does not stop the others") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t stalled = client.connected(listener.local());
    client.stall(stalled);
    auto blocked = std::make_shared<plain_socket>(listener.accept());
    std::atomic<bool> is_over = false;
    std::thread writer([&] { // as much as it can: it is blocked soon
        const std::string bytes = pattern(65'536);
        for (; !is_over; std::this_thread::yield()) blocked->offer(bytes);
    });
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    const std::string bytes = pattern(4'000'000);
    std::thread sender([&] { target.send(bytes); });
    client.wait_for_data(id, bytes.size());
    CHECK(client.of(id).data == bytes);
    is_over = true;
    sender.join();
    writer.join();
}

TEST_CASE("Of many streams that always have something to send, each has its turn") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    constexpr std::size_t streams = 100, most = streams * 2'000'000;
    std::vector<std::uint32_t> waiting;
    std::vector<plain_socket> targets;
    for (std::size_t i = 0; i != streams; ++i) {
        waiting.push_back(client.connected(listener.local()));
        targets.push_back(listener.accept());
    }
    const auto ids = waiting;
    std::atomic<bool> is_over = false;
    std::thread writer([&] {
        const std::string bytes = pattern(1'000'000);
        while (!is_over) {
            for (const auto& target : targets) target.offer(bytes);
            std::this_thread::yield();
        }
    });
    std::size_t got = 0;
    while (!waiting.empty() && got < most) {
        client.pump();
        std::erase_if(waiting, [&](std::uint32_t id) { return !client.of(id).data.empty(); });
        for (const std::uint32_t id : ids) got += std::exchange(client.of(id).data, {}).size();
    }
    is_over = true;
    writer.join();
    CHECK(waiting.empty());
}

TEST_CASE("When a WebSocket is cut that cannot be resumed, every connection behind it is closed") {
    running_gateway gateway;
    plain_listener listener;
    plain_socket target = [&] {
        tunnel_client client(gateway.port(), without_resumption());
        (void)client.connected(listener.local());
        plain_socket accepted = listener.accept();
        client.web().cut();
        return accepted;
    }();
    CHECK(target.receive_all().empty());
}

} // namespace
} // namespace samesock::testing

// Who is let in, limits, reload and drain.
#include "of_this_process.hpp"
#include "running_gateway.hpp"
#include "tunnel_client.hpp"

#include <cerrno>
#include <chrono>
#include <ctime>
#include <thread>

namespace samesock::testing {
namespace {

using namespace tunnel;

constexpr std::string_view good_token = "a-token-that-is-long-enough";

gateway::configuration with_token() {
    auto c = open_configuration();
    REQUIRE(c.credentials.add_token("alice", good_token).empty());
    return c;
}

client_reply with(std::string_view token) {
    client_reply reply;
    reply.token = token;
    return reply;
}

TEST_CASE("A token lets in, a wrong one and none do not") {
    running_gateway gateway(with_token());
    const tunnel_client good(gateway.port(), {}, with(good_token));
    CHECK(good.handshake().state() == client_handshake::step::agreed);
    const tunnel_client wrong(gateway.port(), {}, with("another-token-that-is-wrong"));
    CHECK(wrong.handshake().state() == client_handshake::step::failed);
    CHECK(wrong.handshake().close() == close_reason::wrong_password);
    const tunnel_client none(gateway.port());
    CHECK(none.handshake().close() == close_reason::credentials_required);
    CHECK(gateway.figures().logins_refused.value() == 2);
}

TEST_CASE("Version 1 is not let in where credentials are required") {
    running_gateway gateway(with_token());
    CHECK_THROWS(web_client(gateway.port(), ""));
}

TEST_CASE("The first subprotocol that was offered is echoed") {
    running_gateway gateway;
    CHECK(web_client(gateway.port(), "wisp-v2").echoed() == "wisp-v2");
    CHECK(web_client(gateway.port(), "other, wisp-v2").echoed() == "other");
    CHECK(web_client(gateway.port(), "").echoed().empty());
}

TEST_CASE("Streams and listeners beyond a client's limit fail, and are there again when others are closed") {
    auto c = open_configuration();
    c.limits.streams = 2;
    running_gateway gateway(std::move(c));
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t first = client.connected(listener.local());
    (void)client.connected(listener.local());
    const std::uint32_t third = client.open();
    CHECK(client.ask(third, wire::connect{0, listener.local()}).error == errno_code(ENOBUFS));
    REQUIRE(client.session().reset(third));
    REQUIRE(client.session().reset(first));
    client.wait_for([&] { return client.session().streams() == 1; });
    (void)client.connected(listener.local());
}

TEST_CASE("A client that moves more bytes than it may is held back, and not a byte is lost") {
    auto c = open_configuration();
    c.limits.bytes_per_second = 1'000'000;
    running_gateway gateway(std::move(c));
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    std::thread source([&] {
        target.send(pattern(2'500'000));
        target.finish();
    });
    const auto begun = std::chrono::steady_clock::now();
    client.wait_for([&] { return client.of(id).is_finished; });
    source.join();
    // One second's worth is let through at once.
    CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::seconds(1));
    CHECK(client.of(id).data == pattern(2'500'000));
    client.send(id, "goes on");
    client.flush();
    CHECK(target.receive_exactly(7) == "goes on");
}

TEST_CASE("A reload counts for new streams, and leaves the others") {
    running_gateway gateway;
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    gateway.change(open_configuration({{}, {}}));
    CHECK(client.ask(client.open(), wire::connect{0, listener.local()}).error == errno_code(EACCES));
    client.send(id, "goes on");
    client.flush();
    CHECK(target.receive_exactly(7) == "goes on");
}

TEST_CASE("A gateway that leaves says so, lets streams end, and ends when there are none") {
    auto c = open_configuration();
    c.drain = std::chrono::seconds(60);
    running_gateway gateway(std::move(c));
    plain_listener listener;
    tunnel_client client(gateway.port());
    const std::uint32_t id = client.connected(listener.local());
    plain_socket target = listener.accept();
    tunnel_client idle(gateway.port());
    gateway.drain();
    while (idle.web().read()) {}
    CHECK(idle.web().close_code() == 1001);
    client.wait_for([&] { return client.is_leaving(); });
    CHECK(client.session().open(2, wire::stream_type::stream).error() == errno_code(ENETDOWN));
    client.send(id, "until the end");
    REQUIRE(client.session().close(id));
    client.flush();
    CHECK(target.receive_all() == "until the end");
    target.close();
    client.wait_for([&] { return client.session().streams() == 0; });
    while (client.web().read()) {}
    CHECK(client.web().close_code() == 1001);
    gateway.wait_for_end();
}

TEST_CASE("A gateway that has waited long enough closes what is open") {
    auto c = open_configuration();
    c.drain = std::chrono::seconds(1);
    running_gateway gateway(std::move(c));
    plain_listener listener;
    tunnel_client client(gateway.port());
    (void)client.connected(listener.local());
    plain_socket target = listener.accept();
    gateway.drain();
    while (client.web().read()) {}
    CHECK(client.web().close_code() == 1001);
    (void)target.receive_error();
    gateway.wait_for_end();
}

TEST_CASE("Many WebSockets, and many streams on one, come and go") {
    running_gateway gateway;
    plain_listener listener;
    std::vector<std::unique_ptr<tunnel_client>> clients;
    for (int i = 0; i != 50; ++i)
        clients.push_back(std::make_unique<tunnel_client>(gateway.port(), without_resumption()));
    tunnel_client& client = *clients.front();
    for (int i = 0; i != 300; ++i) {
        const std::uint32_t id = client.connected(listener.local());
        plain_socket target = listener.accept();
        client.send(id, "x");
        client.flush();
        CHECK(target.receive_exactly(1) == "x");
        if (i % 3 != 0) REQUIRE(client.session().close(id));
    }
    CHECK(gateway.figures().connections.value() == 50);
    for (auto& one : clients) one->web().cut();
    while (gateway.figures().connections.value() != 0 || gateway.figures().streams.value() != 0)
        std::this_thread::yield();
}

TEST_CASE("A gateway that leaves is not kept by a client whose session could have been resumed, nor busy with it") {
    auto c = open_configuration();
    c.drain = std::chrono::seconds(60);
    running_gateway gateway(std::move(c));
    plain_listener listener;
    tunnel_client client(gateway.port());
    (void)client.connected(listener.local());
    plain_socket target = listener.accept();
    tunnel_client other(gateway.port());
    const std::uint32_t id = other.connected(listener.local());
    plain_socket kept = listener.accept();
    gateway.drain();
    client.wait_for([&] { return client.is_leaving(); });
    client.web().write_raw("\x82\x01x"); // no frame
    CHECK(target.receive_error() == 0);
    const auto before = used_time();
    std::this_thread::sleep_for(std::chrono::seconds(1));
    CHECK(used_time() - before < std::chrono::milliseconds(500));
    other.send(id, "until the end");
    REQUIRE(other.session().close(id));
    other.flush();
    CHECK(kept.receive_all() == "until the end");
    kept.close();
    other.wait_for([&] { return other.session().streams() == 0; });
    while (client.web().read()) {}
    while (other.web().read()) {}
    gateway.wait_for_end();
}

TEST_CASE("A client that says nothing is asked, and neither others nor the processor wait for its answer") {
    auto c = open_configuration();
    c.threads = 1;
    running_gateway gateway(std::move(c));
    tunnel_client quiet(gateway.port());
    tunnel_client other(gateway.port());
    quiet.web().wait_for_input();
    const auto before = used_time();
    std::this_thread::sleep_for(std::chrono::seconds(1));
    CHECK(used_time() - before < std::chrono::milliseconds(500));
    CHECK_FALSE(other.ask(other.open(), wire::get_option{1, 9, 4}).error);
    quiet.pump(); // the answer
    CHECK_FALSE(quiet.ask(quiet.open(), wire::get_option{1, 9, 4}).error);
}

} // namespace
} // namespace samesock::testing

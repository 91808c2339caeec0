// A lost WebSocket: what is sent again, what is not, and what cannot be resumed. Silence, PING, and the time they take.
#include "joined.hpp"

#include <samesock/error_code.hpp>

#include <cerrno>

using namespace samesock;
using namespace samesock::testing;

namespace {

/// Both ends notice; what was on its way is lost.
void lose(joined& j, std::int64_t now = 0) {
    j.client.transport_lost(now);
    j.gateway.transport_lost(now);
}

/// Another WebSocket, and a gateway that still knows the session. Whether it goes on.
bool resume(joined& j, char secret = 'b', std::int64_t now = 0) {
    const auto what = j.client.resumable();
    REQUIRE(what);
    tunnel::agreement again = j.client.agreement();
    again.resumes = true;
    j.client.reconnected(again, now);
    return j.gateway.resume(what->received, {secret_of(secret), 8}, now);
}

} // namespace

TEST_CASE("what was lost with the WebSocket is sent again, once and in order") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.send(id, tunnel::as_bytes("one")));
    j.up();
    REQUIRE(j.client.send(id, tunnel::as_bytes("two")));
    CHECK(messages_of(j.client).size() == 1); // lost
    REQUIRE(j.gateway.send(id, tunnel::as_bytes("eins")));
    CHECK(messages_of(j.gateway).size() == 1);
    lose(j);
    CHECK(j.client.is_offline());
    // Calls go on meanwhile.
    CHECK(j.client.send(id, tunnel::as_bytes("three")) == 5u);
    CHECK(j.client.finish(id) == false);
    CHECK(j.client.next_message().empty());
    CHECK(j.gateway.next_message().empty());

    REQUIRE(resume(j));
    CHECK(j.client.next_message().empty()); // not before the WELCOME
    CHECK(j.down() == lines{"WELCOME yes 3", "DATA 1 'eins'"});
    CHECK(j.client_heard() == lines{"welcomed yes 8", "received 1 'eins'"});
    j.at_gateway.clear();
    CHECK(j.up() == lines{"DATA 1 'two'", "DATA 1 'three'", "FIN 1"});
    CHECK(j.gateway_heard() == lines{"secret confirmed", "received 1 'two'", "received 1 'three'", "finished 1"});
    CHECK(j.client.resumable() == std::nullopt);
}

TEST_CASE("session packets are not sent again, and not counted") {
    joined j;
    const auto id = j.connected();
    hear_packets(j.gateway, {raw(0x38, 0).u64(5)});
    lose(j);
    REQUIRE(resume(j));
    CHECK(j.down() == lines{"WELCOME yes 2"}); // OPEN and CONNECT; no PONG
    CHECK(j.client.send(id, tunnel::as_bytes("x")) == 1u);
}

TEST_CASE("a new secret replaces the old one, which holds until the client has the new one") {
    joined j;
    j.connected();
    const auto before = [&] {
        lose(j);
        return j.client.resumable();
    }();
    CHECK(before->secret == secret_of('a'));
    // The WELCOME with the new secret is lost, too: the old one is what the client has.
    REQUIRE(resume(j, 'b'));
    CHECK(messages_of(j.gateway).size() == 1);
    lose(j);
    CHECK(j.gateway_heard().empty());
    REQUIRE(j.client.resumable());
    CHECK(j.client.resumable()->secret == secret_of('a'));
    REQUIRE(resume(j, 'c'));
    j.down();
    REQUIRE(j.client.open(2, stream));
    j.up();
    CHECK(j.gateway_heard()[0] == "secret confirmed");
    lose(j);
    CHECK(j.client.resumable()->secret == secret_of('c'));
}

TEST_CASE("an ACK comes with every 256 KiB or 256 packets, and lets go of what it covers") {
    joined j;
    const auto id = j.connected();
    for (int i = 0; i != 300; ++i) {
        REQUIRE(j.client.send(id, tunnel::as_bytes("x")) == 1u);
        j.up();
    }
    CHECK(j.client.queued() == 12 + 27 + 300 * 10); // OPEN, CONNECT and 300 DATA are kept
    CHECK(j.down() == lines{"ACK 302"});
    CHECK(j.client.queued() == 0);
    j.gateway.consumed(id, 300);
    std::size_t all = 0;
    lines acks;
    while (all < 270'000) {
        all += *j.client.send(id, std::vector<std::byte>(8000));
        j.up();
        j.gateway.consumed(id, 8000);
        for (const std::string& words : j.down())
            if (words.starts_with("ACK")) acks.push_back(words);
    }
    CHECK(acks.size() == 1);
}

TEST_CASE("an ACK rides along with other packets before it is due") {
    joined j;
    const auto id = j.connected();
    for (int i = 0; i != 130; ++i) {
        REQUIRE(j.client.send(id, tunnel::as_bytes("x")) == 1u);
        j.up();
    }
    CHECK(j.down().empty());
    REQUIRE(j.gateway.send(id, tunnel::as_bytes("y")));
    CHECK(j.down() == lines{"ACK 132", "DATA 1 'y'"});
}

TEST_CASE("what is not acknowledged is bounded: no more is sent, and room comes back") {
    tunnel::settings small;
    small.queue = 800'000;
    agreed both = agreed::extended();
    both.client.theirs.first_grant = both.gateway.ours.first_grant = 10'000'000;
    joined j(both, small);
    const auto id = j.connected();
    std::size_t taken = 0;
    while (const std::size_t more = *j.client.send(id, std::vector<std::byte>(50'000))) taken += more;
    CHECK(taken >= 800'000);
    CHECK(taken <= 870'000);
    CHECK(heard(j.client).empty());
    const auto messages = messages_of(j.client);
    std::size_t sent_bytes = 0;
    for (const message& m : messages) sent_bytes += m.size();
    CHECK(sent_bytes >= 800'000);
    CHECK(j.client.send(id, tunnel::as_bytes("x")) == 0u); // it is out, but kept
    for (const message& m : messages) hear(j.gateway, m);
    j.down();
    CHECK(j.client_heard() == lines{"room"});
    CHECK(*j.client.send(id, tunnel::as_bytes("x")) == 1u);
}

TEST_CASE("a session that is not known any more begins anew") {
    joined j;
    const auto id = j.connected();
    lose(j);
    REQUIRE(j.client.resumable());
    agreed next = agreed::extended(tunnel::usual_features & ~std::uint32_t{16});
    next.client.resumes = true;
    tunnel::gateway_session other(next.gateway, {}, {secret_of('z'), 9}, 0);
    j.client.reconnected(next.client, 0);
    const auto greeting = messages_of(other);
    CHECK(hear(j.client, greeting[0]) == lines{"restarted", "welcomed no 9"});
    CHECK(j.client.streams() == 0);
    CHECK(j.client.send(id, tunnel::as_bytes("x")).error() == errno_code(EBADF));
    const auto fresh = *j.client.open(2, stream);
    CHECK(fresh != id);
    CHECK(j.client.ask(fresh, wire::get_option{1, 1, 4}).error() == errno_code(EOPNOTSUPP));
    CHECK(sent(j.client) == lines{"OPEN 2 2 1"});
    CHECK(j.client.queued() > 0);
}

TEST_CASE("a stock server after an extended one begins anew, too") {
    joined j;
    j.connected();
    lose(j);
    j.client.reconnected(agreed::stock(2, true, 5).client, 0);
    CHECK(heard(j.client) == lines{"restarted"});
    const auto id = *j.client.open(2, stream);
    REQUIRE(j.client.ask(id, wire::connect{0, loopback(80)}));
    const auto messages = messages_of(j.client);
    REQUIRE(messages.size() == 1);
    CHECK(packets_of(messages[0], false) == lines{"WISP-CONNECT 2 1 127.0.0.1 80"});
}

TEST_CASE("counts that cannot be right resume nothing") {
    joined j;
    j.connected();
    lose(j);
    CHECK_FALSE(j.gateway.resume(99, {secret_of('b'), 0}, 0));
    CHECK(j.gateway.is_offline());
    CHECK(j.gateway.resume(1, {secret_of('b'), 0}, 0));
    CHECK_FALSE(j.gateway.resume(1, {secret_of('b'), 0}, 0)); // it is not lost

    tunnel::agreement again = j.client.agreement();
    again.resumes = true;
    j.client.reconnected(again, 0);
    hear_packets(j.client, {raw(0x3C, 0).u8(1).u64(99).u64(0).u64(0).u32(0)});
    CHECK(j.client.why() == reason::wrong_count);
}

TEST_CASE("a WELCOME may only resume what was asked for", "[malformed]") {
    joined j;
    j.connected();
    lose(j);
    tunnel::agreement again = j.client.agreement();
    again.resumes = false;
    j.client.reconnected(again, 0);
    hear_packets(j.client, {raw(0x3C, 0).u8(1).u64(0).u64(0).u64(0).u32(0)});
    CHECK(j.client.why() == reason::unasked);
}

TEST_CASE("a session waits thirty seconds, and no longer") {
    joined j;
    const auto id = j.connected();
    lose(j, 5 * second);
    CHECK(j.client.deadline() == 35 * second);
    j.client.tick(35 * second - 1);
    CHECK(heard(j.client).empty());
    // A WebSocket that opens and is lost before its WELCOME does not prolong that.
    tunnel::agreement again = j.client.agreement();
    again.resumes = true;
    j.client.reconnected(again, 20 * second);
    j.client.transport_lost(21 * second);
    CHECK(j.client.deadline() == 35 * second);
    j.client.tick(35 * second);
    CHECK(heard(j.client) == lines{"over: the connection is lost"});
    CHECK(j.client.send(id, tunnel::as_bytes("x")).error() == errno_code(ECONNRESET));
    CHECK(j.client.deadline() == tunnel::never);
    CHECK(j.client.resumable() == std::nullopt);
    CHECK(sent(j.client).empty());
    CHECK(j.client.queued() == 0);
}

TEST_CASE("without resumption a lost WebSocket is the end, and what is sent is not kept") {
    joined j(agreed::extended(tunnel::usual_features & ~std::uint32_t{1}));
    const auto id = j.connected();
    REQUIRE(j.client.send(id, tunnel::as_bytes("x")));
    CHECK(j.client.queued() == 10);
    j.up();
    CHECK(j.client.queued() == 0);
    lose(j);
    CHECK(heard(j.client) == lines{"over: the connection is lost"});
    CHECK(heard(j.gateway) == lines{"over: the connection is lost"});
}

TEST_CASE("a WebSocket that is lost before the first WELCOME leaves nothing to resume") {
    tunnel::client_session client(agreed::extended().client, {}, 0);
    client.transport_lost(0);
    CHECK(heard(client) == lines{"over: the connection is lost"});
}

TEST_CASE("messages of a WebSocket that is lost are not taken") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.gateway.send(id, tunnel::as_bytes("late")));
    const auto late = messages_of(j.gateway);
    lose(j);
    CHECK(hear(j.client, late[0]).empty());
    REQUIRE(resume(j));
    j.down();
    CHECK(j.client_heard() == lines{"welcomed yes 8", "received 1 'late'"});
}

TEST_CASE("an end that hears nothing asks after twenty seconds, and gives up after as many more") {
    joined j;
    CHECK(j.client.deadline() == 20 * second);
    j.client.tick(20 * second - 1);
    CHECK(sent(j.client).empty());
    j.client.tick(20 * second);
    CHECK(sent(j.client) == lines{"PING 1"});
    CHECK(j.client.deadline() == 40 * second);
    hear_packets(j.client, {raw(0x39, 0).u64(1)});
    CHECK(hear(j.client, raw::series({raw(0x39, 0).u64(1)}), 21 * second).empty());
    CHECK(j.client.deadline() == 41 * second);
    j.client.tick(41 * second);
    CHECK(sent(j.client) == lines{"PING 2"});
    j.client.tick(61 * second);
    CHECK(heard(j.client) == lines{"silent"});
    j.client.transport_lost(61 * second);
    CHECK(j.client.is_offline());
}

TEST_CASE("an end that was itself asleep asks before it gives up") {
    joined j;
    j.gateway.tick(1000 * second);
    CHECK(heard(j.gateway).empty());
    CHECK(sent(j.gateway) == lines{"PING 1"});
    CHECK(j.gateway.deadline() == 1020 * second);
}

TEST_CASE("a stock peer is not asked") {
    joined j(agreed::stock(2, true));
    for (int i = 1; i != 10; ++i) j.gateway.tick(i * 20 * second);
    CHECK(sent(j.gateway).empty());
    CHECK(heard(j.gateway).empty());
}

TEST_CASE("a message in flight outlives the end of its session") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.gateway.send(id, tunnel::as_bytes("in flight")));
    const auto pieces = j.gateway.next_message();
    REQUIRE_FALSE(pieces.empty());
    hear_packets(j.gateway, {raw(0x99, 1)});
    CHECK(j.gateway.is_over());
    CHECK(tunnel::as_text(pieces.back()).ends_with("in flight"));
    CHECK(j.gateway.next_message().data() == pieces.data()); // the same one still
    j.gateway.message_sent();
    CHECK(sent(j.gateway) == lines{"CLOSE 0 65"});
    CHECK(j.gateway.queued() == 0);
}

TEST_CASE("a gateway whose client takes nothing reads no more of it") {
    tunnel::settings small;
    small.queue = 200'000;
    agreed both = agreed::extended();
    both.client.theirs.first_grant = both.gateway.ours.first_grant = 10'000'000;
    joined j(both, small);
    std::uint64_t answers = 0;
    while (j.gateway.may_read() && answers < 1'000'000) {
        // Asked and answered, and nothing of it leaves.
        hear_packets(j.gateway, {raw(0x19, 5)});
        REQUIRE(j.gateway.done(5, wire::interface_list{{1, "an interface"}}));
        ++answers;
    }
    CHECK(j.gateway.unsent() < 500'000);
    messages_of(j.gateway);
    CHECK(j.client.may_read());
}

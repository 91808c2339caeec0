// How a stream ends: every order of FIN, RESET and ENDED, from both sides, and when its id is free.
#include "joined.hpp"

#include "tunnel/stream.hpp"

#include <samesock/error_code.hpp>

#include <cerrno>

using namespace samesock;
using namespace samesock::testing;
using tunnel::ending;

namespace {

/// Letters: F, R, E sent; f, r, e received. What the last one is answered with.
reason play(ending& e, std::string_view story) {
    reason last = reason::none;
    for (const char c : story) {
        switch (c) {
        case 'F': e.send_fin(); break;
        case 'R': e.send_reset(); break;
        case 'E': e.send_ended(); break;
        case 'f': last = e.receive_fin(); break;
        case 'r': last = e.receive_reset(); break;
        case 'e': last = e.receive_ended(); break;
        default: FAIL("no such letter");
        }
    }
    return last;
}

} // namespace

TEST_CASE("an id is free when all is answered, and a FIN went both ways or a RESET one way") {
    struct row {
        const char* story;
        bool is_over;
        reason last = reason::none;
    };
    const row rows[] = {
        {"", false},
        {"F", false},
        {"Fe", false},
        {"f", false},
        {"fE", false},
        {"Ff", false},
        {"FfE", false},
        {"Ffe", false},
        {"FfEe", true},
        {"FefE", true},
        {"fEFe", true},
        {"fFeE", true},
        {"R", false},
        {"Re", true},
        {"FR", false},
        {"FRe", false},
        {"FRee", true},
        {"fRE", false},
        {"fREe", true},
        {"FfRE", false},
        {"FfREee", true},
        {"r", true},
        {"Fr", false},
        {"Fre", true},
        {"fr", false},
        {"frE", true},
        {"Rr", false},
        {"Rre", true},
        {"RfEe", true},
        {"RefE", true},
        {"e", false, reason::unasked},
        {"Fee", false, reason::unasked},
        {"ff", false, reason::after_fin},
        {"rr", true, reason::after_reset},
        {"rf", true, reason::after_reset},
    };
    for (const row& r : rows) {
        INFO(r.story);
        ending e;
        CHECK(play(e, r.story) == r.last);
        CHECK(e.is_over() == r.is_over);
    }
}

TEST_CASE("half-close: each side ends its own direction, and the id is free with the last ENDED") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.send(id, tunnel::as_bytes("request")));
    CHECK(j.client.finish(id) == false);
    CHECK(j.client.finish(id) == false); // again is nothing
    CHECK(error_of(j.client.send(id, tunnel::as_bytes("more"))) == errno_code(EPIPE));
    CHECK(j.up() == lines{"DATA 1 'request'", "FIN 1"});
    CHECK(j.gateway_heard() == lines{"received 1 'request'", "finished 1"});
    REQUIRE(j.gateway.send(id, tunnel::as_bytes("answer")));
    j.gateway.consumed(id, 7);
    CHECK(j.gateway.handed_on(id) == false);
    CHECK(error_of(j.gateway.handed_on(id)) == errno_code(EINVAL));
    CHECK(j.gateway.finish(id) == false);
    CHECK(j.down() == lines{"DATA 1 'answer'", "ENDED 1", "FIN 1"});
    CHECK(j.client_heard() == lines{"received 1 'answer'", "delivered 1", "finished 1"});
    CHECK(j.client.handed_on(id) == true);
    CHECK(j.client.streams() == 0);
    CHECK(j.up() == lines{"ENDED 1"});
    CHECK(j.gateway_heard() == lines{"delivered 1 over"});
    CHECK(j.gateway.streams() == 0);
}

TEST_CASE("a reset tells its errno, and is answered at once") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.gateway.send(id, tunnel::as_bytes("before")));
    REQUIRE(j.gateway.reset(id, ECONNRESET));
    CHECK(error_of(j.gateway.send(id, tunnel::as_bytes("after"))) == errno_code(EBADF));
    CHECK(j.down() == lines{"DATA 1 'before'", "RESET 1 104"});
    CHECK(j.client_heard() == lines{"received 1 'before'", "reset 1 errno 104"});
    CHECK(j.client.streams() == 0);
    CHECK(error_of(j.client.send(id, tunnel::as_bytes("x"))) == errno_code(EBADF));
    CHECK(j.gateway.streams() == 1);
    CHECK(j.up() == lines{"ENDED 1"});
    CHECK(j.gateway_heard().empty());
    CHECK(j.gateway.streams() == 0);
}

TEST_CASE("a reset with nothing to say has no errno") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.reset(id));
    j.up();
    CHECK(j.gateway_heard() == lines{"reset 1 0"});
}

TEST_CASE("resets that cross are both answered, and told to nobody who has sent one") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.reset(id, ECONNABORTED));
    REQUIRE(j.gateway.reset(id, ECONNRESET));
    const auto up = messages_of(j.client);
    const auto down = messages_of(j.gateway);
    CHECK(hear(j.gateway, up[0]).empty());
    CHECK(hear(j.client, down[0]).empty());
    CHECK(j.up() == lines{"ENDED 1"});
    CHECK(j.down() == lines{"ENDED 1"});
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("FIN, then RESET: each is answered") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.finish(id));
    REQUIRE(j.client.reset(id, 0));
    CHECK(j.up() == lines{"FIN 1", "RESET 1 0"});
    CHECK(j.gateway_heard() == lines{"finished 1", "reset 1 0"});
    CHECK(j.gateway.streams() == 0);
    CHECK(j.down() == lines{"ENDED 1", "ENDED 1"});
    CHECK(j.client.streams() == 0);
}

TEST_CASE("a FIN that crosses with a RESET is answered at once") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.finish(id));
    REQUIRE(j.gateway.reset(id, EPIPE));
    CHECK(j.up() == lines{"FIN 1"});
    CHECK(j.gateway_heard().empty());
    CHECK(j.down() == lines{"RESET 1 32", "ENDED 1"});
    CHECK(j.client_heard() == lines{"reset 1 errno 32"});
    CHECK(j.client.streams() == 0);
    CHECK(j.up() == lines{"ENDED 1"});
    CHECK(j.gateway.streams() == 0);
}

TEST_CASE("who owes an ENDED and resets sends both, RESET first") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.finish(id));
    j.up();
    REQUIRE(j.gateway.reset(id, EPIPE));
    CHECK(j.down() == lines{"RESET 1 32", "ENDED 1"});
    CHECK(j.client_heard() == lines{"reset 1 errno 32"});
    CHECK(j.client.streams() == 0);
}

TEST_CASE("what is under way to an end that has reset is dropped") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.gateway.send(id, std::vector<std::byte>(10'000)));
    REQUIRE(j.client.send(id, tunnel::as_bytes("crossing")));
    REQUIRE(j.client.ask(id, wire::get_option{1, 1, 4}));
    REQUIRE(j.client.reset(id));
    CHECK(j.down() == lines{"DATA 1 <10000 bytes>"});
    CHECK(j.client_heard().empty());
    j.up();
    CHECK(j.gateway_heard() == lines{"received 1 'crossing'", "requested GETOPT 1 1 1 4", "reset 1 0"});
    CHECK(error_of(j.gateway.done(id, wire::option_value{})) == errno_code(EBADF));
    CHECK(j.down() == lines{"ENDED 1"});
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("requests that cross with the gateway's reset are dropped with it") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.ask(id, wire::get_option{1, 1, 4}));
    REQUIRE(j.gateway.reset(id, ECONNRESET));
    CHECK(j.up() == lines{"GETOPT 1 1 1 4"});
    CHECK(j.gateway_heard().empty());
    CHECK(j.down() == lines{"RESET 1 104"});
    CHECK(j.client_heard() == lines{"reset 1 errno 104"});
    j.up();
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("early data that crosses with the gateway's reset is dropped with its CONNECT") {
    joined j;
    const auto id = *j.client.open(2, stream);
    j.up();
    REQUIRE(j.gateway.reset(id, EMFILE));
    REQUIRE(j.client.ask(id, wire::connect{wire::connect::early_data, loopback(80)}));
    REQUIRE(j.client.send(id, tunnel::as_bytes("GET /")) == 5u);
    REQUIRE(j.client.finish(id) == false);
    j.at_gateway.clear();
    j.up();
    CHECK(j.gateway_heard().empty());
    CHECK_FALSE(j.gateway.is_over());
    CHECK(j.down() == lines{"RESET 1 24", "ENDED 1"});
    CHECK(j.client_heard() == lines{"reset 1 errno 24"});
    j.settle();
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("answers that cross with the client's reset are dropped") {
    joined j;
    const auto id = *j.client.open(2, stream);
    REQUIRE(j.client.ask(id, wire::connect{0, loopback(80)}));
    j.up();
    REQUIRE(j.gateway.done(id, wire::connected{loopback(9), loopback(80)}));
    REQUIRE(j.gateway.send(id, tunnel::as_bytes("welcome")));
    REQUIRE(j.client.reset(id));
    j.down();
    CHECK(j.client_heard().empty());
    CHECK_FALSE(j.client.is_over());
    j.settle();
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("the id waits for answers as well") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.ask(id, wire::get_option{1, 1, 4}));
    REQUIRE(j.client.finish(id));
    j.up();
    REQUIRE(j.gateway.handed_on(id) == false);
    REQUIRE(j.gateway.finish(id) == false);
    j.down();
    CHECK(j.client.handed_on(id) == false); // free but for the answer
    CHECK(error_of(j.client.ask(id, wire::get_option{1, 1, 4})) == errno_code(ENOTCONN));
    j.up();
    j.client_heard();
    CHECK(j.gateway_heard().back() == "delivered 1");
    CHECK(j.gateway.done(id, wire::option_value{tunnel::as_bytes("x")}) == true);
    j.down();
    CHECK(j.client_heard() == lines{"answered 1 GETOPT 0 'x' over"});
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("who has sent FIN and ENDED says no more, whatever is called") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.finish(id));
    j.up();
    REQUIRE(j.gateway.finish(id));
    j.down();
    REQUIRE(j.client.handed_on(id) == false);
    REQUIRE(j.client.reset(id, ECONNABORTED));
    CHECK(j.up() == lines{"ENDED 1"});
    CHECK(error_of(j.client.send(id, tunnel::as_bytes("x"))) == errno_code(EBADF));
    CHECK(j.gateway.handed_on(id) == true);
    j.client_heard();
    CHECK(j.down() == lines{"ENDED 1"});
    CHECK(j.client_heard().empty());
    CHECK(j.client.streams() == 0);
}

TEST_CASE("a gateway that gives up a socket of which it has said all still answers its requests") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.ask(id, wire::get_option{1, 1, 4}));
    REQUIRE(j.client.finish(id));
    j.up();
    REQUIRE(j.gateway.finish(id) == false);
    REQUIRE(j.gateway.handed_on(id) == false);
    REQUIRE(j.gateway.reset(id, EIO));
    CHECK(j.down() == lines{"FIN 1", "ENDED 1", "FAILED 1 GETOPT 0 5"});
    CHECK(j.client.handed_on(id) == true);
    j.up();
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("requests that come to a socket which the gateway has given up fail, and its id is free") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.finish(id));
    j.up();
    REQUIRE(j.gateway.finish(id) == false);
    REQUIRE(j.gateway.handed_on(id) == false);
    REQUIRE(j.gateway.reset(id, EIO));
    REQUIRE(j.client.ask(id, wire::get_option{1, 1, 4}));
    j.at_gateway.clear();
    j.up();
    CHECK(j.gateway_heard().empty());
    CHECK(j.down() == lines{"FIN 1", "ENDED 1", "FAILED 1 GETOPT 0 104"});
    CHECK(j.client.handed_on(id) == true);
    j.up();
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("close delivers what is queued, and resets when that is done") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.send(id, tunnel::as_bytes("last words")));
    REQUIRE(j.client.close(id));
    CHECK(error_of(j.client.send(id, tunnel::as_bytes("x"))) == errno_code(EBADF));
    CHECK(j.up() == lines{"DATA 1 'last words'", "FIN 1"});
    // What still comes is dropped, and its credit comes back: who writes and does not read would else be stuck.
    REQUIRE(j.gateway.send(id, std::vector<std::byte>(10'000)));
    j.down();
    CHECK(j.client_heard().empty());
    CHECK(j.up() == lines{"CREDIT 1 10000"});
    REQUIRE(j.gateway.handed_on(id) == false);
    CHECK(j.down() == lines{"ENDED 1"});
    CHECK(j.up() == lines{"RESET 1 0"});
    CHECK(j.down() == lines{"ENDED 1"});
    CHECK(j.client_heard().empty());
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("close of a stream whose other direction has ended needs no reset") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.gateway.finish(id));
    j.down();
    REQUIRE(j.client.close(id)); // before it was read to its end
    CHECK(j.up() == lines{"ENDED 1", "FIN 1"});
    CHECK(j.gateway.handed_on(id) == true);
    CHECK(j.down() == lines{"ENDED 1"});
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("close after the end was delivered resets at once") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.finish(id));
    j.up();
    REQUIRE(j.gateway.handed_on(id) == false);
    j.down();
    REQUIRE(j.client.close(id));
    CHECK(j.up() == lines{"RESET 1 0"});
    j.settle();
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("close of what is no connected stream is a reset") {
    joined j;
    const auto unconnected = *j.client.open(2, stream);
    const auto datagrams = *j.client.open(2, wire::stream_type::datagrams);
    const auto listener = j.listening(1);
    const auto connecting = *j.client.open(2, stream);
    REQUIRE(j.client.ask(connecting, wire::connect{0, loopback(80)}));
    j.up();
    for (const auto id : {unconnected, datagrams, listener, connecting}) REQUIRE(j.client.close(id));
    CHECK(j.up() == lines{"RESET 1 0", "RESET 2 0", "RESET 3 0", "RESET 4 0"});
    CHECK(j.down() == lines{"ENDED 1", "ENDED 2", "ENDED 3", "ENDED 4"});
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

TEST_CASE("close right after early data delivers it, if the connection comes") {
    for (const bool connects : {true, false}) {
        joined j;
        const auto id = *j.client.open(2, stream);
        REQUIRE(j.client.ask(id, wire::connect{wire::connect::early_data, loopback(80)}));
        REQUIRE(j.client.send(id, tunnel::as_bytes("fire and forget")));
        REQUIRE(j.client.close(id));
        CHECK(j.up().back() == "FIN 1");
        if (connects) {
            REQUIRE(j.gateway.done(id, wire::connected{loopback(9), loopback(80)}));
            REQUIRE(j.gateway.handed_on(id));
            CHECK(j.down().back() == "ENDED 1");
        } else {
            REQUIRE(j.gateway.fail(id, errno_code(ECONNREFUSED)));
            CHECK(j.down() == lines{"FAILED 1 CONNECT 0 111", "ENDED 1"});
        }
        CHECK(j.client_heard().empty());
        CHECK(j.up() == lines{"RESET 1 0"});
        j.settle();
        CHECK(j.client.streams() + j.gateway.streams() == 0);
    }
}

TEST_CASE("the answer of a query that was closed is dropped") {
    joined j;
    const auto id = *j.client.query(wire::interfaces{});
    REQUIRE(j.client.close(id));
    j.up();
    REQUIRE(j.gateway.done(id, wire::interface_list{}));
    j.down();
    CHECK(j.client_heard().empty());
    CHECK(j.client.streams() == 0);
}

TEST_CASE("a connection that comes to a listener which was just reset is refused") {
    joined j;
    const auto listener = j.listening(1);
    const auto id = *j.gateway.accepted(listener, loopback(80), loopback(1001));
    REQUIRE(j.gateway.send(id, tunnel::as_bytes("hello")));
    REQUIRE(j.client.close(listener));
    j.down();
    CHECK(j.client_heard().empty());
    CHECK(j.up() == lines{"RESET 1 0", "RESET 2147483649 0"});
    CHECK(j.gateway_heard() == lines{"reset 1 0", "reset 2147483649 0"});
    j.settle();
    CHECK(j.client.streams() + j.gateway.streams() == 0);
}

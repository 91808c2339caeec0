// Section 7 of PROTOCOL.md, rule by rule: what ends a session, and what only looks as if it should.
#include "joined.hpp"

#include <functional>
#include <string>

using namespace samesock;
using namespace samesock::testing;

namespace {

constexpr std::uint32_t accepted_id = 0x8000'0001;

/// Scenes in which a packet comes: ids are always the same.
enum scene : std::uint8_t {
    fresh,       ///< nothing is open
    unconnected, ///< 1: a stream that asked for nothing
    binding,     ///< 1: a stream whose BIND is unanswered
    connected,   ///< 1: a connected stream
    listening,   ///< 1: a listener that was granted one
    accepted,    ///< 1: a listener, and accepted_id: its connection, which the client knows
    packets,     ///< 1: a datagram socket
    asking,      ///< 1: a query
    finished,    ///< 1: a connected stream, whose other side has sent FIN
    reset,       ///< 1: a connected stream, on which both sides have sent RESET, and nothing is answered
};

raw fin(std::uint32_t id) { return {0x31, id}; }
raw reset_of(std::uint32_t id) { return raw(0x32, id).u16(0); }
raw data(std::uint32_t id, std::size_t size = 1) { return raw(0x02, id).text(std::string(size, 'x')); }
raw credit(std::uint32_t id, std::uint32_t bytes) { return raw(0x30, id).u32(bytes); }
raw open_stream(std::uint32_t id) { return raw(0x10, id).u16(2).u8(1); }
raw accepted_from(std::uint32_t id, std::uint32_t listener) {
    return raw(0x22, id).u32(listener).loopback(1).loopback(2);
}

void set(joined& j, scene s, tunnel::session& hearing) {
    switch (s) {
    case fresh: return;
    case unconnected: REQUIRE(j.client.open(2, wire::stream_type::stream)); break;
    case binding:
        REQUIRE(j.client.open(2, wire::stream_type::stream));
        REQUIRE(j.client.ask(1, wire::bind{loopback(0)}));
        break;
    case connected:
    case finished:
    case reset: j.connected(); break;
    case listening:
    case accepted: j.listening(1); break;
    case packets: REQUIRE(j.client.open(2, wire::stream_type::datagrams)); break;
    case asking: REQUIRE(j.client.query(wire::interfaces{})); break;
    }
    if (s == accepted) REQUIRE(j.gateway.accepted(1, loopback(1), loopback(2)));
    j.settle();
    if (s == finished) hear_packets(hearing, {fin(1)});
    if (s == reset) {
        REQUIRE(hearing.reset(1));
        hear_packets(hearing, {reset_of(1)});
    }
}

struct row {
    const char* name;
    bool at_gateway;
    scene where;
    std::vector<raw> packets;
    reason why; ///< none: it is not malformed
};

void check(const row& r, const agreed& both = agreed::extended()) {
    INFO(r.name);
    joined j(both);
    tunnel::session& hearing = r.at_gateway ? static_cast<tunnel::session&>(j.gateway) : j.client;
    set(j, r.where, hearing);
    raw series;
    for (const raw& each : r.packets) series.u32(each.bytes().size()).add(each);
    const lines told = hear(hearing, series);
    CHECK(text_of(hearing.why()) == text_of(r.why));
    if (r.why == reason::none) return;
    REQUIRE_FALSE(told.empty());
    CHECK(told.back() == "over: " + std::string(text_of(r.why)));
    // It says so with CLOSE(0), once, and nothing else comes of it.
    const auto messages = messages_of(hearing);
    REQUIRE(messages.size() == 1);
    CHECK(packets_of(messages[0]) == lines{r.at_gateway ? "CLOSE 0 65" : "CLOSE 0 129"});
    CHECK(hear(hearing, series).empty());
    CHECK(messages_of(hearing).empty());
    CHECK(hearing.streams() == 0);
}

} // namespace

TEST_CASE("a malformed packet from the client ends the session", "[malformed]") {
    const row rows[] = {
        {"shorter than its fields", true, fresh, {raw(0x10, 1).u16(2)}, reason::truncated},
        {"longer than its fields", true, fresh, {raw(0x10, 1).u16(2).u8(1).u8(0)}, reason::trailing_bytes},
        {"an unknown type", true, fresh, {raw(0x99, 1)}, reason::unknown_type},
        {"a DONE of the client's", true, binding, {raw(0x20, 1).u8(0x11).loopback(1)}, reason::wrong_sender},
        {"a FAILED of the client's", true, binding, {raw(0x21, 1).u8(0x11).u8(0).u32(1)}, reason::wrong_sender},
        {"an ACCEPTED of the client's", true, listening, {accepted_from(accepted_id, 1)}, reason::wrong_sender},
        {"a WELCOME of the client's",
         true,
         fresh,
         {raw(0x3C, 0).u8(0).u64(0).u64(0).u64(0).u32(0)},
         reason::wrong_sender},
        {"a GOAWAY of the client's", true, fresh, {raw(0x3A, 0).u32(0)}, reason::wrong_sender},
        {"an ERROR of the client's", true, packets, {raw(0x34, 1).u16(1)}, reason::wrong_sender},
        {"Wisp's CONNECT", true, fresh, {raw(0x01, 1).u8(1).u16(80).text("host")}, reason::wrong_sender},
        {"Wisp's CONTINUE for an id in use", true, connected, {raw(0x03, 1).u32(1)}, reason::wrong_sender},
        {"Wisp's CLOSE for an id in use", true, connected, {raw(0x04, 1).u8(2)}, reason::wrong_sender},
        {"a second INFO", true, fresh, {raw(0x05, 0).u8(2).u8(0)}, reason::wrong_sender},
        {"OPEN of the session", true, fresh, {open_stream(0)}, reason::wrong_id},
        {"PING of a stream", true, connected, {raw(0x38, 1).u64(1)}, reason::wrong_id},
        {"DATA of the session", true, fresh, {data(0)}, reason::wrong_id},
        {"OPEN in the gateway's half", true, fresh, {open_stream(accepted_id)}, reason::wrong_id},
        {"a query in the gateway's half", true, fresh, {raw(0x19, accepted_id)}, reason::wrong_id},
        {"OPEN of an id in use", true, connected, {open_stream(1)}, reason::id_in_use},
        {"a query with an id in use", true, connected, {raw(0x19, 1)}, reason::id_in_use},
        {"OPEN of a query's id", true, asking, {open_stream(1)}, reason::id_in_use},
        {"a request on a query's id", true, asking, {raw(0x11, 1).loopback(1)}, reason::wrong_socket},
        {"a reset of a query", true, asking, {reset_of(1)}, reason::wrong_socket},
        {"DATA on a query's id", true, asking, {data(1)}, reason::wrong_socket},
        {"CREDIT on a query's id", true, asking, {credit(1, 1)}, reason::wrong_socket},
        {"ACCEPT on a query's id", true, asking, {raw(0x14, 1).u32(1)}, reason::wrong_socket},
        {"FIN on a query's id", true, asking, {fin(1)}, reason::wrong_socket},
        {"DATA on a listener", true, listening, {data(1)}, reason::wrong_socket},
        {"a datagram on a listener", true, listening, {raw(0x1A, 1).loopback(1)}, reason::wrong_socket},
        {"a datagram on a stream", true, connected, {raw(0x1A, 1).loopback(1)}, reason::wrong_socket},
        {"CREDIT on a listener", true, listening, {credit(1, 1)}, reason::wrong_socket},
        {"CREDIT on a datagram socket", true, packets, {credit(1, 1)}, reason::wrong_socket},
        {"ACCEPT on a datagram socket", true, packets, {raw(0x14, 1).u32(1)}, reason::wrong_socket},
        {"FIN on a listener", true, listening, {fin(1)}, reason::wrong_socket},
        {"FIN on a datagram socket", true, packets, {fin(1)}, reason::wrong_socket},
        {"DATA before CONNECT", true, unconnected, {data(1)}, reason::before_connect},
        {"DATA before its answer",
         true,
         unconnected,
         {raw(0x12, 1).u8(0).u8(0).loopback(1), data(1)},
         reason::before_connect},
        {"FIN before CONNECT", true, unconnected, {fin(1)}, reason::before_connect},
        {"DATA beyond the first grant", true, connected, {data(1, 16'385)}, reason::over_credit},
        {"DATA beyond the first grant, in parts", true, connected, {data(1, 16'384), data(1)}, reason::over_credit},
        {"early DATA beyond the first grant",
         true,
         unconnected,
         {raw(0x12, 1).u8(1).u8(0).loopback(1), data(1, 16'385)},
         reason::over_credit},
        {"empty DATA of a stream", true, connected, {data(1, 0)}, reason::empty_data},
        {"DATA after FIN", true, finished, {data(1)}, reason::after_fin},
        {"FIN after FIN", true, finished, {fin(1)}, reason::after_fin},
        {"DATA after RESET", true, reset, {data(1)}, reason::after_reset},
        {"FIN after RESET", true, reset, {fin(1)}, reason::after_reset},
        {"CREDIT after RESET", true, reset, {credit(1, 1)}, reason::after_reset},
        {"RESET after RESET", true, reset, {reset_of(1)}, reason::after_reset},
        {"a request after RESET", true, reset, {raw(0x13, 1).u32(1)}, reason::after_reset},
        {"ACCEPT after RESET", true, reset, {raw(0x14, 1).u32(1)}, reason::after_reset},
        {"an ENDED that answers nothing", true, connected, {raw(0x33, 1)}, reason::unasked},
        {"CREDIT beyond 2^31 - 1", true, connected, {credit(1, 0x7FFF'FFFF)}, reason::credit_overflow},
        {"CREDIT of 2^32 - 1", true, connected, {credit(1, 0xFFFF'FFFF)}, reason::credit_overflow},
        {"CREDIT up to 2^31 - 1", true, connected, {credit(1, 0x7FFF'FFFF - 16'384)}, reason::none},
        {"accepts beyond 2^31 - 1", true, listening, {raw(0x14, 1).u32(0x7FFF'FFFF)}, reason::credit_overflow},
        {"an ACK of more than was sent", true, connected, {raw(0x3B, 0).u64(2)}, reason::wrong_count},
        {"an ACK of all that was sent", true, connected, {raw(0x3B, 0).u64(1)}, reason::none},
        {"an ACK that decreases", true, connected, {raw(0x3B, 0).u64(1), raw(0x3B, 0).u64(0)}, reason::wrong_count},
    };
    for (const row& r : rows) check(r);
}

TEST_CASE("a malformed packet from the gateway ends the session", "[malformed]") {
    const raw welcome = raw(0x3C, 0).u8(0).u64(0).u64(0).u64(0).u32(0);
    const raw done = raw(0x20, 1).u8(0x11).loopback(1);
    const row rows[] = {
        {"an OPEN of the gateway's", false, fresh, {open_stream(1)}, reason::wrong_sender},
        {"a BIND of the gateway's", false, connected, {raw(0x11, 1).loopback(1)}, reason::wrong_sender},
        {"an ACCEPT of the gateway's", false, listening, {raw(0x14, 1).u32(1)}, reason::wrong_sender},
        {"Wisp's CONTINUE(0)", false, fresh, {raw(0x03, 0).u32(1)}, reason::wrong_id},
        {"a second WELCOME", false, fresh, {welcome}, reason::unasked},
        {"an answer to nothing", false, connected, {done}, reason::unasked},
        {"an answer on a free id", false, fresh, {done}, reason::unasked},
        {"an answer to another request", false, binding, {raw(0x20, 1).u8(0x13).loopback(1)}, reason::unasked},
        {"a second answer", false, binding, {done, done}, reason::unasked},
        {"an answer after RESET", false, binding, {reset_of(1), done}, reason::unasked},
        {"ACCEPTED in the client's half", false, listening, {accepted_from(2, 1)}, reason::wrong_id},
        {"ACCEPTED with an id in use", false, accepted, {accepted_from(accepted_id, 1)}, reason::id_in_use},
        {"ACCEPTED of no socket", false, fresh, {accepted_from(accepted_id, 1)}, reason::wrong_socket},
        {"ACCEPTED of what does not listen", false, connected, {accepted_from(accepted_id, 1)}, reason::wrong_socket},
        {"ACCEPTED beyond what was granted", false, accepted, {accepted_from(accepted_id + 1, 1)}, reason::over_credit},
        {"ACCEPTED as granted", false, listening, {accepted_from(accepted_id, 1)}, reason::none},
        {"DATA before the connection", false, unconnected, {data(1)}, reason::before_connect},
        {"FIN before the connection", false, unconnected, {fin(1)}, reason::before_connect},
        {"DATA beyond the first grant", false, connected, {data(1, 16'385)}, reason::over_credit},
        {"an ERROR of a stream", false, connected, {raw(0x34, 1).u16(111)}, reason::wrong_socket},
    };
    for (const row& r : rows) check(r);
}

TEST_CASE("early data is the client's: the gateway answers before it sends", "[malformed]") {
    joined j;
    const auto id = *j.client.open(2, wire::stream_type::stream);
    REQUIRE(j.client.ask(id, wire::connect{wire::connect::early_data, loopback(80)}));
    j.up();
    hear_packets(j.client, {data(id)});
    CHECK(j.client.why() == reason::before_connect);
}

TEST_CASE("packets of a feature that is off are malformed", "[malformed]") {
    const row rows[] = {
        {"a datagram socket", true, fresh, {raw(0x10, 1).u16(2).u8(2)}, reason::wrong_sender},
        {"LISTEN", true, unconnected, {raw(0x13, 1).u32(1)}, reason::wrong_sender},
        {"ACCEPT", true, unconnected, {raw(0x14, 1).u32(1)}, reason::wrong_sender},
        {"SETOPT", true, unconnected, {raw(0x15, 1).u32(1).u32(1)}, reason::wrong_sender},
        {"GETOPT", true, unconnected, {raw(0x16, 1).u32(1).u32(1).u32(1)}, reason::wrong_sender},
        {"RESOLVE", true, fresh, {raw(0x17, 1).u16(0).u16(0).u16(0).u32(0).u8(0).u8(0)}, reason::wrong_sender},
        {"REVERSE", true, fresh, {raw(0x18, 1).u32(0).loopback(1)}, reason::wrong_sender},
        {"INTERFACES", true, fresh, {raw(0x19, 1)}, reason::wrong_sender},
        {"ACK", true, fresh, {raw(0x3B, 0).u64(0)}, reason::wrong_sender},
        {"early data", true, unconnected, {raw(0x12, 1).u8(1).u8(0).loopback(1), data(1)}, reason::before_connect},
        {"ACCEPTED", false, unconnected, {accepted_from(accepted_id, 1)}, reason::wrong_sender},
        {"DATAGRAM", false, unconnected, {raw(0x1A, 1).loopback(1)}, reason::wrong_sender},
    };
    for (const row& r : rows) check(r, agreed::extended(0));
}

TEST_CASE("a message that is no series of packets is malformed", "[malformed]") {
    const std::pair<raw, reason> rows[] = {
        {raw(), reason::empty_message},
        {raw().u16(5), reason::series_length},
        {raw().u32(0), reason::series_length},
        {raw().u32(4).u32(0), reason::series_length},
        {raw().u32(6).add(fin(1)), reason::series_length},
        {raw().u32(0xFFFF'FFFF).add(fin(1)), reason::series_length},
        {raw::series({raw(0x38, 0).u64(1)}).u8(0), reason::series_length},
        {raw().text(std::string(256 * 1024 + 1, 'x')), reason::oversized_message},
    };
    for (const auto& [bytes, why] : rows) {
        joined j;
        INFO(bytes.bytes().size());
        hear(j.gateway, bytes);
        CHECK(text_of(j.gateway.why()) == text_of(why));
    }
    // What the transport finds is the same.
    joined j;
    j.gateway.end(reason::text_message);
    CHECK(sent(j.gateway) == lines{"CLOSE 0 65"});
}

TEST_CASE("before its WELCOME a client takes nothing but the end", "[malformed]") {
    for (const bool closes : {true, false}) {
        tunnel::client_session client(agreed::extended().client, {}, 0);
        hear_packets(client, {closes ? raw(0x04, 0).u8(0x49) : raw(0x38, 0).u64(1)});
        CHECK(client.why() == (closes ? reason::closed : reason::early_packet));
    }
}

TEST_CASE("a WELCOME that resumes what nobody asked for is malformed", "[malformed]") {
    tunnel::client_session client(agreed::extended().client, {}, 0);
    hear_packets(client, {raw(0x3C, 0).u8(1).u64(0).u64(0).u64(0).u32(0)});
    CHECK(client.why() == reason::unasked);
}

TEST_CASE("more ids than the other end serves are malformed, and are not asked for", "[malformed]") {
    agreed both = agreed::extended();
    for (tunnel::terms* t : {&both.client.ours, &both.client.theirs, &both.gateway.ours, &both.gateway.theirs})
        t->maximum_streams = 2;
    joined j(both);
    const auto listener = j.listening(9);
    REQUIRE(j.client.query(wire::interfaces{}));
    CHECK(j.client.open(2, wire::stream_type::stream).error() == errno_code(EMFILE));
    CHECK(j.client.query(wire::interfaces{}).error() == errno_code(EMFILE));
    j.settle();
    REQUIRE(j.gateway.accepted(listener, loopback(1), loopback(2)));
    REQUIRE(j.gateway.accepted(listener, loopback(1), loopback(2)));
    CHECK(j.gateway.accepted(listener, loopback(1), loopback(2)).error() == errno_code(EAGAIN));
    j.settle();
    hear_packets(j.client, {accepted_from(0x8000'0009, listener)});
    CHECK(j.client.why() == reason::too_many_ids);
    hear_packets(j.gateway, {open_stream(9)});
    CHECK(j.gateway.why() == reason::too_many_ids);
}

TEST_CASE("more than sixteen unanswered requests on a socket are malformed", "[malformed]") {
    joined j;
    REQUIRE(j.client.open(2, wire::stream_type::stream));
    for (int i = 0; i != 16; ++i) REQUIRE(j.client.ask(1, wire::bind{loopback(0)}));
    j.up();
    CHECK(j.gateway.why() == reason::none);
    hear_packets(j.gateway, {raw(0x13, 1).u32(1)});
    CHECK(j.gateway.why() == reason::too_many_requests);
}

TEST_CASE("packets for ids that are free are dropped and counted", "[malformed]") {
    const raw strays[] = {
        data(9),
        credit(9, 1),
        fin(9),
        reset_of(9),
        raw(0x33, 9),
        raw(0x1A, 9).loopback(1),
        raw(0x03, 9).u32(1),
        raw(0x04, 9).u8(2),
        raw(0x11, 9).loopback(1),
        raw(0x14, 9).u32(1),
    };
    for (const bool at_gateway : {true, false}) {
        joined j;
        tunnel::session& hearing = at_gateway ? static_cast<tunnel::session&>(j.gateway) : j.client;
        std::uint64_t expected = 0;
        for (const raw& stray : strays) {
            const auto type = std::to_integer<unsigned>(stray.bytes()[0]);
            if (!at_gateway && (type == 0x11 || type == 0x14)) continue; // the client's alone
            CHECK(hear_packets(hearing, {stray}).empty());
            CHECK(hearing.strays() == ++expected);
            CHECK(sent(hearing).empty());
        }
        CHECK(hearing.why() == reason::none);
    }
}

TEST_CASE("so many strays are no accident; each id that was in use excuses more", "[malformed]") {
    for (const bool had_id : {false, true}) {
        joined j;
        if (had_id) {
            const auto id = *j.client.query(wire::interfaces{});
            j.up();
            REQUIRE(j.gateway.done(id, wire::interface_list{}));
            j.down();
        }
        raw thousand;
        for (int i = 0; i != 1000; ++i) thousand.u32(5).add(fin(9));
        for (int i = 0; i != 100; ++i) hear(j.gateway, thousand);
        CHECK(j.gateway.why() == reason::none);
        hear(j.gateway, thousand);
        CHECK(j.gateway.why() == (had_id ? reason::none : reason::too_many_strays));
    }
}

TEST_CASE("FIN, CREDIT and RESET cross with each other and with closes, and are not malformed") {
    joined j;
    const auto id = j.connected();
    REQUIRE(j.client.send(id, std::vector<std::byte>(16'384)));
    REQUIRE(j.client.finish(id));
    j.up();
    j.gateway.consumed(id, 16'384); // no credit after a FIN
    CHECK(j.down().empty());
    REQUIRE(j.gateway.finish(id));
    REQUIRE(j.client.close(id));
    j.settle();
    REQUIRE(j.gateway.handed_on(id));
    j.settle();
    CHECK(j.client.streams() + j.gateway.streams() == 0);
    CHECK(j.client.strays() + j.gateway.strays() == 0);
    CHECK(j.client.why() == reason::none);
    CHECK(j.gateway.why() == reason::none);
}

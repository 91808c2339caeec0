// Opening, describing, duplicating and closing handles.
#include "contract.hpp"

using namespace contract;

TEST_CASE("the clock goes on and never back") {
    const std::int64_t first = now();
    std::int64_t last = first;
    for (int i = 0; i != 1000; ++i) {
        const std::int64_t t = now();
        REQUIRE(t >= last);
        last = t;
    }
    REQUIRE(must(wait(std::span<interest>{}, after(2ms))) == 0);
    REQUIRE(now() - first >= 2'000'000);
}

TEST_CASE("start may be called again") {
    must(start());
    must(start());
}

TEST_CASE("a handle is what it was opened as") {
    const auto what = GENERATE(tcp, udp, tcp6, udp6);
    must(start());
    const owned h(must_or_skip(open(what, true), "IPv6"));
    const kind described = must(describe(h));
    REQUIRE(described.family == what.family);
    REQUIRE(described.type == what.type);
    const int expected = what.type == samesock::sock_stream ? 6 : 17;
    REQUIRE((described.proto.value() == expected || described.proto.value() == 0));
}

TEST_CASE("a protocol may be named when opening") {
    const owned h = open_socket({samesock::af_inet, samesock::sock_stream, samesock::ipproto_tcp});
    REQUIRE(must(describe(h)).type == samesock::sock_stream);
}

TEST_CASE("a family that nobody has cannot be opened") {
    must(start());
    const auto h = open({samesock::address_family(0x1fff), samesock::sock_stream, {}}, true);
    REQUIRE(error_of(h) == std::errc::address_family_not_supported);
}

TEST_CASE("a type that the family does not have cannot be opened") {
    must(start());
    REQUIRE_FALSE(open({samesock::af_inet, samesock::socket_type(7), {}}, true).has_value());
}

TEST_CASE("a closed handle is none") {
    owned h = open_socket(tcp);
    const handle was = h.release();
    must(close(was));
    REQUIRE(error_of(describe(was)) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(close(was)) == std::errc::bad_file_descriptor);
    std::array<std::byte, 1> room;
    REQUIRE(error_of(receive(was, room, {})) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(send(was, room, {})) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(local_endpoint(was)) == std::errc::bad_file_descriptor);
}

TEST_CASE("no handle is none") {
    must(start());
    REQUIRE(error_of(describe(handle::none)) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(close(handle::none)) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(listen(handle::none, 1)) == std::errc::bad_file_descriptor);
    REQUIRE(error_of(duplicate(handle::none)) == std::errc::bad_file_descriptor);
}

TEST_CASE("handles are not inheritable until they are made so", "[semantics-29]") {
    const owned h = open_socket(tcp);
    REQUIRE_FALSE(must(get_inheritable(h)));
    must(set_inheritable(h, false));
    must_or_skip(set_inheritable(h, true), "inheritable handles");
    REQUIRE(must(get_inheritable(h)));
    must(set_inheritable(h, false));
    REQUIRE_FALSE(must(get_inheritable(h)));
}

TEST_CASE("an accepted handle is not inheritable") {
    const auto [client, server] = connected_pair();
    REQUIRE_FALSE(must(get_inheritable(server)));
}

TEST_CASE("a duplicate is the same socket under another number") {
    auto [client, server] = connected_pair();
    owned again(must_or_skip(duplicate(client), "duplicate()"));
    REQUIRE(handle(again) != handle(client));
    REQUIRE_FALSE(must(get_inheritable(again)));
    REQUIRE(must(local_endpoint(again)) == must(local_endpoint(client)));
    send_text(again, "from the duplicate");
    REQUIRE(received_text(server) == "from the duplicate");
    client.reset();
    send_text(again, "still open");
    REQUIRE(received_text(server) == "still open");
    again.reset();
    REQUIRE(received_text(server).empty());
}

TEST_CASE("a pair is connected to itself") {
    must(start());
    const kind local{samesock::af_unix, samesock::sock_stream, {}};
    const auto both = must_or_skip(open_pair(local), "pairs made by the system");
    const owned a(both[0]);
    const owned b(both[1]);
    REQUIRE_FALSE(must(get_inheritable(a)));
    REQUIRE_FALSE(must(get_inheritable(b)));
    send_text(a, "there");
    REQUIRE(received_text(b) == "there");
    send_text(b, "and back");
    REQUIRE(received_text(a) == "and back");
    must(set_blocking(a, false));
    std::array<std::byte, 1> room;
    REQUIRE(error_of(receive(a, room, {})) == std::errc::operation_would_block);
}

TEST_CASE("a non-blocking handle never sleeps, and can be made blocking") {
    const auto [client, server] = connected_pair();
    std::array<std::byte, 8> room;
    REQUIRE(error_of(receive(server, room, {})) == std::errc::operation_would_block);
    must(set_blocking(server, true));
    send_text(client, "x");
    ready(server, readiness::readable);
    REQUIRE(must(receive(server, room, {})) == 1);
    must(set_blocking(server, false));
    REQUIRE(error_of(receive(server, room, {})) == std::errc::operation_would_block);
}

TEST_CASE("what only one system has fails with its errno elsewhere") {
    const owned h = open_socket(tcp);
    const auto shared = share(h, 0);
    if (is(shared, std::errc::operation_not_supported)) {
        REQUIRE(is(open_shared({}), std::errc::operation_not_supported));
        REQUIRE(is(control_io(h, 0, {}), std::errc::operation_not_supported));
    } else {
        REQUIRE_FALSE(open_shared({}).has_value());
    }
}

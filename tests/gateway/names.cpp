// Names of targets: what they resolve to is what is judged, and what was judged is what is dialled. The look-ups are
// the case's own.
#include "running_gateway.hpp"
#include "tunnel_client.hpp"

#include "ip_address.hpp"

#include <atomic>
#include <cerrno>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace samesock::testing {
namespace {

using namespace tunnel;
using gateway::host_answer;
using gateway::host_question;

host_answer found(const std::vector<std::string>& addresses) {
    host_answer answer;
    for (const std::string& text : addresses) {
        gateway::host_entry& entry = answer.entries.emplace_back();
        entry.address = gateway::endpoint_of(*gateway::parse_ip(text), 0);
        entry.family = entry.address.family.value();
        entry.type = stream_type;
        entry.protocol = 6;
    }
    return answer;
}

/// Every name is these addresses.
gateway::resolver always(std::vector<std::string> addresses) {
    return [addresses = std::move(addresses)](const host_question&) { return found(addresses); };
}

/// As the system reads addresses, and nobody outside this machine is asked.
host_answer numbers_only(const host_question& question) {
    host_question numeric = question;
    numeric.flags |= 4; // AI_NUMERICHOST
    return gateway::look_up(numeric);
}

heard_answer dial(tunnel_client& client, std::string_view host, std::uint16_t port, std::uint16_t family = 2,
                  wire::stream_type type = wire::stream_type::stream) {
    return client.ask(client.open(type, family), wire::connect{0, wire::host_and_port{port, host}});
}

/// What RESOLVE shows.
heard_answer resolve(tunnel_client& client, std::string_view host) {
    const auto id = client.session().query(wire::resolve{0, 1, 0, 0, host, std::nullopt});
    REQUIRE(id);
    return client.next_answer(*id);
}

TEST_CASE("A name that resolves to an address that is not public reaches nothing, whatever rule opens names") {
    const auto* const address =
        GENERATE("127.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
                 "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "::ffff:127.0.0.1", "::127.0.0.1",
                 "fd00::1", "fe80::1", "fec0::1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "ff02::1");
    CAPTURE(address);
    running_gateway gateway(open_configuration({{"public", "*", "*.example.org"}, {}}), always({address}));
    const std::uint16_t family = std::string_view(address).contains(':') ? 10 : 2;
    plain_listener listener(family == 2 ? loopback() : loopback6());
    const std::uint16_t port = listener.local().port;
    tunnel_client client(gateway.port());
    CHECK(dial(client, "db.example.org", port, family).error == errno_code(EACCES));
    CHECK(dial(client, "db.example.org", port, family, wire::stream_type::datagrams).error == errno_code(EACCES));
    CHECK(resolve(client, "db.example.org").error == std::error_code(gai_error::noname));
    CHECK(gateway.figures().denied.value() == 2);
    CHECK_FALSE(listener.has_input());
}

TEST_CASE("Of a name's addresses only those are dialled that a rule opens") {
    running_gateway gateway(open_configuration({{"127.0.0.1", "*"}, {}}),
                            always({"127.0.0.2", "10.0.0.1", "127.0.0.1"}));
    plain_listener listener;
    const std::uint16_t port = listener.local().port;
    plain_listener other(ipv4(127, 0, 0, 2, port));
    tunnel_client client(gateway.port());
    const auto answer = dial(client, "db.example.org", port);
    REQUIRE_FALSE(answer.error);
    CHECK(answer.peer == listener.local());
    CHECK(resolve(client, "db.example.org").addresses == std::vector{loopback()});
    CHECK_FALSE(other.has_input());
}

TEST_CASE("The address that was judged is dialled, and a name that has changed is judged anew") {
    std::atomic<int> asked = 0;
    running_gateway gateway(open_configuration({{"127.0.0.1", "*"}, {}}), [&](const host_question&) {
        return found({asked++ == 0 ? "127.0.0.1" : "127.0.0.2"}); // only the first is open
    });
    plain_listener listener;
    const std::uint16_t port = listener.local().port;
    plain_listener other(ipv4(127, 0, 0, 2, port));
    tunnel_client client(gateway.port());
    SECTION("by CONNECT") {
        const auto answer = dial(client, "rebind.example.net", port);
        REQUIRE_FALSE(answer.error);
        CHECK(answer.peer == listener.local());
        CHECK(asked == 1); // no second look-up between the judgement and the connection
    }
    SECTION("by CONNECT of a datagram socket") {
        const auto answer = dial(client, "rebind.example.net", port, 2, wire::stream_type::datagrams);
        REQUIRE_FALSE(answer.error);
        CHECK(answer.peer == listener.local());
        CHECK(asked == 1);
    }
    SECTION("by RESOLVE first") { CHECK(resolve(client, "rebind.example.net").addresses == std::vector{loopback()}); }
    CHECK(dial(client, "rebind.example.net", port).error == errno_code(EACCES));
    CHECK_FALSE(other.has_input());
}

TEST_CASE("No form of an address, and nothing around a name, leads around the rules") {
    running_gateway gateway(open_configuration({{"public", "*"}, {}}), numbers_only);
    plain_listener listener(loopback());
    plain_listener listener6(loopback6(listener.local().port));
    tunnel_client client(gateway.port());
    const std::string_view forms[] = {"127.0.0.1",
                                      "127.0.0.1.",
                                      "127.1",
                                      "127.0.1",
                                      "2130706433",
                                      "0x7f000001",
                                      "0x7F.1",
                                      "017700000001",
                                      "0177.0.0.1",
                                      "0x7f.0x0.0x0.0x1",
                                      "000177.0.0.1",
                                      "127.0.0.1%lo",
                                      "127.0.0.1%",
                                      " 127.0.0.1",
                                      "127.0.0.1 ",
                                      "127.0.0.1\t",
                                      "127.0.0.1:80",
                                      "%31%32%37.0.0.1",
                                      "0",
                                      "0.0.0.0",
                                      "0x0",
                                      "4294967295",
                                      "::1",
                                      "::1%lo",
                                      "::1%1",
                                      "::1%25lo",
                                      "::1.",
                                      "[::1]",
                                      "::1:443",
                                      "0:0:0:0:0:0:0:1",
                                      "0::1",
                                      "::0.0.0.1",
                                      "::",
                                      "::%lo",
                                      "::127.0.0.1",
                                      "::ffff:127.0.0.1",
                                      "::FFFF:7f00:1",
                                      "::ffff:0:127.0.0.1",
                                      "fe80::1%lo",
                                      "fe80::1%1",
                                      "64:ff9b::127.0.0.1"};
    for (const std::string_view form : forms) {
        CAPTURE(form);
        for (const std::uint16_t family : {std::uint16_t{2}, std::uint16_t{10}}) {
            CAPTURE(family);
            CHECK(dial(client, form, listener.local().port, family).error);
            CHECK(dial(client, form, listener.local().port, family, wire::stream_type::datagrams).error);
        }
    }
    const std::string with_nul("127.0.0.1\0.example.org", 22);
    CHECK(dial(client, with_nul, listener.local().port).error == std::error_code(gai_error::noname));
    CHECK_FALSE(listener.has_input());
    CHECK_FALSE(listener6.has_input());
    CHECK_FALSE(client.ask(client.open(), wire::get_option{1, 9, 4}).error); // it still serves
}

TEST_CASE("A name rule takes the name in any case, with or without the dot at its end, and nothing beside it") {
    running_gateway gateway(open_configuration({{"*.example.org"}, {}}), always({"1.1.1.1"}));
    tunnel_client client(gateway.port());
    for (const std::string_view name : {"db.example.org", "DB.Example.ORG", "db.example.org.", "a.b.example.org"}) {
        CAPTURE(name);
        CHECK_FALSE(resolve(client, name).error);
    }
    for (const std::string_view name :
         {"example.org", "db.example.org..", ".example.org", "db.example.org.evil.net", "dbexample.org",
          "db.example.org%00", "db%2eexample.org", "db.example.org/", "db.example.org:443", "db.example.org%eth0",
          "db.example.org ", "1.1.1.1.example.org.evil.net", "db.ex\xc3\xa4mple.org"}) {
        CAPTURE(name);
        CHECK(resolve(client, name).error == std::error_code(gai_error::noname));
    }
    const std::string with_nul("evil.net\0.example.org", 21);
    CHECK(resolve(client, with_nul).error == std::error_code(gai_error::noname));
}

} // namespace
} // namespace samesock::testing

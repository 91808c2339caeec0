// create_connection and create_server over the scripted platform: order, clean-up, and which error is raised.
#include "unit/scripted.hpp"

#include <samesock/exceptions.hpp>
#include <samesock/functions.hpp>

#include <catch2/catch_all.hpp>

#include <cstring>
#include <optional>
#include <vector>

using namespace samesock;
using samesock::testing::error_of;
using samesock::testing::fake_platform;
using samesock::testing::handle_of;
using samesock::testing::ipv4;
using samesock::testing::ipv6_loopback;
using samesock::testing::recorded;

namespace {

/// A host with three addresses.
struct three_addresses : fake_platform {
    three_addresses() { hosts["three"] = {ipv6_loopback(0), ipv4(0, {10, 0, 0, 1}), ipv4(0, {10, 0, 0, 2})}; }
};

const address three{"three", 80};

connection_arguments with_timeout(timeout_value t) {
    connection_arguments arguments;
    arguments.timeout = t;
    return arguments;
}

connection_arguments with_source(const address& source) {
    connection_arguments arguments;
    arguments.source_address = source;
    return arguments;
}

server_arguments ipv6_server(bool dual) {
    server_arguments arguments;
    arguments.family = af_inet6;
    arguments.dualstack_ipv6 = dual;
    return arguments;
}

/// The value of an option on the newest handle that set it.
std::optional<int> set_value(const fake_platform& fake, option_level level, option_name name) {
    std::optional<int> value;
    for (const recorded& r : fake.all("set_option")) {
        if (r.option.level != level || r.option.name != name) continue;
        int set = 0;
        std::memcpy(&set, r.data.data(), sizeof set);
        value = set;
    }
    return value;
}

} // namespace

TEST_CASE("create_connection stops at the first address that answers", "[connections][semantics-26]") {
    three_addresses fake;
    fake.connect.fails(ECONNREFUSED);
    const auto s = try_create_connection(three);
    REQUIRE(s);
    CHECK(s->family() == af_inet);
    CHECK(fake.last("connect").where == ipv4(80, {10, 0, 0, 1}));
    CHECK(fake.count("connect") == 2);
    CHECK(fake.open_handles() == 1);
    CHECK(fake.queries.at(0).type == sock_stream);
    CHECK(fake.queries.at(0).service == "80");
}

TEST_CASE("create_connection fails with the last address's error", "[connections][semantics-26]") {
    three_addresses fake;
    fake.connect.fails(ECONNREFUSED).fails(EHOSTUNREACH);
    fake.connect.fails(ENETUNREACH);
    std::vector<std::error_code> errors;
    CHECK(error_of(try_create_connection(three, {}, errors)) == errno_code(ENETUNREACH));
    CHECK(errors == std::vector{errno_code(ECONNREFUSED), errno_code(EHOSTUNREACH), errno_code(ENETUNREACH)});
    CHECK(fake.open_handles() == 0);
}

TEST_CASE("a family that cannot be opened is an address that does not answer", "[connections][semantics-26]") {
    three_addresses fake;
    fake.open.fails(EAFNOSUPPORT);
    const auto s = try_create_connection(three);
    REQUIRE(s);
    CHECK(fake.last("connect").where == ipv4(80, {10, 0, 0, 1}));
}

TEST_CASE("create_connection's timeout is each attempt's and the socket's", "[connections][semantics-26]") {
    using namespace std::chrono_literals;
    three_addresses fake;
    fake.connect.fails(EINPROGRESS).fails(EINPROGRESS);
    fake.wait.passes();
    fake.wait.ready_after(100ms);
    const auto s = try_create_connection(three, with_timeout(0.25));
    REQUIRE(s);
    CHECK(fake.elapsed() == 350ms);
    CHECK(s->gettimeout() == 0.25);
    CHECK(try_create_connection(three)->gettimeout() == std::nullopt);
}

TEST_CASE("create_connection that times out everywhere says so", "[connections][semantics-26][semantics-7]") {
    three_addresses fake;
    fake.connect.always_fails(EINPROGRESS);
    std::vector<std::error_code> errors;
    CHECK(error_of(try_create_connection(three, with_timeout(1), errors)) == fault::timed_out);
    CHECK(errors.size() == 3);
    CHECK(fake.elapsed() == std::chrono::seconds(3));
}

TEST_CASE("a caller's mistake ends create_connection at once", "[connections][semantics-26]") {
    three_addresses fake;
    std::vector<std::error_code> errors;
    CHECK(error_of(try_create_connection(three, with_timeout(-1), errors)) == misuse::timeout_negative);
    CHECK(fake.count("open") == 1);
    fake.forget();
    CHECK(error_of(try_create_connection(three, with_source({"::1", 70000}), errors)) == misuse::port_range);
    CHECK(fake.count("open") == 1);
    CHECK(errors.empty());
    CHECK(fake.open_handles() == 0);
}

TEST_CASE("the source address is bound for each attempt", "[connections][semantics-26]") {
    three_addresses fake;
    fake.connect.fails(ECONNREFUSED);
    REQUIRE(try_create_connection({"three", 80}, with_source({"", 5000})));
    const auto bound = fake.all("bind");
    REQUIRE(bound.size() == 2);
    CHECK(bound[0].where.family == af_inet6);
    CHECK(bound[1].where == ipv4(5000, {0, 0, 0, 0}));
    fake.bind.fails(EADDRNOTAVAIL);
    CHECK(try_create_connection({"three", 80}, with_source({"", 0}))); // the next address
}

TEST_CASE("a numeric address is not looked up", "[connections][semantics-26]") {
    fake_platform fake;
    REQUIRE(try_create_connection({"127.0.0.1", 70000}));
    CHECK(fake.last("connect").where == ipv4(4464)); // as getaddrinfo, which checks no port
    REQUIRE(try_create_connection({"fe80::1", 80, 0, 2}));
    CHECK(fake.last("connect").where.scope_id == 2);
    CHECK(fake.queries.empty());
    CHECK(error_of(try_create_connection({"127.0.0.1", -1})) == gai_error::service);
}

TEST_CASE("create_connection without an address to try", "[connections][semantics-26]") {
    fake_platform fake;
    CHECK(error_of(try_create_connection({"nope", 80})) == gai_error::noname);
    fake.resolve.gives(std::vector<platform::resolved>{});
    CHECK(error_of(try_create_connection({"nobody", 80})) == fault::no_address);
    CHECK(error_of(try_create_connection(address("path"))) == misuse::address_form);
    CHECK(error_of(try_create_connection({})) == misuse::address_form);
    CHECK(fake.count("open") == 0);
}

TEST_CASE("create_server binds and listens", "[connections][semantics-26]") {
    fake_platform fake;
    const auto s = try_create_server({"", 80});
    REQUIRE(s);
    CHECK(set_value(fake, sol_socket, so_reuseaddr) == 1);
    CHECK(set_value(fake, sol_socket, so_reuseport) == std::nullopt);
    CHECK(set_value(fake, ipproto_ipv6, ipv6_v6only) == std::nullopt);
    CHECK(fake.last("bind").where == ipv4(80, {0, 0, 0, 0}));
    CHECK(fake.last("listen").number == 128);
    server_arguments small;
    small.backlog = 0;
    REQUIRE(try_create_server({"", 80}, small));
    CHECK(fake.last("listen").number == 0);
}

TEST_CASE("create_server leaves SO_REUSEADDR alone where it is unsafe", "[connections][semantics-26][semantics-33]") {
    fake_platform fake;
    fake.reuse_address_is_unsafe = true;
    REQUIRE(try_create_server({"", 80}));
    CHECK(set_value(fake, sol_socket, so_reuseaddr) == std::nullopt);
}

TEST_CASE("create_server sets IPV6_V6ONLY either way", "[connections][semantics-26]") {
    fake_platform fake;
    REQUIRE(try_create_server({"", 80}, ipv6_server(false)));
    CHECK(set_value(fake, ipproto_ipv6, ipv6_v6only) == 1);
    REQUIRE(try_create_server({"", 80}, ipv6_server(true)));
    CHECK(set_value(fake, ipproto_ipv6, ipv6_v6only) == 0);
}

TEST_CASE("a dual stack is asked for before its family is looked at", "[connections][semantics-26]") {
    fake_platform fake;
    server_arguments mistaken;
    mistaken.dualstack_ipv6 = true;
    CHECK(error_of(try_create_server({"", 80}, mistaken)) == misuse::dual_stack_family);
    fake.set_option.fails(EOPNOTSUPP);
    CHECK(error_of(try_create_server({"", 80}, mistaken)) == fault::no_dual_stack);
    fake.open.fails(EAFNOSUPPORT);
    CHECK_FALSE(has_dualstack_ipv6());
    CHECK(has_dualstack_ipv6());
    CHECK(fake.open_handles() == 0);
    CHECK(fake.count("bind") == 0);
}

TEST_CASE("a port cannot be shared where the option does not exist", "[connections]") {
    fake_platform fake;
    fake.reuse_address_is_unsafe = true;
    server_arguments sharing;
    sharing.reuse_port = true;
    for (const int number : {ENOPROTOOPT, EOPNOTSUPP}) {
        fake.set_option.fails(number);
        CHECK(error_of(try_create_server({"", 80}, sharing)) == misuse::reuse_port);
    }
    fake.set_option.fails(EACCES);
    CHECK(error_of(try_create_server({"", 80}, sharing)) == errno_code(EACCES));
    REQUIRE(try_create_server({"", 80}, sharing));
    CHECK(set_value(fake, sol_socket, so_reuseport) == 1);
    CHECK(fake.open_handles() == 0);
}

TEST_CASE("a server that fails leaves no handle, and SO_REUSEADDR fails nothing", "[connections][semantics-26]") {
    fake_platform fake;
    fake.set_option.fails(ENOPROTOOPT);
    CHECK(try_create_server({"", 80}));
    fake.bind.fails(EADDRINUSE);
    CHECK(error_of(try_create_server({"", 80})) == errno_code(EADDRINUSE));
    fake.listen.fails(EADDRINUSE);
    CHECK(error_of(try_create_server({"", 80})) == errno_code(EADDRINUSE));
    CHECK(fake.open_handles() == 0);
}

#ifdef SAMESOCK_EXCEPTIONS
namespace {

template <class F>
std::string text_thrown_by(F&& f) {
    try {
        f();
    } catch (const std::exception& e) { return e.what(); }
    return "nothing thrown";
}

} // namespace

TEST_CASE("an error of create_server's bind names the address", "[connections][semantics-26]") {
    fake_platform fake;
    fake.bind.always_fails(EADDRINUSE);
    const std::string in_use =
        "bind: [Errno " + std::to_string(EADDRINUSE) + "] Address already in use (while attempting to bind on address ";
    CHECK(text_thrown_by([] { (void)create_server({"127.0.0.1", 80}); }) == in_use + "('127.0.0.1', 80))");
    CHECK(text_thrown_by([] { (void)create_server({"::1", 80}, ipv6_server(false)); }) == in_use + "('::1', 80))");
    CHECK(text_thrown_by([] { (void)create_server({"fe80::1", 80, 5, 2}, ipv6_server(false)); }) ==
          in_use + "('fe80::1', 80, 5, 2))");
    CHECK_THROWS_AS(create_server({"nope", 80}), gaierror);
    CHECK(text_thrown_by([] {
              (void)create_server({"nope", 80});
          }).ends_with("(while attempting to bind on address ('nope', 80))"));
    // a mistake of the caller's does not
    CHECK(text_thrown_by([] { (void)create_server({"127.0.0.1", 70000}); }) == "bind(): port must be 0-65535.");
}

TEST_CASE("create_connection raises the last error, or with all_errors all of them", "[connections][semantics-26]") {
    three_addresses fake;
    fake.connect.fails(ECONNREFUSED).fails(ECONNREFUSED);
    fake.connect.fails(ECONNRESET);
    CHECK_THROWS_AS(create_connection(three), connection_reset_error);
    fake.connect.fails(ECONNREFUSED).fails(EHOSTUNREACH);
    fake.connect.fails(ECONNRESET);
    connection_arguments all;
    all.all_errors = true;
    try {
        (void)create_connection(three, all);
        FAIL("nothing thrown");
    } catch (const error_group& group) {
        CHECK(group.errors() ==
              std::vector{errno_code(ECONNREFUSED), errno_code(EHOSTUNREACH), errno_code(ECONNRESET)});
    }
    CHECK_THROWS_AS(create_connection({"nope", 80}, all), gaierror); // no attempt, no group
    all.timeout = -1;
    CHECK_THROWS_AS(create_connection(three, all), std::invalid_argument);
}

TEST_CASE("create_connection names the operation that failed", "[connections]") {
    fake_platform fake;
    CHECK(text_thrown_by([] { (void)create_connection({"127.0.0.1", 80}, with_source({"127.0.0.1", 70000})); }) ==
          "bind(): port must be 0-65535.");
    CHECK(text_thrown_by([] { (void)create_connection({"nope", 80}); }).starts_with("getaddrinfo: "));
    fake.connect.fails(ECONNREFUSED);
    CHECK(text_thrown_by([] { (void)create_connection({"127.0.0.1", 80}); }).starts_with("connect: "));
}
#endif

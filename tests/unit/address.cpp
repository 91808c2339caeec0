// Addresses as programs write them: what is numeric is known at once, and nothing given is lost.
#include <samesock/address.hpp>
#include <samesock/constants.hpp>

#include <catch2/catch_all.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <unordered_set>
#include <vector>

using namespace samesock;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

std::string printed(const address& a) {
    std::ostringstream out;
    out << a;
    return out.str();
}

endpoint unix_endpoint(std::string_view path) {
    return {AF_UNIX, {reinterpret_cast<const std::byte*>(path.data()), path.size()}};
}

bool hashes_alike(const address& a, const address& b) { return std::hash<address>()(a) == std::hash<address>()(b); }

} // namespace

TEST_CASE("a numeric host is an endpoint at once") {
    const address v4("127.0.0.1", 8080);
    CHECK(v4.kind() == address::form::numeric);
    CHECK(v4.family() == AF_INET);
    CHECK(v4.host() == "127.0.0.1");
    CHECK(v4.port() == 8080);
    CHECK(v4.numeric().port == 8080);
    CHECK(v4.numeric().length == 4);
    CHECK(v4.text().empty());

    const address v6("2001:DB8:0::1", 80, 0xfffff, 7);
    CHECK(v6.family() == AF_INET6);
    CHECK(v6.host() == "2001:db8::1");
    CHECK(v6.numeric().flowinfo == 0xfffff);
    CHECK(v6.numeric().scope_id == 7);
    CHECK(v6.flowinfo() == 0xfffff);
    CHECK(v6.scope_id() == 7);
}

TEST_CASE("what is not strictly numeric stays a name for the resolver", "[semantics-16]") {
    const auto host = GENERATE(as<std::string>(), "", "localhost", "<broadcast>", "127.1", "0x7f.1", "1.2.3.04",
                               "1.2.3.4 ", "fe80::1%eth0", "::1%0", "1.2.3.4\0"s,
                               "b\xc3\xbc"
                               "cher.example");
    const address a(host, 80);
    CHECK(a.kind() == address::form::name);
    CHECK(a.family() == AF_UNSPEC);
    CHECK(a.text() == host);
    CHECK(a.host() == host);
    CHECK(a.port() == 80);
    CHECK(a.path().empty());
}

TEST_CASE("a host that is encoded already is kept, and is numeric where it can be", "[address]") {
    const address name(encoded_host{"b\xfc"}, 80, 1, 2);
    CHECK(name.kind() == address::form::encoded_name);
    CHECK(name.has_name());
    CHECK(name.host() == "b\xfc");
    CHECK(name.flowinfo() == 1);
    CHECK(name.scope_id() == 2);
    CHECK(name == address("b\xfc", 80, 1, 2));
    CHECK(address(encoded_host{"127.0.0.1"}, 80) == address("127.0.0.1", 80));
    CHECK_FALSE(address(encoded_host{"127.0.0.1"}, 80).has_name());
}

TEST_CASE("a port out of range is kept as it was given", "[semantics-13]") {
    CHECK(address("127.0.0.1", 70000).port() == 70000);
    CHECK(address("127.0.0.1", -1).port() == -1);
    CHECK(address("localhost", 65536).port() == 65536);
    CHECK(address("::1", std::numeric_limits<std::uint64_t>::max()).port() == INT64_MAX);
    CHECK(address("::1", INT64_MIN).port() == INT64_MIN);
    CHECK(address("127.0.0.1", 65536 + 80) != address("127.0.0.1", 80));
    CHECK(printed(address("127.0.0.1", -1)) == "('127.0.0.1', -1)");
}

TEST_CASE("flowinfo out of range is kept, with the host, for the core to report", "[semantics-15]") {
    for (const std::int64_t flowinfo : {std::int64_t{0x100000}, std::int64_t{-1}, std::int64_t{1} << 40, INT64_MAX}) {
        const address a("::1", 80, flowinfo, 3);
        CHECK(a.flowinfo() == flowinfo);
        CHECK(a.scope_id() == 3);
        CHECK(a.host() == "::1");
        CHECK(a.kind() == address::form::name);
    }
    CHECK(address("localhost", 80, 5, 6).flowinfo() == 5);
}

TEST_CASE("a path is AF_UNIX, and a literal keeps its NULs") {
    const address path("/tmp/socket");
    CHECK(path.kind() == address::form::path);
    CHECK(path.family() == AF_UNIX);
    CHECK(path.path() == "/tmp/socket");
    CHECK(path.host().empty());
    CHECK(path.port() == 0);
    CHECK(address("\0abstract").path() == "\0abstract"sv);
    CHECK(address(std::string(200, 'x')).path().size() == 200);
    CHECK(address(unix_endpoint("/tmp/socket")).path() == "/tmp/socket");
}

TEST_CASE("a family without a form of its own keeps its bytes") {
    const address a(native_address{AF_NETLINK, "\0\0\x01\0\0\0"});
    CHECK(a.family() == AF_NETLINK);
    CHECK(a.raw() == "\0\0\x01\0\0\0"sv);
    CHECK(a.host().empty());
    CHECK(a.path().empty());
    CHECK(address("::1", 1).raw().empty());
}

TEST_CASE("no address is empty") {
    CHECK(address().empty());
    CHECK_FALSE(address("", 0).empty());
    CHECK_FALSE(address("").empty());
    CHECK(address().family() == AF_UNSPEC);
    CHECK(address().host().empty());
    CHECK(printed(address()) == "None");
}

TEST_CASE("addresses are equal when they hold the same, however they were given") {
    CHECK(address("127.0.0.1", 80) ==
          address(endpoint(AF_INET, std::array{std::byte{127}, std::byte{}, std::byte{}, std::byte{1}}, 80)));
    CHECK(address("::1", 80) == address("0:0::1", 80));
    CHECK(address("/x") == address(unix_endpoint("/x")));
    CHECK(hashes_alike(address("/x"), address(unix_endpoint("/x"))));
    CHECK(hashes_alike(address("::1", 80), address("0::1", 80)));
    CHECK(address() == address());

    CHECK(address("127.0.0.1", 80) != address("127.0.0.1", 81));
    CHECK(address("127.0.0.1", 80) != address("::ffff:127.0.0.1", 80));
    CHECK(address("::1", 80, 1) != address("::1", 80));
    CHECK(address("::1", 80, 0, 1) != address("::1", 80));
    CHECK(address("localhost", 80) != address("127.0.0.1", 80));
    CHECK(address("", 0) != address(""));
    CHECK(address("") != address());
    CHECK(address("/x") != address("/y"));
}

TEST_CASE("addresses have one order, and hash") {
    std::vector<address> all{address("b", 1),
                             address("/x"),
                             address("::1", 2),
                             address(),
                             address("a", 2),
                             address("127.0.0.1", 9),
                             address("127.0.0.1", 3),
                             address("a", 1),
                             address(unix_endpoint("/a"))};
    std::sort(all.begin(), all.end());
    CHECK(all.front().empty());
    for (std::size_t i = 0; i + 1 < all.size(); ++i) CHECK(all[i] < all[i + 1]);
    const std::unordered_set<address> set(all.begin(), all.end());
    CHECK(set.size() == all.size());
    CHECK(set.contains(address("127.0.0.1", 9)));
}

TEST_CASE("addresses print as Python's tuples") {
    CHECK(printed(address("127.0.0.1", 8080)) == "('127.0.0.1', 8080)");
    CHECK(printed(address("::1", 8080)) == "('::1', 8080, 0, 0)");
    CHECK(printed(address("fe80::1", 1, 2, 3)) == "('fe80::1', 1, 2, 3)");
    CHECK(printed(address("localhost", 80)) == "('localhost', 80)");
    CHECK(printed(address("localhost", 80, 0, 2)) == "('localhost', 80, 0, 2)");
    CHECK(printed(address("", 0)) == "('', 0)");
    CHECK(printed(address("it's", 1)) == "(\"it's\", 1)");
    CHECK(printed(address("/tmp/x")) == "'/tmp/x'");
    CHECK(printed(address("/tmp/b\xc3\xbc\xff\n")) == "'/tmp/b\xc3\xbc\\udcff\\n'");
    CHECK(printed(address("/tmp/\xc2\x85\xe2\x82\xac")) == "'/tmp/\\x85\xe2\x82\xac'");
    CHECK(printed(address("\0a")) == "b'\\x00a'");
    CHECK(printed(address("")) == "''");
    CHECK(printed(address(native_address{AF_NETLINK, "\1\2"})) == "(16, b'\\x01\\x02')");
}

// Text that comes from outside: URLs of gateways, and the environment's proxies.
#include "native/tunnel/proxy.hpp"
#include "wasm/tunnel/gateway_url.hpp"

#include <catch2/catch_all.hpp>

using namespace samesock::platform;

TEST_CASE("a gateway's URL is taken apart") {
    const auto plain = read_gateway_url("ws://gateway.example/wisp/?a=b#part");
    REQUIRE(plain);
    CHECK(plain->host == "gateway.example");
    CHECK(plain->port == 80);
    CHECK(plain->target == "/wisp/?a=b");
    CHECK(plain->authority() == "gateway.example");
    CHECK_FALSE(plain->is_private());
    const auto six = read_gateway_url("WSS://[::1]:8443");
    REQUIRE(six);
    CHECK(six->is_secure);
    CHECK(six->host == "::1");
    CHECK(six->port == 8443);
    CHECK(six->target == "/");
    CHECK(six->authority() == "[::1]:8443");
}

TEST_CASE("a route is one more argument of the query") {
    CHECK(read_gateway_url("ws://a")->with_route(7).target == "/?route=7");
    CHECK(read_gateway_url("ws://a/wisp/?b=c")->with_route(4'294'967'295).target == "/wisp/?b=c&route=4294967295");
}

TEST_CASE("what is no gateway's URL is refused, and says why") {
    const auto wrong =
        GENERATE("", "http://a/", "ws://", "ws:///", "ws://:80/", "ws://a:0/", "ws://a:65536/", "ws://a:b/",
                 "ws://[::1", "ws://[a]/", "ws://[::1]x/", "ws://user@a/", "ws://a b/", "ws://a/\n", "//a/");
    const auto url = read_gateway_url(wrong);
    REQUIRE_FALSE(url);
    CHECK(url.error().find("no URL of a gateway: ") != std::string::npos);
}

TEST_CASE("a token goes to this machine in the clear, and to nobody else") {
    for (const char* const here :
         {"ws://localhost/", "ws://127.0.0.1/", "ws://127.9.9.9:1/", "ws://[::1]/", "wss://a/"})
        CHECK(read_gateway_url(here)->is_private());
    for (const char* const there :
         {"ws://localhost.example/", "ws://128.0.0.1/", "ws://[::2]/", "ws://127.0.0.1.example/"})
        CHECK_FALSE(read_gateway_url(there)->is_private());
}

TEST_CASE("a proxy is a host, perhaps with a port and credentials") {
    CHECK(read_proxy("http://proxy.example")->port == 80);
    CHECK(read_proxy("proxy.example:3128/")->port == 3128);
    const auto full = read_proxy("http://us%40er:p%3Aw@[2001:db8::1]:8080");
    REQUIRE(full);
    CHECK(full->host == "2001:db8::1");
    CHECK(full->port == 8080);
    CHECK(full->credentials == "us@er:p:w");
    for (const char* const wrong : {"socks5://a", "https://a", "http://", "a:b", "http://a:0"})
        CHECK_FALSE(read_proxy(wrong));
    CHECK(basic_authorization("Aladdin:open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    CHECK(basic_authorization("a") == "Basic YQ==");
    CHECK(basic_authorization("abc") == "Basic YWJj");
}

TEST_CASE("NO_PROXY names hosts, domains and ports") {
    CHECK(is_exempt("*", "a", 1));
    CHECK(is_exempt("x, example.org ,y", "gateway.EXAMPLE.org", 1));
    CHECK(is_exempt(".example.org", "gateway.example.org", 1));
    CHECK(is_exempt("10.0.0.1:80", "10.0.0.1", 80));
    CHECK(is_exempt("2001:db8::1", "2001:db8::1", 80));
    CHECK_FALSE(is_exempt("10.0.0.1:80", "10.0.0.1", 81));
    CHECK_FALSE(is_exempt("example.org", "badexample.org", 1));
    CHECK_FALSE(is_exempt("", "a", 1));
    CHECK_FALSE(is_exempt(",,", "a", 1));
}

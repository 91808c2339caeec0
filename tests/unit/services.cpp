// The built-in services and protocols.
#include "core/services.hpp"

#include <catch2/catch_all.hpp>

using namespace samesock;

TEST_CASE("services are found by name and by alias, with a protocol and without") {
    CHECK(service_port("http", "tcp") == 80);
    CHECK(service_port("http", "") == 80);
    CHECK(service_port("www", "") == 80);
    CHECK(service_port("https", "tcp") == 443);
    CHECK(service_port("https", "udp") == 443);
    CHECK(service_port("domain", "udp") == 53);
    CHECK(service_port("identd", "") == std::nullopt);
    CHECK(service_port("ident", "tcp") == 113);
    CHECK(service_port("authentication", "tcp") == 113);
    CHECK(service_port("amqp", "sctp") == 5672);
}

TEST_CASE("a service of another protocol, in other case, or unknown is none") {
    CHECK_FALSE(service_port("ssh", "udp"));
    CHECK_FALSE(service_port("tftp", "tcp"));
    CHECK_FALSE(service_port("HTTP", "tcp"));
    CHECK_FALSE(service_port("http", "TCP"));
    CHECK_FALSE(service_port("http", "icmp"));
    CHECK_FALSE(service_port("", ""));
    CHECK_FALSE(service_port("authentication tap", "tcp"));
    CHECK_FALSE(service_port("http ", "tcp"));
    CHECK_FALSE(service_port("80", "tcp"));
}

TEST_CASE("a port has the name that its protocol gives it") {
    CHECK(service_name(80, "tcp") == "http");
    CHECK(service_name(80, "") == "http");
    CHECK_FALSE(service_name(80, "udp"));
    CHECK(service_name(514, "tcp") == "shell");
    CHECK(service_name(514, "udp") == "syslog");
    CHECK(service_name(513, "udp") == "who");
    CHECK_FALSE(service_name(0, ""));
    CHECK_FALSE(service_name(65535, "tcp"));
}

TEST_CASE("protocols are found by name and by alias") {
    CHECK(protocol_number("tcp") == 6);
    CHECK(protocol_number("TCP") == 6);
    CHECK(protocol_number("udp") == 17);
    CHECK(protocol_number("ip") == 0);
    CHECK(protocol_number("ipv6-icmp") == 58);
    CHECK(protocol_number("IPv6-ICMP") == 58);
    CHECK(protocol_number("icmp") == 1);
    CHECK(protocol_number("sctp") == 132);
    CHECK_FALSE(protocol_number("Tcp"));
    CHECK_FALSE(protocol_number(""));
    CHECK_FALSE(protocol_number("tcp6"));
}

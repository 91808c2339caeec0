// Addresses and rules from their texts, which are right.
#pragma once

#include "ip_address.hpp"
#include "policy.hpp"

#include <catch2/catch_all.hpp>

#include <string>
#include <vector>

namespace samesock::gateway::test {

inline ip_address ip(const std::string& text) {
    const auto address = parse_ip(text);
    INFO(text);
    REQUIRE(address);
    return *address;
}

/// `127.0.0.1:80`, `[::1]:80`
inline endpoint at(const std::string& text) {
    const auto where = parse_endpoint(text);
    INFO((where ? text : where.error()));
    REQUIRE(where);
    return *where;
}

inline endpoint at(const std::string& address, std::uint16_t port) { return endpoint_of(ip(address), port); }

/// Rules apart by blanks, on a machine with these addresses.
inline std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> found;
    for (std::size_t from = 0; (from = text.find_first_not_of(' ', from)) != std::string::npos;) {
        const std::size_t end = std::min(text.find(' ', from), text.size());
        found.push_back(text.substr(from, end - from));
        from = end;
    }
    return found;
}

inline gateway::policy policy_of(const std::string& allow, const std::string& allow_listen = "",
                                 const std::string& own = "127.0.0.1 ::1", const std::string& deny = "") {
    std::vector<rule> connect;
    std::vector<rule> listen;
    std::vector<ip_range> denied;
    own_addresses::list addresses;
    for (const std::string& text : words(allow)) connect.push_back(parse_rule(text).value());
    for (const std::string& text : words(allow_listen)) listen.push_back(parse_listen_rule(text).value());
    for (const std::string& text : words(deny)) denied.push_back(parse_range(text).value());
    for (const std::string& text : words(own)) addresses.push_back(ip(text));
    return {std::move(connect), std::move(listen), std::move(denied), own_addresses(std::move(addresses))};
}

} // namespace samesock::gateway::test

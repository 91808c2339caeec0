#include "policy.hpp"

#include "special_addresses.hpp"

#include <samesock/constants.hpp>

#include <algorithm>

namespace samesock::gateway {

namespace {

template <class... Case>
struct by_kind : Case... {
    using Case::operator()...;
};

ip_address loopback(bool is_ipv4) noexcept {
    ip_address address;
    address.size = is_ipv4 ? 4 : 16;
    if (is_ipv4) address.bytes[0] = 127;
    address.bytes[address.size - 1U] = 1;
    return address;
}

bool contains(const rule& r, const ip_address& address) noexcept {
    const auto* range = std::get_if<ip_range>(&r.where);
    return range != nullptr && range->contains(address);
}

std::expected<std::vector<rule>, std::string> parse_all(std::span<const std::string> texts, const auto& parse) {
    std::vector<rule> rules;
    for (const std::string& text : texts) {
        auto r = parse(text);
        if (!r) return std::unexpected(std::move(r.error()));
        rules.push_back(*std::move(r));
    }
    return rules;
}

} // namespace

endpoint dialled(const endpoint& destination) noexcept {
    const auto address = ip_of(destination);
    if (!address || !is_wildcard(*address)) return destination;
    return endpoint_of(loopback(address->is_ipv4()), destination.port);
}

policy::policy(std::vector<rule> allow, std::vector<rule> allow_listen, std::vector<ip_range> deny, own_addresses own)
    : allow_(std::move(allow)), allow_listen_(std::move(allow_listen)), deny_(std::move(deny)), own_(std::move(own)) {}

std::expected<policy, std::string> policy::make(std::span<const std::string> allow,
                                                std::span<const std::string> allow_listen) {
    auto connect_rules = parse_all(allow, parse_rule);
    if (!connect_rules) return std::unexpected(std::move(connect_rules.error()));
    auto listen_rules = parse_all(allow_listen, parse_listen_rule);
    if (!listen_rules) return std::unexpected(std::move(listen_rules.error()));
    return policy(*std::move(connect_rules), *std::move(listen_rules));
}

bool policy::is_denied(const ip_address& address) const {
    return std::any_of(deny_.begin(), deny_.end(), [&](const ip_range& r) { return r.contains(address); });
}

bool policy::is_allowed(const endpoint& resolved, std::string_view name, bool at_any_port) const {
    const auto address = ip_of(resolved);
    if (!address || is_denied(*address)) return false;
    const auto at_port = [&](const rule& r) { return at_any_port || r.covers(resolved.port); };
    if (std::any_of(allow_.begin(), allow_.end(), [&](const rule& r) { return at_port(r) && contains(r, *address); }))
        return true;
    const std::optional<std::string> asked_name = name.empty() ? std::nullopt : normal_name(name);
    const auto opens = by_kind{[](public_internet) { return true; }, [](const ip_range&) { return false; },
                               [&](const name_pattern& p) { return asked_name && p.matches(*asked_name); }};
    // The looks at the address come last: the machine's own cost a lock.
    return std::any_of(allow_.begin(), allow_.end(),
                       [&](const rule& r) { return at_port(r) && std::visit(opens, r.where); }) &&
           special_kind(*address).empty() && !own_.contains(*address);
}

bool policy::allows_connect(const endpoint& resolved, std::string_view name) const {
    return resolved.port != 0 && is_allowed(resolved, name, false);
}

bool policy::shows(const endpoint& resolved, std::string_view name) const {
    return is_allowed(resolved, name, resolved.port == 0);
}

bool policy::listens(const rule& r, const ip_address& address) const {
    if (std::holds_alternative<public_internet>(r.where)) return special_kind(address).empty();
    return contains(r, address);
}

bool policy::allows_listen(const endpoint& local) const {
    const auto address = ip_of(local);
    if (!address || is_denied(*address)) return false;
    return std::any_of(allow_listen_.begin(), allow_listen_.end(),
                       [&](const rule& r) { return r.covers(local.port) && listens(r, *address); });
}

std::optional<endpoint> policy::narrowed(const endpoint& wildcard) const {
    const auto asked = ip_of(wildcard);
    if (!asked) return {};
    if (allows_listen(wildcard)) return wildcard;
    const auto own = own_.all();
    if (!own) return {};
    for (const rule& r : allow_listen_) {
        if (!r.covers(wildcard.port)) continue;
        const auto found = std::find_if(own->begin(), own->end(), [&](const ip_address& address) {
            return address.size == asked->size && listens(r, address) && !is_denied(address);
        });
        if (found != own->end()) return endpoint_of(*found, wildcard.port);
    }
    return {};
}

} // namespace samesock::gateway

// Who may reach what. Without a rule nothing is open. `public` opens the public Internet, a CIDR its range, a name rule
// names; of these only a CIDR opens what is not public: loopback, private, link-local, the machine's own addresses and
// so on (special_addresses.hpp). What is judged is the resolved address, and that one must then be dialled.
#pragma once

#include "own_addresses.hpp"
#include "rule.hpp"

#include <samesock/endpoint.hpp>

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace samesock::gateway {

/// What is to be judged and dialled for a destination: the wildcard is this machine itself, which we make its loopback
/// address (the system would take the address that the socket is bound to).
[[nodiscard]] endpoint dialled(const endpoint& destination) noexcept;

/// Safe to use from several threads at once.
class policy {
public:
    policy() = default; ///< opens nothing
    policy(std::vector<rule> allow, std::vector<rule> allow_listen, std::vector<ip_range> deny = {},
           own_addresses own = {});
    /// What is wrong with the first rule that is none, as a sentence.
    [[nodiscard]] static std::expected<policy, std::string> make(std::span<const std::string> allow,
                                                                 std::span<const std::string> allow_listen);

    /// Of a connection, or of one datagram. `name`: the host as the client gave it; empty where it gave an address.
    [[nodiscard]] bool allows_connect(const endpoint& resolved, std::string_view name = {}) const;
    /// What RESOLVE may show: what could be dialled, at some port if it has none.
    [[nodiscard]] bool shows(const endpoint& resolved, std::string_view name = {}) const;

    /// Of bind() to a local address, the wildcard included: only a rule that contains 0.0.0.0 (or ::) opens it.
    /// A socket of IPv6 bound to :: must be IPV6_V6ONLY unless 0.0.0.0 with its port is allowed, too.
    [[nodiscard]] bool allows_listen(const endpoint& local) const;
    /// What bind() to the wildcard becomes: itself if a rule opens it; else an address of this machine which the first
    /// rule of its family and port names; none: EACCES.
    [[nodiscard]] std::optional<endpoint> narrowed(const endpoint& wildcard) const;

    [[nodiscard]] bool opens_nothing() const noexcept { return allow_.empty() && allow_listen_.empty(); }

private:
    [[nodiscard]] bool is_allowed(const endpoint& resolved, std::string_view name, bool at_any_port) const;
    [[nodiscard]] bool is_denied(const ip_address& address) const;
    [[nodiscard]] bool listens(const rule& r, const ip_address& address) const;

    std::vector<rule> allow_;
    std::vector<rule> allow_listen_;
    std::vector<ip_range> deny_; ///< whatever else says
    own_addresses own_;
};

} // namespace samesock::gateway

// From an address as a program writes it to the numeric endpoint that the seam takes: CPython's setipaddr and
// getsockaddrarg.
#pragma once

#include <samesock/address.hpp>
#include <samesock/endpoint.hpp>
#include <samesock/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace samesock {

/// An address resolved for a socket of one family. A numeric one is referred to, not copied, and must outlive this.
class resolved_address {
public:
    /// Order of checks as CPython's: the host first (IDNA, look-up), then the port, then the flow information.
    resolved_address(const address& a, address_family family) noexcept : where_(find(a, family)) {}
    resolved_address(const resolved_address&) = delete;
    resolved_address& operator=(const resolved_address&) = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return where_.has_value(); }
    [[nodiscard]] std::error_code error() const noexcept { return where_.error(); }
    [[nodiscard]] const endpoint& operator*() const noexcept { return **where_; }

private:
    [[nodiscard]] result<const endpoint*> find(const address& a, address_family family) noexcept;
    [[nodiscard]] result<const endpoint*> find_by_name(const address& a, const result<std::string>& host,
                                                       address_family family) noexcept;
    [[nodiscard]] result<const endpoint*> find_in_other_family(const address& a, address_family family) noexcept;
    /// The endpoint with the numbers of the address, once they are checked.
    [[nodiscard]] result<const endpoint*> keep(const address& a, const result<endpoint>& found) noexcept;
    [[nodiscard]] result<const endpoint*> find_by_path(std::string_view path) noexcept;

    endpoint storage_; // before where_, which may point to it
    result<const endpoint*> where_;
};

/// A host as the seam takes it: IDNA where it is not ASCII; misuse::host_with_nul.
[[nodiscard]] result<std::string> encode_host(std::string_view host) noexcept;
[[nodiscard]] result<std::string> encode_host(encoded_host host) noexcept;
/// Likewise, with its labels checked if it is ASCII too: what getaddrinfo and the gethostby functions do.
[[nodiscard]] result<std::string> encode_host_strictly(std::string_view host) noexcept;

/// A host without a scope that needs no look-up: "127.0.0.1", "::1", and inet_aton's other forms (127.1, 0x7f000001).
[[nodiscard]] std::optional<endpoint> numeric_host(std::string_view host) noexcept;

/// The address of an encoded host: AF_INET, AF_INET6 or, for the first of either, AF_UNSPEC. "" is the wildcard,
/// "<broadcast>" 255.255.255.255. The port is 0.
[[nodiscard]] result<endpoint> resolve_host(const std::string& host, address_family family) noexcept;

} // namespace samesock

// From an address as a program writes it to the numeric endpoint that the seam takes: CPython's setipaddr and getsockaddrarg.
#pragma once

#include <samesock/address.hpp>
#include <samesock/endpoint.hpp>
#include <samesock/result.hpp>

#include <string>
#include <string_view>

namespace samesock {

/// An address resolved for a socket of one family. A numeric one is referred to, not copied, and must outlive this.
class resolved_address {
public:
    /// Order of checks as CPython's: the host first (IDNA, look-up), then the port, then the flow information.
    resolved_address(const address& a, address_family family) noexcept;

    [[nodiscard]] explicit operator bool() const noexcept { return where_ != nullptr; }
    [[nodiscard]] std::error_code error() const noexcept { return error_; }
    [[nodiscard]] const endpoint& operator*() const noexcept { return *where_; }

private:
    [[nodiscard]] status resolve(const address& a, address_family family) noexcept;

    const endpoint* where_ = nullptr;
    std::error_code error_{};
    endpoint storage_;
};

/// A host as the seam takes it: IDNA where it is not ASCII; misuse::host_with_nul.
[[nodiscard]] result<std::string> encode_host(std::string_view host) noexcept;

} // namespace samesock

// With a stock server names are not resolved, only dialled. There getaddrinfo gives an address of 198.18.0.0/15, which
// belongs to nobody (RFC 2544), and connect turns it back into its name. A bounded table: the oldest name goes.
#pragma once

#include <samesock/endpoint.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace samesock::platform {

class stand_ins {
public:
    /// The address that stands for it; the same one again while it is known.
    [[nodiscard]] endpoint stand_in_for(const std::string& name);
    /// Null: it stands for no name, or for none any more.
    [[nodiscard]] const std::string* name_of(const endpoint& where) const noexcept;

private:
    static constexpr std::size_t most = 4096;

    std::vector<std::string> names_;
    std::unordered_map<std::string, std::uint32_t> places_;
    std::uint32_t next_ = 0;
};

} // namespace samesock::platform

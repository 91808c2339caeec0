#include <samesock/constants.hpp> // before a system's macros

#include "asio_endpoint.hpp"

#include <boost/asio/ip/address.hpp>

#include <cstdint>
#include <cstring>
#include <span>

namespace samesock::gateway {

namespace ip = boost::asio::ip;

ip::tcp::endpoint to_asio(const endpoint& from) {
    if (from.family == af_inet) {
        ip::address_v4::bytes_type bytes{};
        std::memcpy(bytes.data(), from.data.data(), bytes.size());
        return {ip::address_v4(bytes), from.port};
    }
    ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), from.data.data(), bytes.size());
    return {ip::address_v6(bytes, from.scope_id), from.port};
}

endpoint from_asio(const ip::tcp::endpoint& from) {
    const auto address = from.address();
    if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        return {af_inet, std::as_bytes(std::span(bytes)), from.port()};
    }
    const auto bytes = address.to_v6().to_bytes();
    const auto scope = static_cast<std::uint32_t>(address.to_v6().scope_id());
    return {af_inet6, std::as_bytes(std::span(bytes)), from.port(), 0, scope};
}

} // namespace samesock::gateway

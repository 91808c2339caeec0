// Between our endpoints and Asio's.
#pragma once

#include <samesock/endpoint.hpp>

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/ip/tcp.hpp>

namespace samesock::gateway {

[[nodiscard]] boost::asio::ip::tcp::endpoint to_asio(const endpoint& from);
[[nodiscard]] endpoint from_asio(const boost::asio::ip::tcp::endpoint& from);

} // namespace samesock::gateway

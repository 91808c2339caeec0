// A socket of Asio's becomes one of a loop's.
#pragma once

#include "descriptor.hpp"

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/ip/tcp.hpp>

namespace samesock::gateway {

[[nodiscard]] inline descriptor taken_from(boost::asio::ip::tcp::socket& socket, boost::system::error_code& error) {
    return descriptor(socket.release(error));
}

} // namespace samesock::gateway

// A socket of Asio's becomes one of a loop's.
#pragma once

#include "sockets.hpp"

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/ip/tcp.hpp>

namespace samesock::gateway {

/// A second handle, since Asio has tied its own to a completion port, which Windows before 8.1 cannot undo, nor can
/// Wine. The loop's calls are not overlapped, and complete nothing there.
[[nodiscard]] inline descriptor taken_from(boost::asio::ip::tcp::socket& socket, boost::system::error_code& error) {
    const SOCKET first = socket.native_handle();
    const auto second = platform::duplicate(static_cast<platform::handle>(first));
    if (!second) {
        error.assign(second.error().value(), boost::system::generic_category());
        return {};
    }
    boost::system::error_code ignored;
    (void)socket.close(ignored);
    return descriptor(static_cast<int>(*second));
}

} // namespace samesock::gateway

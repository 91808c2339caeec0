// A TCP connection to one of the addresses of a name: IPv6 and IPv4 in turn, the next one when the last has failed or
// takes long (RFC 8305).
#pragma once

#include <utility> // Boost 1.74 forgets it

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace samesock::platform {

using tcp = boost::asio::ip::tcp;

class dialer : public std::enable_shared_from_this<dialer> {
public:
    /// Called once: with a socket that is connected, or with an error.
    using outcome = std::function<void(boost::system::error_code, tcp::socket)>;

    dialer(boost::asio::io_context& context, outcome done);
    void start(const std::string& host, std::uint16_t port);
    /// The outcome is an error then, soon.
    void cancel();

private:
    void resolved(const tcp::resolver::results_type& found);
    void dial_next();
    void dialed(std::list<tcp::socket>::iterator which, boost::system::error_code error);
    void finish(boost::system::error_code error, tcp::socket socket);

    boost::asio::io_context& context_;
    tcp::resolver resolver_;
    boost::asio::steady_timer head_start_;
    std::list<tcp::socket> attempts_;
    std::vector<tcp::endpoint> addresses_;
    std::size_t next_ = 0;
    boost::system::error_code first_error_;
    outcome done_;
};

} // namespace samesock::platform

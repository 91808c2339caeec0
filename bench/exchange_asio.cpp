// The exchanges over synchronous Boost.Asio.
#include <utility> // Boost 1.74 needs it first

#include "exchange.hpp"

#include <boost/asio.hpp>

namespace {

struct stream {
    boost::asio::ip::tcp::socket s;
    void send_all(const char* data, std::size_t size) { boost::asio::write(s, boost::asio::buffer(data, size)); }
    std::size_t receive(char* into, std::size_t size) { return s.read_some(boost::asio::buffer(into, size)); }
};

} // namespace

int main(int argc, char** argv) {
    const auto args = bench::parse(argc, argv);
    boost::asio::io_context context;
    stream s{boost::asio::ip::tcp::socket(context)};
    s.s.connect({boost::asio::ip::make_address(args.host), static_cast<std::uint16_t>(args.port)});
    s.s.set_option(boost::asio::ip::tcp::no_delay(true));
    return bench::run(s, args.what, args.count);
}

// See lingering_close.hpp.
#include "lingering_close.hpp"

#include <boost/asio/buffer.hpp>

#include <array>
#include <cstddef>

namespace samesock::gateway {
namespace {

namespace beast = boost::beast;

class lingering : public std::enable_shared_from_this<lingering> {
public:
    lingering(std::shared_ptr<void> owner, beast::tcp_stream& stream) : owner_(std::move(owner)), stream_(stream) {}

    void read() {
        stream_.async_read_some(boost::asio::buffer(room_),
                                [self = shared_from_this()](beast::error_code error, std::size_t) {
                                    if (!error) self->read();
                                });
    }

private:
    std::shared_ptr<void> owner_;
    beast::tcp_stream& stream_;
    std::array<std::byte, 4096> room_;
};

} // namespace

void close_lingering(std::shared_ptr<void> owner, client_stream& stream, std::chrono::seconds patience) {
    beast::tcp_stream& tcp = stream.next_layer();
    tcp.expires_after(patience); // for all of it
    stream.async_say_end([owner = std::move(owner), &tcp] {
        beast::error_code error;
        (void)tcp.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, error);
        if (!error) std::make_shared<lingering>(owner, tcp)->read();
    });
}

} // namespace samesock::gateway

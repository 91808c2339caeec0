// Listening and accepting: see front_door.hpp.
#include "front_door.hpp"

#include "asio_endpoint.hpp"
#include "ip_address.hpp"
#include "visitor.hpp"

#include <boost/asio/ip/v6_only.hpp>

#include <chrono>

namespace samesock::gateway {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// When there is no descriptor for another connection: none comes sooner for asking all the time.
constexpr auto accept_pause = std::chrono::milliseconds(100);
constexpr int backlog = 4096;

} // namespace

struct front_door::listener {
    explicit listener(asio::io_context& context) : acceptor(context), pause(context) {}

    asio::ip::tcp::acceptor acceptor;
    asio::steady_timer pause;
};

front_door::front_door(asio::io_context& context, std::shared_ptr<const gateway::configuration> c,
                       gateway::clients& clients, metrics& figures, const log& records,
                       std::function<void(upgraded)> pass_on)
    : context_(context), configuration_(std::move(c)), clients_(clients), figures_(figures), records_(records),
      pass_on_(std::move(pass_on)) {}

front_door::~front_door() = default;

std::expected<void, std::string> front_door::listen(const endpoint& at) {
    const auto native = to_asio(at);
    auto one = std::make_unique<listener>(context_);
    asio::ip::tcp::acceptor& acceptor = one->acceptor;
    error_code error;
    (void)acceptor.open(native.protocol(), error);
    if (!error) (void)acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error && native.address().is_v6()) (void)acceptor.set_option(asio::ip::v6_only(true), error);
    if (!error) (void)acceptor.bind(native, error);
    if (!error) (void)acceptor.listen(backlog, error);
    if (error)
        return std::unexpected("cannot listen on " + to_text(at) + ": " + error.message() +
                               " (is another gateway running? choose another with --listen)");
    accept(*listeners_.emplace_back(std::move(one)));
    return {};
}

std::vector<endpoint> front_door::where() const {
    std::vector<endpoint> all;
    for (const auto& one : listeners_) all.push_back(from_asio(one->acceptor.local_endpoint()));
    return all;
}

void front_door::accept(listener& from) {
    from.acceptor.async_accept([this, &from](error_code error, asio::ip::tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error) std::make_shared<visitor>(*this, std::move(socket))->begin();
        if (!error || error == asio::error::connection_aborted) return accept(from);
        figures_.accept_errors.add();
        from.pause.expires_after(accept_pause);
        from.pause.async_wait([this, &from](error_code cancelled) {
            if (!cancelled) accept(from);
        });
    });
}

std::shared_ptr<pending_connections::place> front_door::enter() {
    if (!pending_.make_room(configuration_->limits.pending_connections)) figures_.over_limit.add();
    return pending_.enter();
}

void front_door::close() {
    for (const auto& one : listeners_) {
        error_code ignored;
        (void)one->acceptor.close(ignored);
        one->pause.cancel();
    }
}

} // namespace samesock::gateway

// See dialer.hpp.
#include "dialer.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>

namespace samesock::platform {
namespace {

namespace asio = boost::asio;
using error_code = boost::system::error_code;

constexpr auto head_start = std::chrono::milliseconds(250);

// The resolver's first family first, then in turn.
std::vector<tcp::endpoint> interleaved(const tcp::resolver::results_type& found) {
    std::vector<tcp::endpoint> first, second, all;
    for (const auto& one : found) {
        const bool is_first = first.empty() || one.endpoint().protocol() == first.front().protocol();
        (is_first ? first : second).push_back(one.endpoint());
    }
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size()) all.push_back(first[i]);
        if (i < second.size()) all.push_back(second[i]);
    }
    return all;
}

} // namespace

dialer::dialer(asio::io_context& context, outcome done)
    : context_(context), resolver_(context), head_start_(context), done_(std::move(done)) {}

void dialer::start(const std::string& host, std::uint16_t port) {
    error_code no_number;
    const auto address = asio::ip::make_address(host, no_number);
    if (!no_number) { // nobody need be asked, and no thread started
        addresses_ = {tcp::endpoint(address, port)};
        return dial_next();
    }
    resolver_.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                            [self = shared_from_this()](error_code error, const tcp::resolver::results_type& found) {
                                if (error) return self->finish(error, tcp::socket(self->context_));
                                self->resolved(found);
                            });
}

void dialer::resolved(const tcp::resolver::results_type& found) {
    if (!done_) return;
    addresses_ = interleaved(found);
    dial_next();
}

void dialer::dial_next() {
    head_start_.cancel();
    if (next_ == addresses_.size()) {
        if (attempts_.empty()) finish(first_error_, tcp::socket(context_));
        return;
    }
    const auto one = attempts_.emplace(attempts_.end(), context_);
    one->async_connect(addresses_[next_++],
                       [self = shared_from_this(), one](error_code error) { self->dialed(one, error); });
    if (next_ == addresses_.size()) return;
    head_start_.expires_after(head_start);
    head_start_.async_wait([self = shared_from_this()](error_code error) {
        if (!error && self->done_) self->dial_next();
    });
}

void dialer::dialed(std::list<tcp::socket>::iterator which, error_code error) {
    if (!done_) return;
    tcp::socket socket = std::move(*which);
    attempts_.erase(which);
    if (!error) return finish({}, std::move(socket));
    if (!first_error_) first_error_ = error;
    dial_next();
}

void dialer::cancel() {
    asio::post(context_, [self = shared_from_this()] {
        self->finish(asio::error::operation_aborted, tcp::socket(self->context_));
    });
}

// Attempts that still run are closed; their handlers find nobody to tell.
void dialer::finish(error_code error, tcp::socket socket) {
    if (!done_) return;
    const outcome done = std::exchange(done_, nullptr);
    resolver_.cancel();
    head_start_.cancel();
    for (tcp::socket& one : attempts_) {
        error_code ignored;
        one.close(ignored);
    }
    done(error, std::move(socket));
}

} // namespace samesock::platform

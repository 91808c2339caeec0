// The admin server: GET /metrics for Prometheus, GET /health for load balancers. Off unless asked for, since it tells
// how busy the gateway is; it needs no credentials, so its address is what protects it.
#pragma once

#include "metrics.hpp"
#include "request_check.hpp"

#include <samesock/endpoint.hpp>

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/io_context.hpp>

#include <expected>
#include <functional>
#include <memory>
#include <string>

namespace samesock::gateway {

class admin_server {
public:
    enum class health { serving, draining };

    /// `ask` is called on the context's threads. What is wrong, as a sentence, if it cannot listen there.
    [[nodiscard]] static std::expected<admin_server, std::string> listen(boost::asio::io_context& context,
                                                                         const endpoint& at, const metrics& figures,
                                                                         request_rules rules,
                                                                         std::function<health()> ask);
    /// Where it listens, the port included.
    [[nodiscard]] endpoint where() const;
    /// No new connections; those that are there end after their answer.
    void stop();

private:
    struct acceptor;
    explicit admin_server(std::shared_ptr<acceptor> a) : acceptor_(std::move(a)) {}

    std::shared_ptr<acceptor> acceptor_;
};

} // namespace samesock::gateway

// Where clients come in: listening sockets, the HTTP request, what is checked of it, and the upgrade. A WebSocket goes
// on to one of the workers; plain requests are answered here. All on one thread, which sleeps most of the time.
#pragma once

#include "configuration.hpp"
#include "connection.hpp"
#include "limits.hpp"
#include "log.hpp"
#include "metrics.hpp"
#include "pending_connections.hpp"

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace samesock::gateway {

class front_door {
public:
    /// `pass_on` is given every WebSocket.
    front_door(boost::asio::io_context& context, std::shared_ptr<const gateway::configuration> c,
               gateway::clients& clients, metrics& figures, const log& records, std::function<void(upgraded)> pass_on);
    front_door(const front_door&) = delete;
    front_door& operator=(const front_door&) = delete;
    ~front_door();

    /// What is wrong, as a sentence.
    [[nodiscard]] std::expected<void, std::string> listen(const endpoint& at);
    [[nodiscard]] std::vector<endpoint> where() const;
    void change(std::shared_ptr<const gateway::configuration> c) { configuration_ = std::move(c); }
    /// No new connections.
    void close();

    // -- for its visitors
    [[nodiscard]] const std::shared_ptr<const gateway::configuration>& configuration() const noexcept {
        return configuration_;
    }
    [[nodiscard]] gateway::clients& clients() noexcept { return clients_; }
    [[nodiscard]] metrics& figures() noexcept { return figures_; }
    [[nodiscard]] const log& records() const noexcept { return records_; }
    [[nodiscard]] std::shared_ptr<pending_connections::place> enter();
    void pass_on(upgraded one) { pass_on_(std::move(one)); }

private:
    struct listener;

    void accept(listener& from);

    boost::asio::io_context& context_;
    std::shared_ptr<const gateway::configuration> configuration_;
    gateway::clients& clients_;
    metrics& figures_;
    const log& records_;
    pending_connections pending_;
    std::function<void(upgraded)> pass_on_;
    std::vector<std::unique_ptr<listener>> listeners_;
};

} // namespace samesock::gateway

// The whole gateway in one process: the front door, a worker for each core, and what they share.
#pragma once

#include "admin.hpp"
#include "configuration.hpp"
#include "front_door.hpp"
#include "limits.hpp"
#include "log.hpp"
#include "lookups.hpp"
#include "metrics.hpp"
#include "session_table.hpp"
#include "worker.hpp"

#include <utility> // Boost 1.74's Asio wants it first

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace samesock::gateway {

class server {
public:
    /// Listens. What is wrong, as a sentence. `names`: in place of the system's look-ups.
    [[nodiscard]] static std::expected<std::unique_ptr<server>, std::string> start(configuration c, const log& records,
                                                                                   resolver names = {});
    server(const server&) = delete;
    server& operator=(const server&) = delete;
    ~server();

    [[nodiscard]] std::vector<endpoint> where() const { return door_.where(); }
    [[nodiscard]] std::optional<endpoint> admin() const;
    [[nodiscard]] const metrics& figures() const noexcept { return figures_; }
    /// Signals, and what else is to happen on the thread that calls run().
    [[nodiscard]] boost::asio::io_context& context() noexcept { return context_; }

    /// Until stop(), or the end of drain().
    void run() { context_.run(); }

    // -- on the thread of run(); from others by post() to its context

    /// No new connections; those that are there have as long as the configuration says. Again: at once.
    void drain();
    void stop();
    /// For new connections, streams and requests. Where it listens stays as it is.
    void reload(configuration c);
    /// There was a mistake in what should be reloaded.
    void count_failed_reload() noexcept { figures_.reloads_failed.add(); }

private:
    server(std::shared_ptr<const configuration> c, const log& records, resolver names);

    [[nodiscard]] std::expected<void, std::string> listen();
    void start_workers();
    void pass_on(upgraded one);
    void wait_for_end();

    std::shared_ptr<const configuration> configuration_;
    const log& records_;
    metrics figures_;
    gateway::clients clients_;
    session_table sessions_;
    boost::asio::io_context context_{1};
    std::vector<std::unique_ptr<worker>> workers_;
    std::vector<std::thread> threads_;
    std::unique_ptr<lookups> names_;
    front_door door_;
    std::optional<admin_server> admin_;
    boost::asio::steady_timer end_;
    std::chrono::steady_clock::time_point end_by_;
    std::size_t next_worker_ = 0;
    std::atomic<bool> is_draining_{false};
};

} // namespace samesock::gateway

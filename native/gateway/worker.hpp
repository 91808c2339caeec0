// One thread of the gateway: a loop, and what its connections share with all others. All but the loop's post() and
// stop() belong to that thread.
#pragma once

#include "configuration.hpp"
#include "limits.hpp"
#include "log.hpp"
#include "lookups.hpp"
#include "loop.hpp"
#include "metrics.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <unordered_set>

namespace samesock::gateway {

class connection;
class session_table;
class tenant;

struct worker {
    worker(std::shared_ptr<const gateway::configuration> c, gateway::metrics& m, gateway::lookups& l,
           gateway::clients& k, const gateway::log& g, session_table& s)
        : configuration(std::move(c)), figures(m), names(l), clients(k), records(g), sessions(s) {}

    gateway::loop loop;
    std::shared_ptr<const gateway::configuration> configuration; ///< replaced by a reload
    gateway::metrics& figures;
    gateway::lookups& names;
    gateway::clients& clients;
    const gateway::log& records;
    session_table& sessions;
    std::unordered_set<connection*> connections;
    std::unordered_set<std::shared_ptr<tenant>> waiting; ///< whose WebSocket is lost
    bool is_draining = false;

    [[nodiscard]] const gateway::policy& policy() const noexcept { return configuration->policy; }
    /// The clock of limits.
    [[nodiscard]] steady_time now() const noexcept { return steady_time(std::chrono::nanoseconds(loop.now())); }
};

} // namespace samesock::gateway

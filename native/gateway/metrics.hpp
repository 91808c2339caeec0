// Counters, and their text as Prometheus reads it. No label holds anything that a client chose: no destination, no
// name.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace samesock::gateway {

/// Counts up, or up and down; from any thread.
class counter {
public:
    void add(std::uint64_t amount = 1) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
    void subtract(std::uint64_t amount = 1) noexcept { value_.fetch_sub(amount, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    alignas(64) std::atomic<std::uint64_t> value_{0}; // a cache line each: they are counted on every loop
};

struct metrics {
    counter connections;       ///< WebSockets now
    counter connections_total; ///< that began
    counter handshakes_failed; ///< of these, without a session
    counter tls_failed;        ///< connections that came to no TLS
    counter requests_refused;  ///< by Host, Origin or path
    counter logins_refused;    ///< wrong or missing credentials
    counter over_limit;        ///< connections, streams and listeners that a limit refused
    counter denied;            ///< destinations and listening addresses that no rule opens
    counter malformed;         ///< sessions that ended so
    counter sessions_resumed;
    counter streams; ///< sockets now, of both kinds
    counter streams_total;
    counter connects_failed;
    counter listeners; ///< now
    counter accepted_total;
    counter bytes_from_clients; ///< payload
    counter bytes_to_clients;
    counter datagrams_dropped;
    counter lookups_total;
    counter accept_errors; ///< EMFILE and its kin
    counter reloads_total;
    counter reloads_failed;
};

[[nodiscard]] std::string prometheus_text(const metrics& m);

} // namespace samesock::gateway

// What one client may have at a time, whatever connections it is spread over. A client is a principal where it has said
// who it is, else an address (client_address.hpp). Safe to use from several threads at once; the time is a steady
// clock's.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace samesock::gateway {

/// 0: no limit.
struct limits {
    std::uint32_t all_connections = 8192;
    std::uint32_t pending_connections = 1024; ///< that are no WebSockets yet
    std::uint32_t connections = 1024;         ///< from here on: of one client
    std::uint32_t streams = 16'384;
    std::uint32_t listeners = 64;
    std::uint32_t connections_per_minute = 0;
    std::uint32_t streams_per_second = 0;
    std::uint64_t bytes_per_second = 0;     ///< both directions together
    std::uint32_t failures_per_minute = 30; ///< wrong credentials: of one address

    friend bool operator==(const limits&, const limits&) noexcept = default;
};

using steady_time = std::chrono::steady_clock::time_point;

/// So much time's worth may be used as time has passed, and a burst of it at once. One number and no timer (GCRA).
class pace {
public:
    /// How long the one who takes what costs so much should wait before more; zero: not at all.
    std::chrono::nanoseconds take(std::chrono::nanoseconds cost, std::chrono::nanoseconds burst,
                                  steady_time now) noexcept;
    /// False: there is not so much now, and nothing was taken.
    [[nodiscard]] bool try_take(std::chrono::nanoseconds cost, std::chrono::nanoseconds burst,
                                steady_time now) noexcept;
    [[nodiscard]] bool is_overdrawn(steady_time now) const noexcept;

private:
    std::atomic<std::int64_t> used_until_{0};
};

enum class over_limit { all_connections, connections, connection_rate, failures };
[[nodiscard]] std::string_view text_of(over_limit which) noexcept;

class clients;

/// One connection of a client: counted as long as this lives.
class lease {
public:
    lease() = default; ///< of nobody: nothing is allowed
    lease(lease&& other) noexcept = default;
    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;
    lease& operator=(lease&& other) noexcept;
    ~lease() { release(); }

    // Streams include datagram sockets. What was allowed must be given back; lease's end gives back what is left.
    [[nodiscard]] bool open_stream(steady_time now) noexcept;
    void close_stream() noexcept;
    [[nodiscard]] bool open_listener() noexcept;
    void close_listener() noexcept;
    /// So many bytes were carried: how long not to read from this client, or for it, before more. Zero: go on.
    [[nodiscard]] std::chrono::nanoseconds carried(std::uint64_t bytes, steady_time now) noexcept;

    [[nodiscard]] explicit operator bool() const noexcept { return client_ != nullptr; }

private:
    friend class clients;
    struct client;
    struct table;
    lease(std::shared_ptr<table> of, std::shared_ptr<client> who) : table_(std::move(of)), client_(std::move(who)) {}
    void release() noexcept;

    std::shared_ptr<table> table_;
    std::shared_ptr<client> client_;
    std::uint32_t streams_ = 0;
    std::uint32_t listeners_ = 0;
};

class clients {
public:
    explicit clients(const limits& l);
    /// Of a reload: leases that live are counted on, and not taken away.
    void change(const limits& l);

    /// At accept, by the address. When a client has said who it is, admit it as that, and let the first lease go.
    [[nodiscard]] std::expected<lease, over_limit> admit(const std::string& key, steady_time now);
    /// Wrong credentials from there.
    void failed(const std::string& key, steady_time now);

    [[nodiscard]] std::size_t known() const;

private:
    std::shared_ptr<lease::table> table_;
};

} // namespace samesock::gateway

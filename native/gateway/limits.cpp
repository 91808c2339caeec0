#include "limits.hpp"

#include <algorithm>
#include <utility>

namespace samesock::gateway {

namespace {

using std::chrono::nanoseconds;
constexpr nanoseconds second = std::chrono::seconds(1);
constexpr nanoseconds minute = std::chrono::minutes(1);

std::int64_t number(steady_time t) noexcept {
    return std::chrono::duration_cast<nanoseconds>(t.time_since_epoch()).count();
}

/// One more, unless there are `most` (0: no limit).
bool count_up(std::atomic<std::uint32_t>& count, std::uint32_t most) noexcept {
    std::uint32_t now = count.load(std::memory_order_relaxed);
    do {
        if (most != 0 && now >= most) return false;
    } while (!count.compare_exchange_weak(now, now + 1, std::memory_order_relaxed));
    return true;
}

} // namespace

// -- pace

nanoseconds pace::take(nanoseconds cost, nanoseconds burst, steady_time now) noexcept {
    const std::int64_t at = number(now);
    std::int64_t before = used_until_.load(std::memory_order_relaxed);
    std::int64_t after = 0;
    do {
        after = std::max(before, at - burst.count()) + cost.count();
    } while (!used_until_.compare_exchange_weak(before, after, std::memory_order_relaxed));
    return nanoseconds(std::max<std::int64_t>(0, after - at));
}

bool pace::try_take(nanoseconds cost, nanoseconds burst, steady_time now) noexcept {
    const std::int64_t at = number(now);
    std::int64_t before = used_until_.load(std::memory_order_relaxed);
    std::int64_t after = 0;
    do {
        after = std::max(before, at - burst.count()) + cost.count();
        if (after > at) return false;
    } while (!used_until_.compare_exchange_weak(before, after, std::memory_order_relaxed));
    return true;
}

bool pace::is_overdrawn(steady_time now) const noexcept {
    return used_until_.load(std::memory_order_relaxed) > number(now);
}

// -- leases

struct lease::client {
    explicit client(std::string k) : key(std::move(k)) {}

    const std::string key;
    std::uint32_t connections = 0; ///< under the table's lock
    std::atomic<std::uint32_t> streams{0};
    std::atomic<std::uint32_t> listeners{0};
    pace new_connections;
    pace new_streams;
    pace bytes;
    pace failures;

    [[nodiscard]] bool is_forgettable(steady_time now) const noexcept {
        // A pace that is a minute in the past says nothing any more.
        return connections == 0 && !failures.is_overdrawn(now - minute) && !new_connections.is_overdrawn(now - minute);
    }
};

struct lease::table {
    mutable std::mutex mutex;
    std::unordered_map<std::string, std::shared_ptr<client>> by_key;
    std::size_t connections = 0;
    std::size_t sweep_at = 1024;
    gateway::limits limits; ///< under the lock; these are read without:
    std::atomic<std::uint32_t> streams{0};
    std::atomic<std::uint32_t> listeners{0};
    std::atomic<std::uint32_t> streams_per_second{0};
    std::atomic<std::uint64_t> bytes_per_second{0};

    void change(const gateway::limits& l) {
        const std::lock_guard lock(mutex);
        limits = l;
        streams = l.streams;
        listeners = l.listeners;
        streams_per_second = l.streams_per_second;
        bytes_per_second = l.bytes_per_second;
    }

    // The rest under the lock.

    std::shared_ptr<client> find(const std::string& key, steady_time now) {
        if (by_key.size() >= sweep_at) {
            std::erase_if(by_key, [now](const auto& entry) { return entry.second->is_forgettable(now); });
            sweep_at = std::max<std::size_t>(1024, 2 * by_key.size());
        }
        auto& found = by_key[key];
        if (!found) found = std::make_shared<client>(key);
        return found;
    }

    void release(const client& who) {
        --connections;
        if (by_key.find(who.key) == by_key.end()) return;
        if (who.is_forgettable(std::chrono::steady_clock::now())) by_key.erase(who.key);
    }
};

lease& lease::operator=(lease&& other) noexcept {
    if (this == &other) return *this;
    release();
    table_ = std::move(other.table_);
    client_ = std::move(other.client_);
    streams_ = std::exchange(other.streams_, 0);
    listeners_ = std::exchange(other.listeners_, 0);
    return *this;
}

void lease::release() noexcept {
    if (!client_) return;
    client_->streams -= streams_;
    client_->listeners -= listeners_;
    {
        const std::lock_guard lock(table_->mutex);
        --client_->connections;
        table_->release(*client_);
    }
    client_.reset();
    table_.reset();
}

bool lease::open_stream(steady_time now) noexcept {
    if (!client_) return false;
    if (const std::uint32_t rate = table_->streams_per_second.load(std::memory_order_relaxed);
        rate != 0 && !client_->new_streams.try_take(second / rate, second, now))
        return false;
    if (!count_up(client_->streams, table_->streams.load(std::memory_order_relaxed))) return false;
    ++streams_;
    return true;
}

void lease::close_stream() noexcept {
    if (!client_ || streams_ == 0) return;
    --streams_;
    client_->streams.fetch_sub(1, std::memory_order_relaxed);
}

bool lease::open_listener() noexcept {
    if (!client_ || !count_up(client_->listeners, table_->listeners.load(std::memory_order_relaxed))) return false;
    ++listeners_;
    return true;
}

void lease::close_listener() noexcept {
    if (!client_ || listeners_ == 0) return;
    --listeners_;
    client_->listeners.fetch_sub(1, std::memory_order_relaxed);
}

nanoseconds lease::carried(std::uint64_t bytes, steady_time now) noexcept {
    if (!client_) return {};
    const std::uint64_t rate = table_->bytes_per_second.load(std::memory_order_relaxed);
    if (rate == 0) return {};
    const double cost = static_cast<double>(bytes) / static_cast<double>(rate) * 1e9;
    return client_->bytes.take(nanoseconds(static_cast<std::int64_t>(std::min(cost, 3.6e12))), second, now);
}

// -- clients

std::string_view text_of(over_limit which) noexcept {
    switch (which) {
    case over_limit::all_connections: return "this gateway has as many connections as it takes; try again later";
    case over_limit::connections: return "this client has as many connections as it may have; close one";
    case over_limit::connection_rate: return "this client connects too often; try again later";
    case over_limit::failures: return "too many wrong credentials came from this address; try again later";
    }
    return "";
}

clients::clients(const limits& l) : table_(std::make_shared<lease::table>()) { table_->change(l); }

void clients::change(const limits& l) { table_->change(l); }

std::expected<lease, over_limit> clients::admit(const std::string& key, steady_time now) {
    lease::table& t = *table_;
    const std::lock_guard lock(t.mutex);
    const limits& l = t.limits;
    if (l.all_connections != 0 && t.connections >= l.all_connections)
        return std::unexpected(over_limit::all_connections);
    const auto client = t.find(key, now);
    if (l.failures_per_minute != 0 && client->failures.is_overdrawn(now)) return std::unexpected(over_limit::failures);
    if (l.connections != 0 && client->connections >= l.connections) return std::unexpected(over_limit::connections);
    if (l.connections_per_minute != 0 &&
        !client->new_connections.try_take(minute / l.connections_per_minute, minute, now))
        return std::unexpected(over_limit::connection_rate);
    ++client->connections;
    ++t.connections;
    return lease(table_, client);
}

void clients::failed(const std::string& key, steady_time now) {
    lease::table& t = *table_;
    const std::lock_guard lock(t.mutex);
    if (t.limits.failures_per_minute == 0) return;
    // Once it is overdrawn, admit() refuses: what counts on top of it are connections that were there before.
    (void)t.find(key, now)->failures.take(minute / t.limits.failures_per_minute, minute, now);
}

std::size_t clients::known() const {
    const std::lock_guard lock(table_->mutex);
    return table_->by_key.size();
}

} // namespace samesock::gateway

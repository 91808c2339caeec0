// Datagrams of one socket that have come and were not taken. They have no credit: what does not fit is dropped, and
// counted, as a kernel does.
#pragma once

#include <samesock/endpoint.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace samesock::platform {

struct datagram {
    endpoint from;
    std::vector<std::byte> bytes;
};

class datagram_queue {
public:
    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }
    [[nodiscard]] const datagram& front() const noexcept { return all_.front(); }
    [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }

    /// False: there is no room, and it is dropped.
    bool push(const endpoint& from, std::span<const std::byte> bytes) {
        if (size_ + bytes.size() + overhead > most) {
            ++dropped_;
            return false;
        }
        all_.push_back({from, {bytes.begin(), bytes.end()}});
        size_ += bytes.size() + overhead;
        return true;
    }
    void pop() noexcept {
        size_ -= all_.front().bytes.size() + overhead;
        all_.pop_front();
    }
    void clear() noexcept {
        all_.clear();
        size_ = 0;
    }

private:
    // About what Linux gives a socket by default; what an empty datagram costs counts too.
    static constexpr std::size_t most = std::size_t{512} * 1024;
    static constexpr std::size_t overhead = 256;

    std::deque<datagram> all_;
    std::size_t size_ = 0;
    std::uint64_t dropped_ = 0;
};

} // namespace samesock::platform

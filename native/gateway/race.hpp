// One connection to whichever of several addresses answers first: RFC 8305 ("happy eyeballs"). Each has a head start of
// 250 ms over the next, and families take turns.
#pragma once

#include "descriptor.hpp"
#include "loop.hpp"

#include <samesock/endpoint.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <system_error>
#include <vector>

namespace samesock::gateway {

/// Families in turns, the first one's first.
[[nodiscard]] std::vector<endpoint> in_turns(const std::vector<endpoint>& addresses);

class race {
public:
    static constexpr std::int64_t head_start = 250'000'000;

    /// Called once: with a connected descriptor, which the loop watches for somebody that is gone, or with what the
    /// first address failed with.
    using outcome = std::function<void(std::error_code, descriptor, const endpoint&)>;

    race(loop& on, std::vector<endpoint> addresses, outcome then);
    race(const race&) = delete;
    race& operator=(const race&) = delete;
    ~race();

    void begin() { start_next(); }

private:
    class attempt;

    void start_next();
    void failed(attempt& which, int error);
    void connected(attempt& which);
    void drop(attempt& which);
    /// Whether it is over, with nothing.
    [[nodiscard]] bool is_lost() const noexcept { return running_.empty() && next_ == addresses_.size(); }

    loop& loop_;
    std::vector<endpoint> addresses_;
    outcome then_;
    std::size_t next_ = 0;
    int first_error_ = 0;
    std::vector<std::unique_ptr<attempt>> running_;
    timer next_start_;
};

} // namespace samesock::gateway

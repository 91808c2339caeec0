// When the next message may go to a client that pays much for each, whatever is in it (feature few_messages): while
// several streams have something for it, they wait for each other a little. A few alone never wait.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace samesock::gateway {

class message_spacing {
public:
    /// In which window a stream was heard of last; 0: in none.
    using mark = std::uint32_t;

    /// Nanoseconds from one message to the next, and of a window; streams of a window that are several.
    static constexpr std::int64_t distance = 250'000, window = 1'000'000;
    static constexpr std::uint32_t several = 4;

    /// A stream has something for the client.
    void heard(mark& of_stream, std::int64_t now) noexcept {
        if (now >= end_) begin_window(now);
        if (std::exchange(of_stream, number_) != number_) ++streams_;
    }
    void sent(std::int64_t now) noexcept { sent_ = now; }
    /// When a message may go; not after `now`: at once.
    [[nodiscard]] std::int64_t earliest(std::int64_t now) const noexcept {
        const bool is_known = now < end_ + window;
        return is_known && std::max(streams_, streams_before_) >= several ? sent_ + distance : now;
    }

private:
    void begin_window(std::int64_t now) noexcept {
        streams_before_ = now < end_ + window ? streams_ : 0;
        streams_ = 0;
        end_ = now + window;
        ++number_;
    }

    std::int64_t end_ = 0; ///< of the window
    std::int64_t sent_ = 0;
    mark number_ = 0;
    std::uint32_t streams_ = 0;        ///< in this window
    std::uint32_t streams_before_ = 0; ///< in the one before
};

} // namespace samesock::gateway

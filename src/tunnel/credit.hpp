// Credit towards a receiver: what it has granted, and what its reader has not taken yet. Section 5 of PROTOCOL.md.
#pragma once

#include <cstdint>

namespace samesock::tunnel {

/// What the streams of one session may be granted beyond their first grants, together.
struct credit_budget {
    std::uint32_t first_grant = 0;
    std::uint32_t window = 0; ///< the most that one stream is granted, the first grant included
    std::uint32_t free = 0;   ///< of the budget
};

/// One direction of one stream, at its receiver. Until it stops, granted() + held() <= first grant + share().
class receive_window {
public:
    explicit receive_window(std::uint32_t first_grant) noexcept : granted_(first_grant) {}

    /// Bytes have come. False: nobody granted them.
    [[nodiscard]] bool receive(std::uint32_t size) noexcept {
        if (size > granted_) return false;
        granted_ -= size;
        held_ += size;
        return true;
    }
    /// The reader has taken bytes. Returns the credit to give now, 0 for none yet.
    [[nodiscard]] std::uint32_t consume(std::uint32_t size, credit_budget& budget) noexcept;
    /// Bytes are dropped, as those are which nobody wants any more. Returns the same.
    [[nodiscard]] std::uint32_t drop(std::uint32_t size, credit_budget& budget) noexcept;
    /// Nothing more will come, or be granted: the share goes back to the budget, but for what is held.
    void stop(credit_budget& budget) noexcept;
    /// The stream is gone, with all that was held.
    void release(credit_budget& budget) noexcept;

    [[nodiscard]] std::uint32_t granted() const noexcept { return granted_; }
    [[nodiscard]] std::uint32_t held() const noexcept { return held_; }
    [[nodiscard]] std::uint32_t share() const noexcept { return share_; }

private:
    [[nodiscard]] std::uint32_t missing(const credit_budget& budget) noexcept;
    void adjust_share(std::uint32_t taken, credit_budget& budget) noexcept;
    void give_back(std::uint32_t size, credit_budget& budget) noexcept {
        share_ -= size;
        budget.free += size;
    }

    std::uint32_t granted_;
    std::uint32_t held_ = 0;
    std::uint32_t share_ = 0; ///< out of the budget
    bool stopped_ = false;
};

/// What a stock server tells its client about one stream: packets, whatever their size. A packet of n KiB counts as n.
class stock_window {
public:
    explicit stock_window(std::uint32_t first) noexcept : left_(first) {}

    void receive(std::uint32_t size) noexcept {
        left_ -= left_ != 0 ? 1 : 0;
        held_ += size;
    }
    /// Returns what CONTINUE shall say, 0 for none yet.
    [[nodiscard]] std::uint32_t consume(std::uint32_t size, std::uint32_t window) noexcept;
    /// What may be said now, to a client that waits for the confirmation.
    [[nodiscard]] std::uint32_t open(std::uint32_t window) noexcept;

    [[nodiscard]] std::uint32_t held() const noexcept { return held_; }

private:
    std::uint32_t left_; ///< as the client counts, if nothing is on its way
    std::uint32_t held_ = 0;
};

} // namespace samesock::tunnel

// How much credit is given, and when: see credit.hpp.
#include "tunnel/credit.hpp"

#include <algorithm>

namespace samesock::tunnel {

// Each stream may have a quarter of what the budget would be without it. So n busy streams share it evenly, and some of
// it is always left for the next one. A share grows by what its reader took: only who reads gets more.
void receive_window::adjust_share(std::uint32_t taken, credit_budget& budget) noexcept {
    const std::uint32_t most = budget.window - std::min(budget.window, budget.first_grant);
    const std::uint32_t limit = std::min(most, (budget.free + share_) / 4);
    if (share_ < limit) {
        const std::uint32_t more = std::min({taken, limit - share_, budget.free});
        share_ += more;
        budget.free -= more;
    } else {
        const std::uint32_t unused = budget.first_grant + share_ - granted_ - held_;
        give_back(std::min(share_ - limit, unused), budget);
    }
}

std::uint32_t receive_window::consume(std::uint32_t size, credit_budget& budget) noexcept {
    const std::uint32_t taken = std::min(size, held_);
    held_ -= taken;
    if (stopped_) {
        stop(budget);
        return 0;
    }
    adjust_share(taken, budget);
    return missing(budget);
}

std::uint32_t receive_window::drop(std::uint32_t size, credit_budget& budget) noexcept {
    held_ -= std::min(size, held_);
    if (!stopped_) return missing(budget);
    stop(budget);
    return 0;
}

std::uint32_t receive_window::missing(const credit_budget& budget) noexcept {
    const std::uint32_t all = budget.first_grant + share_;
    const std::uint32_t credit = all - granted_ - held_;
    // Not for every byte: a packet costs more than it gives then.
    if (credit == 0 || credit < all / 4) return 0;
    granted_ += credit;
    return credit;
}

void receive_window::stop(credit_budget& budget) noexcept {
    stopped_ = true;
    const std::uint32_t needed = held_ - std::min(held_, budget.first_grant);
    give_back(share_ - std::min(share_, needed), budget);
}

void receive_window::release(credit_budget& budget) noexcept {
    held_ = 0;
    stop(budget);
}

std::uint32_t stock_window::consume(std::uint32_t size, std::uint32_t window) noexcept {
    held_ -= std::min(size, held_);
    if (left_ > window / 2) return 0;
    const std::uint32_t before = left_;
    const std::uint32_t now = open(window);
    // CONTINUE replaces what the client has: one that says less takes from it, and one that says little more is not
    // worth a packet.
    if (now < before + window / 4) {
        left_ = before;
        return 0;
    }
    return now;
}

std::uint32_t stock_window::open(std::uint32_t window) noexcept {
    const std::uint32_t kept = (held_ + 1023) / 1024;
    left_ = window - std::min(window, kept);
    return left_;
}

} // namespace samesock::tunnel

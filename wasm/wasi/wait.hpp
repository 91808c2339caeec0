// What the host is asked to wait for. Besides wait.cpp, whoever waits inside one call of the seam.
#pragma once

#include "sockets.hpp"

namespace samesock::platform {

/// Sleeps until `what` is ready or the deadline has passed; false: it has.
[[nodiscard]] bool sleep_on(const pollable& what, deadline until) noexcept;

/// The places in a poll_list that are ready.
class ready_places {
public:
    ready_places() noexcept = default;
    ready_places(const ready_places&) = delete;
    ready_places& operator=(const ready_places&) = delete;
    ~ready_places() { wasip2_list_u32_free(&list_); }

    [[nodiscard]] std::span<const std::uint32_t> places() const noexcept {
        return list_.len != 0 ? std::span<const std::uint32_t>(list_.ptr, list_.len)
                              : std::span(&zero, first_ ? 1u : 0u);
    }

private:
    friend class poll_list;
    static constexpr std::uint32_t zero = 0;
    wasip2_list_u32_t list_{nullptr, 0};
    bool first_ = false; ///< the only one, without a list from the host
};

/// Pollables for one poll(), each with a mark of its owner. The memory stays for the next time.
class poll_list {
public:
    void clear() noexcept { size_ = 0; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// not_enough_memory
    [[nodiscard]] status add(poll_borrow_pollable_t what, std::uint32_t mark) noexcept;
    [[nodiscard]] std::uint32_t mark(std::size_t i) const noexcept { return marks_[i]; }

    /// Sleeps until one of them is ready or the deadline has passed; not at all if `look_only`.
    void poll(deadline until, bool look_only, ready_places& ready) noexcept;

private:
    poll_borrow_pollable_t* items_ = nullptr;
    std::uint32_t* marks_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

} // namespace samesock::platform

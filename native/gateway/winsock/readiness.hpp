// Which sockets of one loop are ready. The library's poller goes by levels, and who watches goes by edges: so what was
// told is not asked for again before a call has found that it must wait, or may have taken all that there was. Sleeping
// is here.
#pragma once

#include "platform/platform.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace samesock::gateway {

class watcher;

class readiness {
public:
    // What is told of: bits. That the input has ended is input; the last is a connect that has failed.
    static constexpr std::uint32_t input = 1;
    static constexpr std::uint32_t output = 2;
    static constexpr std::uint32_t input_ended = 0;
    static constexpr std::uint32_t hung_up = 0;
    static constexpr std::uint32_t failed = 4;

    struct event {
        watcher* told;
        std::uint32_t bits;
    };
    /// Null: wake() may have been called.
    [[nodiscard]] static watcher* who(const event& e) noexcept { return e.told; }
    [[nodiscard]] static std::uint32_t what(const event& e) noexcept { return e.bits; }

    readiness();
    readiness(const readiness&) = delete;
    readiness& operator=(const readiness&) = delete;
    ~readiness();

    /// errno, or 0; as loop's.
    [[nodiscard]] int watch(int fd, watcher& who) noexcept;
    [[nodiscard]] int hand_over(int fd, watcher& who) noexcept { return watch(fd, who); }
    void forget(int fd) noexcept;

    /// Sleeps at most so many nanoseconds; -1: until there is something.
    [[nodiscard]] std::span<const event> wait(std::int64_t nanoseconds) noexcept;
    /// It sleeps whole milliseconds, and rather a longer time.
    [[nodiscard]] static constexpr bool is_precise() noexcept { return false; }
    /// Ends a wait(), this one or the next. From any thread.
    void wake() noexcept { (void)platform::wake(poller_); }
    /// Nothing is left of a call that wait() has heard.
    void take_call() noexcept {}

    /// Of the loop that runs on this thread, which tells again of these bits of a socket; null: there is none.
    static readiness* of_this_thread() noexcept;
    void ask_again(int fd, std::uint32_t bits) noexcept;

private:
    struct watched {
        watcher* who = nullptr;
        std::uint32_t wanted = 0;
        std::uint32_t asked = 0; ///< of the poller
        bool is_changed = false; ///< and in changed_
    };

    void note_change(int fd, watched& one) noexcept;
    void ask(int fd, watched& one) noexcept;
    void ask_for_what_has_changed() noexcept;
    void tell(const platform::event& of) noexcept;

    static constexpr std::size_t most_at_once = 256;

    platform::poller poller_ = platform::poller::none;
    std::unordered_map<int, watched> all_;
    std::vector<int> changed_; ///< with room for all
    std::array<event, most_at_once + 1> events_{};
    std::size_t told_ = 0;
};

} // namespace samesock::gateway

// One thread's event loop: descriptors, timers, calls from other threads. Sockets of streams and WebSockets
// live here, and never leave their thread.
//
// Why not an io_context, which the rest of the gateway uses: a wait for readiness costs it an epoll_ctl each, a message
// a system call each, and a handler that is due at once an epoll_wait more. Here a descriptor is registered once, as
// edges, and all that one round of events has brought goes out at its end.
#pragma once

#include "readiness.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace samesock::gateway {

/// Who is told of events. It is destroyed by loop::bury() alone once the loop knows of it.
class watcher {
public:
    watcher() = default;
    watcher(const watcher&) = delete;
    watcher& operator=(const watcher&) = delete;
    virtual ~watcher() = default;

    /// readiness's bits, once for each change: what is left undone is not told again.
    virtual void on_ready(std::uint32_t events) = 0;
    /// Asked for by loop::again().
    virtual void on_turn() {}
    /// Asked for by loop::at_round_end().
    virtual void on_round_end() {}

private:
    friend class loop;
    bool is_buried_ = false;
    bool has_turn_ = false;
    bool has_round_end_ = false;
};

class timer;

class loop {
public:
    loop();
    loop(const loop&) = delete;
    loop& operator=(const loop&) = delete;
    ~loop();

    /// Until stop(), on the calling thread.
    void run();

    // -- from any thread
    void post(std::function<void()> call);
    void stop();

    // -- from the loop's own

    /// Edges of input, output and hang-up of `fd`, until it is closed. errno, or 0.
    [[nodiscard]] int watch(int fd, watcher& who) noexcept { return ready_.watch(fd, who); }
    /// Another is told from now on, and of what is ready at once.
    [[nodiscard]] int hand_over(int fd, watcher& who) noexcept { return ready_.hand_over(fd, who); }
    /// The descriptor goes elsewhere, and is not closed.
    void forget(int fd) noexcept { ready_.forget(fd); }
    /// on_turn() in the next round, which does not sleep: who has had his share lets others go first.
    void again(watcher& who);
    /// on_round_end() after the events of this round.
    void at_round_end(watcher& who);
    /// Destroyed after this round. It hears of nothing any more.
    void bury(std::unique_ptr<watcher> who);

    /// False: a timer may be a millisecond late.
    [[nodiscard]] bool is_precise() const noexcept { return ready_.is_precise(); }
    /// Nanoseconds of the steady clock, of the beginning of this round.
    [[nodiscard]] std::int64_t now() const noexcept { return now_; }

    /// Room to receive into, and to collect output in, for as long as a call lasts.
    [[nodiscard]] std::span<std::byte> input_room() noexcept { return {input_.get(), input_size}; }
    [[nodiscard]] std::span<std::byte> datagram_room();
    [[nodiscard]] std::vector<std::byte>& output_room() noexcept { return output_; }

private:
    friend class timer;
    using timer_list = std::multimap<std::int64_t, timer*>;

    static constexpr std::size_t input_size = std::size_t{256} * 1024;

    [[nodiscard]] std::int64_t sleep_at_most() const noexcept;
    void take_time() noexcept;
    void dispatch(std::span<const readiness::event> events);
    void run_posted();
    void run_timers();
    void run_turns();
    void end_round();

    readiness ready_;
    std::mutex mutex_;
    std::vector<std::function<void()>> posted_; ///< under mutex_
    bool is_stopped_ = false;                   ///< under mutex_
    timer_list timers_;
    std::vector<watcher*> turns_;
    std::vector<watcher*> round_ends_;
    std::vector<std::unique_ptr<watcher>> buried_;
    std::unique_ptr<std::byte[]> input_;
    std::unique_ptr<std::byte[]> datagrams_; ///< apart: the message that is dealt with lies in input_
    std::vector<std::byte> output_;
    std::int64_t now_ = 0;
};

/// A call at a time, once.
class timer {
public:
    timer(loop& on, std::function<void()> call) : loop_(on), call_(std::move(call)) {}
    timer(const timer&) = delete;
    timer& operator=(const timer&) = delete;
    ~timer() { cancel(); }

    /// In the place of a time before.
    void set(std::int64_t when);
    void cancel() noexcept;
    [[nodiscard]] bool is_set() const noexcept { return is_set_; }

private:
    friend class loop;

    loop& loop_;
    std::function<void()> call_;
    loop::timer_list::iterator at_;
    bool is_set_ = false;
};

} // namespace samesock::gateway

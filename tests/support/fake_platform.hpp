// A scripted platform for the unit tests: every function of platform/platform.hpp without a system call, linked in a
// backend's place. Each operation takes its next answer from a queue of its own, or else does something sensible, and
// is recorded. Time passes only by script: in wait(), and by advance(). Not for several threads at once.
//
//     fake_platform fake;                          // from here to the end of the case
//     fake.receive.fails(EAGAIN).gives("hello");   // answers in order; then the default: the end of the stream
//     fake.wait.ready_after(20ms);                 // default: the deadline passes; without one everything is ready
//     ...
//     CHECK(fake.count("receive") == 2);
//     CHECK(fake.last("receive").flags == MSG_PEEK);
#pragma once

#include "platform/platform.hpp"

#include <samesock/constants.hpp>
#include <samesock/error_code.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <samesock/names_begin.hpp>

namespace samesock::testing {

using platform::handle;
using platform::readiness;
using std::chrono::nanoseconds;

/// One call of the seam, with those of its arguments that it has.
struct recorded {
    std::string_view operation; ///< the function's name; "wait_poller" and "close_poller" for the poller's
    handle on = handle::none;
    std::int64_t at = 0;  ///< the clock
    std::size_t size = 0; ///< bytes offered or asked for; ancillary capacity is `number`
    std::string data;     ///< what was sent or set; a host or name; several buffers together
    message_flags flags{};
    std::int64_t number = 0; ///< backlog, how, readiness of watch(), offset of send_file(), ...
    bool mode = false;       ///< blocking, inheritable
    endpoint where;
    platform::kind what{};
    platform::option option{};
    std::optional<platform::deadline> until;
    std::vector<platform::interest> interests;
    std::uint64_t token = 0;
    std::vector<ancillary> ancillary_items;
};

/// The answers of one operation, in order.
template <class R>
class answers {
public:
    answers& gives(R r) { return push(std::move(r)); }
    answers& fails(std::error_code code) { return push(R(failure(code))); }
    answers& fails(int number) { return fails(errno_code(number)); }
    /// While the next answer is on its way: what another thread, or the script, does meanwhile.
    answers& meanwhile(std::function<void()> effect) {
        coming_ = std::move(effect);
        return *this;
    }
    /// From when the queue is empty on.
    void always_fails(int number) { otherwise_ = R(failure(errno_code(number))); }
    void always_gives(R r) { otherwise_ = std::move(r); }

    [[nodiscard]] bool empty() const { return queue_.empty(); }
    [[nodiscard]] std::size_t left() const { return queue_.size(); }
    /// For the fake itself: the next answer, and one that comes before all others.
    void again(R r) { queue_.push_front({std::move(r), nullptr}); }
    [[nodiscard]] std::optional<R> next() {
        if (queue_.empty()) return otherwise_;
        step s = std::move(queue_.front());
        queue_.pop_front();
        if (s.effect) s.effect();
        return std::move(s.answer);
    }

protected:
    struct step {
        R answer;
        std::function<void()> effect;
    };
    answers& push(R r) {
        queue_.push_back({std::move(r), std::exchange(coming_, nullptr)});
        return *this;
    }
    std::deque<step> queue_;
    std::optional<R> otherwise_;
    std::function<void()> coming_;
};

/// status: success has a name.
class outcomes : public answers<status> {
public:
    outcomes& succeeds() {
        push({});
        return *this;
    }
    outcomes& fails(int number) {
        answers::fails(number);
        return *this;
    }
    outcomes& meanwhile(std::function<void()> effect) {
        answers::meanwhile(std::move(effect));
        return *this;
    }
};

/// What arrives at a receive. A stream's rest waits for the next call; a datagram's is lost.
struct arrival {
    std::string data;
    endpoint from{};
    message_flags flags{};
    std::vector<ancillary> ancillary_items{};

    arrival(const char* text) : data(text) {}
    arrival(std::string text) : data(std::move(text)) {}
    arrival(std::string text, const endpoint& peer, message_flags got = 0, std::vector<ancillary> items = {})
        : data(std::move(text)), from(peer), flags(got), ancillary_items(std::move(items)) {}
};

/// How one wait() goes on: after `lasts` the handles (none named: all) are `got`, or the error stands.
struct waited {
    nanoseconds lasts{};
    readiness got = readiness::none;
    std::vector<std::pair<handle, readiness>> each{};
    std::error_code error{};
};

/// The answers of wait(). Whatever lasts beyond the deadline ends at the deadline, with nothing ready.
class wait_answers : public answers<waited> {
public:
    /// All that was wanted.
    wait_answers& ready_after(nanoseconds lasts = {}) {
        return ready_after(lasts, readiness::readable | readiness::writable | readiness::exceptional);
    }
    /// What of `got` was wanted; hang_up and invalid always.
    wait_answers& ready_after(nanoseconds lasts, readiness got) { return then({lasts, got}); }
    /// These handles.
    wait_answers& ready_after(nanoseconds lasts, std::vector<std::pair<handle, readiness>> each) {
        return then({lasts, readiness::none, std::move(each)});
    }
    /// A signal.
    wait_answers& interrupted_after(nanoseconds lasts) { return fails_after(lasts, EINTR); }
    wait_answers& fails_after(nanoseconds lasts, int number) { return fails_after(lasts, errno_code(number)); }
    wait_answers& fails_after(nanoseconds lasts, std::error_code code) {
        return then({lasts, readiness::none, {}, code});
    }
    /// Nothing becomes ready before the deadline.
    wait_answers& passes() { return then({nanoseconds::max()}); }
    wait_answers& meanwhile(std::function<void()> effect) {
        answers::meanwhile(std::move(effect));
        return *this;
    }

private:
    wait_answers& then(waited w) {
        push(std::move(w));
        return *this;
    }
};

/// What the fake knows of a handle.
struct fake_handle {
    platform::kind what{};
    bool blocking = true;
    bool inheritable = false;
    bool open = true;
    bool canceled = false;
    endpoint local{};
    endpoint peer{};
    std::map<std::pair<int, int>, std::string> options{};
};

/// The platform of the current test case. The newest one alive answers.
class fake_platform {
public:
    fake_platform();
    ~fake_platform();
    fake_platform(const fake_platform&) = delete;
    fake_platform& operator=(const fake_platform&) = delete;
    [[nodiscard]] static fake_platform& current();

    // -- the clock, and what the platform is like
    static constexpr std::int64_t epoch = 1'000'000'000'000;
    std::int64_t clock = epoch;
    void advance(nanoseconds by) { clock += by.count(); }
    /// Since the case began.
    [[nodiscard]] nanoseconds elapsed() const { return nanoseconds(clock - epoch); }
    bool sleeps_in_kernel = true;
    bool reuse_address_is_unsafe = false;

    // -- answers, by the function's name
    outcomes start, close, set_blocking, set_inheritable, bind, listen, connect, finish_connect, shutdown;
    outcomes set_option, set_option_length, control_io, watch, wake, set_host_name;
    answers<result<handle>> open, duplicate, open_shared;
    answers<result<std::array<handle, 2>>> open_pair;
    answers<result<platform::kind>> describe;
    answers<result<bool>> get_inheritable;
    answers<result<platform::accepted>> accept;
    answers<result<endpoint>> local_endpoint, peer_endpoint;
    answers<result<arrival>> receive, receive_from, receive_message;
    /// How many bytes are taken; default: all.
    answers<result<std::size_t>> send, send_to, send_message;
    /// Default: operation_not_supported.
    answers<result<std::size_t>> send_file;
    answers<result<std::size_t>> ancillary_length, ancillary_space;
    answers<result<std::string>> get_option;
    answers<result<bytes>> share;
    wait_answers wait;
    /// `each` names handles; their tokens are looked up.
    wait_answers wait_poller;
    answers<result<platform::poller>> open_poller;
    answers<result<std::vector<platform::resolved>>> resolve;
    answers<result<platform::named>> reverse;
    answers<result<platform::host_entry>> host_by_name, host_by_address;
    answers<result<std::uint16_t>> service_by_name;
    answers<result<std::string>> service_by_port;
    answers<result<int>> protocol_by_name;
    answers<result<std::string>> host_name;
    answers<result<std::vector<platform::interface_entry>>> interfaces;
    answers<result<std::uint32_t>> interface_index;
    answers<result<std::string>> interface_name;

    /// Names that resolve() knows besides numeric ones.
    std::map<std::string, std::vector<endpoint>, std::less<>> hosts;

    // -- what happened
    std::vector<recorded> calls;
    std::vector<platform::resolve_query> queries;
    [[nodiscard]] std::size_t count(std::string_view operation) const;
    /// The newest one; an empty record, and a failed check, if there was none.
    [[nodiscard]] recorded last(std::string_view operation) const;
    [[nodiscard]] std::vector<recorded> all(std::string_view operation) const;
    /// The names of all calls since the last forget(), separated by spaces; now() is not among them.
    [[nodiscard]] std::string story() const;
    void forget() { calls.clear(); }
    /// All that was sent, on any handle.
    std::string sent;

    // -- handles
    std::map<handle, fake_handle> handles;
    [[nodiscard]] handle add_handle(const platform::kind& what, bool blocking = true);
    /// Null for a number that is no open handle.
    [[nodiscard]] fake_handle* find(handle h);
    [[nodiscard]] std::size_t open_handles() const;

    struct registration {
        readiness want;
        std::uint64_t token;
    };
    struct fake_poller {
        bool open = true;
        bool woken = false;
        std::map<handle, registration> watched{};
    };
    std::map<platform::poller, fake_poller> pollers;

    // for the functions of the seam
    recorded& record(std::string_view operation, handle on = handle::none);

private:
    fake_platform* previous_;
    std::intptr_t next_handle_ = 100;
};

/// The newest, which the seam's functions speak to.
[[nodiscard]] inline fake_platform& fake() { return fake_platform::current(); }

/// 127.0.0.1 or another IPv4 address as an endpoint.
[[nodiscard]] endpoint ipv4(std::uint16_t port, std::array<int, 4> octets = {127, 0, 0, 1});
[[nodiscard]] endpoint ipv6_loopback(std::uint16_t port);

} // namespace samesock::testing

#include <samesock/names_end.hpp>
